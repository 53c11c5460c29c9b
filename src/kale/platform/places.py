"""Where in a notebook something stands that is said of a step."""

from __future__ import annotations

from kale.diagnostics import Span
from kale.pipeline import Run, Step


def beginning_of(step: Step) -> Span | None:
    """Give where a step's own code begins."""
    return next(
        (operation.code.span(operation.code.line) for operation in step.plan if isinstance(operation, Run)), None
    )
