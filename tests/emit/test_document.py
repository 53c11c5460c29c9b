"""The YAML writer: what is loaded again is what was written, and people can read it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from kale.emit.document import comment, to_yaml

LOADERS: list[Any] = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
SPICY = st.text(
    st.sampled_from(list(" \t\n\n  ab:#-'\"\\|>{}[],&*!%@`?~=\r\x85\u2028\ufeff\x00\x0c\x7fé🎉0\ufffe")), max_size=30
)
WORDS = st.sampled_from(
    ["yes", "n", "1.0", "1e5", "0o7", "2001-01-01", "1:30", "~", "null", "-", "=", "<<", ".inf", "---"]
)
TEXTS = st.one_of(SPICY, WORDS, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
SCALARS = st.one_of(TEXTS, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none())
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=15
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
@example({"a" * 2000: {"b\n" * 600: [["x\n y\n"], {"k": "\n\n a\n\n\n"}]}})
@example({"": {"": "a?", "b": "c:d"}})
@example({"n": [-0.0, 1e300, 1e-7, 5e-324, 10**400]})
def test_loads_as_it_was(document: dict[str, Any]) -> None:
    text = to_yaml(document)
    for loader in LOADERS:
        loaded = yaml.load(text, loader)  # noqa: S506 - both loaders are safe ones
        assert loaded == document
        assert repr(loaded) == repr(document)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("x = 1\ny = 2", ["|-", "  x = 1", "  y = 2"]),
        ("x = 1\n", ["|", "  x = 1"]),
        ("x\n\n\n", ["|+", "  x", "", ""]),
        ("trailing \n\ttab\n  é 🎉", ["|-", "  trailing ", "  \ttab", "    é 🎉"]),
        ("  indented\nx", ["|2-", "    indented", "  x"]),
        ("\nx", ["|2-", "", "  x"]),
        ("x\n   \ny", ["|-", "  x", "     ", "  y"]),
        ("x\n  ", ['"x\\n\\', '  \\  "']),
        ("form\x0cfeed\n  x", ['"form\\x0Cfeed\\n\\', '  \\  x"']),
        ("x" * 5000 + " y\nz", ["|-", "  " + "x" * 5000 + " y", "  z"]),
    ],
)
def test_text_of_several_lines_stands_as_it_is(source: str, lines: list[str]) -> None:
    assert to_yaml({"key": source}).removeprefix("key: ").splitlines() == lines


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("python:3.11-slim", "python:3.11-slim"),
        ("Step one (a)", "Step one (a)"),
        ("{{$}}", "'{{$}}'"),
        ("it's: so", "'it''s: so'"),
        ("yes", "'yes'"),
        ("0.0.1", "0.0.1"),
        ("0.1", "'0.1'"),
        ("-c", "-c"),
        ("-", "'-'"),
        ("-1e5", "'-1e5'"),
        ({"a": "b", "c": 1}, "{a: b, c: 1}"),
        ({"a": "b,c"}, "\n  a: b,c"),
        ({"a": "{b}"}, "{a: '{b}'}"),
        ({"a": None, "b": 1, "c": 2}, "{a: null, b: 1, c: 2}"),
        ({"a": 1, "b": 1, "c": 2, "d": 3}, "\n  a: 1\n  b: 1\n  c: 2\n  d: 3"),
        ({"a": {"b": {"c": "x", "d": 1}}, "e": 2}, "{a: {b: {c: x, d: 1}}, e: 2}"),
        ({"a": {"b": 1, "c": 2}, "d": {"e": 3, "f": 4}}, "\n  a: {b: 1, c: 2}\n  d: {e: 3, f: 4}"),
        ({"a": {"b": "x,y"}}, "\n  a:\n    b: x,y"),
        ({"a": {}}, "\n  a: {}"),
        ({"a": []}, "\n  a: []"),
        ("", "''"),
        (True, "true"),
        (None, "null"),
        (3.0, "3.0"),
        (1e-07, "1.0e-07"),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_small_values(value: object, written: str) -> None:
    assert to_yaml({"key": value}).replace("key:\n", "key: \n") == f"key: {written}\n"  # type: ignore[dict-item]


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_only_finite_numbers(number: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        to_yaml({"key": number})


def test_comments_are_one_line_that_yaml_takes() -> None:
    assert comment("a\nb\r\x00 é") == "a b\\r\\0 é"
