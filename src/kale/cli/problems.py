"""Errors and warnings as the command line shows them, and the exit codes that they bring."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Final

import click

from kale.cli.documents import Failure
from kale.diagnostics import Diagnostic, Severity
from kale.errors import KaleError, RunError

FAILED_RUN: Final = 1
BAD_INPUT: Final = 2

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


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
            click.echo(Failure.of(error).model_dump_json(indent=2))
        raise click.exceptions.Exit(FAILED_RUN if isinstance(error, RunError) else BAD_INPUT) from error


def show_error(error: KaleError) -> None:
    """Write ``error`` to standard error: each of its diagnostics, or its message."""
    if error.diagnostics:
        show_diagnostics(error.diagnostics, error.source)
    else:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)


def show_diagnostics(diagnostics: Iterable[Diagnostic], source: str | None = None) -> None:
    """Write ``diagnostics`` to standard error.

    Args:
        diagnostics: What to show, in this order.
        source: Name of the notebook.
    """
    for diagnostic in diagnostics:
        plain = f"{diagnostic.severity.value}[{diagnostic.code} {diagnostic.slug}]"
        styled = click.style(plain, fg=_COLOURS[diagnostic.severity], bold=True)
        click.echo(diagnostic.render(source).replace(plain, styled, 1), err=True)
