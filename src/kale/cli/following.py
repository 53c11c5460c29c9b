"""A run on a server that is waited for, and its end."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console

from kale.cli.cluster_documents import ClusterRunDocument
from kale.cli.cluster_progress import RunLines, RunTable, show_record
from kale.cli.problems import FAILED_RUN
from kale.engines.kubeflow.records import RunState, describe_failure
from kale.errors import KaleError

if TYPE_CHECKING:
    from kale.engines.kubeflow import ClusterRun, RunRecord

INTERRUPTED: Final = 130
"""Exit code of a command that the user has interrupted, as shells have it."""


def follow(run: ClusterRun, *, timeout: float | None, as_json: bool) -> None:
    """Show a run until it ends, and how it has ended.

    Args:
        run: The run.
        timeout: Seconds to wait; without end unless given.
        as_json: Whether standard output gets a document.

    Raises:
        kale.errors.KaleError: The server does not answer, or the time is over.
        click.exceptions.Exit: The run has failed, or the user does not want to wait any longer.
    """
    console = Console(stderr=as_json)
    live = console.is_terminal and not as_json
    with (
        _outlived_by(run),
        RunTable(console, run.url) if live else RunLines(to_stderr=as_json) as shown,
    ):
        ended = run.wait(timeout=timeout, on_change=shown.update)
    if not as_json:
        click.echo()
    show_end(run, ended, as_json=as_json)


def show_end(run: ClusterRun, ended: RunRecord, *, as_json: bool) -> None:
    """Show how a run has ended.

    Args:
        run: The run.
        ended: What the server says of it.
        as_json: Whether standard output gets a document.

    Raises:
        click.exceptions.Exit: It has failed.
    """
    record = run.explained(ended)
    metrics = _metrics(run)
    if as_json:
        click.echo(ClusterRunDocument.of(record, run.url, metrics).to_json())
    else:
        show_record(record, Console(), run.url, metrics)
    if record.state in (RunState.FAILED, RunState.CANCELED):
        click.echo(f"\n{click.style('error', fg='red', bold=True)}: {describe_failure(record)}", err=True)
        raise click.exceptions.Exit(FAILED_RUN)


@contextlib.contextmanager
def _outlived_by(run: ClusterRun) -> Iterator[None]:
    """Say how to wait for a run again, when waiting ends before the run does."""
    again = f"kale runs show {run.run_id} --wait"
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\nthe run goes on; to wait for it again: {again}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    except KaleError as error:
        raise type(error)(f"{error.message}\n  to wait for the run again: {again}") from error


def _metrics(run: ClusterRun) -> dict[str, float]:
    """Give what the run has measured; a run whose metrics cannot be had has ended all the same."""
    try:
        return run.metrics()
    except KaleError as error:
        click.echo(f"{click.style('note', bold=True)}: the metrics cannot be had: {error}", err=True)
        return {}
