"""Data stands in the code as one large literal.

## What it finds

A text, list, dictionary or the like that takes 32 KiB or more of a cell.

## Why it is a problem

The code of a step is a part of the pipeline itself: it is stored with every version, sent with every run, and counts
towards the 1.5 MiB that Kubernetes keeps for a whole run. A step whose code is larger than 1 MiB cannot start at all.

## What to do

Put the data into a file that the image holds or that a step fetches, and read it there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

LARGE_LITERAL: Final = Rule("K513", "large-literal", Severity.WARNING)
SMALLEST: Final = 32 * 1024
"""Bytes of source from which on a literal is large."""

_LITERALS: Final = (ast.Constant, ast.JoinedStr, ast.List, ast.Tuple, ast.Set, ast.Dict)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find the outermost literals that are large."""
    for cell in subject.cells:
        if len(cell.cell.source) < SMALLEST:
            continue
        for node, size in _large(cell):
            yield LARGE_LITERAL.at(
                cell.span(node),
                f"a literal of {size // 1024} KiB is a part of the code, which is stored and sent with every run",
                help="put the data into a file, and read it in the step",
            )


def _large(cell: ParsedCell) -> Iterator[tuple[ast.expr, int]]:
    starts = list(accumulate((len(line) + 1 for line in cell.cell.source.encode().split(b"\n")), initial=0))
    pending: list[ast.AST] = [cell.tree]
    while pending:
        node = pending.pop()
        size = _size(node, starts) if isinstance(node, _LITERALS) and cell.wrote(node) else 0
        if isinstance(node, ast.expr) and size >= SMALLEST:
            yield node, size
        else:
            pending.extend(ast.iter_child_nodes(node))


def _size(node: ast.expr, starts: list[int]) -> int:
    end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
    return end - (starts[node.lineno - 1] + node.col_offset)


_ROWS: Final = "\n".join(f"    {number}, {number * number}," for number in range(2_500))

LINT: Final = Lint(
    RulePage(
        LARGE_LITERAL,
        __doc__,
        invalid=(
            Example(f"# %% step:load\nrows = «[\n{_ROWS}\n]»\n# %% step:count\nprint(len(rows))\n"),
            Example(f"# %% step:load\nprint(len(«'{'abcdefgh' * 4_200}'»))\n"),
        ),
        valid=(
            Example("""
                # %% step:load
                rows = [
                    0, 0,
                    1, 1,
                ]
                print(len(rows))
                """),
            Example("""
                # %% step:load
                rows = ['abcdefgh'] * 1_000_000
                print(len(rows))
                """),
        ),
    ),
    find,
)
