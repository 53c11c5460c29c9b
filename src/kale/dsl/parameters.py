"""The parameters of a pipeline function, as parameters of the pipeline."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from types import FunctionType
from typing import Final

from pydantic import TypeAdapter, ValidationError

from kale.diagnostics import Diagnostic
from kale.dsl.calls import ParameterUse
from kale.dsl.hints import hints_of, parameter_type
from kale.dsl.modules import FunctionNode
from kale.dsl.places import line_span
from kale.dsl.rules import MISTYPED_ARGUMENT, UNTYPED_PARAMETER
from kale.pipeline import Parameter, ParameterType, ParameterValue

_DESCRIPTION: Final = re.compile(r"^(\w+)(?: \([^)]*\))?: (.+)$")
_STAND_INS: Final[Mapping[ParameterType, str]] = {
    ParameterType.INT: "0",
    ParameterType.FLOAT: "0.0",
    ParameterType.STR: "''",
    ParameterType.BOOL: "False",
    ParameterType.LIST: "[]",
    ParameterType.DICT: "{}",
}
_VALUES: Final[TypeAdapter[ParameterValue]] = TypeAdapter(ParameterValue)


def variadic_parameters(function: FunctionType) -> list[str]:
    """Give the parameters that take any number of arguments."""
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [name for name, found in inspect.signature(function).parameters.items() if found.kind in kinds]


def read_parameters(
    function: FunctionType, definition: FunctionNode | None, uses: Iterable[ParameterUse]
) -> tuple[tuple[Parameter, ...], tuple[Diagnostic, ...]]:
    """Give the parameters of a pipeline function, and what is wrong with them.

    The type is that of the hint; without one, that of the default, or that of the argument which takes it.

    Args:
        function: The function.
        definition: Its syntax tree, if its source is known.
        uses: Where the parameters are handed to steps.
    """
    found: list[Parameter] = []
    problems: list[Diagnostic] = []
    hints, uses = hints_of(function), tuple(uses)
    lines = _lines(definition)
    descriptions = _descriptions(function)
    for name, parameter in inspect.signature(function).parameters.items():
        line = lines.get(name, function.__code__.co_firstlineno)
        own = [use for use in uses if use.parameter == name]
        default = None if parameter.default is parameter.empty else parameter.default
        kind, optional = _type(hints.get(name), default, own)
        if kind is None or not _is_value(default):
            problems.append(_untyped(name, default, line))
            continue
        problems.extend(_mistyped(name, kind, own))
        found.append(
            Parameter(
                name=name,
                type=kind,
                default=default,
                optional=optional or (default is None and parameter.default is not parameter.empty),
                description=descriptions.get(name),
                span=line_span(line),
            )
        )
    return tuple(found), tuple(problems)


def stand_in(parameter: Parameter) -> str:
    """Give an expression of the parameter's type, for the analysis to see."""
    return _STAND_INS[parameter.type]


def _type(hint: object, default: object, uses: Iterable[ParameterUse]) -> tuple[ParameterType | None, bool]:
    said, optional = parameter_type(hint)
    if said is not None:
        return said, optional
    if default is not None:
        return parameter_type(type(default))[0], optional
    taken = {parameter_type(use.hint) for use in uses} - {(None, False), (None, True)}
    if len({kind for kind, _ in taken}) != 1:
        return None, optional
    kind = next(iter(taken))[0]
    return kind, optional or all(allows for _, allows in taken)


def _mistyped(name: str, kind: ParameterType, uses: Iterable[ParameterUse]) -> Iterator[Diagnostic]:
    for use in uses:
        wanted, _ = parameter_type(use.hint)
        fits = {wanted, kind} <= {ParameterType.INT, ParameterType.FLOAT} and wanted is ParameterType.FLOAT
        fits = fits or (wanted is ParameterType.INT and kind is ParameterType.BOOL)
        if wanted is not None and wanted is not kind and not fits:
            yield MISTYPED_ARGUMENT.at(
                line_span(use.line),
                f"the parameter {name!r} of type {kind.value} is handed to {use.argument!r} of {use.step}(),"
                f" which takes {wanted.value}",
                help="change one of the two type hints",
            )


def _untyped(name: str, default: object, line: int) -> Diagnostic:
    what = "nothing says of which type it is" if default is None else f"its default is of type {type(default).__name__}"
    return UNTYPED_PARAMETER.at(
        line_span(line),
        f"{name!r} cannot be a parameter of the pipeline: {what}",
        help="give it a hint and a default among int, float, str, bool, list and dict, and convert it in a step",
    )


def _is_value(default: object) -> bool:
    try:
        return _VALUES.validate_python(default, strict=True) == default
    except ValidationError:
        return False


def _lines(definition: FunctionNode | None) -> dict[str, int]:
    if definition is None:
        return {}
    arguments = definition.args
    every: list[ast.arg] = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return {argument.arg: argument.lineno for argument in every}


def _descriptions(function: FunctionType) -> dict[str, str]:
    """Give what the docstring says of the parameters, in a section called ``Args``."""
    section = (inspect.getdoc(function) or "").partition("\nArgs:\n")[2]
    found: dict[str, str] = {}
    name = None
    for line in section.split("\n"):
        if line and not line.startswith(" "):
            break
        match = _DESCRIPTION.match(line.strip())
        if match and len(line) - len(line.lstrip()) <= 4:  # noqa: PLR2004 - deeper lines go on with the last one
            name = match[1]
            found[name] = match[2]
        elif name is not None and line.strip():
            found[name] += f" {line.strip()}"
    return found
