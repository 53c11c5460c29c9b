"""Metrics that may turn out to be confusion matrices or ROC curves, which need an output that says so beforehand.

What a value is shows when the step runs; which outputs a step has is settled before. So it is the code's words that
count: what is made by something called a confusion matrix, a cross table or a ROC curve may be one. Where the value
then is a number after all, it is reported as a number, and the output stays empty.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kale.pipeline import Cell, Chart

_MATRIX_WORDS: Final = re.compile(r"confus|conf_?mat|crosstab", re.IGNORECASE)
_CURVE_WORDS: Final = re.compile(r"roc_?curve|(?<![A-Za-z])(Binary|Multiclass|Multilabel)?ROC$", re.IGNORECASE)
_CURVE_PARTS: Final = 3
_KEEPING: Final = frozenset(
    {
        "array",
        "asarray",
        "astype",
        "compute",
        "copy",
        "cpu",
        "DataFrame",
        "detach",
        "numpy",
        "round",
        "to_numpy",
        "tolist",
    }
)
"""Functions and methods that give a matrix where they are given one."""


def charts_of(source: str, cells: Iterable[Cell]) -> tuple[Chart, ...]:
    """Give the metrics of a cell that may be confusion matrices or ROC curves.

    Args:
        source: The metrics cell.
        cells: All cells, which say what the names in it are made by.
    """
    words = _Words()
    for cell in cells:
        words.learn(ast.parse(cell.source))
    return tuple(
        Chart(number=number, text=ast.unparse(expression))
        for number, expression in enumerate(metric_expressions(ast.parse(source)))
        if words.may_be_chart(expression)
    )


def metric_expressions(tree: ast.Module) -> Iterator[ast.expr]:
    """Give the expressions that a metrics cell reports, in order: what it prints, and what stands bare, at top level.

    The runtime counts them in the same way.
    """
    for statement in tree.body:
        if isinstance(statement, ast.Expr):
            call = statement.value
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print":
                yield from call.args
            else:
                yield call


class _Words:
    """The names that stand for a chart, or for what makes one."""

    def __init__(self) -> None:
        self._charts: set[str] = set()
        self._curve_parts: set[str] = set()
        self._returned: dict[str, Sequence[bool]] = {}

    def learn(self, tree: ast.Module) -> None:
        """Take in what a cell defines and binds."""
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self._learn_function(node)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._learn_assignment(target, node.value)
            elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
                self._learn_assignment(node.target, node.value)

    def may_be_chart(self, node: ast.expr) -> bool:
        """Whether an expression may give a confusion matrix, or a whole ROC curve."""
        match node:
            case ast.Name(id=name):
                found = name in self._charts or _is_chart_word(name)
            case ast.Attribute(value=owner, attr=name):
                found = _is_chart_word(name) or (name == "T" and self.may_be_chart(owner))
            case ast.Call():
                found = self._call_gives_chart(node)
            case ast.BinOp(left=left, right=right):
                found = self.may_be_chart(left) or self.may_be_chart(right)
            case ast.Subscript(slice=ast.Constant(value=str(key))):
                found = _is_chart_word(key)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                names = {part.id for part in parts if isinstance(part, ast.Name)}
                found = len(parts) == len(names) == _CURVE_PARTS and names <= self._curve_parts
            case _:
                found = False
        return found

    def _call_gives_chart(self, call: ast.Call) -> bool:
        name = _last_name(call.func)
        if name in _KEEPING:
            owner = call.func.value if isinstance(call.func, ast.Attribute) else None
            return any(self.may_be_chart(part) for part in (owner, *call.args[:1]) if part is not None)
        if isinstance(call.func, ast.Name) and (call.func.id in self._charts or any(self._returned.get(name, ())[:1])):
            return len(self._returned.get(name, (True,))) == 1
        return any(_is_chart_word(word) for word in _dotted(call.func)) and (
            name == "" or _is_chart_word(name) or name.startswith("from_")
        )

    def _learn_function(self, function: ast.FunctionDef) -> None:
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    self._learn_assignment(target, node.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                whole = isinstance(node.value, ast.Tuple) and self.may_be_chart(node.value)
                found = [True] if whole else [self.may_be_chart(part) for part in parts]
                if any(found):
                    self._returned[function.name] = found

    def _learn_assignment(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            if self.may_be_chart(value):
                self._charts.add(target.id)
        elif isinstance(target, ast.Tuple | ast.List):
            names = [part.id if isinstance(part, ast.Name) else "" for part in target.elts]
            if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(names):
                self._charts.update(
                    name for name, part in zip(names, value.elts, strict=True) if name and self.may_be_chart(part)
                )
            elif isinstance(value, ast.Call):
                self._learn_unpacking(names, value)

    def _learn_unpacking(self, names: Sequence[str], call: ast.Call) -> None:
        if len(names) == _CURVE_PARTS and any(_CURVE_WORDS.search(word) for word in _dotted(call.func)):
            self._curve_parts.update(names)
        for name, is_chart in zip(names, self._returned.get(_last_name(call.func), ()), strict=False):
            if is_chart and name:
                self._charts.add(name)


def _is_chart_word(name: str) -> bool:
    return bool(_MATRIX_WORDS.search(name) or _CURVE_WORDS.search(name))


def _dotted(node: ast.expr) -> list[str]:
    """Give the names of a dotted expression, without what it calls or looks up on the way."""
    if isinstance(node, ast.Attribute):
        return [*_dotted(node.value), node.attr]
    return [node.id] if isinstance(node, ast.Name) else []


def _last_name(node: ast.expr) -> str:
    names = _dotted(node)
    if isinstance(node, ast.Attribute):
        return node.attr
    return names[-1] if names else ""
