"""What a metrics cell reports."""

from __future__ import annotations

import ast
import builtins
from typing import Any

from kale.runtime.outputs import local_path, write_json
from kale.runtime.registry import METRICS, OPERATIONS, REWRITERS


def mark_metrics(tree: ast.Module) -> None:
    """Have a cell report its metrics as it evaluates them.

    A metric is each argument of ``print`` and each bare expression at top level, but no text.
    """
    for node in tree.body:
        if isinstance(node, ast.Expr):
            call = node.value
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print":
                call.args = [*map(marked, call.args)]
            else:
                node.value = marked(call)
    ast.fix_missing_locations(tree)


def marked(node: ast.expr) -> ast.expr:
    """Give an expression that has the same value and reports it under the expression's text."""
    if is_text(node):
        return node
    inner = node.value if isinstance(node, ast.Starred) else node
    arguments = [ast.Constant(ast.unparse(node)), inner]
    call = ast.copy_location(ast.Call(ast.Name(MARK, ast.Load()), arguments, []), inner)
    return call if inner is node else ast.copy_location(ast.Starred(call, ast.Load()), node)


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text in quotes."""
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def add_metric(name: str, value: Any) -> None:
    """Add a number to the metrics, or the numbers of a dictionary under names of their own.

    Raises:
        TypeError: The value is not a number.
        ValueError: It is infinite or not a number at all, which the platform cannot hold.
    """
    if isinstance(value, dict):
        for key, part in value.items():
            add_metric(f"{name}.{key}", part)
        return
    number = value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value
    if not isinstance(number, (int, float)):
        raise TypeError(f"metric {name!r} is of type {type(value).__name__}, not a number")
    if number - number != 0:
        raise ValueError(f"metric {name!r} is {number}, which the platform cannot hold")
    METRICS[name] = number + 0


def measure(name: str, value: Any) -> Any:
    """Add what an expression gives to the metrics, under a number each where it is spread with a star; give it back.

    Statements such as ``model.fit(x)`` that give ``None`` measure nothing.
    """
    if name[0] == "*":
        value = [*value]
        add_metric(name[1:], dict(enumerate(value)))
    elif value is not None:
        add_metric(name, value)
    return value


def report_metrics(outputs: Any, output: str) -> None:
    """Report what a cell that has run measures.

    Args:
        outputs: The executor input's outputs.
        output: Name of the metrics artifact among them.
    """
    artifact = outputs["artifacts"][output]["artifacts"][0]
    write_json(local_path(artifact), METRICS)
    artifact["metadata"] = METRICS


MARK = "<metric>"
"""What a cell finds :func:`measure` under, among the builtins: no name that Python code can use."""

vars(builtins)[MARK] = measure
REWRITERS["metrics"] = mark_metrics
OPERATIONS["metrics"] = report_metrics
