"""Changes of what a module holds that a later step, with a fresh copy of the module, does not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.analysis.surroundings import ModuleChange
from kale.diagnostics import Diagnostic
from kale.pipeline import Pipeline, Step
from kale.provision import rules


def lost_changes(pipeline: Pipeline, changes: Iterable[ModuleChange]) -> Iterator[Diagnostic]:
    """Say where a step changes what a carried module holds and a later step carries the module too.

    Args:
        pipeline: The pipeline, with its modules.
        changes: What steps change in modules.
    """
    carriers: dict[str, list[Step]] = {}
    for step in pipeline.steps:
        for root in dict.fromkeys(file.path.partition("/")[0].removesuffix(".py") for file in step.modules):
            carriers.setdefault(root, []).append(step)
    for change in changes:
        root = change.path.partition(".")[0]
        names = [step.name for step in carriers.get(root, ())]
        later = carriers[root][names.index(change.step) + 1 :] if change.step in names else []
        if later:
            yield _lost(change, root, later[0])


def _lost(change: ModuleChange, root: str, reader: Step) -> Diagnostic:
    help_text = "hand the value over in a variable, or do it in a cell tagged 'imports', so that every step does it"
    if change.certain:
        message = (
            f"this changes what the module {root!r} holds in step {change.step!r} only;"
            f" step {reader.name!r} has it as in its file"
        )
        return rules.MODULE_STATE_LOST.at(change.span, message, help=help_text)
    message = (
        f"the function may change what the module {root!r} holds, in step {change.step!r} only;"
        f" step {reader.name!r} has it as in its file"
    )
    return rules.MODULE_STATE_MAY_BE_LOST.at(change.span, message, help=help_text)
