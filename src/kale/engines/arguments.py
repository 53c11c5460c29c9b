"""Values for a run's parameters: known by name, of the right type, and such that Kubeflow would carry them too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from kale.diagnostics import Severity
from kale.emit.interface import pipeline_inputs
from kale.errors import ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue, Pipeline
from kale.platform.values import FIRST_INEXACT_INTEGER, check_value
from kale.suggestion import closest


def resolve_parameters(pipeline: Pipeline, given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Give the value of every parameter, in its type.

    Args:
        pipeline: The pipeline.
        given: Values by parameter name. As on Kubeflow, text stands for a value of any other type that it is the
            JSON of.

    Raises:
        kale.errors.ParameterError: A name is unknown, a value is of the wrong type, or a parameter without a default
            has no value.
    """
    return resolve_values(pipeline.parameters, given)


def resolve_values(parameters: Iterable[Parameter], given: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
    """Give the value of every parameter, in its type; see :func:`resolve_parameters`."""
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            hint = closest(name, known) or f"it has {', '.join(map(repr, known)) or 'none'}"
            raise ParameterError(f"the pipeline has no parameter {name!r}; {hint}")
    return {name: _value(parameter, given) for name, parameter in known.items()}


def to_arguments(pipeline: Pipeline, values: Mapping[str, ParameterValue]) -> dict[str, JsonValue]:
    """Give the arguments of the pipeline's inputs, by input name.

    What the local runner would change on the way (it keeps all numbers as doubles and knows no ``None`` in a list)
    goes as JSON text, which the runtime reads back exactly.
    """
    inputs = pipeline_inputs(pipeline.parameters)
    as_text = {ParameterType.FLOAT, ParameterType.LIST, ParameterType.DICT}
    return {
        inputs[parameter.name]: json.dumps(values[parameter.name])
        if parameter.type in as_text and values[parameter.name] is not None
        else values[parameter.name]
        for parameter in pipeline.parameters
    }


def _value(parameter: Parameter, given: Mapping[str, ParameterValue]) -> ParameterValue:
    if parameter.name not in given:
        if parameter.default is None and not parameter.optional:
            raise ParameterError(f"the parameter {parameter.name!r} has no default, so it needs a value")
        return _exact(parameter, parameter.default)
    value = _exact(parameter, _read(parameter, given[parameter.name]))
    if not parameter.takes(value) or not _is_json(value):
        raise ParameterError(
            f"the parameter {parameter.name!r} takes {parameter.wanted}, not {given[parameter.name]!r}"
        )
    problems = check_value(value, f"the value of parameter {parameter.name!r}", None)
    for problem in problems:
        if problem.severity is Severity.ERROR:
            raise ParameterError(problem.message)
    return value


def _read(parameter: Parameter, value: ParameterValue) -> ParameterValue:
    """Read text as JSON, unless the parameter takes text."""
    if not isinstance(value, str) or parameter.type is ParameterType.STR:
        return value
    try:
        read: ParameterValue = json.loads(value.lower() if parameter.type is ParameterType.BOOL else value)
    except (ValueError, RecursionError):
        return value
    return read


def _exact(parameter: Parameter, value: ParameterValue) -> ParameterValue:
    """Give a number in the parameter's type where that changes nothing."""
    if isinstance(value, int) and not isinstance(value, bool) and parameter.type is ParameterType.FLOAT:
        return float(value) if abs(value) < FIRST_INEXACT_INTEGER else value
    if isinstance(value, float) and value.is_integer() and parameter.type is ParameterType.INT:
        return int(value)
    return value


def _is_json(value: ParameterValue) -> bool:
    """Tell whether ``value`` comes back from JSON as it was; a tuple or a key that is a number does not."""
    try:
        return bool(json.loads(json.dumps(value)) == value)
    except (TypeError, ValueError, RecursionError):
        return False
