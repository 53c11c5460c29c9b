"""Paths of files, known as a whole or in parts."""

from __future__ import annotations

import pytest

from kale.analysis.files import FileUse, folder_of, matching
from kale.analysis.values import Text, Unknown, Variable

U = Unknown.PART


def path_of(text: Text, *, suffix: str | None = None, mentioned: bool = False) -> str | None:
    use = FileUse(text, writes=not mentioned, suffix=suffix, mentioned=mentioned)
    return use.touches(lambda variable: {"out": ("models",)}.get(variable.name))[0].path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (("a/./b.txt",), "a/b.txt"),
        ((Variable("out"), "/m.pkl"), "models/m.pkl"),
        ((Variable("out"), "/", Variable("name"), ".pkl"), "models/*.pkl"),
        (("part_", U, ".csv"), "part_*.csv"),
        ((U, U, ".csv"), "*.csv"),
        (("a[1]_", U), "a[[]1]_*"),
        ((U, "/", U), None),
        ((Variable("name"),), None),
        (("https://example.org/", U), None),
    ],
)
def test_a_path_that_is_known_in_parts_is_a_pattern(text: Text, path: str | None) -> None:
    assert path_of(text) == path


@pytest.mark.parametrize(
    "text", [("/dev/null",), ("/dev/stderr",), ("//proc/self/status",), ("/proc/", U, "/stat"), ("/sys/fs/cgroup/x",)]
)
def test_what_the_kernel_gives_is_no_file(text: Text) -> None:
    assert FileUse(text, writes=True).touches(lambda _: None) == []


@pytest.mark.parametrize("path", ["/dev/shm/a", "dev/null", "/devices/a", "/process/a.csv"])  # noqa: S108 - only names
def test_what_only_looks_like_it_is_a_file(path: str) -> None:
    assert path_of((path,)) == path


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (("s3://sales/rows.csv",), "s3://sales/rows.csv"),
        (("gs://", U), "gs://*"),
        (("rows.csv",), None),
        ((U, "s3://"), None),
    ],
)
def test_what_is_shown_of_an_address(text: Text, address: str | None) -> None:
    (touch,) = FileUse(text, writes=True).touches(lambda _: None)
    assert touch.remote == address


@pytest.mark.parametrize(
    ("text", "path"),
    [(("plot",), "plot.png"), (("plot_", U), "plot_*"), (("plot_", U, "_a"), "plot_*_a.png"), (("p.pdf",), "p.pdf")],
)
def test_a_suffix_is_added_where_none_can_be(text: Text, path: str) -> None:
    assert path_of(text, suffix=".png") == path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (("out/", U), "out/*"),
        ((U, ".csv"), "*.csv"),
        (("accuracy ", U), None),
        (("saved to out/", U), None),
        ((U, ": ", U), None),
    ],
)
def test_a_text_that_is_only_mentioned_must_look_like_a_path(text: Text, path: str | None) -> None:
    assert path_of(text, mentioned=True) == path


@pytest.mark.parametrize(
    ("path", "known", "expected"),
    [
        ("a.txt", ["a.txt", "b.txt"], ["a.txt"]),
        ("out", ["out/a.txt", "outer/b.txt"], ["out/a.txt"]),
        ("out/a.txt", ["out"], ["out"]),
        (".", ["a.txt", "b/c.txt", "/data/d.txt"], ["a.txt", "b/c.txt"]),
        ("out/*.csv", ["out/a.csv", "out/a.txt"], ["out/a.csv"]),
        ("out/a.csv", ["out/*.csv", "out/*.txt", "*.csv"], ["*.csv", "out/*.csv"]),
        ("out/a*.csv", ["out/*b.csv", "out/b*", "in/*"], ["out/*b.csv"]),
        ("out", ["out/*.csv"], ["out/*.csv"]),
        ("a[[]1]_*", ["a[1]_x"], ["a[1]_x"]),
    ],
)
def test_which_known_files_a_path_may_name(path: str, known: list[str], expected: list[str]) -> None:
    assert matching(path, known) == expected


@pytest.mark.parametrize(
    ("path", "folder"), [("a/b/*.csv", "a/b"), ("a/b_*/c", "a"), ("*.csv", "."), ("a/b.csv", "a"), ("/x/*", "/x")]
)
def test_the_folder_that_a_pattern_lies_in(path: str, folder: str) -> None:
    assert folder_of(path) == folder
