"""Modules beside the notebook: which travel with which step, and what is said of those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.provision.notebooks import build, codes, step_of, write_notebook

from kale import check_notebook
from kale.build import Build


def paths(built: Build, step: str) -> list[str]:
    return [file.path for file in step_of(built, step).modules]


def test_only_steps_that_need_a_module_carry_it_and_what_it_imports(tmp_path: Path) -> None:
    files = {
        "first.py": "import second\nfrom third import x\n",
        "second.py": "import first\nfrom inner import deep\n",
        "third.py": "x = 1\n",
        "inner/__init__.py": "from . import near\n",
        "inner/near.py": "",
        "inner/deep.py": "from .deeper.bottom import y\n",
        "inner/deeper/bottom.py": "from ..near import *\ny = 2\n",
        "inner/unused.py": "",
        "unused.py": "",
    }
    cells = ("imports", "import first\nimport third"), ("step:a", "first"), ("step:b", "third.x"), ("step:c", "1")
    built = build(write_notebook(tmp_path, *cells, files=files))
    assert codes(built) == []
    assert paths(built, "a") == [
        "first.py",
        "inner/__init__.py",
        "inner/deep.py",
        "inner/deeper/bottom.py",
        "inner/near.py",
        "second.py",
        "third.py",
    ]
    assert paths(built, "b") == ["third.py"]
    assert paths(built, "c") == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import pack", ["pack/__init__.py"]),
        ("import pack.one as o", ["pack/__init__.py", "pack/one.py"]),
        ("from pack import one, name", ["pack/__init__.py", "pack/one.py"]),
        ("from pack import *", ["pack/__init__.py", "pack/data/two.py", "pack/one.py"]),
        ("from space import three", ["space/three.py"]),
        ("def f():\n    import space.three", ["space/three.py"]),
        ("import importlib\nimportlib.import_module('single')", ["single.py"]),
        ("try:\n    import single\nexcept ImportError:\n    single = None", ["single.py"]),
        ("import finder.names", ["finder/__init__.py", "finder/names.py", "finder/plugin.py"]),
    ],
)
def test_forms_of_imports(tmp_path: Path, code: str, expected: list[str]) -> None:
    files = {
        "pack/__init__.py": "",
        "pack/one.py": "",
        "pack/data/two.py": "",
        "space/three.py": "",
        "single.py": "",
        "finder/__init__.py": "import pkgutil\nplugins = [m.name for m in pkgutil.iter_modules(__path__)]\n",
        "finder/names.py": "",
        "finder/plugin.py": "",
    }
    assert paths(build(write_notebook(tmp_path, ("step:a", code), files=files)), "a") == expected


@pytest.mark.parametrize(
    ("code", "files", "expected"),
    [
        ("import bad", {"bad.py": "x = = 1"}, ["K210@1"]),
        ("import pack.missing", {"pack/__init__.py": ""}, ["K211@1"]),
        ("import outer", {"outer.py": "", "pack/x.py": ""}, []),
        ("import first", {"first.py": "from .second import x"}, ["K211@1"]),
        ("import first", {"first.py": "try:\n    from pack import nothing\nexcept ImportError: pass"}, []),
        ("import random", {"random.py": ""}, ["K213@1"]),
        ("import tabulate", {"tabulate.py": ""}, ["K213@1"]),
        ("import first", {"first.py": "here = __file__"}, ["K214@1"]),
        ("import fast", {"fast.cpython-311-x86_64-linux-gnu.so": ""}, ["K215@1"]),
        ("import first", {"first.py": "import unheard_of"}, ["K203@1"]),
    ],
)
def test_what_cannot_travel_is_said(tmp_path: Path, code: str, files: dict[str, str], expected: list[str]) -> None:
    assert codes(build(write_notebook(tmp_path, ("step:a", code), files=files))) == expected


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text("password = 1\n")
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "linked.py").symlink_to(tmp_path / "secret.py")
    (tmp_path / "nb" / "near.py").write_text("")
    (tmp_path / "nb" / "alias.py").symlink_to(tmp_path / "nb" / "near.py")
    built = build(write_notebook(tmp_path / "nb", ("step:a", "import linked, alias")))
    assert codes(built) == ["K212@1"]
    assert paths(built, "a") == ["alias.py"]


def test_folders_that_the_notebook_puts_on_the_path(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "far.py").write_text("")
    (tmp_path / "nb").mkdir()
    code = "import sys\nsys.path.append('lib')\nsys.path.insert(0, '../src')\nimport near, far"
    built = build(write_notebook(tmp_path / "nb", ("step:a", code), files={"lib/near.py": ""}))
    assert codes(built) == ["K212@1"]
    assert paths(built, "a") == ["near.py"]
    assert step_of(built, "a").packages == ()


def test_a_module_that_the_notebook_writes_is_a_file(tmp_path: Path) -> None:
    cells = ("step:a", "%%writefile made.py\nx = 1"), ("step:b prev:a", "import made\nprint(made.x)")
    built = build(write_notebook(tmp_path, *cells, files={"made.py": "x = 0"}))
    assert codes(built) == []
    assert paths(built, "b") == []
    assert [load.variables for load in step_of(built, "b").loads] == [("<file:made.py>",)]


def test_a_notebook_from_memory_has_no_folder(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ("step:a", "import beside"), files={"beside.py": ""})
    assert check_notebook(path) == ()
    with path.open() as file:
        (found,) = check_notebook(file)
    assert (found.code, found.message.rpartition("; ")[2]) == (
        "K203",
        "the notebook has no folder in which to look for a module of its own",
    )


def test_changes_of_what_a_module_holds(tmp_path: Path) -> None:
    files = {
        "state.py": "count = 0\nseen = []\ndef up():\n    global count\n    count += 1\ndef pure(x):\n    x.append(1)\n"
        "class Kept:\n    made = 0\n    def grow(self):\n        seen.append(self)\n"
    }

    def found(change: str) -> list[str]:
        cells = ("imports", "import state\nfrom state import seen, Kept"), ("step:a", change)
        return codes(build(write_notebook(tmp_path, *cells, ("step:b prev:a", "print(state.count)"), files=files)))

    assert found("state.count = 3") == []
    assert found("n = 3\nstate.count = n") == ["K216@2"]
    assert found("state.seen.append(1)") == ["K216@2"]
    assert found("seen.append(1)") == ["K216@2"]
    assert found("n = [1]\nseen[:] = n") == ["K216@2"]
    assert found("state.up()") == ["K217@2"]
    assert found("Kept().grow()") == ["K217@2"]
    assert found("x = []\nstate.pure(x)\ny = state.count + 1") == []


def test_a_change_that_no_later_step_misses_is_fine(tmp_path: Path) -> None:
    cells = ("imports", "import state"), ("step:a", "state.seen.append(1)"), ("step:b prev:a", "print(1)")
    assert codes(build(write_notebook(tmp_path, *cells, files={"state.py": "seen = []\n"}))) == []
