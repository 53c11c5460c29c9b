"""What a source imports, read off its text."""

from __future__ import annotations

import pytest

from kale.analysis.imports import Import, imports_of, parse
from kale.analysis.unsaid_imports import unsaid_imports

CASES = {
    "import a.b, c as d": "a.b c",
    "from a import b, c": "a(b,c)",
    "from a.b import *": "a.b(*)",
    "from . import a\nfrom ..b import c": ".(a) ..b(c)",
    "def f():\n    import a": "a",
    "class C:\n    from a import b": "a(b)",
    "async def f():\n    with x:\n        import a": "a",
    "try:\n    import a\nexcept ImportError:\n    import b": "a? b?",
    "try:\n    import a\nexcept (ValueError, ModuleNotFoundError):\n    a = None": "a?",
    "try:\n    import a\nexcept:\n    pass\nelse:\n    import b\nfinally:\n    import c": "a? b? c",
    "try:\n    import a\nfinally:\n    x = 1": "a",
    "try:\n    import a\nexcept ValueError:\n    pass": "a",
    "with contextlib.suppress(ImportError):\n    import a": "a?",
    "if x:\n    import a\nelse:\n    import b": "a? b?",
    "if __name__ == '__main__':\n    import a": "a",
    "if TYPE_CHECKING:\n    import a\nelse:\n    import b": "b",
    "if typing.TYPE_CHECKING:\n    import a": "",
    "import importlib\nm = importlib.import_module('a.b')": "importlib a.b",
    "__import__('a').f()": "a",
    "importlib.import_module(name)": "",
    "for i in x:\n    import a": "a",
    "text = 'import a'": "",
}


@pytest.mark.parametrize("source", CASES)
def test_imports(source: str) -> None:
    tree = parse(source)
    assert tree is not None
    assert " ".join(shown(found) for found in imports_of(tree)) == CASES[source]


def shown(found: Import) -> str:
    names = f"({','.join(found.names)})" if found.names else ""
    return "." * found.level + found.module + names + "?" * found.conditional


def test_places() -> None:
    tree = parse("x = 1\nif x:\n    import a")
    assert tree is not None
    (found,) = imports_of(tree)
    assert (found.line, found.column) == (3, 5)


@pytest.mark.parametrize("source", ["x = = 1", "\0", "(" * 500])
def test_what_is_not_python_imports_nothing(source: str) -> None:
    assert parse(source) is None


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("df.to_parquet('a')", ["pyarrow"]),
        ("pd.read_parquet('a', engine='fastparquet')", ["fastparquet"]),
        ("load_wine(as_frame=True)", ["pandas"]),
        ("load_wine(as_frame=False)", []),
        ("df.plot.bar()", ["matplotlib"]),
        ("model.set_output(transform='pandas')", ["pandas"]),
        ("read('to_parquet')", []),
    ],
)
def test_what_libraries_import_for_themselves(source: str, modules: list[str]) -> None:
    tree = parse(source)
    assert tree is not None
    found = list(unsaid_imports(tree))
    assert [one.module for one in found] == modules
    assert all(one.conditional for one in found)
