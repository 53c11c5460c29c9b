"""The order in which the platform runs steps."""

from __future__ import annotations

from collections.abc import Iterable

from kale.diagnostics import Diagnostic
from kale.pipeline import Pipeline
from kale.pipeline.graph import find_cycle, topological_order
from kale.platform.rules import CYCLIC_ORDER, UNKNOWN_PREDECESSOR


def execution_order(pipeline: Pipeline) -> tuple[str, ...]:
    """Give the names of the steps so that each comes after all that it waits for, otherwise in notebook order."""
    return topological_order(tuple(step.name for step in pipeline.steps), arrows(pipeline))


def check_order(pipeline: Pipeline) -> Iterable[Diagnostic]:
    """Find predecessors that do not exist, and circles."""
    known = {step.name for step in pipeline.steps}
    for step in pipeline.steps:
        for name in step.after:
            if name not in known:
                yield UNKNOWN_PREDECESSOR.at(None, f"step {step.name!r} comes after {name!r}, which is not a step")
    circle = find_cycle(tuple(step.name for step in pipeline.steps), arrows(pipeline))
    if circle:
        yield CYCLIC_ORDER.at(None, f"the steps wait for each other in a circle: {' → '.join(circle)}")


def arrows(pipeline: Pipeline) -> tuple[tuple[str, str], ...]:
    """Give every pair (earlier, later) of known steps once, from edges and from what steps ask for themselves."""
    known = {step.name for step in pipeline.steps}
    asked = ((name, step.name) for step in pipeline.steps for name in step.after if name in known)
    edges = ((edge.source, edge.target) for edge in pipeline.edges)
    return tuple(dict.fromkeys((*edges, *asked)))
