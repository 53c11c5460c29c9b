"""Fixes change what they speak of and leave every other byte of the file as it is."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.diagnostics import AddTag, Edit, Fix, ReplaceTag, ReplaceText, Span
from kale.document import FilePlaces, with_fixes
from kale.document.json_text import characters, elements, members, root, string_at


def fixed(text: str, *edits: Edit) -> str:
    return with_fixes(text, [Fix(description="", edits=edits)])[0]


def notebook(**cell: object) -> dict[str, object]:
    whole = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "outputs": [{"x": '\u2028 é \\ "'}],
        "source": "x = 1",
        **cell,
    }
    return {"cells": [{"cell_type": "markdown", "source": ['# ["{'], "metadata": {}}, whole], "nbformat": 4}


WRITERS: dict[str, Callable[[object], str]] = {
    "one line": json.dumps,
    "compact": lambda value: json.dumps(value, separators=(",", ":")),
    "indent 1": lambda value: json.dumps(value, indent=1, ensure_ascii=False) + "\n",
    "indent 2": lambda value: json.dumps(value, indent=2),
    "indent 4": lambda value: json.dumps(value, indent=4, ensure_ascii=False) + "\n\n",
    "tabs": lambda value: json.dumps(value, indent="\t"),
    "carriage returns": lambda value: json.dumps(value, indent=1).replace("\n", "\r\n") + "\r\n",
    "odd blanks": lambda value: "\ufeff\n " + json.dumps(value, separators=(" ,  ", "  :\t")) + "  ",
}

TAGS = [
    (["a"], ReplaceTag(cell=2, tag="a", by="b"), ["b"]),
    (["a"], ReplaceTag(cell=2, tag="a", by=None), []),
    (["a", "é\u2028", "c"], ReplaceTag(cell=2, tag="é\u2028", by="ü"), ["a", "ü", "c"]),
    (["a", "b", "c"], ReplaceTag(cell=2, tag="a", by=None), ["b", "c"]),
    (["a", "b", "c"], ReplaceTag(cell=2, tag="b", by=None), ["a", "c"]),
    (["a", "b", "c"], ReplaceTag(cell=2, tag="c", by=None), ["a", "b"]),
    (["a", "a"], ReplaceTag(cell=2, tag="a", by=None), ["a"]),
    ([], AddTag(cell=2, tag="b"), ["b"]),
    (["a"], AddTag(cell=2, tag='"'), ["a", '"']),
    (["a", "b"], AddTag(cell=2, tag="c"), ["a", "b", "c"]),
    (None, AddTag(cell=2, tag="c"), ["c"]),
]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize(("tags", "edit", "expected"), TAGS)
@pytest.mark.parametrize("others", [{}, {"kale": {"x": 1}}])
def test_tags(
    form: str, tags: list[str] | None, edit: ReplaceTag | AddTag, expected: list[str], others: dict[str, object]
) -> None:
    metadata = dict(others) if tags is None else {**others, "tags": tags}
    text = WRITERS[form](notebook(metadata=metadata))
    after = fixed(text, edit)
    assert json.loads(after.removeprefix("\ufeff")) == notebook(metadata={**metadata, "tags": expected})
    written = WRITERS[form](notebook(metadata={**others, "tags": expected}))
    if expected and (tags or not form.startswith(("indent", "tabs", "carriage"))):
        assert after == written or form == "odd blanks" or "tags" not in metadata or form == "compact"
    start = text.index('"outputs"')
    assert after.endswith(text[start:])
    assert after.startswith(text[: text.index('"metadata"', text.index('"id"'))])


SOURCES = [
    ("x = 1  # bad", (1, 6, 1, 13), "", "x = 1"),
    ("# bad", (1, 1, 1, 6), "", ""),
    ("x = 1\ny = 'é' # bad\nz", (2, 9, 2, 14), "# good", "x = 1\ny = 'é' # good\nz"),
    ("x = '\U0001f600\\n\"' # bad\r\ny", (1, 12, 1, 17), '#\t"', "x = '\U0001f600\\n\"' #\t\"\r\ny"),
    ("a\r\nb\rc # bad", (3, 3, 3, 8), "", "a\r\nb\rc"),
    ("a\n# bad\nb", (2, 1, 2, 6), "", "a\n\nb"),
]


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("as_list", [False, True])
@pytest.mark.parametrize("case", SOURCES)
def test_source(form: str, as_list: bool, case: tuple[str, tuple[int, int, int, int], str, str]) -> None:
    source, (line, column, end_line, end_column), by, expected = case
    span = Span(cell=2, line=line, column=column, end_line=end_line, end_column=end_column)

    def written(text: str) -> str:
        return WRITERS[form](notebook(source=text.splitlines(keepends=True) if as_list else text))

    assert fixed(written(source), ReplaceText(span=span, by=by)) == written(expected) or not expected


@pytest.mark.parametrize(
    "edit",
    [
        ReplaceTag(cell=2, tag="missing", by="x"),
        ReplaceTag(cell=9, tag="a", by="x"),
        AddTag(cell=9, tag="a"),
        ReplaceText(span=Span(cell=2, line=7, column=1, end_line=7, end_column=2), by=""),
        ReplaceText(span=Span(cell=2, line=1, column=40, end_line=1, end_column=50), by=""),
        ReplaceText(span=Span(cell=2, line=1, column=1, end_line=1, end_column=1), by="x"),
    ],
)
def test_what_is_not_there_is_left_alone(edit: Edit) -> None:
    text = json.dumps(notebook(metadata={"tags": ["a"]}))
    assert with_fixes(text, [Fix(description="", edits=(edit,))]) == (text, 0)


def test_fixes_that_touch_each_other_wait() -> None:
    text = json.dumps(notebook(metadata={"tags": ["a", "b"]}))
    fixes = [Fix(description="", edits=(ReplaceTag(cell=2, tag=tag),)) for tag in ("a", "b")]
    once, count = with_fixes(text, fixes)
    assert count == 1
    twice, count = with_fixes(once, fixes)
    assert count == 1
    assert json.loads(twice) == notebook(metadata={"tags": []})
    assert with_fixes(twice, fixes) == (twice, 0)


def test_older_notebooks() -> None:
    cell = {"cell_type": "code", "input": ["x # bad\n", "y"], "metadata": {}}
    text = json.dumps({"worksheets": [{"cells": [cell]}, {"cells": [cell]}], "nbformat": 3})
    span = Span(cell=2, line=1, column=3, end_line=1, end_column=8)
    after = json.loads(fixed(text, ReplaceText(span=span, by=""), AddTag(cell=1, tag="a")))
    assert [sheet["cells"][0]["input"][0] for sheet in after["worksheets"]] == ["x # bad\n", "x\n"]
    assert after["worksheets"][0]["cells"][0]["metadata"] == {"tags": ["a"]}


def test_places_in_the_file() -> None:
    text = json.dumps(notebook(source=["x = 1\n", "y = 'é'"]), indent=1)
    lines = text.split("\n")
    region = FilePlaces(text).region(Span(cell=2, line=2, column=1, end_line=2, end_column=4))
    assert lines[region[0] - 1][region[1] - 1 : region[3] - 1] == "y ="
    assert FilePlaces(text).region(Span(cell=2))[0] == next(n for n, at in enumerate(lines, 1) if "x = 1" in at)
    empty = json.dumps(notebook(source=""), indent=1)
    assert FilePlaces(empty).region(Span(cell=2))[0] > 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON, st.booleans(), st.sampled_from([None, 1, "\t"]))
def test_values_are_found_where_they_stand(value: object, ascii_only: bool, indent: int | str | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    def compare(extent: tuple[int, int], expected: object) -> None:
        found = root(text)._replace(start=extent[0], end=extent[1])
        assert json.loads(text[found.start : found.end]) == expected
        if isinstance(expected, str):
            assert string_at(text, found) == expected
            assert "".join(json.loads(f'"{text[c.start : c.end]}"') for c in characters(text, found)) == expected
        elif isinstance(expected, list):
            for item, inside in zip(elements(text, found), expected, strict=True):
                compare(item, inside)
        elif isinstance(expected, dict):
            for member, (key, inside) in zip(members(text, found), expected.items(), strict=True):
                assert member.name == key
                compare(member.value, inside)

    compare(root(text), value)
