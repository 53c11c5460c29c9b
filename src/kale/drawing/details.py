"""What a viewer reads when the pointer rests on a part of a drawing."""

from __future__ import annotations

from collections.abc import Iterator

from kale.drawing.wording import cells_of, cells_text, listed
from kale.pipeline import Edge, Pipeline, Reason, Step

_LONGEST_LIST = 120


def step_details(pipeline: Pipeline, step: Step) -> str:
    """Say of ``step`` what it runs, takes, needs and asks for, a line each."""
    return "\n".join(line for line in _step_lines(pipeline, step) if line)


def edge_details(edge: Edge) -> str:
    """Say of ``edge`` what flows, where it is made and where it is used, a line each."""
    return "\n".join([f"{edge.source} → {edge.target}", *map(_reason_line, edge.reasons)])


def _step_lines(pipeline: Pipeline, step: Step) -> Iterator[str]:
    yield step.name
    yield cells_text(cells_of(step))
    if step.parameters:
        yield f"parameters: {listed(step.parameters, _LONGEST_LIST)}"
    for edge in pipeline.edges:
        if edge.target == step.name:
            flow = listed(edge.variables, _LONGEST_LIST)
            yield f"needs {flow} from {edge.source}" if flow else f"after {edge.source}"
    if step.has_metrics:
        yield "reports metrics"
    yield from _option_lines(step)


def _option_lines(step: Step) -> Iterator[str]:
    options = step.options
    if options.image is not None:
        yield f"image: {options.image}"
    for kind, amounts in (("limit", options.limits), ("request", options.requests)):
        for resource, amount in amounts.items():
            yield f"{kind}: {amount} {resource}"
    if options.cache is not None:
        yield f"cache: {'enabled' if options.cache else 'disabled'}"
    if options.retry is not None:
        yield f"retry: {options.retry}"
    if options.timeout is not None:
        yield f"timeout: {options.timeout} s"


def _reason_line(reason: Reason) -> str:
    made = f"made in {reason.made}" if reason.made else ""
    used = f"{'asked for' if reason.variable is None else 'used'} in {reason.used}" if reason.used else ""
    where = "; ".join(part for part in (made, used) if part)
    what = reason.variable if reason.variable is not None else reason.kind.value
    return f"{what}: {where}" if where else what
