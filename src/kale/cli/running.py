"""``kale runs``: the runs on a server, looked at, ended, tried again."""

from __future__ import annotations

import click
from rich.console import Console

from kale.cli.cluster_documents import ClusterRunDocument, RunListDocument
from kale.cli.cluster_progress import run_rows, show_record
from kale.cli.default_command import GroupWithDefault
from kale.cli.following import follow, show_end
from kale.cli.option_groups import ClusterChoice, Waiting, cluster_options, json_option, waiting_options
from kale.cli.problems import problems_reported
from kale.cli.summary import aligned


@click.group("runs", cls=GroupWithDefault, default="list")
def command() -> None:
    """Look at runs on a Kubeflow Pipelines server, end them, try them again."""


@command.command("list")
@click.option("--experiment", help="Only the runs of this experiment.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="How many.")
@cluster_options
@json_option
def list_runs(
    *,
    experiment: str | None,
    limit: int,
    server: ClusterChoice,
    as_json: bool,
) -> None:
    """List the newest runs."""
    with problems_reported(as_json=as_json), server.open() as cluster:
        records = cluster.runs(experiment=experiment, limit=limit)
    if as_json:
        document = RunListDocument(runs=tuple(ClusterRunDocument.of(record) for record in records))
        click.echo(document.to_json())
    else:
        for line in aligned([*run_rows(records)]):
            click.echo(line)


@command.command("show")
@click.argument("run_id", metavar="RUN")
@waiting_options
@cluster_options
@json_option
def show(
    *,
    run_id: str,
    waiting: Waiting,
    server: ClusterChoice,
    as_json: bool,
) -> None:
    """Show a run: its steps, its metrics, and why it failed."""
    with problems_reported(as_json=as_json), server.open() as cluster:
        run = cluster.run(run_id)
        record = run.record()
        if record.state.ended:
            show_end(run, record, as_json=as_json)
        elif waiting.wait:
            follow(run, timeout=waiting.timeout, as_json=as_json)
        elif as_json:
            click.echo(ClusterRunDocument.of(record, run.url).to_json())
        else:
            show_record(record, Console(), run.url, {})


@command.command("logs")
@click.argument("run_id", metavar="RUN")
@click.argument("step")
@cluster_options
def logs(*, run_id: str, step: str, server: ClusterChoice) -> None:
    """Print what STEP of RUN has printed."""
    with problems_reported(), server.open() as cluster:
        click.echo(cluster.run(run_id).log(step), nl=False)


@command.command("terminate")
@click.argument("run_id", metavar="RUN")
@cluster_options
def terminate(*, run_id: str, server: ClusterChoice) -> None:
    """End RUN."""
    with problems_reported(), server.open() as cluster:
        run = cluster.run(run_id)
        run.terminate()
        click.echo(f"run {run_id} is being ended: {run.url}")


@command.command("retry")
@click.argument("run_id", metavar="RUN")
@waiting_options
@cluster_options
def retry(
    *,
    run_id: str,
    waiting: Waiting,
    server: ClusterChoice,
) -> None:
    """Run what has failed in RUN again, with what has succeeded."""
    with problems_reported(), server.open() as cluster:
        run = cluster.run(run_id)
        run.retry()
        click.echo(f"run {run_id} goes on: {run.url}")
        if waiting.wait:
            follow(run, timeout=waiting.timeout, as_json=False)
