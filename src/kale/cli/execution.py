"""``kale run``: a notebook becomes a pipeline, which runs on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from kale import api
from kale.cli.arguments import parameter_values
from kale.cli.configured import ConfiguredCommand
from kale.cli.option_groups import json_option, parameter_option, source_argument
from kale.cli.problems import FAILED_RUN, problems_reported, show_diagnostics
from kale.cli.run_document import Execution
from kale.cli.screen import current_screen
from kale.cli.sources import NamedSource
from kale.engines import run_local


@click.command("run", cls=ConfiguredCommand)
@source_argument
@parameter_option
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path("kale-runs"),
    show_default=True,
    help="Where the run's own directory is made.",
)
@click.option(
    "--watch/--no-watch",
    default=True,
    show_default=True,
    help="Let steps look for changes that the analysis has not seen.",
)
@json_option
@click.option("--quiet", is_flag=True, help="Show neither progress nor what the steps print.")
def command(
    *, notebook: NamedSource, assignments: tuple[str, ...], root: Path, watch: bool, as_json: bool, quiet: bool
) -> None:
    """Compile NOTEBOOK and run its pipeline on this machine, every step in a process of its own."""
    with problems_reported(as_json=as_json):
        compiled = api.compile_notebook(notebook.source, watch=watch)
        show_diagnostics(compiled.diagnostics, notebook.name)
        values = parameter_values(assignments, compiled.pipeline.parameters)
        screen = current_screen()
        steps = [step.name for step in compiled.pipeline.steps]
        with screen.progress(steps, as_json=as_json, quiet=quiet) as shown:
            run = run_local(compiled, values, root=root, on_event=shown.event, echo=shown.line)
        if as_json:
            click.echo(Execution.of(run, compiled.diagnostics).to_json())
        else:
            screen.run(run, compiled.pipeline, quiet=quiet)
    if not run.succeeded:
        screen.failures(run, with_traceback=quiet)
        raise click.exceptions.Exit(FAILED_RUN)
