"""``kale submit``: a pipeline runs on a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console

from kale.cli.arguments import parameter_values
from kale.cli.cluster_documents import ClusterRunDocument
from kale.cli.cluster_progress import RunLines, RunTable, show_record
from kale.cli.configured import ConfiguredCommand
from kale.cli.option_groups import (
    ClusterChoice,
    PipelineChoice,
    Waiting,
    cluster_options,
    json_option,
    parameter_option,
    pipeline_options,
    source_argument,
    waiting_options,
)
from kale.cli.problems import FAILED_RUN, problems_reported
from kale.cli.sources import NamedSource
from kale.engines.kubeflow.records import RunState, describe_failure

if TYPE_CHECKING:
    from kale.engines.kubeflow import ClusterRun


@click.command("submit", cls=ConfiguredCommand)
@source_argument
@parameter_option
@click.option("--experiment", help="Experiment of the run, made if it is missing [default: the notebook's].")
@click.option("--run-name", help="Name of the run [default: the pipeline's and the time].")
@pipeline_options
@waiting_options
@cluster_options
@json_option
def command(
    *,
    notebook: NamedSource,
    assignments: tuple[str, ...],
    experiment: str | None,
    run_name: str | None,
    choice: PipelineChoice,
    waiting: Waiting,
    server: ClusterChoice,
    as_json: bool,
) -> None:
    """Run NOTEBOOK, or a compiled YAML file, on a Kubeflow Pipelines server."""
    with problems_reported(as_json=as_json):
        package = choice.package(notebook)
        values = parameter_values(assignments, package.parameters)
        with server.open(notebook) as cluster:
            run = cluster.submit(package, values, experiment=experiment, name=run_name)
            click.echo(f"run {run.run_id}: {run.url}", err=as_json)
            if waiting.wait:
                follow(run, timeout=waiting.timeout, as_json=as_json)
            elif as_json:
                click.echo(ClusterRunDocument.of(run.record(), run.url).model_dump_json(indent=2))


def follow(run: ClusterRun, *, timeout: float | None, as_json: bool) -> None:
    """Show a run until it ends, and how it has ended.

    Args:
        run: The run.
        timeout: Seconds to wait; without end unless given.
        as_json: Whether standard output gets a document.

    Raises:
        kale.errors.KaleError: The server does not answer, or the time is over.
        click.exceptions.Exit: The run has failed.
    """
    console = Console(stderr=as_json)
    live = console.is_terminal and not as_json
    with RunTable(console, run.url) if live else RunLines(to_stderr=as_json) as shown:
        ended = run.wait(timeout=timeout, on_change=shown.update)
    record = run.explained(ended)
    metrics = run.metrics()
    if as_json:
        click.echo(ClusterRunDocument.of(record, run.url, metrics).model_dump_json(indent=2))
    else:
        click.echo()
        show_record(record, console, run.url, metrics)
    if record.state in (RunState.FAILED, RunState.CANCELED):
        click.echo(f"\n{click.style('error', fg='red', bold=True)}: {describe_failure(record)}", err=True)
        raise click.exceptions.Exit(FAILED_RUN)
