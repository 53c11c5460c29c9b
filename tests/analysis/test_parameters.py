from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kale.pipeline import ParameterType

Analysed = Callable[[str], Any]


@pytest.mark.parametrize(
    ("assignment", "type_", "default"),
    [
        ("n = 3", ParameterType.INT, 3),
        ("n = -3", ParameterType.INT, -3),
        ("n = 2 * 10 + 1", ParameterType.INT, 21),
        ("n = 2 ** 10", ParameterType.INT, 1024),
        ("n = 1e-3", ParameterType.FLOAT, 0.001),
        ("n = 7 / 2", ParameterType.FLOAT, 3.5),
        ("n = 'a' + 'b'", ParameterType.STR, "ab"),
        ('n = "C:\\\\new\\\\table"', ParameterType.STR, "C:\\new\\table"),
        ("n = True", ParameterType.BOOL, True),
        ("n = [1, [2.5, 'x'], None]", ParameterType.LIST, [1, [2.5, "x"], None]),
        ("n = {'a': {'b': -1}}", ParameterType.DICT, {"a": {"b": -1}}),
        ("n: int = 3", ParameterType.INT, 3),
        ("n: float = 3", ParameterType.FLOAT, 3),
        ("n: int | None = None", ParameterType.INT, None),
        ("n: 'Optional[str]' = None", ParameterType.STR, None),
        ("n: Optional[list[int]] = None", ParameterType.LIST, None),
    ],
)
def test_constants(outline: Analysed, assignment: str, type_: ParameterType, default: object) -> None:
    (parameter,) = outline(f"# %% pipeline-parameters\n{assignment}\n# %% s\nn").analysis.parameters
    assert (parameter.type, parameter.default) == (type_, default)
    assert type(parameter.default) is type(default)
    assert parameter.optional is (default is None)


@pytest.mark.parametrize(
    "statement",
    [
        "n = open('x')",
        "n = (1, 2)",
        "n = {1: 2}",
        "n = None",
        "n = 10 ** 10 ** 10",
        "n = 1 / 0",
        "n = m = 1",
        "n, m = 1, 2",
    ],
)
def test_what_is_no_parameter_is_said(outline: Analysed, statement: str) -> None:
    found = outline(f"# %% pipeline-parameters\n{statement}\n# %% s\nn")
    assert found.analysis.parameters == ()
    assert "K121" in found.codes


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("n = 1  # how many", "how many"),
        ("# How many\n# times.\nn = 1", "How many times."),
        ("# far away\n\nn = 1", None),
        ("n = '# no comment'", None),
    ],
)
def test_comments_describe(outline: Analysed, source: str, description: str | None) -> None:
    (parameter,) = outline(f"# %% pipeline-parameters\n{source}\n# %% s\nn").analysis.parameters
    assert parameter.description == description
