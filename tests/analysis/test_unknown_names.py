"""What is said of names that nothing has bound where they are read: what was meant, and which places belong to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.conftest import Outline

Analysed = Callable[[str], Outline]
Said = tuple[str, str, str | None, list[tuple[str, str]]]


def said(found: Outline) -> list[Said]:
    return [
        (d.code, d.message, d.help, [(str(related.span), related.message) for related in d.related])
        for d in found.analysis.diagnostics
    ]


FURTHER_DOWN = "move the cell that binds it up"
DELETED = "keep the name, or bind it again before it is used"

UNKNOWN: dict[str, tuple[str, Said]] = {
    "bound further down": (
        "# %% a\nprint(rows)\n# %% b\n\nrows = [1]\nrows = [2]",
        (
            "K104",
            "'rows' is used before the notebook binds it",
            FURTHER_DOWN,
            [("cell 2, line 2", "'rows' is first bound here")],
        ),
    ),
    "a function defined further down": (
        "# %% a\nload()\n# %% functions\ndef load():\n    return 1",
        (
            "K104",
            "'load' is used before the notebook binds it",
            FURTHER_DOWN,
            [("cell 2, line 1", "'load' is first bound here")],
        ),
    ),
    "deleted in its own step": (
        "# %% a\nx = 1\ndel x\nprint(x)",
        ("K104", "'x' has been deleted, and nothing binds it again", DELETED, [("cell 1, line 2", "deleted here")]),
    ),
    "deleted in an earlier step": (
        "# %% a\nx = y = 1\n# %% b\ndel x\n# %% c\nprint(x, y)",
        ("K104", "'x' has been deleted, and nothing binds it again", DELETED, [("cell 2, line 1", "deleted here")]),
    ),
    "perhaps bound where nobody can see it": (
        "# %% a\nglobals().update({'rate': 1})\n# %% b\nprint(rate)",
        (
            "K104",
            "nothing in the notebook binds 'rate'",
            "assign 'rate' by its name",
            [("cell 1, line 1", "globals() may bind it, but nobody can tell which names")],
        ),
    ),
    "misspelt in a function": (
        "# %% functions\npaths = 1\ndef load(path):\n    return pth\n# %% a\nload(paths)",
        ("K105", "a function reads 'pth', which nothing in the notebook binds", "did you mean 'path'?", []),
    ),
}


@pytest.mark.parametrize(("notebook", "expected"), UNKNOWN.values(), ids=UNKNOWN)
def test_words(outline: Analysed, notebook: str, expected: Said) -> None:
    assert said(outline(notebook))[-1] == expected


@pytest.mark.parametrize(
    "notebook",
    [
        "# %% a\nx = 1\ndel x\nx = 2\nprint(x)",
        "# %% a\nx = 1\nif input():\n    del x\nprint(x)",
        "# %% a\nx = [1]\nfor _ in x:\n    print(x)\n    del x\n    break",
        "# %% a\nx = 1\ndel x\ntry:\n    x\nexcept NameError:\n    x = 2\nprint(x)",
        "# %% a\nx = 1\ndel x\ndef set_x():\n    global x\n    x = 2\nset_x()\nprint(x)",
        "# %% a\nx = 1\ndel x\nexec('x = 2')\nprint(x)",
        "# %% a\nfrom math import *\npi = 3\ndel pi\nfrom math import *\nprint(pi)",
        "# %% a\nid = 1\ndel id\nprint(id)",
        "# %% a\nx = 1\ndel x\nprint([x for x in [1]])\ndef later():\n    return x",
    ],
)
def test_a_name_that_may_be_bound_again_is_left_alone(outline: Analysed, notebook: str) -> None:
    assert "K104" not in outline(notebook).codes


@pytest.mark.parametrize(
    ("notebook", "words", "made"),
    [
        ("# %% a\ng = (i for i in [1])\n# %% b\nnext(g)", "'g' is a generator", "cell 1, line 1"),
        (
            "# %% a\ndb = open('x')\nreaders = {'a': db}\n# %% b\nprint(len(readers))\n# %% c\nprint(readers, db)",
            "'db' is an open file",
            "cell 1, line 1",
        ),
        (
            "# %% a\nimport sqlite3\nc = sqlite3.connect('x')\nd = c.cursor()\n# %% b\nprint(d.fetchall())",
            "'d' is a cursor of a database connection",
            "cell 1, line 3",
        ),
        (
            "# %% a\ng = open('a')\ng.close()\n# %% b\ng = open('b')\ng.read()\n# %% c\ng.close()",
            "'g' is an open file",
            "cell 2, line 1",
        ),
    ],
)
def test_what_cannot_cross_is_named_where_it_is_made(outline: Analysed, notebook: str, words: str, made: str) -> None:
    found = next(d for d in outline(notebook).analysis.diagnostics if d.code == "K106")
    assert found.message == f"{words}, which cannot be handed to another step"
    assert [str(related.span) for related in found.related] == [made]
