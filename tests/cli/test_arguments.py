"""``NAME=VALUE`` is read as the parameter's type says, or refused in words."""

from __future__ import annotations

import pytest

from kale.cli.arguments import parameter_values
from kale.errors import ParameterError
from kale.pipeline import Parameter, ParameterType, ParameterValue

PARAMETERS = (
    Parameter(name="count", type=ParameterType.INT, default=1),
    Parameter(name="rate", type=ParameterType.FLOAT, default=0.5),
    Parameter(name="text", type=ParameterType.STR, default="a"),
    Parameter(name="flag", type=ParameterType.BOOL, default=True),
    Parameter(name="items", type=ParameterType.LIST, default=[]),
    Parameter(name="table", type=ParameterType.DICT, default={}),
    Parameter(name="maybe", type=ParameterType.INT, default=None, optional=True),
    Parameter(name="maybe_text", type=ParameterType.STR, default=None, optional=True),
)


@pytest.mark.parametrize(
    ("assignment", "value"),
    [
        ("count=3", 3),
        ("count=-3", -3),
        ("count= 3 ", 3),
        ("count=9007199254740993", 9007199254740993),
        ("rate=1e-2", 0.01),
        ("rate=3", 3.0),
        ("rate=.5", 0.5),
        ("text=3", "3"),
        ("text=", ""),
        ("text=a=b=c", "a=b=c"),
        ("text= two words ", " two words "),
        ("text=null", "null"),
        ("text={{x}} $(y)", "{{x}} $(y)"),
        ("text=schön 手順", "schön 手順"),
        ("flag=true", True),
        ("flag=False", False),
        ("items=[1, [2.5, null], true]", [1, [2.5, None], True]),
        ('table={"a": {"b": [1]}, "ü": "x"}', {"a": {"b": [1]}, "ü": "x"}),
        ("maybe=null", None),
        ("maybe=4", 4),
        ("maybe_text=null", "null"),
    ],
)
def test_value_has_the_parameters_type(assignment: str, value: ParameterValue) -> None:
    name = assignment.partition("=")[0]
    found = parameter_values([assignment], PARAMETERS)
    assert found == {name: value}
    assert type(found[name]) is type(value)


@pytest.mark.parametrize(
    ("assignments", "message"),
    [
        (["count"], "'count' is not of the form NAME=VALUE"),
        (["=3"], "there is no parameter ''"),
        (["cuont=3"], "there is no parameter 'cuont'; did you mean 'count'?"),
        (["zzz=3"], "there is no parameter 'zzz'; the notebook has 'count', 'rate'"),
        (["count=3", "count=4"], "the parameter 'count' is given twice"),
        (["count=3.0"], "the parameter 'count' takes an integer, not '3.0'"),
        (["count=true"], "takes an integer"),
        (["count="], "takes an integer"),
        (["count=null"], "takes an integer"),
        (["rate=fast"], "takes a number"),
        (["flag=1"], "takes true or false"),
        (["flag=yes"], "takes true or false"),
        (["items={}"], "takes a JSON list"),
        (["items=1,2"], "takes a JSON list"),
        (["items=[NaN]"], "takes a JSON list"),
        (["items=" + "[" * 100_000], "takes a JSON list"),
        (["table=[]"], "takes a JSON object"),
        (["table={'a': 1}"], "takes a JSON object"),
    ],
)
def test_anything_else_is_refused(assignments: list[str], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        parameter_values(assignments, PARAMETERS)
    assert message in str(caught.value)


def test_a_notebook_without_parameters_says_so() -> None:
    with pytest.raises(ParameterError, match="the notebook has none"):
        parameter_values(["x=1"], ())


def test_nothing_given_is_nothing_set() -> None:
    assert parameter_values([], PARAMETERS) == {}
