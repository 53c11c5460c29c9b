"""Pipeline parameters, read from the cells that declare them."""

from __future__ import annotations

import ast
import io
import operator
import tokenize
from collections.abc import Callable
from typing import Final, TypeAlias

from kale.analysis.program import Line, Program
from kale.analysis.rules import DUPLICATE_PARAMETER, NOT_A_PARAMETER
from kale.analysis.versions import Version, VersionKind
from kale.diagnostics import Related, Report
from kale.pipeline import Parameter, ParameterType, ParameterValue, Role

Constant: TypeAlias = "int | float | str | bool | list[Constant] | dict[str, Constant] | None"

_TYPES: Final[dict[type, ParameterType]] = {
    bool: ParameterType.BOOL,
    int: ParameterType.INT,
    float: ParameterType.FLOAT,
    str: ParameterType.STR,
    list: ParameterType.LIST,
    dict: ParameterType.DICT,
}
_NAMES: Final = {member.value: member for member in ParameterType}
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


def read_parameters(program: Program, report: Report) -> tuple[tuple[Parameter, ...], dict[int, list[Version]]]:
    """Give the parameters of a notebook, and their versions by the position of the statement that declares them.

    Args:
        program: The notebook.
        report: Takes statements that declare no parameter, and parameters declared twice.
    """
    found: dict[str, tuple[Parameter, Line]] = {}
    versions: dict[int, list[Version]] = {}
    for line in program.lines:
        if line.cell.role is not Role.PARAMETERS:
            continue
        parameter = _parameter(line, report)
        if parameter is None:
            continue
        if parameter.name in found:
            _report_twice(parameter, line, found[parameter.name][1], report)
            continue
        found[parameter.name] = (parameter, line)
        immutable = parameter.type not in (ParameterType.LIST, ParameterType.DICT)
        version = Version(parameter.name, VersionKind.PARAMETER, line, None, immutable=immutable)
        versions.setdefault(line.position, []).append(version)
    return tuple(parameter for parameter, _ in found.values()), versions


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


def _parameter(line: Line, report: Report) -> Parameter | None:
    """Give the parameter that a statement declares, if it declares one."""
    node = ast.parse(line.statement.text).body[0]
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name, value, annotation = node.targets[0].id, node.value, None
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        name, value, annotation = node.target.id, node.value, node.annotation
    else:
        if isinstance(node, ast.Assign):
            _report_not_one(line, report)
        return None
    try:
        default: ParameterValue = constant(value)
        kind, optional = _type(default, annotation)
    except NotConstantError:
        _report_not_one(line, report)
        return None
    return Parameter(
        name=name, type=kind, default=default, optional=optional, description=_comment(line), span=line.span()
    )


def _type(default: Constant, annotation: ast.expr | None) -> tuple[ParameterType, bool]:
    named, optional = _annotated_type(annotation)
    if default is None:
        if named is None:
            raise NotConstantError
        return named, True
    own = _TYPES[type(default)]
    if named is ParameterType.FLOAT and own is ParameterType.INT:
        # ``lr: float = 1`` binds an integer, but a run may give any number.
        return named, optional
    return own, optional


def _annotated_type(  # noqa: PLR0911 - one return for each form of annotation
    node: ast.expr | None,
) -> tuple[ParameterType | None, bool]:
    """Give the parameter type that an annotation names, and whether it allows ``None``."""
    match node:
        case ast.Constant(value=str(text)):
            try:
                return _annotated_type(ast.parse(text, mode="eval").body)
            except SyntaxError:
                return None, False
        case ast.Name(id=name):
            return _NAMES.get(name), False
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return _annotated_type(left)[0], True
        case ast.BinOp(left=ast.Constant(value=None), op=ast.BitOr(), right=right):
            return _annotated_type(right)[0], True
        case ast.Subscript(value=ast.Name(id="Optional") | ast.Attribute(attr="Optional"), slice=inner):
            return _annotated_type(inner)[0], True
        case ast.Subscript(value=ast.Name(id="list" | "List")):
            return ParameterType.LIST, False
        case ast.Subscript(value=ast.Name(id="dict" | "Dict")):
            return ParameterType.DICT, False
    return None, False


def _comment(line: Line) -> str | None:
    """Give the comment that stands at the end of the statement, or on the lines right above it."""
    comments: dict[int, str] = {}
    own_line: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(line.cell.source).readline):
            if token.type == tokenize.COMMENT:
                comments[token.start[0]] = token.string.lstrip("#").strip()
                if token.line[: token.start[1]].strip() == "":
                    own_line.add(token.start[0])
    except (tokenize.TokenError, SyntaxError):
        return None
    last = line.statement.last_line
    if last in comments:
        return comments[last] or None
    above: list[str] = []
    number = line.statement.first_line - 1
    while number in own_line:
        above.insert(0, comments[number])
        number -= 1
    return " ".join(above).strip() or None


def _report_not_one(line: Line, report: Report) -> None:
    report.add(
        NOT_A_PARAMETER.at(
            line.span(),
            "this statement declares no pipeline parameter, so a run cannot set it",
            help="assign one number, text, boolean, list or dictionary to one name, or move it to another cell",
        )
    )


def _report_twice(parameter: Parameter, line: Line, first: Line, report: Report) -> None:
    report.add(
        DUPLICATE_PARAMETER.at(
            line.span(),
            f"the parameter {parameter.name!r} is declared twice",
            related=[Related(span=first.span(), message="it is first declared here")],
            help="keep one of the two assignments",
        )
    )
