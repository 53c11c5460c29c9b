"""What a metrics cell reports."""

from __future__ import annotations

import ast
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.outputs import local_path, write_json
from kale.runtime.registry import METRICS, OPERATIONS


def measured(text: str) -> list[str]:
    """Give the metrics that a cell reports, as expressions.

    A metric is each argument of ``print`` and each bare expression at top level, but no text.
    """
    found = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.Expr):
            call = node.value
            printed = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
            parts: list[ast.expr] = call.args if isinstance(call, ast.Call) and printed else [node.value]
            found += [ast.unparse(part) for part in parts if not is_text(part)]
    return found


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


def report_metrics(outputs: Any, output: str, text: str) -> None:
    """Report what a cell that has run measures.

    Args:
        outputs: The executor input's outputs.
        output: Name of the metrics artifact among them.
        text: The cell.
    """
    for expression in measured(text):
        add_metric(expression, eval(expression, NAMESPACE))
    artifact = outputs["artifacts"][output]["artifacts"][0]
    write_json(local_path(artifact), METRICS)
    artifact["metadata"] = METRICS


OPERATIONS["metrics"] = report_metrics
