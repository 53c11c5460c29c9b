"""Two steps wait for each other only because both touch one file in passing.

## What it finds

A step that comes after another one for no other reason than a file that it appends to, looks for or lists, and that
the other one writes. No variable flows between the two, and no tag asks for the order.

## Why it is a problem

In the notebook a log or a scratch file lies on one disk and grows from cell to cell. To keep what it holds, the
pipeline hands the file from step to step: the steps run one after the other instead of side by side, and the file is
uploaded and downloaded each time.

## What to do

Let each step write a file of its own, or print what is logged: every step's output is kept. If the order is meant,
add the tag `prev:`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from kale.analysis.rules import EDGE_AGAINST_TAGS
from kale.diagnostics import Diagnostic, Related, Rule, Severity
from kale.pipeline import Edge, EdgeKind, Reason
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

ACCIDENTAL_FILE: Final = Rule("K507", "accidental-file", Severity.WARNING)
_PASSING_METHODS: Final = frozenset({"exists", "is_file", "is_dir", "touch"})
_APPENDING: Final = frozenset({"a", "at", "ab", "a+", "ab+", "a+b"})


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find edges that only a file in passing makes."""
    for edge in subject.analysis.edges:
        if all(_is_only_touched(subject, edge.target, reason) for reason in edge.reasons):
            yield _problem(edge)


def _problem(edge: Edge) -> Diagnostic:
    reason = edge.reasons[0]
    made = [Related(span=reason.made, message=f"step {edge.source!r} writes it here")] if reason.made else []
    return ACCIDENTAL_FILE.at(
        reason.used,
        f"step {edge.target!r} waits for step {edge.source!r} only because both touch the file {reason.variable!r}",
        related=made,
        help=f"use a file of its own in each step, or add the tag 'prev:{edge.source}' if the order is meant",
    )


def _is_only_touched(subject: Subject, step: str, reason: Reason) -> bool:
    """Whether a step names a file, and only to append to it or to look for it."""
    if reason.kind is not EdgeKind.FILE:
        return False
    mentions: set[ast.AST] = set()
    touches: set[ast.AST] = set()
    for cell in subject.cells:
        for node in cell.nodes if cell.cell.step == step else ():
            if isinstance(node, ast.Constant) and node.value == reason.variable:
                mentions.add(node)
            elif isinstance(node, ast.Call) and _is_in_passing(node):
                touches.update(ast.walk(node))
    return bool(mentions) and mentions <= touches


def _is_in_passing(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute) and call.func.attr in _PASSING_METHODS:
        return True
    modes = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and mode.value in _APPENDING for mode in modes)


LINT: Final = Lint(
    RulePage(
        ACCIDENTAL_FILE,
        __doc__,
        invalid=(
            Example(
                """
                # %% step:a
                with open('log.txt', 'a') as log:
                    log.write('a')
                # %% step:b
                with «open('log.txt', 'a')» as log:
                    log.write('b')
                """
            ),
            Example(
                """
                # %% imports
                from pathlib import Path
                # %% step:a
                Path('done').write_text('a')
                # %% step:b
                if not «Path('done').exists()»:
                    print('b')
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:a
                with open('rows.txt', 'w') as file:
                    file.write('a')
                # %% step:b
                with open('rows.txt') as file:
                    print(file.read())
                """
            ),
            Example(
                """
                # %% imports
                from pathlib import Path
                # %% step:a
                Path('rows').write_text('a')
                # %% step:b
                if Path('rows').exists():
                    print(open('rows').read())
                """
            ),
            Example(
                """
                # %% step:a
                with open('log.txt', 'a') as log:
                    log.write('a')
                # %% step:b prev:a
                with open('log.txt', 'a') as log:
                    log.write('b')
                """
            ),
        ),
    ),
    find,
    supersedes=frozenset({EDGE_AGAINST_TAGS.code}),
)
