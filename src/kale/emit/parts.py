"""Which parts of the runtime a step needs: what its plan does not ask for does not travel with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kale.pipeline import Define, Load, Pipeline, Run, Save, Step, TakeParameter

_FILE: Final = "<file:"
_STATE: Final = "<"
_DRAWS: Final = re.compile(r"plot|pylab|seaborn|\.hist\(|Display\b")
"""Code that may draw with matplotlib, perhaps through another library."""

Saves = Mapping[tuple[str, str], Save]
"""Every artifact of a pipeline, by the names of its step and of the artifact."""


def saves_of(pipeline: Pipeline) -> Saves:
    """Give every artifact that a pipeline's steps save."""
    return {(step.name, save.artifact): save for step in pipeline.steps for save in step.saves}


def parts_of(step: Step, saves: Saves, *, escaped: bool, watch: bool = False) -> frozenset[str]:
    """Give the names of the runtime's modules that a step needs besides the program itself.

    Args:
        step: The step.
        saves: Every artifact of its pipeline.
        escaped: Its sources hold text that was escaped.
        watch: It looks for changes of objects that the analysis has not seen.
    """
    asked = {name for name, wanted in (("escapes", escaped), ("watching", watch)) if wanted}
    return frozenset(_parts(step, saves)) | asked


def _parts(step: Step, saves: Saves) -> Iterator[str]:
    if step.options.report:
        yield "reports"
    for operation in step.plan:
        if isinstance(operation, Define | Run) and _DRAWS.search(operation.code.text):
            yield "figures"
        if isinstance(operation, TakeParameter):
            yield "parameters"
        elif isinstance(operation, Run):
            if operation.metrics:
                yield "metrics"
            if operation.charts:
                yield "charts"
        elif isinstance(operation, Load):
            yield "loading"
            save = saves.get((operation.producer, operation.artifact))
            yield from _value_parts(save, operation.variables)
        elif isinstance(operation, Save):
            yield "saving"
            if len(operation.variables) > 1:
                yield "arrays"
            yield from _value_parts(operation, operation.variables)


def _value_parts(save: Save | None, variables: tuple[str, ...]) -> Iterator[str]:
    if save is None or save.functions:
        yield "functions"
        yield "caches"
    if save is None or save.classes:
        yield "local_classes"
    if any(name.startswith(_FILE) for name in variables):
        yield "files"
    if any(name.startswith(_STATE) and not name.startswith(_FILE) for name in variables):
        yield "states"
