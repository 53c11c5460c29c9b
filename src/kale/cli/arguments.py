"""Parameter values from the command line: ``NAME=VALUE``, read as the parameter's type."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NoReturn

from kale.errors import ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue
from kale.suggestion import closest

_TRUTH: Final[Mapping[str, bool]] = {"true": True, "false": False}
_WORDS: Final[Mapping[ParameterType, str]] = {
    ParameterType.INT: "an integer",
    ParameterType.FLOAT: "a number",
    ParameterType.BOOL: "true or false",
    ParameterType.LIST: 'a JSON list such as [1, 2] or ["a", "b"]',
    ParameterType.DICT: 'a JSON object such as {"depth": 3}',
}


def parameter_values(assignments: Sequence[str], parameters: Sequence[Parameter]) -> dict[str, ParameterValue]:
    """Give the values that the command line assigns.

    Args:
        assignments: Texts of the form ``NAME=VALUE``.
        parameters: The pipeline's parameters, which say how each value is read. Text is taken as it stands; ``null``
            is ``None`` for a parameter that allows it, text excepted.

    Raises:
        ParameterError: An assignment has no ``=``, its name is unknown or comes twice, or its value is not of the type.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    values: dict[str, ParameterValue] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        if not equals:
            raise ParameterError(f"{assignment!r} is not of the form NAME=VALUE")
        if name not in by_name:
            raise ParameterError(_unknown(name, tuple(by_name)))
        if name in values:
            raise ParameterError(f"the parameter {name!r} is given twice")
        values[name] = _read(by_name[name], text)
    return values


def _unknown(name: str, known: Sequence[str]) -> str:
    if not known:
        return f"there is no parameter {name!r}: the notebook has none"
    hint = closest(name, known) or f"the notebook has {', '.join(map(repr, known))}"
    return f"there is no parameter {name!r}; {hint}"


def _read(parameter: Parameter, text: str) -> ParameterValue:
    if parameter.type is ParameterType.STR:
        return text
    if parameter.optional and text.strip() == "null":
        return None
    try:
        return _READERS[parameter.type](text)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        wanted = _WORDS[parameter.type]
        raise ParameterError(f"the parameter {parameter.name!r} takes {wanted}, not {text!r}") from error


def _read_truth(text: str) -> ParameterValue:
    return _TRUTH[text.strip().lower()]


def _read_list(text: str) -> ParameterValue:
    value = json.loads(text, parse_constant=_refuse)
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _read_dict(text: str) -> ParameterValue:
    value = json.loads(text, parse_constant=_refuse)
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


_READERS: Final[Mapping[ParameterType, Callable[[str], ParameterValue]]] = {
    ParameterType.INT: int,
    ParameterType.FLOAT: float,
    ParameterType.BOOL: _read_truth,
    ParameterType.LIST: _read_list,
    ParameterType.DICT: _read_dict,
}
