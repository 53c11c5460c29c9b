"""Modules without what has no effect when they run: docstrings, annotations, what only a type checker reads."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from kale.emit.trees import FUNCTIONS, blocks_of, walk


def strip(body: Sequence[ast.stmt], package: str) -> list[ast.stmt]:
    """Give the statements of a module without what has no effect.

    Args:
        body: The statements, which are changed in place.
        package: Dotted name of the package whose modules are packed together; imports from it go, too.

    Raises:
        ValueError: A class has annotations that may have a meaning.
    """
    return [kept for statement in body if not _is_export_list(statement) for kept in _stripped(statement, package)]


def reads_without_dead_assignments(body: Sequence[ast.stmt]) -> dict[int, frozenset[str]]:
    """Find the names for types, which nothing reads any more where there are no annotations.

    Returns:
        The names that each of the other statements reads, by the statement's ``id``.
    """
    reads = {id(statement): frozenset(_names_read(statement)) for statement in body}
    while True:
        read = frozenset[str]().union(*reads.values())
        live = [statement for statement in body if id(statement) in reads]
        dead = [] if "globals" in read else [statement for statement in live if _is_dead(statement, read)]
        if not dead:
            return reads
        for statement in dead:
            del reads[id(statement)]


def _stripped(statement: ast.stmt, package: str) -> Iterator[ast.stmt]:
    if _is_text(statement) or _is_needless_import(statement, package):
        return
    if isinstance(statement, ast.AnnAssign):
        if statement.value is not None:
            yield ast.copy_location(ast.Assign(targets=[statement.target], value=statement.value), statement)
        return
    if isinstance(statement, FUNCTIONS):
        _remove_annotations(statement)
    elif isinstance(statement, ast.ClassDef):
        _check_class(statement)
    for block in blocks_of(statement):
        inner = [kept for part in block for kept in _stripped(part, package)]
        block[:] = inner or ([ast.Pass()] if block else [])
    if isinstance(statement, ast.If) and isinstance(statement.test, ast.Name) and statement.test.id == "TYPE_CHECKING":
        yield from statement.orelse
    else:
        yield statement


def _remove_annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    arguments = function.args
    more = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *more):
        argument.annotation = None
    function.returns = None


def _check_class(owner: ast.ClassDef) -> None:
    fields = [statement for statement in owner.body if isinstance(statement, ast.AnnAssign)]
    if fields and (owner.decorator_list or owner.bases):
        raise ValueError(f"class {owner.name}, line {fields[0].lineno}: a packed class may need its annotations")


def _is_text(statement: ast.stmt) -> bool:
    value = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _is_needless_import(statement: ast.stmt, package: str) -> bool:
    module = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
    return module in ("__future__", package) or module.startswith(package + ".")


def _is_export_list(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "__all__" for target in statement.targets
    )


def _names_read(statement: ast.stmt) -> Iterable[str]:
    for node in walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id


def _is_dead(statement: ast.stmt, read: frozenset[str]) -> bool:
    if not isinstance(statement, ast.Assign) or not all(isinstance(node, ast.Name) for node in statement.targets):
        return False
    names = {node.id for node in statement.targets if isinstance(node, ast.Name)}
    if names & read or any(name.startswith("__") for name in names):
        return False
    calls = (node for node in walk(statement.value) if isinstance(node, ast.Call))
    return all(isinstance(call.func, ast.Name) and call.func.id == "TypeVar" for call in calls)
