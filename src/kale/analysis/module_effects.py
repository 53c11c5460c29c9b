"""What the functions of modules beside the notebook do to their arguments.

Each becomes a :class:`~kale.analysis.facts.Function` whose events speak of its arguments alone, so that a call of it is
followed like one of the notebook's own functions, while the names of its module stay out of the notebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from kale.analysis.effects import Effects
from kale.analysis.events import Bind, Call, Event, Mutate, Share
from kale.analysis.facts import Class, Function, Statement
from kale.analysis.hints import hints_of
from kale.analysis.nodes import ON_THE_SPOT
from kale.analysis.outcomes import Outcome
from kale.analysis.process_state import ENVIRONMENT_CHANGE, ENVIRONMENT_READ, NUMPY_RANDOM, RANDOM, StateUse
from kale.analysis.symbols import symbol_table
from kale.analysis.values import NO_ROOTS, Argument, Place, Roots, variables_in
from kale.diagnostics import Diagnostic
from kale.pipeline import Cell, Role

_ROUNDS: Final = 3
"""How many modules deep a change may be handed down."""

_NOWHERE: Final = Place(1, 1, 1, 1)
_BACKWARD: Final = f"{ON_THE_SPOT}torch.autograd.backward"
_STATE_CALLS: Final = {
    StateUse(RANDOM, sets=True): f"{ON_THE_SPOT}random.seed",
    StateUse(RANDOM, sets=False): f"{ON_THE_SPOT}random.random",
    StateUse(NUMPY_RANDOM, sets=True): f"{ON_THE_SPOT}numpy.random.seed",
    StateUse(NUMPY_RANDOM, sets=False): f"{ON_THE_SPOT}numpy.random.rand",
    ENVIRONMENT_READ: f"{ON_THE_SPOT}os.getenv",
    ENVIRONMENT_CHANGE: f"{ON_THE_SPOT}os.putenv",
}
"""For each use of process state, a call that has it and nothing else."""


@dataclass
class ModuleEffects:
    """The functions and classes of modules, by their dotted paths.

    Attributes:
        functions: Functions, in terms of their arguments.
        classes: Classes, whose methods are.
        names: What each module binds at its top level, by the module.
        stateful: For each function that changes what its module holds, the module; by the function's path, or by the
            bare name of a method.
    """

    functions: dict[str, list[Function]] = field(default_factory=dict)
    classes: dict[str, list[Class]] = field(default_factory=dict)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    stateful: dict[str, str] = field(default_factory=dict)

    def holds(self, path: str) -> bool:
        """Whether a dotted path is that of something in one of the modules, and not of a module itself."""
        return path not in self.names and path.partition(".")[0] in self._roots

    @cached_property
    def _roots(self) -> frozenset[str]:
        return frozenset(name.partition(".")[0] for name in self.names)


def module_effects(sources: Mapping[str, str]) -> ModuleEffects:
    """Give what the functions of some modules do.

    Args:
        sources: Text of each module by its path below the folder in which modules are found, such as
            ``toolbox/core.py``; what cannot be read is left out.
    """
    statements = {_name(path): _statements(path, text) for path, text in sorted(sources.items())}
    known = ModuleEffects()
    for _ in range(_ROUNDS):
        found = ModuleEffects()
        for name, body in statements.items():
            effects = Effects.of(body, known)
            found.names[name] = frozenset(effects.bound)
            _add(found, name, effects)
        for name, body in statements.items():
            _add_imported(found, name, body)
        known = found
    return known


def _name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _statements(path: str, text: str) -> tuple[Statement, ...]:
    cell = Cell(number=1, source=text, role=Role.FUNCTIONS)
    table = symbol_table(cell, hints=hints_of([cell]))
    found = () if isinstance(table, Diagnostic) else table.statements
    return tuple(_with_absolute_imports(statement, path.split("/")[:-1]) for statement in found)


def _with_absolute_imports(statement: Statement, package: list[str]) -> Statement:
    """Give a statement of a module with its relative imports in full."""

    def full(path: str | None) -> str | None:
        level = len(path) - len(path.lstrip(".")) if path is not None else 0
        if path is None or not level:
            return path
        return ".".join([*package[: len(package) - level + 1], path.lstrip(".")]).rstrip(".")

    events = (
        event._replace(qualified=full(event.qualified)) if isinstance(event, Bind) else event
        for event in statement.events
    )
    stars = tuple(path for path in map(full, statement.star_imports) if path)
    return replace(statement, events=tuple(events), star_imports=stars)


def _add(found: ModuleEffects, module: str, effects: Effects) -> None:
    for name, functions in effects.functions.items():
        path = f"{module}.{name}"
        if "." not in name:
            found.functions[path] = [_abstract(function, effects) for function in functions]
            if any(_changes_module(function, effects) for function in functions):
                found.stateful[path] = module
    for name, classes in effects.classes.items():
        if "." not in name:
            found.classes[f"{module}.{name}"] = [_abstract_class(defined, effects) for defined in classes]
            methods = (method for defined in classes for method in defined.methods)
            found.stateful.update((method.name, module) for method in methods if _changes_module(method, effects))


def _add_imported(found: ModuleEffects, module: str, body: Iterable[Statement]) -> None:
    """Let a module give on what it takes out of another one."""
    for bind in (bind for statement in body for bind in statement.bindings()):
        path, origin = f"{module}.{bind.name}", bind.qualified or ""
        if origin in found.functions:
            found.functions.setdefault(path, found.functions[origin])
        if origin in found.classes:
            found.classes.setdefault(path, found.classes[origin])
        if origin in found.stateful:
            found.stateful[path] = found.stateful[origin]


def _abstract_class(defined: Class, effects: Effects) -> Class:
    return replace(defined, methods=tuple(_abstract(method, effects) for method in defined.methods))


def _abstract(function: Function, effects: Effects) -> Function:
    summary = effects.summary_of(function)
    return replace(
        function,
        events=tuple(_events(summary)),
        returns=_arguments(summary.returned),
        raises=_arguments(summary.raised),
        binds=frozenset(),
        stateful_defaults=frozenset(),
        mentions=frozenset(),
    )


def _events(summary: Outcome) -> Iterator[Event]:
    changed = _arguments(summary.mutated | summary.mutated_instances)
    if changed:
        yield Mutate(changed, _NOWHERE, "call of a function of a module")
    for target, source in sorted(summary.stored, key=repr):
        if isinstance(target, Argument) and isinstance(source, Argument):
            yield Share(frozenset((target,)), frozenset((source,)))
    paths = [_STATE_CALLS[state] for state in sorted(summary.states) if state in _STATE_CALLS]
    paths += [_BACKWARD] if summary.backpropagates else []
    for number, path in enumerate(paths):
        yield Call(number, path, path.rpartition(".")[2], NO_ROOTS, (), (), frozenset(), True, _NOWHERE)


def _arguments(roots: Roots) -> Roots:
    return frozenset(root for root in roots if isinstance(root, Argument))


def _changes_module(function: Function, effects: Effects) -> bool:
    summary = effects.summary_of(function)
    held = variables_in(summary.mutated) | summary.bound
    return bool(held & effects.bound - effects.functions.keys())
