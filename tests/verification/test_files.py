"""Files that cells write are compared, those beside the notebook are found and left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.verification.changes import Change, edit, without
from tests.verification.verifications import CELLS, Verify, found

from kale.pipeline import Load
from kale.verification import Status
from kale.verification.workplace import Workplace, levels_above

FILES = (
    ("step:one", "from pathlib import Path\nPath('out').mkdir()\nPath('out/a.txt').write_text('one\\ntwo\\n')"),
    ("step:two prev:one", "text = open('out/a.txt').read()\nopen('b.bin', 'wb').write(b'\\x00\\xff')"),
)


def test_files_are_compared(verify: Verify) -> None:
    verification = verify(*FILES)
    assert verification.equal
    assert {(one.step, one.name, one.status) for one in verification.variables if one.type == "file"} == {
        ("one", "out/a.txt", Status.EQUAL),
        ("two", "b.bin", Status.EQUAL),
    }


@pytest.mark.parametrize(
    ("change", "step", "name", "words"),
    [
        (
            edit("one", "two", "TWO"),
            "one",
            "out/a.txt",
            "out/a.txt line 2: 'two' in the notebook, 'TWO' in the pipeline",
        ),
        (
            edit("two", "xff", "xfe"),
            "two",
            "b.bin",
            "b.bin at byte 1: b'\\xff' in the notebook, b'\\xfe' in the pipeline",
        ),
        (edit("two", "b.bin", "c.bin"), "two", "b.bin", "b.bin: written in the notebook, nothing in the pipeline"),
        (edit("two", "b.bin", "c.bin"), "two", "c.bin", "c.bin: nothing in the notebook, written in the pipeline"),
    ],
)
def test_a_file_that_differs(change: Change, step: str, name: str, words: str, verify: Verify) -> None:
    assert found(verify(*FILES, change=change), step, name).difference == words


def test_a_file_that_is_not_handed_on_is_missing(verify: Verify) -> None:
    verification = verify(*FILES, change=without("two", Load, "<file:out/a.txt>"))
    assert verification.pipeline_failure is not None
    assert verification.pipeline_failure.type == "FileNotFoundError"


def test_files_beside_the_notebook_are_found_and_left_alone(verify: Verify) -> None:
    (verify.home / "data").mkdir()
    (verify.home / "data" / "in.txt").write_text("3")
    (verify.home / "log.txt").write_text("old\n")
    (verify.home / "tools.py").write_text("def double(n):\n    return 2 * n\n")
    before = {path: path.stat().st_mtime_ns for path in verify.home.rglob("*")}
    cells = (
        ("step:one", "from tools import double\nn = double(int(open('data/in.txt').read()))"),
        ("step:one", "with open('log.txt', 'a') as log:\n    log.write('new\\n')"),
        ("step:two prev:one", "lines = open('log.txt').read().split()\nn += 1"),
    )
    verification = verify(*cells)
    assert verification.equal
    assert found(verification, "one", "log.txt").type == "file"
    assert {path: path.stat().st_mtime_ns for path in verify.home.rglob("*")} == before


def test_files_of_a_folder_above_are_found(verify: Verify) -> None:
    (verify.home.parent / "data").mkdir()
    (verify.home.parent / "data" / "in.txt").write_text("3")
    assert verify(("step:one", "n = open('../data/in.txt').read()"), ("step:two prev:one", "m = n")).equal


def test_only_logs_and_outputs_stay(verify: Verify) -> None:
    folder = Path(verify(*CELLS, change=edit("use", "sum(values)", "0.0")).directory)
    assert sorted(path.name for path in folder.iterdir()) == ["notebook", "notebook-again", "pipeline"]
    assert [path.name for path in (folder / "pipeline").glob("*/logs/*")]


def test_no_report_is_written(verify: Verify) -> None:
    verification = verify(("step:one report:enabled", "x = 1"), ("step:two prev:one", "y = x"))
    assert verification.equal
    assert not [*Path(verification.directory).rglob("*.html")]


def test_a_workplace_comes_back_to_what_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "sub").mkdir(parents=True)
    (home / ".git").mkdir()
    (home / "a.txt").write_text("a")
    (home / "sub" / "b.txt").write_text("b")
    (home / "far").symlink_to(tmp_path)
    workplace = Workplace(home, tmp_path / "work", without=tmp_path / "runs")
    here = workplace.directory
    assert sorted(path.name for path in here.iterdir()) == ["a.txt", "far", "sub"]
    (here / "a.txt").write_text("changed")
    (here / "sub" / "b.txt").unlink()
    (here / "sub").rmdir()
    (here / "new" / "deep").mkdir(parents=True)
    (here / "new" / "deep" / "c.txt").write_text("c")
    workplace.reset()
    assert sorted(path.relative_to(here).as_posix() for path in here.rglob("*") if not path.is_symlink()) == [
        "a.txt",
        "sub",
        "sub/b.txt",
    ]
    assert ((here / "a.txt").read_text(), (here / "sub" / "b.txt").read_text()) == ("a", "b")


def test_results_inside_the_folder_are_not_copied(verify: Verify) -> None:
    verify.root = verify.home / "deep" / "down" / "runs"
    (verify.root / "old").mkdir(parents=True)
    (verify.root / "old" / "big.txt").write_text("b")
    (verify.home / "deep" / "in.txt").write_text("1")
    cells = (
        ("step:one", "import os\nn = sorted(os.listdir('deep')) + sorted(os.listdir('deep/down'))"),
        ("step:two", "m = n"),
    )
    assert verify(*cells, change=edit("two", "m = n", "m = [*n, 1]")).differences[0].difference == (
        "m: 2 elements in the notebook, 3 in the pipeline"
    )


def test_a_module_beside_the_notebook(verify: Verify) -> None:
    (verify.home / "settings.py").write_text("level = 1\n")
    cells = (
        ("imports", "import settings"),
        ("step:one", "settings.level = 2"),
        ("step:two prev:one", "x = settings.level"),
    )
    wrong = verify(*cells, change=edit("one", "level = 2", "level = 3"))
    assert found(wrong, "one", "settings").difference == "settings.level: 2 in the notebook, 3 in the pipeline"


def test_the_data_of_a_module_that_travels(verify: Verify) -> None:
    (verify.home / "settings.py").write_text("levels = []\n")
    (verify.home / "plugin.py").write_text("import settings\n\nsettings.levels.append(1)\n")
    cells = (("imports", "import plugin\nimport settings"), ("step:one", "x = 1"), ("step:two", "y = settings.levels"))
    assert verify(*cells).equal
    wrong = verify(*cells, change=edit("two", "y = settings.levels", "y = [1]; settings.levels.append(2)"))
    difference = "settings.levels: 1 elements in the notebook, 2 in the pipeline"
    assert found(wrong, "two", "settings").difference == difference


def test_names_of_files_that_chance_decides(verify: Verify) -> None:
    verification = verify(
        ("step:one", "import uuid\nname = f'{uuid.uuid4()}.txt'\nwith open(name, 'w') as file:\n    file.write('a')"),
        ("step:two", "x = 1"),
    )
    assert verification.equal
    files = [one for one in verification.variables if one.type == "file"]
    assert [one.status for one in files] == [Status.NOT_REPRODUCIBLE] * 2


def test_what_is_too_large_is_linked_and_said(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kale.verification.workplace.MOST_BYTES", 1000)
    (verify.home / "small.txt").write_text("s")
    (verify.home / "large.txt").write_text("l" * 2000)
    verification = verify(
        ("step:one", "n = len(open('large.txt').read() + open('small.txt').read())"), ("step:two", "m = n")
    )
    assert verification.equal
    assert [note for note in verification.notes if "large.txt is too large to be copied" in note]
    assert not [note for note in verification.notes if "small.txt" in note]


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("open('../data/in.txt')", 1),
        ('Path("..") / "data"', 1),
        ("os.path.join('..', '..', 'data')", 2),
        ("open('../../in.txt')", 2),
        ("open('../../../../../in.txt')", 3),
        ("print('loading...')", 0),
        ("print('wait ...')", 0),
        ("x[..., 1]", 0),
    ],
)
def test_how_far_up_paths_lead(source: str, levels: int) -> None:
    assert levels_above([source]) == levels


def test_links_in_a_loop_stay_such_links(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "folder").mkdir(parents=True)
    for name, target in (("one", "two"), ("two", "one"), ("folder/self", "self"), ("kept", "data.csv")):
        (home / name).symlink_to(target)
    (home / "data.csv").write_text("a,b\n")
    place = Workplace(home, tmp_path / "copy", without=tmp_path / "out")
    assert (place.directory / "kept").read_text() == "a,b\n"
    for name in ("one", "two", "folder/self"):
        link = place.directory / name
        assert link.is_symlink()
        assert not link.exists()
    place.reset()
    assert (place.directory / "kept").is_symlink()
