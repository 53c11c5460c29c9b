"""A cell imports every name of a module.

## What it finds

`from module import *` in any cell that takes part in the pipeline.

## Why it is a problem

Nobody can tell from the text which names the module brings. kale carries the import to every step, because any of
them may need it, and can no longer say that a name is misspelt: it might be one of the module's. A later version of
the module may bind a name that the notebook uses for something else.

## What to do

Import the names that the notebook uses, or the module itself.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

STAR_IMPORT: Final = Rule("K501", "star-import", Severity.WARNING)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find imports of all names of a module."""
    for cell, node in subject.nodes(ast.ImportFrom):
        if any(alias.name == "*" for alias in node.names):
            yield STAR_IMPORT.at(
                cell.span(node),
                f"this imports every name of {node.module!r}, so nobody can tell which names the steps need from it",
                help="import the names that the notebook uses",
            )


LINT: Final = Lint(
    RulePage(
        STAR_IMPORT,
        __doc__,
        invalid=(
            Example("""
                # %% imports
                «from math import *»
                # %% step:area
                print(pi * 2**2)
                """),
            Example("""
                # %% step:paths
                import os
                «from os.path import *»
                print(join('a', 'b'))
                """),
        ),
        valid=(
            Example("""
                # %% imports
                from math import pi
                # %% step:area
                print(pi * 2**2)
                """),
            Example("""
                # %% step:area
                from math import (
                    pi,
                )
                text = 'from math import *'
                print(pi, text)
                """),
        ),
    ),
    find,
)
