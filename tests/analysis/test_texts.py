"""Texts as code puts them together."""

from __future__ import annotations

import pytest

from kale.analysis.texts import applied, element_of, exact, formatted, resolved, separated, text_of_call
from kale.analysis.values import Argument, Text, Unknown, Value, Variable

U = Unknown.PART
OUT = Value(text=(Variable("out"),))


def known(name: str) -> Text | None:
    return {"out": ("models",), "files": ("models/", U, ".csv")}.get(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("a", Variable("out")), ("a", "models")),
        (("a", Variable("other")), ("a", U)),
        ((Variable("other"),), None),
        ((Variable("files"), ".bak"), ("models/", U, ".csv", ".bak")),
        ((Variable("files", element=True),), ("models/", U, ".csv")),
        ((Variable("out", element=True),), None),
        (None, None),
    ],
)
def test_variables_are_replaced_by_what_they_hold(text: Text | None, expected: Text | None) -> None:
    assert resolved(text, known) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [(("a", "b"), "ab"), (("a", U), None), (("a", Variable("out")), None), (None, None)]
)
def test_a_text_is_exact_if_all_of_it_is_known(text: Text | None, expected: str | None) -> None:
    assert exact(text) == expected


@pytest.mark.parametrize(
    ("template", "values", "expected"),
    [
        ("p_%d.txt", (), ("p_", U, ".txt")),
        ("p_%02d_%s", (), ("p_", U, "_", U)),
        ("{}/{}.csv", (OUT, Value()), (Variable("out"), "/", U, ".csv")),
        ("{name:>4}.csv", (OUT,), (U, ".csv")),
        ("{}", (Value(),), None),
        ("plain", (), ("plain",)),
    ],
)
def test_the_fields_of_a_template_are_unknown_unless_they_are_in_order(
    template: str, values: tuple[Value, ...], expected: Text | None
) -> None:
    assert formatted(template, values) == expected


@pytest.mark.parametrize(
    ("callee", "method", "receiver", "arguments", "expected"),
    [
        ("Path", None, Value(), (Value(text=("a",)), OUT), ("a", "/", Variable("out"))),
        ("os.path.join", "join", Value(), (OUT, Value()), (Variable("out"), "/", U)),
        (None, "glob", OUT, (Value(text=("*.csv",)),), (Variable("out"), "/", U, ".csv")),
        (None, "iterdir", OUT, (), (Variable("out"), "/", U)),
        ("glob.glob", "glob", Value(), (Value(text=("x/part_?.csv",)),), ("x/part_", U, ".csv")),
        ("sorted", None, Value(), (Value(text=("x/", U)),), ("x/", U)),
        (None, "as_posix", OUT, (), (Variable("out"),)),
        (None, "upper", OUT, (), None),
        ("load", None, Value(), (OUT,), None),
    ],
)
def test_what_a_call_makes_of_texts(
    callee: str | None, method: str | None, receiver: Value, arguments: tuple[Value, ...], expected: Text | None
) -> None:
    assert text_of_call(callee, method, receiver, arguments) == expected


def test_the_elements_of_a_listing_fit_its_pattern_and_those_of_a_text_are_letters() -> None:
    assert element_of((Variable("files"),)) == (Variable("files", element=True),)
    assert element_of(("out/", U)) == ("out/", U)
    assert element_of(("abc",)) is None


def test_a_call_fills_in_what_it_knows() -> None:
    text: Text = (Argument("folder"), "/", Argument("name"), ".csv")
    assert applied(text, {"folder": ("out",)}) == ("out", "/", U, ".csv")
    assert applied((Argument("name"),), {}) is None


def test_the_words_of_a_list() -> None:
    assert separated(("cp", "\x1f", "a", Variable("out"), "\x1f", "b")) == [("cp",), ("a", Variable("out")), ("b",)]
