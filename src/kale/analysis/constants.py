"""Expressions whose value is known without running code."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Final, TypeAlias

Constant: TypeAlias = "int | float | str | bool | list[Constant] | dict[str, Constant] | None"

_BINARY: Final[dict[type[ast.operator], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_MAX_POWER: Final = 1024


class NotConstantError(ValueError):
    """An expression has no value that is known without running code."""


def constant(node: ast.expr) -> Constant:
    """Give the value of a constant expression: literals, lists, dictionaries with text keys, and arithmetic.

    Raises:
        NotConstantError: The value is not known without running code, or no parameter can have it.
    """
    match node:
        case ast.Constant(value=bool() | int() | float() | str() | None as value):
            return value
        case ast.List(elts=elements):
            return [constant(element) for element in elements]
        case ast.Dict(keys=keys, values=values):
            return {_key(key): constant(value) for key, value in zip(keys, values, strict=True)}
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            number = _number(operand)
            return -number if isinstance(sign, ast.USub) else number
        case ast.BinOp(left=left, op=op, right=right):
            return _arithmetic(left, op, right)
    raise NotConstantError


def _key(node: ast.expr | None) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotConstantError


def _number(node: ast.expr) -> float:
    value = constant(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotConstantError
    return value


def _arithmetic(left: ast.expr, op: ast.operator, right: ast.expr) -> Constant:
    first, second = constant(left), constant(right)
    if isinstance(first, str) and isinstance(second, str) and isinstance(op, ast.Add):
        return first + second
    first, second = _number(left), _number(right)
    try:
        if isinstance(op, ast.Pow):
            return _power(first, second)
        return _BINARY[type(op)](first, second)
    except (KeyError, ArithmeticError) as error:
        raise NotConstantError from error


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > _MAX_POWER:
        raise NotConstantError
    value = base**exponent
    if not isinstance(value, int | float):
        raise NotConstantError
    return value
