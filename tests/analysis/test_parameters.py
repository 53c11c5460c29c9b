from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kale.pipeline import ParameterType, Range

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


@pytest.mark.parametrize(
    ("assignment", "type_", "optional", "choices"),
    [
        ("n: Literal['a', 'b'] = 'a'", ParameterType.STR, False, ("a", "b")),
        ("n: typing.Literal[1, -2] = 1", ParameterType.INT, False, (1, -2)),
        ("n: Literal['a', None] = None", ParameterType.STR, True, ("a",)),
        ("n: Optional[Literal['a']] = None", ParameterType.STR, True, ("a",)),
        ("n: Literal[2 ** 4, 2 ** 5] | None = 16", ParameterType.INT, True, (16, 32)),
        ("n: \"Literal['a', 'b']\" = 'b'", ParameterType.STR, False, ("a", "b")),
        ("n: Literal[1, 2] = 'text'", ParameterType.STR, False, ()),
    ],
)
def test_choices(
    outline: Analysed, assignment: str, type_: ParameterType, optional: bool, choices: tuple[object, ...]
) -> None:
    (parameter,) = outline(f"# %% pipeline-parameters\n{assignment}\n# %% s\nn").analysis.parameters
    assert (parameter.type, parameter.optional, parameter.choices) == (type_, optional, choices)


@pytest.mark.parametrize(
    ("annotation", "limits"),
    [
        ("Annotated[int, Ge(1), Le(10)]", Range(at_least=1, at_most=10)),
        ("Annotated[int, annotated_types.Gt(0)]", Range(above=0)),
        ("Annotated[int, Interval(gt=0, le=2 * 5)]", Range(above=0, at_most=10)),
        ("Annotated[int, Interval(ge=1, lt=None)]", Range(at_least=1)),
        ("Annotated[int, pydantic.Field(ge=1, lt=5)]", Range(at_least=1, below=5)),
        ("Annotated[int, Ge(ge=1)]", Range(at_least=1)),
        ("Annotated[int | None, Le(5)]", Range(at_most=5)),
        ("Optional[Annotated[int, Ge(-1)]]", Range(at_least=-1)),
        ("Annotated[int, MultipleOf(2), 'words']", None),
        ("Annotated[int, Strict]", None),
    ],
)
def test_ranges(outline: Analysed, annotation: str, limits: Range | None) -> None:
    (parameter,) = outline(f"# %% pipeline-parameters\nn: {annotation} = 3\n# %% s\nn").analysis.parameters
    assert (parameter.type, parameter.default, parameter.range) == (ParameterType.INT, 3, limits)


@pytest.mark.parametrize(
    ("line", "description"),
    [
        ("n: Annotated[int, 'how many'] = 3", "how many"),
        ("n: Annotated[int, Field(description='how many')] = 3", "how many"),
        ("n: Annotated[int, 'how many'] = 3  # how often", "how often"),
    ],
)
def test_descriptions_in_annotations(outline: Analysed, line: str, description: str) -> None:
    (parameter,) = outline(f"# %% pipeline-parameters\n{line}\n# %% s\nn").analysis.parameters
    assert parameter.description == description


@pytest.mark.parametrize(
    "annotation", ["Literal[NAMES]", "Literal[1, 'a']", "Annotated[int, Ge(low)]", "Annotated[int, Le('x')]"]
)
def test_what_cannot_be_read_is_said(outline: Analysed, annotation: str) -> None:
    found = outline(f"# %% pipeline-parameters\nn: {annotation} = 3\n# %% s\nn")
    assert "K122" in found.codes
    (parameter,) = found.analysis.parameters
    assert (parameter.choices, parameter.range, parameter.default) == ((), None, 3)


def test_names_that_differ_only_in_case(outline: Analysed) -> None:
    found = outline("# %% pipeline-parameters\nrate = 1\nRate = 2\nRATE = 3\n# %% s\nrate\n# %% t\nRATE")
    assert [(parameter.name, parameter.default) for parameter in found.analysis.parameters] == [
        ("rate", 1), ("Rate", 2), ("RATE", 3),
    ]  # fmt: skip
