"""Numbers that belong to a run."""

from __future__ import annotations

from kale.dsl.tracing import current_trace


def metrics(**values: float) -> None:
    """Let numbers belong to the run, in a pipeline function; elsewhere, print them.

    Each must be the output of a step, which then reports it.

    Args:
        values: The numbers, by the names that they are to have.

    Raises:
        kale.errors.CompileError: In a pipeline function: one of them is no output of a step.

    Example:
        >>> from kale.dsl import metrics
        >>> metrics(accuracy=0.9)
        0.9
    """
    trace = current_trace()
    for name, value in values.items():
        if trace is None:
            print(value)  # noqa: T201 - as a cell with metrics does
        else:
            trace.measure(name, value)
