"""What of a module travels with its step functions: the statements that they need, at their own lines.

A module is more than its steps: it holds the pipeline functions, a part for when it runs as a script, imports of kale,
and definitions that other code needs. Steps get the definitions and values that they read, what these read in turn,
what changes them, and settings of libraries.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kale.analysis import symbol_table
from kale.analysis.effects import Effects
from kale.analysis.events import Bind, BindingKind
from kale.analysis.facts import Statement
from kale.analysis.trace import Trace
from kale.diagnostics import Diagnostic
from kale.dsl.modules import ModuleSource, first_line
from kale.pipeline import Cell, Role

OWN_PACKAGE: Final = "kale"


@dataclass(frozen=True)
class Slice:
    """A part of a module.

    Attributes:
        text: The module's text in which all lines but those of the part are empty.
        bindings: What the part binds, by name: what an imported name stands for, and the line.
        problem: Why the module cannot be read.
        own_paths: Lines that ask for the module's own path.
    """

    text: str
    bindings: Mapping[str, tuple[str | None, int]]
    problem: Diagnostic | None = None
    own_paths: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class _Unit:
    """Statements that share lines, and what is known of them together."""

    first: int
    last: int
    statements: tuple[Statement, ...]
    own: bool

    @property
    def bound(self) -> frozenset[str]:
        return frozenset(bind.name for statement in self.statements for bind in statement.bindings())

    @property
    def read(self) -> frozenset[str]:
        return frozenset(read.name for statement in self.statements for read in statement.reads())

    @property
    def is_idle(self) -> bool:
        return all(statement.docstring for statement in self.statements)


def slice_module(source: ModuleSource, names: Mapping[str, object], needed: Iterable[str]) -> Slice:
    """Give what of a module is needed.

    Args:
        source: The module's source.
        names: Its names and what they stand for.
        needed: The names that are needed.
    """
    lines = list(source.lines)
    own = _blank_own_parts(source.tree, lines, names)
    table = symbol_table(Cell(number=1, source="\n".join(lines), role=Role.FUNCTIONS))
    if isinstance(table, Diagnostic):
        return Slice("", {}, table)
    units = _units(table.statements, source.tree)
    kept = _needed_units(units, set(needed), own | _names_of_own_imports(source.tree))
    statements = [statement for unit in kept for statement in unit.statements]
    return Slice(
        text="\n".join(_only(lines, kept)).rstrip("\n"),
        bindings={
            bind.name: (_qualified(bind), bind.place.line) for statement in statements for bind in statement.bindings()
        },
        own_paths=tuple(read.place.line for part in statements for read in part.reads() if read.name == "__file__"),
    )


def blank_decorators(node: ast.AST, lines: list[str], names: Mapping[str, object]) -> None:
    """Empty the lines of those decorators of a function that are kale's."""
    for decorator in getattr(node, "decorator_list", ()):
        if is_own(decorator, names):
            _blank(lines, decorator.lineno, decorator.end_lineno or decorator.lineno)


def is_own(node: ast.expr, names: Mapping[str, object]) -> bool:
    """Whether an expression such as a decorator is, or is made by, something of kale's."""
    while isinstance(node, ast.Call):
        node = node.func
    path: list[str] = []
    while isinstance(node, ast.Attribute):
        path.insert(0, node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return False
    found = names[node.id]
    for name in path:
        found = getattr(found, name, None)
    module = getattr(found, "__module__", None) if callable(found) else None
    own = str(module or type(found).__module__)
    return own.partition(".")[0] == OWN_PACKAGE


def _blank_own_parts(tree: ast.Module, lines: list[str], names: Mapping[str, object]) -> set[str]:
    """Empty what steps never need, and give the names that are gone with it."""
    from kale.dsl.pipeline_functions import PipelineFunction

    gone: set[str] = set()
    for node in tree.body:
        name = getattr(node, "name", None)
        if isinstance(name, str) and isinstance(names.get(name), PipelineFunction):
            gone.add(name)
            _blank(lines, first_line(node), node.end_lineno or node.lineno)
        elif isinstance(node, ast.If) and _is_script_guard(node):
            _blank(lines, node.lineno, node.end_lineno or node.lineno)
        else:
            blank_decorators(node, lines, names)
    return gone


def _is_script_guard(node: ast.If) -> bool:
    test = node.test
    return (
        isinstance(test, ast.Compare)
        and {ast.dump(part) for part in (test.left, *test.comparators)}
        == {ast.dump(ast.Name("__name__", ast.Load())), ast.dump(ast.Constant("__main__"))}
        and not node.orelse
    )


def _names_of_own_imports(tree: ast.Module) -> set[str]:
    """Give the names that a module imports from kale."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == OWN_PACKAGE and not node.level:
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.asname or alias.name.partition(".")[0]
                for alias in node.names
                if alias.name.partition(".")[0] == OWN_PACKAGE
            }
    return found


def _units(statements: Iterable[Statement], tree: ast.Module) -> list[_Unit]:
    """Give the statements in groups of which each has its lines for itself."""
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    units: list[_Unit] = []
    for statement in statements:
        together: tuple[Statement, ...] = (statement,)
        first = statement.first_line
        if units and units[-1].last >= first:
            earlier = units.pop()
            together, first = (*earlier.statements, statement), earlier.first
        last = max(part.last_line for part in together)
        units.append(_Unit(first, last, together, all(_is_unmentioned_import(part, mentioned) for part in together)))
    return units


def _is_unmentioned_import(statement: Statement, mentioned: set[str]) -> bool:
    """Whether a statement imports what nothing in the module speaks of, so that it is there for its effect."""
    binds = statement.bindings()
    if statement.star_imports:
        return all(module.partition(".")[0] != OWN_PACKAGE for module in statement.star_imports)
    return bool(binds) and all(bind.kind is BindingKind.IMPORT and bind.name not in mentioned for bind in binds)


def _needed_units(units: list[_Unit], needed: set[str], own: set[str]) -> list[_Unit]:
    effects = Effects.of(statement for unit in units for statement in unit.statements)
    changed = {unit: _changed_by(unit, effects) for unit in units}
    foreign = _reaching(units, own)
    kept = dict.fromkeys(unit for unit in units if _is_always_needed(unit, foreign))
    found = list(kept)
    while True:
        needed = needed.union(*(unit.read for unit in found))
        found = [unit for unit in units if unit not in kept and _is_needed(unit, needed, changed[unit], foreign)]
        if not found:
            return [unit for unit in units if unit in kept]
        kept.update(dict.fromkeys(found))


def _is_needed(unit: _Unit, needed: set[str], changed: frozenset[str], foreign: set[str]) -> bool:
    return bool(unit.bound & needed) or bool(changed & needed and not unit.read & foreign)


def _is_always_needed(unit: _Unit, foreign: set[str]) -> bool:
    if unit.own:
        return not unit.bound & foreign
    effect = not unit.bound and not unit.is_idle and bool(unit.statements)
    return effect and not unit.read & foreign


def _reaching(units: list[_Unit], own: set[str]) -> set[str]:
    """Give the names through which code reaches what is kale's."""
    found = set(own)
    while True:
        more = {name for unit in units if unit.read & found for name in unit.bound} - found
        if not more:
            return found
        found |= more


def _changed_by(unit: _Unit, effects: Effects) -> frozenset[str]:
    trace = Trace(effects)
    for statement in unit.statements:
        for event in statement.events:
            trace.follow(event)
    return frozenset(root for root in trace.mutated if isinstance(root, str))


def _qualified(bind: Bind) -> str | None:
    return bind.qualified if bind.kind is BindingKind.IMPORT else None


def _only(lines: list[str], kept: Iterable[_Unit]) -> list[str]:
    numbers: set[int] = set()
    for unit in kept:
        numbers.update(range(unit.first, unit.last + 1))
        above = unit.first - 1
        # Comments right above a statement may state something of it, and decorators of kale's leave empty lines.
        while above and (not lines[above - 1].strip() or lines[above - 1].lstrip().startswith("#")):
            numbers.add(above)
            above -= 1
    return [line if number in numbers else "" for number, line in enumerate(lines, 1)]


def _blank(lines: list[str], first: int, last: int) -> None:
    lines[first - 1 : last] = [""] * (last - first + 1)
