"""A call waits for somebody at the keyboard.

## What it finds

`input()`, `getpass.getpass()`, `breakpoint()`, debuggers, and widgets that call a function when somebody moves them.

## Why it is a problem

A step has no keyboard and nobody who looks at it. `input()` fails with an `EOFError`, a debugger fails too or waits
until the step runs into its time limit, and a widget never calls its function.

## What to do

Make what is asked for a pipeline parameter, or take it from a secret with the tag `secret:`. Remove calls that debug,
or tag their cell with `skip`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Severity
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

INTERACTIVE_CALL: Final = Rule("K508", "interactive-call", Severity.WARNING)

_ASK: Final = "waits for an answer from the keyboard, which a step does not have"
_DEBUG: Final = "starts a debugger, and a step has nobody to use it"
_WIDGET: Final = "needs somebody who moves a widget, and a step has nobody"
_PARAMETER: Final = "make it a pipeline parameter, or take it from a secret with the tag 'secret:'"
_REMOVE: Final = "remove the call, or tag the cell with 'skip'"
_CALLS: Final = {
    "input": (_ASK, _PARAMETER),
    "getpass.getpass": (_ASK, _PARAMETER),
    "click.prompt": (_ASK, _PARAMETER),
    "click.confirm": (_ASK, _PARAMETER),
    "breakpoint": (_DEBUG, _REMOVE),
    "pdb.set_trace": (_DEBUG, _REMOVE),
    "ipdb.set_trace": (_DEBUG, _REMOVE),
    "IPython.embed": (_DEBUG, _REMOVE),
    "code.interact": (_DEBUG, _REMOVE),
    "ipywidgets.interact": (_WIDGET, _REMOVE),
    "ipywidgets.interact_manual": (_WIDGET, _REMOVE),
    "ipywidgets.interactive": (_WIDGET, _REMOVE),
    "google.colab.files.upload": (_WIDGET, _REMOVE),
    "google.colab.drive.mount": (_ASK, _REMOVE),
    "google.colab.auth.authenticate_user": (_ASK, _REMOVE),
    "huggingface_hub.notebook_login": (_WIDGET, _PARAMETER),
}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find calls and decorators that need a person."""
    for cell, node, qualified in subject.calls():
        if qualified in _CALLS:
            yield _problem(cell, node, qualified)
    for cell, function in subject.nodes(ast.FunctionDef):
        for decorator in function.decorator_list:
            name = subject.names.qualified(decorator)
            if name in _CALLS and not isinstance(decorator, ast.Call):
                yield _problem(cell, decorator, name)


def _problem(cell: ParsedCell, node: ast.expr, name: str) -> Diagnostic:
    what, advice = _CALLS[name]
    return INTERACTIVE_CALL.at(cell.span(node), f"{name}() {what}", help=advice)


LINT: Final = Lint(
    RulePage(
        INTERACTIVE_CALL,
        __doc__,
        invalid=(
            Example("""
                # %% step:ask
                rate = float(«input('rate? ')»)
                print(rate)
                """),
            Example(
                """
                # %% imports
                from getpass import getpass as ask
                # %% step:b
                def key():
                    return «ask()»
                key()
                «breakpoint()»
                """
            ),
        ),
        valid=(
            Example("""
                # %% pipeline-parameters
                rate = 0.1
                # %% step:ask
                print(rate)
                """),
            Example("""
                # %% step:ask
                def input(text):
                    return text
                print(input('rate'))
                """),
            Example("""
                # %% skip
                rate = input()
                # %% step:a
                print('input()')
                """),
        ),
    ),
    find,
)
