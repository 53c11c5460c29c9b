"""Which names a scope declares and binds, and how its blocks end."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from kale.analysis.events import Event, Read, Settle, Unbind
from kale.analysis.facts import Function
from kale.analysis.nodes import dotted

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_BINDING: Final = (
    ast.Assign,
    ast.AnnAssign,
    ast.Import,
    ast.ImportFrom,
    ast.ClassDef,
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.With,
)
_CATCHES_NAME_ERRORS: Final = frozenset({"NameError", "Exception", "BaseException", "UnboundLocalError"})


def parameter_names(arguments: ast.arguments) -> tuple[str, ...]:
    """Give the names of a function's parameters, positional ones first."""
    positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    rest = [argument.arg for argument in arguments.kwonlyargs]
    rest += [argument.arg for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return tuple(positional + rest)


def names_with_defaults(arguments: ast.arguments) -> tuple[str, ...]:
    """Give the names of the parameters that may have defaults, as ``(*arguments.defaults, *arguments.kw_defaults)``."""
    positional = [*arguments.posonlyargs, *arguments.args]
    optional = positional[len(positional) - len(arguments.defaults) :]
    return tuple(argument.arg for argument in (*optional, *arguments.kwonlyargs))


def free_names(function: Function) -> frozenset[str]:
    """Give the names of the notebook that a function reads when it is called."""
    return frozenset(event.name for event in function.events if isinstance(event, Read))


def base_path(node: ast.expr) -> str | None:
    """Give the dotted path of a base class, without its type arguments."""
    return dotted(node.value if isinstance(node, ast.Subscript) else node)


def pairs_up(target: ast.expr, value: ast.expr) -> bool:
    """Whether an assignment pairs its targets with as many values, one to one."""
    if not (isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List)):
        return False
    starred = any(isinstance(element, ast.Starred) for element in (*target.elts, *value.elts))
    return len(target.elts) == len(value.elts) and not starred


def never_ends(body: Sequence[ast.stmt]) -> bool:
    """Whether a block never reaches its end."""
    return bool(body) and isinstance(body[-1], ast.Raise | ast.Return | ast.Continue | ast.Break)


def surely_bound(body: Sequence[ast.stmt], events: Sequence[Event]) -> set[str]:
    """Give the names that a block binds whenever it runs to its end."""
    settled = {event.name for event in events if isinstance(event, Settle)}
    top: set[str] = set()
    for statement in body:
        if isinstance(statement, _BINDING):
            top |= Scope.of([statement]).bound
    gone = {event.name for event in events if isinstance(event, Unbind)}
    return (settled | top) - gone


def catches_name_errors(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches a name that is not bound."""
    if handler.type is None:
        return True
    return any(isinstance(node, ast.Name) and node.id in _CATCHES_NAME_ERRORS for node in ast.walk(handler.type))


def irrefutable(pattern: ast.pattern) -> bool:
    """Whether a pattern matches everything."""
    return isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def yields_scalars(node: ast.expr) -> bool:
    """Whether iterating over an expression gives numbers only."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range"


def counts_or_keys(node: ast.expr) -> bool:
    """Whether iterating over an expression gives pairs of which the first is a number or a key."""
    if not isinstance(node, ast.Call):
        return False
    func = node.func
    return (isinstance(func, ast.Name) and func.id == "enumerate") or (
        isinstance(func, ast.Attribute) and func.attr == "items" and not node.args
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """What the body of a function or class says of its own names.

    Attributes:
        outer: Names that it declares global.
        enclosing: Names that it declares nonlocal.
        bound: Names that it binds.
        nested: Names of the functions that it defines.
        yields: It makes the function around it a generator.
    """

    outer: set[str] = field(default_factory=set)
    enclosing: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    nested: set[str] = field(default_factory=set)
    yields: bool = False

    @classmethod
    def of(cls, body: Iterable[ast.stmt]) -> Scope:
        """Look through a body, but not into the functions, classes and lambdas inside it."""
        scope = cls()
        yields = False
        stack: list[ast.AST] = list(body)
        while stack:
            node = stack.pop()
            kind = type(node)
            if kind in _NOTERS:
                _NOTERS[kind](scope, node)
            elif kind is ast.Yield or kind is ast.YieldFrom:
                yields = True
            if kind is ast.comprehension:
                # What a comprehension binds is its own, but for what ``:=`` binds in it.
                stack += (node.iter, *node.ifs)  # type: ignore[attr-defined]
            elif kind not in _CLOSED:
                stack += ast.iter_child_nodes(node)
        return replace(scope, yields=True) if yields else scope

    def _declare_global(self, node: ast.Global) -> None:
        self.outer.update(node.names)

    def _declare_nonlocal(self, node: ast.Nonlocal) -> None:
        self.enclosing.update(node.names)

    def _name(self, node: ast.Name) -> None:
        if type(node.ctx) is not ast.Load:
            self.bound.add(node.id)

    def _function(self, node: FunctionNode) -> None:
        self.bound.add(node.name)
        self.nested.add(node.name)

    def _named(self, node: ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar) -> None:
        if node.name is not None:
            self.bound.add(node.name)

    def _import(self, node: ast.alias) -> None:
        if node.name != "*":
            self.bound.add(node.asname or node.name.partition(".")[0])

    def _mapping(self, node: ast.MatchMapping) -> None:
        if node.rest is not None:
            self.bound.add(node.rest)


_NOTERS: Final[dict[type[ast.AST], Callable[[Scope, Any], None]]] = {
    ast.Global: Scope._declare_global,
    ast.Nonlocal: Scope._declare_nonlocal,
    ast.Name: Scope._name,
    ast.FunctionDef: Scope._function,
    ast.AsyncFunctionDef: Scope._function,
    ast.ClassDef: Scope._named,
    ast.alias: Scope._import,
    ast.ExceptHandler: Scope._named,
    ast.MatchAs: Scope._named,
    ast.MatchStar: Scope._named,
    ast.MatchMapping: Scope._mapping,
}
_CLOSED: Final = frozenset(
    {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Name, ast.Constant, ast.Load, ast.Pass}
)
"""Nodes inside which nothing is bound for the body around them."""


def passed_to_nested(body: Iterable[ast.stmt], nested: Container[str]) -> dict[str, set[str]]:
    """Give, for each function defined in a body, the names that appear in the arguments of calls to it."""
    passed: dict[str, set[str]] = {}
    if not nested:
        return passed
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in nested:
                names = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
                passed.setdefault(node.func.id, set()).update(names - {node.func.id})
    return passed
