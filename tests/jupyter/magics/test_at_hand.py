"""Which notebook a command is about: its file, the file with what was executed, or what was executed alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.jupyter.magics.conftest import WriteNotebook

from kale.errors import NotebookError
from kale.jupyter.magics.at_hand import NotebookAtHand, notebook_at_hand
from kale.jupyter.magics.history import ExecutedCells
from kale.jupyter.magics.location import session_notebook
from kale.notebook import Notebook

Execution = tuple[str, str | None, bool]


def executed(*executions: Execution, earlier: tuple[str, ...] = ()) -> ExecutedCells:
    """Give cells that were executed: source, id, and whether they came to their end."""
    cells = ExecutedCells(earlier)
    for source, cell_id, success in executions:
        cells.record(SimpleNamespace(info=info(source, cell_id), success=success))
    return cells


def info(source: str, cell_id: str | None, *, stored: bool = True) -> Any:
    return SimpleNamespace(raw_cell=source, cell_id=cell_id, store_history=stored)


def sources(at_hand: NotebookAtHand) -> list[str]:
    assert isinstance(at_hand.source.source, Notebook)
    assert [cell.number for cell in at_hand.source.source.cells] == [*range(1, len(at_hand.source.source.cells) + 1)]
    return [cell.source for cell in at_hand.source.source.cells]


def test_cells_count_as_they_were_executed_last() -> None:
    cells = executed(("a = 1", "1", True), ("b", "2", True), ("a = 2", "1", True), ("c", "3", False))
    assert [cell.source for cell in cells.cells()] == ["a = 2", "b", "c"]
    assert [cell.source for cell in cells.cells(completed=True)] == ["a = 2", "b"]


def test_without_ids_every_input_counts_that_came_to_its_end() -> None:
    cells = executed(("a += 1", None, True), ("a += 1", None, True), ("oops", None, False), earlier=("a = 0", " "))
    assert [cell.source for cell in cells.cells()] == ["a = 0", "a += 1", "a += 1"]


def test_earlier_inputs_are_not_counted_twice() -> None:
    cells = executed(("%load_ext kale", "2", True), ("a = 0", "1", True), earlier=("a = 0", "%load_ext kale"))
    assert [cell.source for cell in cells.cells()] == ["%load_ext kale", "a = 0"]


def test_what_leaves_no_trace_is_not_recorded() -> None:
    cells = ExecutedCells()
    for hidden in (info("a", "1", stored=False), info("", "2"), info("  \n", "3"), info(None, "4")):  # type: ignore[arg-type]
        cells.record(SimpleNamespace(info=hidden, success=True))
    assert cells.cells() == ()


FILE = (("1", "step:one", "a = 1"), ("2", "", "b = a"), ("3", "step:two", "print(b)\n"))


@pytest.mark.parametrize(
    ("executions", "earlier"),
    [
        ((), ()),
        ((("a = 1", "1", True),), ()),
        ((("print(b)", "3", True), ("a = 1\n", "1", True)), ("an older form of a cell",)),
        ((("a = 1", None, True),), ()),
        ((("%matplotlib inline\n# nothing else", "new", True), ("b?", "newer", True)), ()),
    ],
)
def test_a_file_that_holds_everything(
    write_notebook: WriteNotebook, executions: tuple[Execution, ...], earlier: tuple[str, ...]
) -> None:
    path = write_notebook(*FILE)
    at_hand = notebook_at_hand(path, executed(*executions, earlier=earlier))
    assert (at_hand.note, at_hand.source.source) == (None, path)


@pytest.mark.parametrize(
    ("executions", "expected"),
    [
        ([("a = 5", "1")], ["a = 5", "b = a", "print(b)\n"]),
        ([("x", "new")], ["x", "a = 1", "b = a", "print(b)\n"]),
        ([("a = 1", "1"), ("x", "n"), ("y", "m")], ["a = 1", "x", "y", "b = a", "print(b)\n"]),
        ([("print(b)", "3"), ("x", "n")], ["a = 1", "b = a", "print(b)\n", "x"]),
        ([("%%step two\nprint(b)", "3")], ["a = 1", "b = a", "%%step two\nprint(b)"]),
        ([("%%skip", "2")], ["a = 1", "%%skip", "print(b)\n"]),
    ],
)
def test_a_file_with_unsaved_work(
    write_notebook: WriteNotebook, executions: list[tuple[str, str]], expected: list[str]
) -> None:
    path = write_notebook(*FILE)
    at_hand = notebook_at_hand(path, executed(*((source, cell_id, True) for source, cell_id in executions)))
    assert sources(at_hand) == expected
    assert at_hand.note is not None
    assert "work.ipynb has unsaved work" in at_hand.note
    assert at_hand.source.stem == "work"
    assert isinstance(at_hand.source.source, Notebook)
    assert at_hand.source.source.folder is not None
    tags = {cell.cell_id: cell.tags for cell in at_hand.source.source.cells}
    assert (tags["1"], tags["3"]) == (("step:one",), ("step:two",))


def test_inputs_without_ids_keep_the_tags_of_their_cells(write_notebook: WriteNotebook) -> None:
    at_hand = notebook_at_hand(write_notebook(*FILE), executed(("print(b)", None, True), ("b = 3", None, True)))
    assert sources(at_hand) == ["print(b)\n", "b = 3"]
    assert isinstance(at_hand.source.source, Notebook)
    assert [cell.tags for cell in at_hand.source.source.cells] == [("step:two",), ()]


def test_nothing_at_all() -> None:
    with pytest.raises(NotebookError, match="name the file with --notebook"):
        notebook_at_hand(None, executed(("%load_ext kale", "1", True)))


@pytest.mark.parametrize(
    ("variables", "told", "found"),
    [
        ({}, None, False),
        ({"JPY_SESSION_NAME": "{folder}/work.ipynb"}, None, True),
        ({"JPY_SESSION_NAME": "work.ipynb"}, None, True),
        ({"JPY_SESSION_NAME": "deep/in/the/tree/work.ipynb"}, None, True),
        ({"JPY_SESSION_NAME": "{folder}/RTC:work.ipynb"}, None, True),
        ({"JPY_SESSION_NAME": "{folder}/renamed.ipynb"}, None, False),
        ({"JPY_SESSION_NAME": "{folder}/console-1-5f0"}, None, False),
        ({"JPY_SESSION_NAME": "{folder}/other.txt"}, None, False),
        ({}, "{folder}/work.ipynb", True),
        ({"JPY_SESSION_NAME": "{folder}/renamed.ipynb"}, "{folder}/work.ipynb", True),
        ({}, 3, False),
    ],
)
def test_where_editors_say_the_file_is(
    write_notebook: WriteNotebook, tmp_path: Path, variables: dict[str, str], told: object, found: bool
) -> None:
    path = write_notebook()
    (tmp_path / "other.txt").write_text("text")
    values = {name: value.replace("{folder}", str(tmp_path)) for name, value in variables.items()}
    told = told.replace("{folder}", str(tmp_path)) if isinstance(told, str) else told
    names = {} if told is None else {"__vsc_ipynb_file__": told}
    shell = SimpleNamespace(kernel=object(), user_ns=names, starting_dir=str(tmp_path))
    assert session_notebook(shell, values) == (path if found else None)
    assert session_notebook(SimpleNamespace(user_ns=names, starting_dir=str(tmp_path)), values) is None
