"""Which names a scope declares and binds, and how its blocks end."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from kale.analysis.facts import Event, Function, Read, Settle, Unbind
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


def parameter_names(arguments: ast.arguments, *, positional_only: bool = False) -> tuple[str, ...]:
    """Give the names of a function's parameters, positional ones first."""
    positional = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
    if positional_only:
        return tuple(positional)
    rest = [argument.arg for argument in arguments.kwonlyargs]
    rest += [argument.arg for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return tuple(positional + rest)


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
            top |= declared_names([statement])[2]
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


def own_nodes(body: Iterable[ast.AST]) -> Iterable[ast.AST]:
    """Give the nodes of a scope without those of the functions, classes and lambdas inside it."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, ast.comprehension):
            # What a comprehension binds is its own, but for what ``:=`` binds in it.
            stack.extend((node.iter, *node.ifs))
        elif not isinstance(node, FunctionNode | ast.ClassDef | ast.Lambda):
            stack.extend(ast.iter_child_nodes(node))


def declared_names(body: Iterable[ast.stmt]) -> tuple[set[str], set[str], set[str]]:
    """Give the names that a scope declares global, declares nonlocal, and binds."""
    outer: set[str] = set()
    enclosing: set[str] = set()
    bound: set[str] = set()
    for node in own_nodes(body):
        match node:
            case ast.Global(names=names):
                outer.update(names)
            case ast.Nonlocal(names=names):
                enclosing.update(names)
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.alias(name=name, asname=alias) if name != "*":
                bound.add(alias or name.partition(".")[0])
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                bound.add(name)
            case ast.MatchMapping(rest=str(name)):
                bound.add(name)
    return outer, enclosing, bound


def yields(statement: ast.stmt) -> bool:
    """Whether a statement makes the function around it a generator."""
    return any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own_nodes([statement]))


def passed_to_nested(body: Iterable[ast.stmt]) -> dict[str, set[str]]:
    """Give, for each function defined in a body, the names that appear in the arguments of calls to it."""
    nested = {node.name for node in own_nodes(body) if isinstance(node, FunctionNode)}
    passed: dict[str, set[str]] = {}
    if not nested:
        return passed
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in nested:
                names = {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}
                passed.setdefault(node.func.id, set()).update(names - {node.func.id})
    return passed
