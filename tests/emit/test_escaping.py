"""Text survives every layer of the platform, and none of them finds anything to rewrite in it."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from kale.emit.escaping import choose_mark, escape, split, to_json, unescape
from kale.platform.texts import uncarriable_characters
from kale.runtime.escapes import unescape as unescape_in_step

TAKEN = re.compile(r"\{\{|\$\$|\$\(|python3")
PIECES = [*'{{$$(~~}3n"\\ \n', "python", "python3", "{{$}}", "é", "🎉"]
SPICY = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
TEXTS = st.one_of(SPICY, st.text(st.characters(exclude_categories=["Cs"])))


@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(["{~{", "{{"])
@example(["python~3", "python~~3", "python3"])
@example(["{~x", "{", "$~$~("])
def test_what_is_escaped_comes_back(texts: list[str]) -> None:
    mark = choose_mark(texts)
    for text in texts:
        written = text if mark is None else escape(text, mark)
        assert not TAKEN.search(written)
        assert not written.startswith(('{"Concat": ', '{"IfPresent": '))
        if mark is not None:
            assert unescape(written, mark) == text
            assert unescape_in_step(written, mark) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x = {'a': {}}", "x = {'a': {}}"),
        ("f'{{x}}'", "f'{~{x}}'"),
        ("'{{{y}}}'", "'{~{~{y}}}'"),
        ("!python3 -m x", "!python~3 -m x"),
        ("cost = '$$5 $(HOME)'", "cost = '$~$5 $~(HOME)'"),
        ('{"Concat": []}', '{~"Concat": []}'),
        ("", ""),
    ],
)
def test_readable_form(text: str, written: str) -> None:
    mark = choose_mark([text])
    assert (text if mark is None else escape(text, mark)) == written


def test_no_mark_where_nothing_needs_one() -> None:
    assert choose_mark(["x = 1", "y = '~{'"]) is None


def test_longer_mark_where_the_text_holds_the_short_one() -> None:
    assert choose_mark(["a{~{b", "{{"]) == "~~"


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{é🎉"), max_size=200), st.integers(8, 40))
def test_pieces_are_short_and_whole(text: str, limit: int) -> None:
    written = escape(text)
    pieces = split(written, limit)
    assert "".join(pieces) == written
    assert all(len(piece.encode()) <= limit for piece in pieces)
    assert not any(piece.startswith("{") for piece in pieces[1:])
    assert len(pieces) == 1 or all(pieces)


JSON = st.recursive(
    st.one_of(SPICY, st.integers(), st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SPICY, inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
@example({"{{": ["python3", "$$", "$("], "{": {"{{{": "\\{{"}})
def test_json_holds_no_placeholder_and_stays_itself(value: JsonValue) -> None:
    text = to_json(value)
    assert text.isascii()
    assert not TAKEN.search(text)
    assert json.loads(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("plain é 🎉", []),
        ("a\0b", [(1, "a NUL character")]),
        ("é\ud800", [(1, "the lone surrogate U+D800")]),
    ],
)
def test_uncarriable_characters(text: str, found: list[tuple[int, str]]) -> None:
    assert list(uncarriable_characters(text)) == found
