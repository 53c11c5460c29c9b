"""Texts as code puts them together."""

from __future__ import annotations

import pytest

from kale.analysis.items import out_of
from kale.analysis.text_resolution import alternatives, applied, exact, resolved, separated, taken
from kale.analysis.texts import formatted, text_of_call
from kale.analysis.values import Argument, Choice, Derived, Take, Text, Unknown, Value, Variable

U = Unknown.PART
OUT = Value(text=(Variable("out"),))


def known(variable: Variable) -> Text | None:
    texts: dict[str, Text] = {"out": ("models",), "files": ("models/", U, ".csv"), "list": ("a", "\x1f", "b")}
    return taken(texts.get(variable.name), variable.keys)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (("a", Variable("out")), ("a", "models")),
        (("a", Variable("other")), ("a", U)),
        ((Variable("other"),), None),
        ((Variable("files"), ".bak"), ("models/", U, ".csv", ".bak")),
        ((Variable("files", (Take.ELEMENT,)),), ("models/", U, ".csv")),
        ((Variable("files", (0,)),), ("models/", U, ".csv")),
        ((Variable("out", (Take.ELEMENT,)),), None),
        ((Variable("list", (1,)),), ("b",)),
        ((Variable("list", (2,)),), None),
        ((Variable("list", (Take.ELEMENT,)), ".csv"), (Choice((("a",), ("b",))), ".csv")),
        ((Derived("with_suffix", (Variable("out"), "/x.csv"), (".txt",)),), ("models/x.txt",)),
        ((Derived("parent", ("out/", Variable("out"))),), ("out",)),
        ((Derived("stem", (Variable("list", (Take.ELEMENT,)), ".csv")), "!"), (Choice((("a",), ("b",))), "!")),
        ((Derived("with_suffix", (Variable("out"),), ("nothing",)), "!"), (U, "!")),
        ((Derived("with_suffix", (Variable("other"),), (".txt",)),), None),
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
    assert out_of(Value(text=(Variable("files"),)), Take.ELEMENT).text == (Variable("files", (Take.ELEMENT,)),)
    assert out_of(Value(text=("out/", U)), Take.ELEMENT).text == ("out/", U)
    assert out_of(Value(text=("abc",)), Take.ELEMENT).text is None


def test_what_is_taken_out_of_something_that_holds_texts() -> None:
    value = Value(items=((("in", 0), ("a",)), (("in", 1), ("b",)), (("out",), ("c",))))
    assert out_of(value, "out").text == ("c",)
    assert out_of(out_of(value, "in"), 1).text == ("b",)
    assert out_of(out_of(value, "in"), Take.ELEMENT).text == (Choice((("a",), ("b",))),)
    assert out_of(value, Take.ELEMENT).text == (Choice((("in",), ("out",))),)
    assert out_of(value, "other") == Value()


def test_a_text_with_choices_stands_for_several() -> None:
    both: Text = ("x/", Choice((("a",), ("b",))), ".csv")
    assert alternatives(both) == [("x/", "a", ".csv"), ("x/", "b", ".csv")]
    many: Text = (Choice(tuple((str(number),) for number in range(30))),) * 2
    assert alternatives(many) == [many]


def test_a_call_fills_in_what_it_knows() -> None:
    text: Text = (Argument("folder"), "/", Argument("name"), ".csv")
    assert applied(text, {"folder": ("out",)}) == ("out", "/", U, ".csv")
    assert applied((Argument("name"),), {}) is None
    assert applied((Argument("paths", ("a",)), ".csv"), {"paths": (Variable("P"),)}) == (Variable("P", ("a",)), ".csv")
    assert applied((Argument("paths", (Take.ELEMENT,)),), {"paths": ("a", "\x1f", "b")}) == (Choice((("a",), ("b",))),)


def test_the_words_of_a_list() -> None:
    assert separated(("cp", "\x1f", "a", Variable("out"), "\x1f", "b")) == [("cp",), ("a", Variable("out")), ("b",)]
