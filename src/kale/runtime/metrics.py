"""What a metrics cell reports."""

from __future__ import annotations

import _ast  # not what is built upon it, which takes longer to import
import builtins
import json
import sys
from collections.abc import Iterable
from typing import Any

from kale.runtime.events import EVENTS
from kale.runtime.outputs import local_path, write_json
from kale.runtime.registry import CHARTS, METRICS, OPERATIONS, REWRITERS

LONGEST_NAME = 200
"""Characters of a metric's name; the platform's database takes 255 bytes or so."""


def mark_metrics(tree: _ast.Module, charts: dict[str, str] | None = None) -> None:
    """Have a cell report its metrics as it evaluates them.

    A metric is each argument of ``print`` and each bare expression at top level, but no text. Of a tuple, list or
    dictionary that is written out, and of a formatted string, it is each part.

    Args:
        tree: The cell.
        charts: For expressions that may give a confusion matrix or a ROC curve, by their number among all that print
            or stand bare: the output that takes it.
    """
    from ast import fix_missing_locations

    number = 0
    for node in tree.body:
        if isinstance(node, _ast.Expr):
            call = node.value
            printed = isinstance(call, _ast.Call) and getattr(call.func, "id", "") == "print"
            values: list[_ast.expr] = call.args if printed else [call]  # type: ignore[attr-defined]
            for place, value in enumerate(values):
                values[place] = marked(value, (charts or {}).get(str(number)))
                number += 1
            if not printed:
                node.value = values[0]
    fix_missing_locations(tree)


def marked(node: _ast.expr, chart: str | None = None) -> _ast.expr:
    """Give an expression that has the same value and reports it under the expression's text."""
    if isinstance(node, _ast.JoinedStr):
        for part in node.values:
            if isinstance(part, _ast.FormattedValue):
                part.value = measured(part.value, part.value, "number")
        return node
    if isinstance(node, _ast.Constant) and isinstance(node.value, str):
        return node
    if isinstance(node, (_ast.Tuple, _ast.List)) and not chart:
        node.elts = [*map(marked, node.elts)]
        return node
    if isinstance(node, _ast.Starred):
        node.value = measured(node, node.value)
        return node
    return measured(node, node, chart)


def measured(shown: _ast.expr, node: _ast.expr, chart: str | None = None) -> _ast.expr:
    """Give the call that measures what an expression gives, and gives it back."""
    from ast import copy_location, unparse

    name = "" if isinstance(shown, _ast.Dict) else unparse(shown)
    arguments = [_ast.Constant(name), node, _ast.Constant(chart)]
    return copy_location(_ast.Call(_ast.Name(MARK, _ast.Load()), arguments, []), node)


def measure(name: str, value: Any, chart: str | None) -> Any:
    """Add what an expression gives to the metrics, under a number each where it is spread with a star; give it back.

    Statements such as ``model.fit(x)`` that give ``None`` measure nothing.

    Args:
        name: The expression's text.
        value: What it gives.
        chart: The output that takes it if it is a confusion matrix or a ROC curve; ``number`` when it stands in a
            formatted string, where what is not a number is text.
    """
    if name[:1] == "*":
        value = [*value]
        add_metrics(name[1:], enumerate(value))
    elif chart == "number":
        if to_number(value) is not None:
            add_metric(name, value)
    elif value is not None and not (chart and OPERATIONS["chart"](name, value, chart)):
        add_metric(name, value)
    return value


def add_metrics(name: str, parts: Iterable[tuple[object, Any]]) -> None:
    """Add several values under a name each."""
    for key, part in parts:
        add_metric(f"{name}.{key}" if name else str(key), part)


def add_metric(name: str, value: Any) -> None:
    """Add a number to the metrics, or the numbers of a dictionary or series under names of their own.

    Raises:
        TypeError: The value is not a number.
        ValueError: It is infinite or not a number at all, which the platform cannot hold.
    """
    number = to_number(value)
    if number is not None:
        name = free_name(name, finite(name, number))
        METRICS[name] = number
    elif isinstance(value, dict):
        add_metrics(name, value.items())
    elif hasattr(value, "to_dict") and getattr(value, "ndim", 0) == 1:
        add_metrics(name, value.to_dict().items())
    else:
        raise TypeError(f"metric {name!r} is {described(value)}, not a number")


def to_number(value: Any) -> Any:
    """Give a value as a number where it is one: of Python, of a library, or alone in an array."""
    if getattr(getattr(value, "dtype", None), "kind", None) in ("m", "M"):
        # A date or a duration, which NumPy gives as a count of some unit.
        return None
    try:
        number = value.item() if hasattr(value, "item") else value
    except Exception:
        # It holds several; libraries do not agree on what they raise.
        return None
    if not isinstance(number, (int, float)):
        try:
            number = float(number) if hasattr(number, "__float__") else None
        except (TypeError, ValueError, OverflowError):
            return None
    return None if number is None else number + 0


def finite(name: str, number: Any) -> Any:
    """Give a number that the platform can hold.

    Raises:
        ValueError: It cannot hold this one.
    """
    if not abs(number) < 2**1023:
        shown = number if isinstance(number, float) else "too large"
        raise ValueError(f"metric {name!r} is {shown}, which the platform cannot hold")
    return number


def free_name(name: str, number: Any) -> str:
    """Give a name for a metric under which nothing else stands."""
    name = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    free, count = name, 1
    while METRICS.get(free, number) != number:
        count += 1
        free = f"{name}_{count}"
    return free


def described(value: Any) -> str:
    """Say what a value is that is not a number, and what would make a chart of it."""
    shape = tuple(getattr(value, "shape", ()))
    text = f"of type {type(value).__name__}" + (f" and shape {shape}" if shape else "")
    if len(shape) == 2 and shape[0] == shape[1]:
        text += " (a confusion matrix is reported where its name, or that of what makes it, says 'confusion')"
    return text


def report_metrics(outputs: Any, output: str) -> None:
    """Report what a cell that has run measures.

    Args:
        outputs: The executor input's outputs.
        output: Name of the metrics artifact among them.
    """
    content: Any
    for name, content in {output: METRICS, **CHARTS}.items():
        artifact = outputs["artifacts"][name]["artifacts"][0]
        write_json(local_path(artifact), content)
        artifact["metadata"] = content
    if not EVENTS:
        # Many servers give logs but no artifacts.
        print("kale: metrics", json.dumps(METRICS), file=sys.stderr)


MARK = "<metric>"
"""What a cell finds :func:`measure` under, among the builtins: no name that Python code can use."""

vars(builtins)[MARK] = measure
REWRITERS["metrics"] = mark_metrics
OPERATIONS["metrics"] = report_metrics
