"""Modules packed into one program do what they did, and those that cannot be packed are refused."""

from __future__ import annotations

import ast
import contextlib
import io
import subprocess
import sys
from pathlib import Path

import pytest

from kale.emit.compaction import compact
from kale.emit.minifier import minify
from kale.emit.packing import packed_runtime, unpacked

MODULES = {
    "first": '''"""About first."""

from __future__ import annotations

import json
import os.path
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kale.example.second import LIMIT, double

if TYPE_CHECKING:
    from decimal import Decimal

__all__ = ["main"]

NAMES: dict[str, int] = {}
"""What the names are for."""


class Trouble(ValueError):
    """Only words."""


class Counter:
    """Counts."""

    start: int = 3
    total: int

    def __init__(self) -> None:
        self.total: int = self.start

    def up(self, by: int = 1, *rest: int, **more: str) -> Iterator[int]:
        """Count up."""
        step: int
        step = by
        yield self.total + step


def main(argv: list[str]) -> int:
    """Run."""
    from kale.example.second import later

    try:
        from kale.example.second import third
    finally:
        print(os.path.join("a", "b"), json.dumps({"x": double(LIMIT)}))  # a comment
    for _ in range(2):
        "nothing"
    text = f"{next(Counter().up())!r:>4} {'nested'}"
    print(text, "two\\nlines and    spaces")
    print(later(), third)
    return 0
''',
    "second": '''"""About second."""
import os.path

LIMIT = 21


def double(number: "int") -> int:
    return number * 2


def later() -> str:
    async def inner(x: int) -> int:
        """Words."""
    return str(type(inner)) + os.path.sep


third = 3
''',
}
OUTPUT = """a/b {"x": 42}
   4 nested two
lines and    spaces
<class 'function'>/ 3
"""


def pack_modules(package: str, modules: dict[str, str], entry: str) -> str:
    return minify(package, modules, entry).program()


def test_packed_program_does_the_same(tmp_path: Path) -> None:
    program = pack_modules("kale.example", MODULES, "main([])")
    path = tmp_path / "program.py"
    path.write_text(program, "utf-8")
    done = subprocess.run([sys.executable, "-I", str(path)], capture_output=True, text=True, check=True)
    assert done.stdout == OUTPUT


def test_what_has_no_effect_is_gone() -> None:
    program = pack_modules("kale.example", MODULES, "main([])")
    for word in ("About", "comment", "Count up", "->", "Iterator", "Decimal", "kale", "__all__", "__future__", "dict["):
        assert word not in program
    assert program.startswith("import json")
    assert "\n\n" not in program


def test_names_get_short_where_nobody_sees_them() -> None:
    program = pack_modules("kale.example", MODULES, "main([])")
    for word in ("LIMIT", "double", "number", "main", "argv", "step", "third"):
        assert word not in program
    for word in ("class Trouble(ValueError)", "class Counter", "start", "total", ".up("):
        assert word in program


def test_order_follows_imports_not_names() -> None:
    modules = {"a": "from kale.example.z import LIMIT\nprint(LIMIT)", "z": "LIMIT = 'first'"}
    assert pack_modules("kale.example", modules, "pass").splitlines() == ["e='first'", "print(e)", "pass"]


def test_a_choice_of_modules_comes_with_what_it_imports() -> None:
    modules = {
        "base": "import json\nBASE = json.dumps(1)",
        "first": "import os\nimport os.path\nfrom kale.example.base import BASE\nprint(os.path.sep + BASE)",
        "second": "import re\nfrom json import loads\nprint(re, loads)",
    }
    package = minify("kale.example", modules, "import sys\nsys.exit()")
    programs = {name: package.program([name]) for name in modules}
    assert [programs[name].partition("\n")[0].count("import") for name in modules] == [1, 1, 2]
    assert {name: [word in program for word in ("json", "os", "re", "sys")] for name, program in programs.items()} == {
        "base": [True, False, False, True],
        "first": [True, True, False, True],
        "second": [True, False, True, True],
    }
    for program in programs.values():
        with pytest.raises(SystemExit):
            exec(program, {})
    with pytest.raises(ValueError, match="no module 'third'"):
        package.program(["third"])


def test_same_bytes_whatever_the_order_of_the_files() -> None:
    backwards = dict(reversed(MODULES.items()))
    assert pack_modules("kale.example", MODULES, "main([])") == pack_modules("kale.example", backwards, "main([])")


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"a": "x = 1", "b": "x = 2"}, "b binds 'x'"),
        ({"a": "def f(): pass", "b": "class f: pass"}, "b binds 'f'"),
        ({"a": "from json import load", "b": "def load(): pass"}, "b binds 'load'"),
        ({"a": "from json import load", "b": "from pickle import load"}, "b binds 'load'"),
        ({"a": "import json as j", "b": "import jsonschema as j"}, "b binds 'j'"),
        ({"a": "import json", "b": "json = 1"}, "b binds 'json'"),
        ({"a": "for i in (): pass", "b": "with open('') as i: pass"}, "b binds 'i'"),
        ({"a": "(n := 1)", "b": "try: pass\nexcept OSError as n: pass"}, "b binds 'n'"),
        ({"a": "import kale.example.b", "b": ""}, "imported with `from`"),
        ({"a": "from kale.example import b", "b": ""}, "under its own name"),
        ({"a": "from kale.example.b import x as y", "b": "x = 1"}, "under its own name"),
        ({"a": "from kale.example.b import *", "b": "x = 1"}, "under its own name"),
        ({"a": "from .b import x", "b": "x = 1"}, "by its full name"),
        ({"a": "from kale.example.c import x"}, "which is not packed"),
        ({"a": "class C(tuple):\n x: int"}, "may need its annotations"),
        ({"a": "@print\nclass C:\n x: int = 3"}, "may need its annotations"),
        ({"a": "from kale.example.b import x", "b": "from kale.example.a import y\nx = 1"}, "cycle"),
    ],
)
def test_what_cannot_be_packed_is_refused(modules: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        pack_modules("kale.example", modules, "pass")


def test_names_in_inner_scopes_do_not_meet() -> None:
    modules = {"a": "def f():\n x = 1\n return [i for i in (x,)]", "b": "def g(x):\n def f(): pass\n i = x"}
    pack_modules("kale.example", modules, "f(), g(1)")


def test_names_that_are_short_already_meet_no_new_ones(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"name_{number}" for number in range(300)]
    source = "import re\n" + "\n".join(f"{name} = {number}" for number, name in enumerate(names))
    source += f"\n\n\ndef main(argv):\n    return re.escape('a'), [{', '.join(names)}]\n"
    exec(minify("kale.example", {"only": source}, "print(main([]))").program(), {})
    assert capsys.readouterr().out == f"{('a', list(range(300)))}\n"


def test_the_same_import_in_two_modules_is_one() -> None:
    modules = {"a": "import os\nfrom json import load, dump\nprint(os, load, dump)", "b": "import os\nprint(os)"}
    program = pack_modules("kale.example", modules, "pass")
    assert program.splitlines()[:2] == ["import os as e;from json import dump as t,load as r", "print(e,r,t)"]


def snippets() -> dict[str, str]:
    text = Path(__file__).with_name("snippets.txt").read_text("utf-8")
    sections = (section.partition("\n") for section in text.split("=== ")[1:])
    return {name: source for name, _, source in sections}


SNIPPETS = snippets()


@pytest.mark.parametrize("name", SNIPPETS)
def test_nothing_changes_what_a_program_does(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = SNIPPETS[name]
    exec(compile(source, "plain", "exec", dont_inherit=True), {"__name__": "plain"})
    expected = capsys.readouterr().out
    packed = pack_modules("kale.example", {"a": source}, "pass")
    exec(compile(packed, "packed", "exec", dont_inherit=True), {"__name__": "plain"})
    assert capsys.readouterr().out == expected
    assert expected


@pytest.mark.parametrize("name", SNIPPETS)
def test_less_space_is_the_same_program(name: str) -> None:
    tree = ast.parse(SNIPPETS[name])
    assert ast.dump(ast.parse(compact(tree))) == ast.dump(tree)


def test_short_names_are_given_once() -> None:
    names = [f"long_name_{number}" for number in range(700)]
    text = "import re\n" + "\n".join(f"{name} = {number}" for number, name in enumerate(names))
    program = pack_modules("kale.example", {"a": text + f"\nprint(re.escape('.'), {', '.join(names)})"}, "pass")
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(program, "packed", "exec", dont_inherit=True), {})
    assert shown.getvalue() == " ".join(["\\.", *map(str, range(700))]) + "\n"


def test_runtime_keeps_its_structure() -> None:
    for program in unpacked(packed_runtime()):
        tree = ast.parse(program)
        assert ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree)
