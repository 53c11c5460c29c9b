"""Where commands show what they have found: a terminal or a file here, a notebook in `kale.jupyter`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import click

from kale.diagnostics import Diagnostic, Severity
from kale.errors import KaleError

if TYPE_CHECKING:
    from kale.cli.progress import Silence
    from kale.engines import LocalRun
    from kale.pipeline import Pipeline
    from kale.verification import Verification

_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


class Screen:
    """A terminal, or a file.

    A command finds another one as the object of its click context.
    """

    def error(self, error: KaleError) -> None:
        """Show each of an error's diagnostics, or its message."""
        if error.diagnostics:
            self.diagnostics(error.diagnostics, error.source)
        else:
            click.echo(f"{click.style('error', fg='red', bold=True)}: {error}", err=True)

    def diagnostics(self, diagnostics: Iterable[Diagnostic], source: str | None) -> None:
        """Show diagnostics, in this order.

        Args:
            diagnostics: The diagnostics.
            source: Name of the notebook.
        """
        for diagnostic in diagnostics:
            plain = f"{diagnostic.severity.value}[{diagnostic.code} {diagnostic.slug}]"
            styled = click.style(plain, fg=_COLOURS[diagnostic.severity], bold=True)
            click.echo(diagnostic.render(source).replace(plain, styled, 1), err=True)

    def note(self, words: str) -> None:
        """Say something that the user should know."""
        click.echo(f"{click.style('note', fg='cyan', bold=True)}: {words}", err=True)

    def graph(self, pipeline: Pipeline) -> None:
        """Show the graph of a pipeline."""
        from kale.drawing import draw_text

        click.echo(draw_text(pipeline), nl=False)

    def progress(self, steps: Sequence[str], *, as_json: bool, quiet: bool) -> Silence:
        """Give what shows a run while it goes on.

        Args:
            steps: Names of the steps.
            as_json: Whether standard output is for a document.
            quiet: Whether to show nothing.
        """
        from rich.console import Console

        from kale.cli.progress import reporter

        return reporter(Console(stderr=as_json), len(steps), as_json=as_json, quiet=quiet)

    def run(self, run: LocalRun, pipeline: Pipeline, *, quiet: bool) -> None:  # noqa: ARG002 - for other screens
        """Show what has become of a run.

        Args:
            run: The run.
            pipeline: What has run.
            quiet: Whether nothing has been shown so far.
        """
        from rich.console import Console

        from kale.cli.summary import show_summary

        if not quiet:
            click.echo()
        show_summary(run, Console())

    def failures(self, run: LocalRun, *, with_traceback: bool) -> None:
        """Show why steps of a run failed.

        Args:
            run: The run.
            with_traceback: Whether nobody has seen the notebook's traceback yet.
        """
        from kale.cli.summary import show_failures

        show_failures(run, with_traceback=with_traceback)

    def verification(self, verification: Verification, *, quiet: bool) -> None:
        """Show the result of a verification.

        Args:
            verification: The verification.
            quiet: Whether nothing has been shown so far.
        """
        from rich.console import Console

        from kale.cli.verification_summary import show_verification

        if not quiet:
            click.echo()
        show_verification(verification, Console())


def current_screen() -> Screen:
    """Give the screen of the command that runs."""
    context = click.get_current_context(silent=True)
    found = context.find_object(Screen) if context is not None else None
    return found or Screen()
