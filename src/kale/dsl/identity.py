"""Questions that Python answers without asking the value: ``is``, ``isinstance`` and the like.

A placeholder cannot notice them, and the answer would be about the placeholder. They are found in the text of the
pipeline function instead.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import FunctionType
from typing import Final

from kale.diagnostics import Diagnostic
from kale.dsl.hints import own_nodes
from kale.dsl.modules import FunctionNode, source_of
from kale.dsl.places import line_span, shown_path
from kale.dsl.rules import BRANCH_ON_PLACEHOLDER
from kale.dsl.step_functions import StepFunction
from kale.errors import CompileError

_QUESTIONS: Final = frozenset({"isinstance", "type", "id", "callable"})


def check_identity(function: FunctionType) -> None:
    """Make sure that a pipeline function does not ask what its parameters and the outputs of its steps are.

    Raises:
        kale.errors.CompileError: It does.
    """
    source = source_of(function)
    definition = source.definition(function.__code__) if source else None
    if definition is None:
        return
    problems = tuple(_problems(definition, _placeholder_names(definition, function)))
    if problems:
        path = shown_path(function.__code__.co_filename)
        raise CompileError("no pipeline can be made from the function", problems, path)


def _problems(definition: FunctionNode, names: set[str]) -> Iterator[Diagnostic]:
    for node in own_nodes(definition):
        asked: list[ast.expr] = []
        if isinstance(node, ast.Compare) and any(isinstance(operator, ast.Is | ast.IsNot) for operator in node.ops):
            asked = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _QUESTIONS:
            asked = node.args[:1]
        for part in asked:
            if isinstance(part, ast.Name) and part.id in names:
                yield BRANCH_ON_PLACEHOLDER.at(
                    line_span(part.lineno),
                    f"this asks what {part.id!r} is, but it has no value while the pipeline is put together",
                    help="ask in a step that takes it as an argument",
                )


def _placeholder_names(definition: FunctionNode, function: FunctionType) -> set[str]:
    """Give the names of parameters, and those to which nothing but the value of a step is ever assigned."""
    arguments = definition.args
    names = {argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    others: set[str] = set()
    for node in own_nodes(definition):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound = {part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)}
            if _is_step_call(node.value, function):
                names |= bound
            else:
                others |= bound
    return names - others


def _is_step_call(node: ast.expr, function: FunctionType) -> bool:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
        if isinstance(node, ast.Name) and isinstance(function.__globals__.get(node.id), StepFunction):
            return True
    return False
