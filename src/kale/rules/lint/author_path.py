r"""A path leads to a place that only the author's machine has.

## What it finds

Text that starts like a path into somebody's home directory: `/home/anna/…`, `/Users/anna/…`, `C:\Users\anna\…`, any
path on a Windows drive, or one that only a hosted notebook has, such as `/content/drive/…` and `/kaggle/input/…`. Home
directories that are usual in container images, such as `/home/jovyan`, are left alone.

## Why it is a problem

The step runs in a container, perhaps on another continent. The directory is not there, so the step fails, or it
quietly makes one that vanishes with the container.

## What to do

Make the path a pipeline parameter, read the data from a URL or a bucket, or write the file in an earlier step under a
relative path.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from kale.analysis.rules import AUTHOR_FILE
from kale.diagnostics import Diagnostic, Rule, Severity
from kale.pipeline import Role
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

AUTHOR_PATH: Final = Rule("K506", "author-path", Severity.WARNING)
_USUAL_IN_IMAGES: Final = "jovyan|user|app|appuser|ray|spark|airflow|runner|docker|nonroot|node|mambauser"
_PATH: Final = re.compile(
    rf"(?:file://)?(?:/home/(?!(?:{_USUAL_IN_IMAGES})/)[\w.-]+/|/Users/(?!Shared/)[\w. -]+/|[A-Za-z]:[\\/](?=\w)"
    r"|/content/(?:g?drive|sample_data)/|/kaggle/(?:input|working)/)"
)
_LONGEST: Final = 300
_ELSEWHERE: Final = "make the path a pipeline parameter, or read the data from a URL or from an earlier step"
_IN_PARAMETER: Final = "make the default a URL or a path that containers have, and give this one to 'kale run'"


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find texts that are paths into a home directory."""
    for cell in subject.cells:
        for node, text in _texts(cell):
            if len(text) <= _LONGEST and "\n" not in text and _PATH.match(text):
                yield AUTHOR_PATH.at(
                    cell.span(node),
                    "this path is one of the author's machine; a step runs in a container, which does not have it",
                    help=_IN_PARAMETER if cell.cell.role is Role.PARAMETERS else _ELSEWHERE,
                )


def _texts(cell: ParsedCell) -> Iterator[tuple[ast.expr, str]]:
    """Give the texts of a cell, docstrings excepted, each with how it starts."""
    inside: set[ast.AST] = set()
    for node in cell.nodes:
        match node:
            case ast.Expr(value=ast.Constant() | ast.JoinedStr() as alone):
                inside.add(alone)
            case ast.JoinedStr(values=values):
                inside.update(values)
                first = values[0] if values else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and node not in inside:
                    yield node, first.value
            case ast.Constant(value=str(text)) if node not in inside:
                yield node, text


LINT: Final = Lint(
    RulePage(
        AUTHOR_PATH,
        __doc__,
        invalid=(
            Example("""
                # %% step:load
                with open(«'/home/anna/wine.csv'») as file:
                    print(file.read())
                """),
            Example(
                r"""
                # %% step:load
                root = «r'C:\Users\anna\data'»
                print(root)
                print(f'{root}/a', «f'/Users/anna/{root}'»)
                """
            ),
            Example("""
                # %% step:load
                print(open(«'/content/drive/MyDrive/wine.csv'»).read(), «'/kaggle/input/wine/a.csv'»)
                """),
            Example(
                """
                # %% pipeline-parameters
                folder = «'/home/anna/sales'»
                # %% step:load
                print(open(folder + '/rows.csv').read())
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:load
                root = '/home/jovyan/data'
                print(root, '/home', '/Users', '/data/home/anna/x')
                """
            ),
            Example("""
                # %% step:load
                '/home/anna/x is where it was'
                print('a:b', 'http://x', 'see /home/anna/x')
                """),
        ),
    ),
    find,
    supersedes=frozenset({AUTHOR_FILE.code}),
)
