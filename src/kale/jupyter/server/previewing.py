"""What compiling would give, without writing it."""

from __future__ import annotations

import difflib
from typing import Final

from kale.errors import CompileError
from kale.jupyter.server.compiling import compiled, target_of
from kale.jupyter.server.documents import Preview, StepSourceView
from kale.jupyter.server.documents.problem import problems_of
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.step_sources import step_source

MOST_LINES: Final = 50_000
"""Lines of both texts together up to which their differences are looked for."""


def preview(found: OpenNotebook) -> Preview:
    """Give the YAML of a notebook, what each step runs, and what has changed since it was compiled last.

    Raises:
        kale.errors.KaleError: A file of the project is wrong.
    """
    try:
        pipeline = compiled(found)
    except CompileError as error:
        return Preview(problems=problems_of(error.diagnostics, found.ids))
    steps = (StepSourceView(name=step.name, source=step_source(step)) for step in pipeline.pipeline.steps)
    return Preview(
        yaml=pipeline.yaml,
        steps=tuple(steps),
        problems=problems_of(pipeline.diagnostics, found.ids),
        changes=_changes(found, pipeline.yaml),
    )


def _changes(found: OpenNotebook, yaml: str) -> str | None:
    target = target_of(found)
    try:
        last = target.read_text("utf-8") if target is not None else None
    except (OSError, UnicodeDecodeError):
        return None
    if last is None:
        return None
    before, after = last.splitlines(), yaml.splitlines()
    if len(before) + len(after) > MOST_LINES:
        return "" if last == yaml else "the pipeline has changed; it is too large to show how\n"
    lines = difflib.unified_diff(before, after, "compiled last", "now", lineterm="")
    return "".join(f"{line}\n" for line in lines)
