"""Pipeline parameters, read from the cells that declare them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import Final

from kale.analysis.annotated_types import AnnotatedType, annotated_type
from kale.analysis.constants import Constant, NotConstantError, constant
from kale.analysis.program import Line, Program
from kale.analysis.rules import ANNOTATION_AGAINST_DEFAULT, DUPLICATE_PARAMETER, NOT_A_PARAMETER, UNREADABLE_ANNOTATION
from kale.analysis.versions import Version, VersionKind
from kale.diagnostics import Related, Report
from kale.pipeline import Parameter, ParameterType, ParameterValue, Role

_UNTYPED_NONE: Final = re.compile(r"(?P<name>\w+)\s*=\s*None\s*")
_TYPES: Final[dict[type, ParameterType]] = {
    bool: ParameterType.BOOL,
    int: ParameterType.INT,
    float: ParameterType.FLOAT,
    str: ParameterType.STR,
    list: ParameterType.LIST,
    dict: ParameterType.DICT,
}


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
    declared = _declared(name, annotation, line, report)
    try:
        default: ParameterValue = constant(value)
        kind = _type(default, declared)
    except NotConstantError:
        _report_not_one(line, report)
        return None
    of_that_type = declared.type is kind
    if declared.type is not None and not of_that_type:
        _report_other_type(name, declared.type, kind, line, report)
    return Parameter(
        name=name,
        type=kind,
        default=default,
        optional=declared.optional or default is None,
        choices=declared.choices if of_that_type else (),
        range=declared.range if of_that_type else None,
        description=_comment(line) or declared.description,
        span=line.span(),
    )


def _declared(name: str, annotation: ast.expr | None, line: Line, report: Report) -> AnnotatedType:
    try:
        return annotated_type(annotation)
    except NotConstantError:
        report.add(
            UNREADABLE_ANNOTATION.at(
                line.span(),
                f"the choices or the range of parameter {name!r} cannot be read off its annotation, so a run may set"
                " any value",
                help="write them down as values of one type",
            )
        )
        return AnnotatedType()


def _type(default: Constant, declared: AnnotatedType) -> ParameterType:
    if default is None:
        if declared.type is None:
            raise NotConstantError
        return declared.type
    own = _TYPES[type(default)]
    # ``lr: float = 1`` binds an integer, but a run may give any number.
    return ParameterType.FLOAT if declared.type is ParameterType.FLOAT and own is ParameterType.INT else own


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
    advice = "assign one number, text, boolean, list or dictionary to one name, or move it to another cell"
    untyped = _UNTYPED_NONE.fullmatch(line.statement.text)
    if untyped:
        advice = f"say what it is when it is not None, as in '{untyped['name']}: str | None = None'"
    message = "this statement declares no pipeline parameter, so a run cannot set it"
    report.add(NOT_A_PARAMETER.at(line.span(), message, help=advice))


def _report_other_type(name: str, declared: ParameterType, own: ParameterType, line: Line, report: Report) -> None:
    report.add(
        ANNOTATION_AGAINST_DEFAULT.at(
            line.span(),
            f"the annotation of parameter {name!r} says {declared.value}, but its default is of type {own.value},"
            " which is what a run may set",
            help="correct the annotation or the default",
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
