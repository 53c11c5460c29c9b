"""Ways to make a pipeline compute something else than its notebook."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from kale.pipeline import Define, Load, Operation, Pipeline, Run, Save, Step, TakeParameter

Change: TypeAlias = Callable[[Pipeline], Pipeline]
Plan: TypeAlias = tuple[Operation, ...]


def replan(step: str, change: Callable[[Plan], Plan]) -> Change:
    """Change the plan of a step."""

    def apply(pipeline: Pipeline) -> Pipeline:
        steps: tuple[Step, ...] = tuple(
            one.model_copy(update={"plan": change(one.plan)}) if one.name == step else one for one in pipeline.steps
        )
        assert steps != pipeline.steps, "the change has changed nothing"
        return pipeline.model_copy(update={"steps": steps})

    return apply


def without(step: str, kind: type[Operation], name: str = "") -> Change:
    """Leave out the operations of a kind, or those of them that are about a name."""
    return replan(step, lambda plan: tuple(one for one in plan if not (isinstance(one, kind) and name in _about(one))))


def load_from(step: str, name: str, producer: str) -> Change:
    """Load a variable from another step."""

    def change(plan: Plan) -> Plan:
        return tuple(
            one.model_copy(update={"producer": producer}) if isinstance(one, Load) and name in one.variables else one
            for one in plan
        )

    return replan(step, change)


def edit(step: str, old: str, new: str) -> Change:
    """Change the text of a step's cells and definitions."""

    def change(plan: Plan) -> Plan:
        return tuple(
            one.model_copy(update={"code": one.code.model_copy(update={"text": one.code.text.replace(old, new)})})
            if isinstance(one, Run | Define)
            else one
            for one in plan
        )

    return replan(step, change)


def saved_first(step: str) -> Change:
    """Save what a step saves after its first cell, not after its last."""

    def change(plan: Plan) -> Plan:
        saves = [one for one in plan if isinstance(one, Save)]
        others = [one for one in plan if not isinstance(one, Save)]
        first = next(place for place, one in enumerate(others) if isinstance(one, Run))
        return (*others[: first + 1], *saves, *others[first + 1 :])

    return replan(step, change)


def _about(operation: Operation) -> tuple[str, ...]:
    if isinstance(operation, Load | Save):
        return (*operation.variables, "")
    if isinstance(operation, Define):
        return (*operation.names, "")
    return (operation.name, "") if isinstance(operation, TakeParameter) else ("",)
