"""Modules and files that travel with a step, over real processes, in folders that do not have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.bench import Bench, Outcome

from kale.emit.bundles import bundle, cut
from kale.pipeline import CarriedFile

MODULES = {
    "shapes.py": "import sizes\n\n\nclass Shape:\n    size = sizes.SIZE\n\n\ndef fails():\n    return 1 / 0\n",
    "sizes.py": "SIZE = 7\n",
    "kit/__init__.py": "",
    "kit/parts.py": "from . import __name__ as name\n\n\nclass Outer:\n    class Inner:\n        pass\n",
}


def carried(files: dict[str, str | bytes]) -> list[CarriedFile]:
    return [
        CarriedFile(path=path, content=text.encode() if isinstance(text, str) else text) for path, text in files.items()
    ]


class Carrying(Bench):
    """Steps whose last arguments hold modules and files."""

    bundles: tuple[str, ...] = ()

    def command(self, plan: Any, sources: Any, given: Any, more: Any) -> list[str]:
        command = super().command(plan, sources, given, more)
        return [*command[:-1], *self.bundles, command[-1]]

    def carry(
        self,
        plan: list[list[Any]],
        *sources: str,
        modules: dict[str, str] | None = None,
        files: dict[str, str | bytes] | None = None,
        environment: dict[str, str] | None = None,
        limit: int = 100,
    ) -> Outcome:
        first, second = (cut(bundle(carried(dict(part or {}))), limit) for part in (modules, files))
        self.bundles = (*first, *second)
        before = [["carry", len(first), len(second)]] if self.bundles else []
        return self.run([*before, *plan], *sources, environment=environment)


@pytest.fixture(params=[False, True], ids=["imported", "packed"])
def carrying(request: pytest.FixtureRequest, tmp_path: Path) -> Carrying:
    (tmp_path / "work").mkdir()
    return Carrying(tmp_path / "work", packed=request.param)


def test_modules_are_imported_from_what_travels(carrying: Carrying) -> None:
    (carrying.folder / "sizes.py").write_text("SIZE = 'of the folder'\n")
    cell = "import shapes\nfrom kit.parts import name\nshapes.Shape.size, name"
    done = carrying.carry([["run", 0]], cell, modules=MODULES)
    assert (done.code, done.out) == (0, "(7, 'kit')\n"), done.err


def test_tracebacks_and_inspect_show_the_module(carrying: Carrying) -> None:
    cell = "import inspect, shapes\nprint(inspect.getsource(shapes.fails))\nshapes.fails()"
    done = carrying.carry([["run", 0]], cell, modules=MODULES)
    assert "return 1 / 0\n" in done.out
    assert 'shapes.py", line 9, in fails\n    return 1 / 0\n' in done.err


def test_processes_that_the_step_starts_find_the_modules(carrying: Carrying) -> None:
    cell = (
        "import multiprocessing, subprocess, sys, shapes\n"
        "subprocess.run([sys.executable, '-c', 'import sizes; print(sizes.SIZE)'], check=True);\n"
        "with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "    print(pool.apply(getattr, (shapes.Shape, 'size')))"
    )
    assert carrying.carry([["run", 0]], cell, modules=MODULES).out == "7\n7\n"


def test_nothing_is_left_behind(carrying: Carrying, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    environment = {"TMPDIR": str(tmp_path / "tmp")}
    cell = (
        "import os, shapes\nif os.fork() == 0:\n    raise SystemExit\nos.wait()\n"
        "print(shapes.__file__.startswith(os.environ['TMPDIR']))"
    )
    done = carrying.carry([["run", 0]], cell, modules=MODULES, environment=environment)
    assert done.out.endswith("True\n"), done.err
    assert list((tmp_path / "tmp").iterdir()) == []


def test_values_take_their_modules_along(carrying: Carrying) -> None:
    make = "import shapes, kit.parts\na = [shapes.Shape(), kit.parts.Outer.Inner, shapes.fails, shapes]"
    made = carrying.carry([["run", 0], ["save", "a", ["a"], []]], make, modules=MODULES)
    assert made.code == 0, made.err
    use = "b = [a[0].size, a[1].__qualname__, a[2].__module__, a[3].__name__]\nb"
    used = carrying.carry([["load", "a", ["a"]], ["run", 0], ["save", "b", ["a"], []]], use)
    assert used.out == "[7, 'Outer.Inner', 'shapes', 'shapes']\n", used.err
    last = "import shapes\nisinstance(a[0], shapes.Shape), a[3] is shapes, type(a[0]) is shapes.Shape"
    again = carrying.carry([["load", "b", ["a"]], ["run", 0]], last, modules=MODULES)
    assert again.out == "(True, True, True)\n", again.err


def test_values_of_other_kinds_take_nothing_along(carrying: Carrying) -> None:
    make = "import shapes\na = {'n': [1, 2.5], 't': 'text'}"
    assert carrying.carry([["run", 0], ["save", "a", ["a"], []]], make, modules=MODULES).code == 0
    assert b"Shape" not in carrying.artifact("a").read_bytes()
    assert b"find_carried" not in carrying.artifact("a").read_bytes()


def test_files_are_put_below_the_working_directory(carrying: Carrying) -> None:
    files: dict[str, str | bytes] = {"data/a.bin": bytes(range(256)) * 9, "b.txt": "grün\n", "empty": ""}
    cell = (
        "import pathlib\nf = pathlib.Path('data/a.bin').read_bytes()\n"
        "(f == bytes(range(256)) * 9, open('b.txt', encoding='utf-8').read(), open('empty').read())"
    )
    assert carrying.carry([["run", 0]], cell, files=files).out == "(True, 'grün\\n', '')\n"


def test_files_of_the_author_are_not_overwritten(carrying: Carrying) -> None:
    (carrying.folder / "b.txt").write_text("mine")
    kept = carrying.carry([["run", 0]], "1", files={"b.txt": "other"})
    assert (kept.error["phase"], kept.error["type"]) == ("carry", "FileExistsError")
    assert (carrying.folder / "b.txt").read_text() == "mine"
    assert carrying.carry([["run", 0]], "1", files={"b.txt": "mine"}).code == 0
    container = carrying.carry(
        [["run", 0]], "open('b.txt').read()", files={"b.txt": "other"}, environment={"KALE_EVENTS": ""}
    )
    assert container.out == "'other'\n"


def test_a_bundle_is_the_same_every_time() -> None:
    files = carried(dict(MODULES))
    assert bundle(files) == bundle(reversed(files))
    assert bundle([]) == ""
    assert json.dumps(bundle(files)).isascii()


def test_a_file_that_cannot_be_written_is_named(carrying: Carrying) -> None:
    done = carrying.carry([["run", 0]], "1", files={"b.txt/c": "x", "b.txt": "y"})
    assert done.error["type"] in ("NotADirectoryError", "IsADirectoryError", "FileExistsError")
    assert "b.txt" in done.error["message"]
