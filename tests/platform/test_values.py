"""Values in the spec: those that would arrive changed are refused, with their place."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from kale.diagnostics import Severity, Span
from kale.pipeline import Parameter, ParameterType, Range
from kale.platform.values import check_default, check_text, display_text

SPAN = Span(cell=2, line=3)


def parameter(kind: ParameterType, default: JsonValue, optional: bool = False) -> Parameter:
    return Parameter(name="p", type=kind, default=default, optional=optional, span=SPAN)


@pytest.mark.parametrize(
    ("kind", "default"),
    [
        (ParameterType.INT, 2**53 - 1),
        (ParameterType.INT, -(2**53) + 1),
        (ParameterType.FLOAT, 1e300),
        (ParameterType.FLOAT, 3),
        (ParameterType.STR, "a { { } $HOME é 🎉"),
        (ParameterType.BOOL, False),
        (ParameterType.LIST, [1, [None, "x"], {"a": 1.5}]),
        (ParameterType.DICT, {"a": [True]}),
        (ParameterType.INT, None),
    ],
)
def test_what_arrives_as_it_is(kind: ParameterType, default: JsonValue) -> None:
    assert list(check_default(parameter(kind, default))) == []


@pytest.mark.parametrize(
    ("kind", "default", "codes"),
    [
        (ParameterType.INT, 2**53, ["K310"]),
        (ParameterType.INT, -(2**64), ["K310"]),
        (ParameterType.LIST, [1, [2**60]], ["K310"]),
        (ParameterType.DICT, {"a": {"b": 2**60}}, ["K310"]),
        (ParameterType.FLOAT, float("inf"), ["K311"]),
        (ParameterType.FLOAT, float("nan"), ["K311"]),
        (ParameterType.LIST, [float("-inf")], ["K311"]),
        (ParameterType.INT, "3", ["K312"]),
        (ParameterType.INT, True, ["K312"]),
        (ParameterType.INT, 3.0, ["K312"]),
        (ParameterType.STR, 3, ["K312"]),
        (ParameterType.BOOL, 1, ["K312"]),
        (ParameterType.LIST, {}, ["K312"]),
        (ParameterType.STR, "{{workflow.name}}", ["K313"]),
        (ParameterType.STR, "5 $$", ["K313"]),
        (ParameterType.DICT, {"{{": ["$$"]}, ["K313", "K313"]),
        (ParameterType.STR, "$(date)", ["K315"]),
        (ParameterType.LIST, [0.5, {"a": [1.0]}, 2.0], ["K316"]),
        (ParameterType.STR, "a\0b\ud800", ["K300"]),
    ],
)
def test_what_would_arrive_changed(kind: ParameterType, default: JsonValue, codes: list[str]) -> None:
    found = list(check_default(parameter(kind, default)))
    assert [diagnostic.code for diagnostic in found] == codes
    assert all(diagnostic.span == SPAN and "'p'" in diagnostic.message for diagnostic in found)


def test_a_variable_is_only_a_warning() -> None:
    (found,) = check_text("$(X)", "the value")
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "shown"), [("a {{b}}", "a { {b}}"), ("{{{", "{ { {"), ("a\0\ud800é", "a\ufffd\ufffdé"), ("", "")]
)
def test_text_for_people(text: str, shown: str) -> None:
    assert display_text(text) == shown


@pytest.mark.parametrize(
    ("default", "choices", "limits", "codes"),
    [
        (3, (1, 2, 3), None, []),
        (4, (1, 2, 3), None, ["K317"]),
        (3, (), Range(at_least=1), []),
        (0, (), Range(at_least=1), ["K317"]),
        ("3", (), Range(at_least=1), ["K312"]),
    ],
)
def test_a_default_that_a_run_could_not_give(
    default: JsonValue, choices: tuple[int, ...], limits: Range | None, codes: list[str]
) -> None:
    parameter = Parameter(name="n", type=ParameterType.INT, default=default, choices=choices, range=limits)
    assert [diagnostic.code for diagnostic in check_default(parameter)] == codes
