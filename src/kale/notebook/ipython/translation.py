"""IPython's syntax as plain Python, line by line.

The result runs in an image without IPython: it uses the standard library alone and binds no name that the cell does
not bind (but ``_exit_code``, which IPython binds as well). Line ``n`` of it does what line ``n`` of the cell does, so
that spans and tracebacks need no mapping; what a piece of syntax does stands on the first of its lines.

What changes on the way: a magic that only shows or measures does nothing, the code that it is given still runs; a
directory that ``%cd`` does not find and a program that ``%%bash`` does not find are errors; an error below ``%%time``
or ``%%capture`` ends the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from kale.notebook.ipython.cleaning import CELL_MAGIC, cleaned, is_suspicious
from kale.notebook.ipython.names import AnyName, Names
from kale.notebook.ipython.outcome import Translation


def run_lines(source: str) -> Iterator[tuple[int, int, str]]:
    """Give the lines of a cell that run a script: the first and last number, from 1, and what follows ``%run``.

    A line below a cell magic, or in a block, is not among them.
    """
    text = cleaned(source)
    if "%run" in text and not CELL_MAGIC.match(text):
        from kale.notebook.ipython.special import Kind, find_special

        for special in find_special(text):
            name, _, arguments = special.text.partition(" ")
            at_margin = text[special.start - 1 : special.start] in ("", "\n")
            if special.kind is Kind.MAGIC and name == "run" and at_margin and not special.is_value:
                first = text.count("\n", 0, special.start) + 1
                yield first, first + text.count("\n", special.start, special.end), arguments


def translate(source: str, names: Names | None = None) -> Translation:
    """Give a cell's source as plain Python.

    Args:
        source: The cell as written.
        names: The variables that ``$name`` and ``{name}`` in a command can mean; all names when not given.
    """
    text = cleaned(source)
    found = CELL_MAGIC.match(text)
    if found is None and not is_suspicious(text):
        return Translation(text)
    from kale.notebook.ipython.rewriting import rewritten_cell, rewritten_lines

    known = names if names is not None else AnyName()
    if found is not None:
        return rewritten_cell(text, found, known, translate)
    return rewritten_lines(text, known, translate)
