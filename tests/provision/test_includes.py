"""Files that a step asks for with a tag or in the metadata."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.provision.notebooks import build, codes, step_of, write_notebook

from kale import check_notebook, compile_notebook
from kale.errors import CompileError

FILES = {"data/a.csv": "1", "data/b.csv": "2", "data/deep/c.txt": "3", "notes.txt": "4"}


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("include:notes.txt", ["notes.txt"]),
        ("include:data/*.csv", ["data/a.csv", "data/b.csv"]),
        ("include:data", ["data/a.csv", "data/b.csv", "data/deep/c.txt"]),
        ("include:**/*.txt", ["data/deep/c.txt", "notes.txt"]),
        ("include:notes.txt include:./notes.txt", ["notes.txt"]),
    ],
)
def test_paths_and_patterns(tmp_path: Path, tags: str, expected: list[str]) -> None:
    built = build(write_notebook(tmp_path, (f"step:a {tags}", "1"), files=FILES))
    assert [file.path for file in step_of(built, "a").files] == expected
    assert step_of(built, "a").files[-1].content == FILES[expected[-1]].encode()


def test_metadata_includes_files_for_every_step(tmp_path: Path) -> None:
    metadata = {"steps_defaults": {"include": ["notes.txt"]}}
    built = build(write_notebook(tmp_path, ("step:a", "1"), ("step:b", "2"), files=FILES, metadata=metadata))
    assert [file.path for file in step_of(built, "b").files] == ["notes.txt"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("include:missing.csv", "K220@1"),
        ("include:data/*.json", "K220@1"),
        ("include:../secret", "K007@1"),
        ("include:/etc/hosts", "K007@1"),
        ("include:linked", "K221@1"),
        ("include:folder", "K221@1"),
    ],
)
def test_what_must_not_travel_is_refused(tmp_path: Path, tag: str, expected: str) -> None:
    home = tmp_path / "nb"
    home.mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("s")
    (home / "linked").symlink_to(tmp_path / "secret" / "key")
    (home / "folder").symlink_to(tmp_path / "secret")
    assert codes(build(write_notebook(home, (f"step:a {tag}", "1"), files=FILES))) == [expected]


def test_a_notebook_from_memory_includes_nothing(tmp_path: Path) -> None:
    with write_notebook(tmp_path, ("step:a include:notes.txt", "1"), files=FILES).open() as file:
        (found,) = check_notebook(file)
    assert (found.code, "came from memory" in found.message) == ("K220", True)


def test_reading_an_included_file_is_no_author_file(tmp_path: Path) -> None:
    read = "open('notes.txt').read()"
    built = build(write_notebook(tmp_path, ("step:a include:notes.txt", read), ("step:b", read), files=FILES))
    assert codes(built) == ["K113@2"]


def test_files_are_limited(tmp_path: Path) -> None:
    noise = "".join(hashlib.sha256(bytes([i % 256, i // 256])).hexdigest() for i in range(16_000))
    path = write_notebook(tmp_path, ("step:a include:noise.txt", "1"), files={"noise.txt": noise})
    with pytest.raises(CompileError, match=r"K306 oversized-files.*the largest is 'noise.txt'"):
        compile_notebook(path)
