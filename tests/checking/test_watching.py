"""Noticing changes of notebooks, also those that are made while somebody looks at them."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kale.checking.watching import Watch
from kale.errors import NotebookNotFoundError

PAUSE = 0.001


def test_at_first_everything_is_new(tmp_path: Path) -> None:
    for name in ("b.ipynb", "a.ipynb"):
        (tmp_path / name).write_text("{}")
    assert Watch([str(tmp_path)], PAUSE).wait() == (str(tmp_path / "a.ipynb"), str(tmp_path / "b.ipynb"))


def test_what_changes_during_a_check_is_noticed_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("{}")
    watch = Watch([str(path)], PAUSE)
    watch.wait()
    path.write_text("{ }")
    assert watch.wait() == (str(path),)


def test_what_the_check_has_written_is_no_change(tmp_path: Path) -> None:
    first, second = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    for path in (first, second):
        path.write_text("{}")
    watch = Watch([str(tmp_path)], PAUSE)
    watch.wait()
    first.write_text("{ }")
    watch.accept([str(first)])
    found: list[tuple[str, ...]] = []
    thread = threading.Thread(target=lambda: found.append(watch.wait()), daemon=True)
    thread.start()
    second.unlink()
    thread.join()
    assert found == [(str(first),)]


def test_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(NotebookNotFoundError):
        Watch([str(tmp_path)], PAUSE).wait()
