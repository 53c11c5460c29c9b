"""``kale runs``: the runs on a server, looked at, ended, tried again."""

from __future__ import annotations

import click
from rich.console import Console

from kale.cli.cluster_documents import ClusterRunDocument, RunListDocument
from kale.cli.cluster_options import ClusterChoice, cluster_options
from kale.cli.cluster_progress import run_rows, show_record
from kale.cli.default_command import GroupWithDefault
from kale.cli.problems import problems_reported
from kale.cli.submission import follow
from kale.cli.summary import aligned


@click.group("runs", cls=GroupWithDefault, default="list")
def command() -> None:
    """Look at runs on a Kubeflow Pipelines server, end them, try them again."""


@command.command("list")
@click.option("--experiment", help="Only the runs of this experiment.")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="How many.")
@cluster_options
@click.option("--json", "as_json", is_flag=True, help="Describe them as JSON on standard output.")
def list_runs(
    *,
    experiment: str | None,
    limit: int,
    profile: str | None,
    host: str | None,
    namespace: str | None,
    as_json: bool,
) -> None:
    """List the newest runs."""
    with problems_reported(as_json=as_json), ClusterChoice(profile, host, namespace).open() as cluster:
        records = cluster.runs(experiment=experiment, limit=limit)
    if as_json:
        document = RunListDocument(runs=tuple(ClusterRunDocument.of(record) for record in records))
        click.echo(document.model_dump_json(indent=2))
    else:
        for line in aligned([*run_rows(records)]):
            click.echo(line)


@command.command("show")
@click.argument("run_id", metavar="RUN")
@click.option("--wait", is_flag=True, help="Wait for the end.")
@click.option("--timeout", type=click.FloatRange(min=0), help="Seconds to wait [default: without end].")
@cluster_options
@click.option("--json", "as_json", is_flag=True, help="Describe it as JSON on standard output.")
def show(
    *,
    run_id: str,
    wait: bool,
    timeout: float | None,
    profile: str | None,
    host: str | None,
    namespace: str | None,
    as_json: bool,
) -> None:
    """Show a run: its steps, its metrics, and why it failed."""
    with problems_reported(as_json=as_json), ClusterChoice(profile, host, namespace).open() as cluster:
        run = cluster.run(run_id)
        record = run.record()
        if wait or record.state.ended:
            follow(run, timeout=timeout, as_json=as_json)
        elif as_json:
            click.echo(ClusterRunDocument.of(record, run.url).model_dump_json(indent=2))
        else:
            show_record(record, Console(), run.url, {})


@command.command("logs")
@click.argument("run_id", metavar="RUN")
@click.argument("step")
@cluster_options
def logs(*, run_id: str, step: str, profile: str | None, host: str | None, namespace: str | None) -> None:
    """Print what STEP of RUN has printed."""
    with problems_reported(), ClusterChoice(profile, host, namespace).open() as cluster:
        click.echo(cluster.run(run_id).log(step), nl=False)


@command.command("terminate")
@click.argument("run_id", metavar="RUN")
@cluster_options
def terminate(*, run_id: str, profile: str | None, host: str | None, namespace: str | None) -> None:
    """End RUN."""
    with problems_reported(), ClusterChoice(profile, host, namespace).open() as cluster:
        run = cluster.run(run_id)
        run.terminate()
        click.echo(f"run {run_id} is being ended: {run.url}")


@command.command("retry")
@click.argument("run_id", metavar="RUN")
@click.option("--wait", is_flag=True, help="Wait for the end.")
@click.option("--timeout", type=click.FloatRange(min=0), help="Seconds to wait [default: without end].")
@cluster_options
def retry(
    *,
    run_id: str,
    wait: bool,
    timeout: float | None,
    profile: str | None,
    host: str | None,
    namespace: str | None,
) -> None:
    """Run what has failed in RUN again, with what has succeeded."""
    with problems_reported(), ClusterChoice(profile, host, namespace).open() as cluster:
        run = cluster.run(run_id)
        run.retry()
        click.echo(f"run {run_id} goes on: {run.url}")
        if wait:
            follow(run, timeout=timeout, as_json=False)
