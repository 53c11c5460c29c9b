"""Values for a run's parameters: checked and made exact before anything runs."""

from __future__ import annotations

from typing import Any

import pytest

from kale.engines.arguments import resolve_parameters, to_arguments
from kale.errors import ParameterError
from kale.pipeline import Parameter, ParameterType, Pipeline, Step


def pipeline(*parameters: Parameter) -> Pipeline:
    return Pipeline(name="p", steps=(Step(name="s", plan=()),), parameters=parameters)


def one(kind: ParameterType, default: Any = None, optional: bool = False) -> Pipeline:
    return pipeline(Parameter(name="value", type=kind, default=default, optional=optional))


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (ParameterType.INT, 3, 3),
        (ParameterType.INT, "3", 3),
        (ParameterType.INT, 3.0, 3),
        (ParameterType.INT, "-3.0", -3),
        (ParameterType.FLOAT, 3, 3.0),
        (ParameterType.FLOAT, "1e-3", 0.001),
        (ParameterType.FLOAT, -0.0, -0.0),
        (ParameterType.FLOAT, 1e300, 1e300),
        (ParameterType.STR, "3", "3"),
        (ParameterType.STR, "null", "null"),
        (ParameterType.STR, "", ""),
        (ParameterType.BOOL, True, True),
        (ParameterType.BOOL, "False", False),
        (ParameterType.BOOL, "true", True),
        (ParameterType.LIST, [1, 2.0, None], [1, 2.0, None]),
        (ParameterType.LIST, '[1.0, "x"]', [1.0, "x"]),
        (ParameterType.DICT, {"b": 1, "a": {}}, {"b": 1, "a": {}}),
        (ParameterType.DICT, "{}", {}),
    ],
)
def test_a_value_comes_in_its_type(kind: ParameterType, given: Any, expected: Any) -> None:
    value = resolve_parameters(one(kind), {"value": given})["value"]
    assert repr(value) == repr(expected)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (ParameterType.INT, "three"),
        (ParameterType.INT, 3.5),
        (ParameterType.INT, True),
        (ParameterType.INT, None),
        (ParameterType.INT, "null"),
        (ParameterType.INT, [3]),
        (ParameterType.FLOAT, "x"),
        (ParameterType.FLOAT, float("nan")),
        (ParameterType.FLOAT, "NaN"),
        (ParameterType.STR, 3),
        (ParameterType.BOOL, 1),
        (ParameterType.BOOL, "yes"),
        (ParameterType.LIST, (1, 2)),
        (ParameterType.LIST, [(1, 2)]),
        (ParameterType.LIST, "x"),
        (ParameterType.LIST, {1, 2}),
        (ParameterType.DICT, {1: "a"}),
        (ParameterType.DICT, {"a": object()}),
        (ParameterType.DICT, "[1]"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: ParameterType, given: Any) -> None:
    with pytest.raises(ParameterError, match=f"'value' takes {kind.value}"):
        resolve_parameters(one(kind), {"value": given})


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        (ParameterType.INT, 2**53, "not below 2\\*\\*53"),
        (ParameterType.INT, str(10**400), "not below 2\\*\\*53"),
        (ParameterType.FLOAT, 10**400, "not below 2\\*\\*53"),
        (ParameterType.FLOAT, float("inf"), "inf"),
        (ParameterType.FLOAT, "Infinity", "inf"),
        (ParameterType.LIST, [[2**60]], "not below 2\\*\\*53"),
        (ParameterType.STR, "{{workflow.name}}", "rewrites"),
        (ParameterType.DICT, {"a": "$$"}, "rewrites"),
        (ParameterType.STR, "\ud800", "surrogate"),
    ],
)
def test_what_kubeflow_would_change_is_refused(kind: ParameterType, given: Any, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        resolve_parameters(one(kind), {"value": given})


def test_defaults_fill_in() -> None:
    parameters = pipeline(
        Parameter(name="a", type=ParameterType.FLOAT, default=3),
        Parameter(name="b", type=ParameterType.STR, optional=True),
        Parameter(name="c", type=ParameterType.INT, default=1, optional=True),
    )
    assert repr(resolve_parameters(parameters, {"c": None})) == "{'a': 3.0, 'b': None, 'c': None}"


def test_a_parameter_without_a_default_needs_a_value() -> None:
    with pytest.raises(ParameterError, match="'value' has no default"):
        resolve_parameters(one(ParameterType.INT), {})


@pytest.mark.parametrize(
    ("name", "words"), [("valeu", "did you mean 'value'"), ("other", "it has 'value'"), ("", "it has 'value'")]
)
def test_an_unknown_name_is_refused(name: str, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        resolve_parameters(one(ParameterType.INT, 1), {name: 2})


def test_what_the_runner_would_change_goes_as_text() -> None:
    parameters = pipeline(
        Parameter(name="f", type=ParameterType.FLOAT),
        Parameter(name="größe", type=ParameterType.LIST),
        Parameter(name="d", type=ParameterType.DICT, optional=True),
        Parameter(name="n", type=ParameterType.INT),
    )
    values: dict[str, Any] = {"f": -0.0, "größe": [1.0, None], "d": None, "n": 3}
    arguments = to_arguments(parameters, values)
    assert list(arguments.values()) == ["-0.0", "[1.0, null]", None, 3]
    assert [name[:2] for name in arguments] == ["f", "v_", "d", "n"]
