"""Names for the values that flow between the steps of a pipeline function.

A value is called as the pipeline function calls it: ``model = train(data)`` gives ``model``. Values without a name of
their own are called after the step.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kale.dsl.calls import Call
from kale.dsl.modules import FunctionNode
from kale.dsl.placeholders import Output, Part
from kale.pipeline.names import to_identifier

_MODIFIERS: Final = frozenset({"after", "named", "with_options"})


class Names:
    """Gives out names, each once.

    Args:
        taken: Names that are in use already.
    """

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def new(self, wish: str) -> str:
        """Give the name nearest to the wish."""
        candidate, number = wish, 2
        while candidate in self._taken:
            candidate, number = f"{wish}_{number}", number + 1
        self._taken.add(candidate)
        return candidate


@dataclass(frozen=True)
class Variables:
    """The variables that hold what a step returns.

    Attributes:
        whole: Name of the value as a whole; ``None`` when only the elements of a tuple are used.
        parts: Names of its parts.
        taken: Names of parts of earlier values that are taken when the step has come back.
    """

    whole: str | None
    parts: Mapping[Part, str]
    taken: tuple[tuple[Output, str], ...] = ()


@dataclass(frozen=True)
class _Assignment:
    first: int
    last: int
    callee: str
    whole: str | None
    elements: tuple[str, ...]


def name_values(calls: Iterable[Call], definition: FunctionNode | None, names: Names) -> dict[Call, Variables]:
    """Give the names of what every step returns.

    Args:
        calls: The calls of steps, in order.
        definition: The pipeline function, if its source is known.
        names: Gives out names.
    """
    assignments = tuple(_assignments(definition)) if definition is not None else ()
    found: dict[Call, Variables] = {}
    for call in calls:
        own = _variables(call, _assignment_of(call, assignments), names)
        taken = tuple((output, names.new(_late_name(output, {**found, call: own}))) for output in call.taken)
        found[call] = replace(own, taken=taken)
    return found


def _variables(call: Call, assignment: _Assignment | None, names: Names) -> Variables:
    wish = (assignment.whole if assignment else None) or f"{call.task.function.__name__}_output"
    wishes = assignment.elements if assignment else ()
    elements = call.returned.elements or ()
    if not call.used and call.parts and all(isinstance(part, int) for part in call.parts):
        return Variables(None, {part: names.new(_element(wish, wishes, part)) for part in range(len(elements))})
    whole = names.new(wish)
    return Variables(whole, {part: names.new(_element(whole, wishes, part)) for part in call.parts})


def _late_name(output: Output, found: Mapping[Call, Variables]) -> str:
    producer, part = output._kale_call, output._kale_part
    assert isinstance(producer, Call)
    assert part is not None
    return _element(found[producer].whole or producer.name, (), part)


def _element(whole: str, wishes: tuple[str, ...], part: Part) -> str:
    if isinstance(part, int) and part < len(wishes):
        return wishes[part]
    name = f"{whole}_{part}"
    return name if name.isidentifier() else to_identifier(name)


def _assignment_of(call: Call, assignments: Iterable[_Assignment]) -> _Assignment | None:
    if not call.at_pipeline:
        return None
    fitting = [
        found
        for found in assignments
        if found.first <= call.line <= found.last and found.callee == call.task.function.__name__
    ]
    return min(fitting, key=lambda found: found.last - found.first, default=None)


def _assignments(definition: FunctionNode) -> Iterator[_Assignment]:
    for node in ast.walk(definition):
        target: ast.expr | None = None
        if isinstance(node, ast.Assign):
            target = node.targets[0]
        elif isinstance(node, ast.AnnAssign):
            target = node.target
        if target is None or not isinstance(node, ast.Assign | ast.AnnAssign) or not isinstance(node.value, ast.Call):
            continue
        whole = target.id if isinstance(target, ast.Name) else None
        names = [part.id if isinstance(part, ast.Name) else None for part in getattr(target, "elts", ())]
        elements = tuple(name for name in names if name is not None)
        callee = _callee(node.value)
        if callee is not None:
            complete = elements if len(elements) == len(names) else ()
            yield _Assignment(node.lineno, node.end_lineno or node.lineno, callee, whole, complete)


def _callee(node: ast.expr) -> str | None:
    """Give the name of the function that is called, past ``.after(…)`` and the like."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute) and node.attr in _MODIFIERS:
            node = node.value
        elif isinstance(node, ast.Attribute):
            return node.attr
        else:
            return node.id if isinstance(node, ast.Name) else None
