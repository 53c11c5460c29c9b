"""Errors and warnings as the command line shows them, and the exit codes that they bring."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Final

import click

from kale.cli.documents import Failure
from kale.cli.screen import current_screen
from kale.diagnostics import Diagnostic
from kale.errors import KaleError, RunError

FAILED_RUN: Final = 1
BAD_INPUT: Final = 2


@contextlib.contextmanager
def problems_reported(*, as_json: bool = False) -> Iterator[None]:
    """Show an error of `kale` in words, without a traceback, and exit with its code.

    Args:
        as_json: Whether standard output gets a document that describes the error as well.
    """
    try:
        yield
    except KaleError as error:
        show_error(error)
        if as_json:
            click.echo(Failure.of(error).to_json())
        raise click.exceptions.Exit(FAILED_RUN if isinstance(error, RunError) else BAD_INPUT) from error


def show_error(error: KaleError) -> None:
    """Show ``error``: each of its diagnostics, or its message."""
    current_screen().error(error)


def show_diagnostics(diagnostics: Iterable[Diagnostic], source: str | None = None) -> None:
    """Show ``diagnostics``.

    Args:
        diagnostics: What to show, in this order.
        source: Name of the notebook.
    """
    current_screen().diagnostics(diagnostics, source)
