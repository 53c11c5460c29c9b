"""Why steps wait for others, as comments in front of the YAML, which the platform does not read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.diagnostics import Span
from kale.emit.document import comment
from kale.pipeline import EdgeKind
from kale.pipeline.explanation import Crossing, EdgeExplanation


def reason_lines(edges: Iterable[EdgeExplanation]) -> Iterator[str]:
    """Give the lines that say of each edge what flows along it, where it is made and where it is needed.

    They follow from what ``kale explain`` tells.
    """
    for number, edge in enumerate(edges):
        if not number:
            yield "# Reasons:"
        yield comment(f"#    {edge.target} waits for {edge.source}")
        yield from (comment(f"#      {_crossing(crossing)}") for crossing in edge.crossings)


def _crossing(crossing: Crossing) -> str:
    if crossing.kind is EdgeKind.ORDER and crossing.variable is None:
        asked = f", asked for in {_place(crossing.used)}" if crossing.used is not None else ""
        return f"{crossing.kind.value}{asked}"
    made = f", made in {_place(crossing.made)}" if crossing.made is not None else ""
    used = f", needed in {_place(crossing.used)}" if crossing.used is not None else ""
    return f"{crossing.variable}: {crossing.kind.value}{made}{used}"


def _place(span: Span) -> str:
    return f"{span.file}, {span}" if span.file is not None else str(span)
