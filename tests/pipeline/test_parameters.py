"""What a parameter takes, and how it says so."""

from __future__ import annotations

import pytest

from kale.errors import ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue, Pipeline, Range, Step

COUNT = Parameter(name="count", type=ParameterType.INT, default=3, range=Range(at_least=1, below=10))
SHARE = Parameter(name="share", type=ParameterType.FLOAT, default=0.5, optional=True, range=Range(above=0, at_most=1))
KIND = Parameter(name="kind", type=ParameterType.STR, default="a", choices=("a", "b"))
SIZE = Parameter(name="size", type=ParameterType.INT, default=1, choices=(1, 2), optional=True)


@pytest.mark.parametrize(
    ("parameter", "value", "taken"),
    [
        (COUNT, 1, True),
        (COUNT, 9, True),
        (COUNT, 0, False),
        (COUNT, 10, False),
        (COUNT, True, False),
        (COUNT, 2.0, False),
        (COUNT, None, False),
        (SHARE, 1, True),
        (SHARE, 0, False),
        (SHARE, 0.001, True),
        (SHARE, 1.001, False),
        (SHARE, float("nan"), False),
        (SHARE, None, True),
        (KIND, "b", True),
        (KIND, "c", False),
        (KIND, "A", False),
        (SIZE, 2, True),
        (SIZE, True, False),
        (SIZE, 3, False),
        (SIZE, None, True),
    ],
)
def test_what_is_taken(parameter: Parameter, value: ParameterValue, taken: bool) -> None:
    assert parameter.takes(value) is taken


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (COUNT, "int at least 1 and below 10"),
        (SHARE, "float at most 1 and above 0 or None"),
        (KIND, "one of 'a', 'b'"),
        (SIZE, "one of 1, 2 or None"),
        (Parameter(name="n", type=ParameterType.LIST), "list"),
    ],
)
def test_what_is_wanted_in_words(parameter: Parameter, words: str) -> None:
    assert parameter.wanted == words


def test_new_defaults_are_checked() -> None:
    pipeline = Pipeline(name="p", steps=(Step(name="s", plan=()),), parameters=(COUNT, KIND))
    assert pipeline.with_parameters({"kind": "b"}).parameter("kind").default == "b"
    with pytest.raises(ParameterError, match="'kind' takes one of 'a', 'b', not 'c'"):
        pipeline.with_parameters({"kind": "c"})
    with pytest.raises(ParameterError, match="'count' takes int at least 1 and below 10, not 0"):
        pipeline.with_parameters({"count": 0})


def test_parameters_survive_json() -> None:
    for parameter in (COUNT, SHARE, KIND, SIZE):
        again = Parameter.model_validate_json(parameter.model_dump_json())
        assert again == parameter
        assert [type(choice) for choice in again.choices] == [type(choice) for choice in parameter.choices]
