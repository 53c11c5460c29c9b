"""``kale submit``: a pipeline runs on a server."""

from __future__ import annotations

import click

from kale.cli.cluster_documents import ClusterRunDocument
from kale.cli.configured import ConfiguredCommand
from kale.cli.following import follow
from kale.cli.option_groups import (
    ClusterChoice,
    OrderChoice,
    Waiting,
    cluster_options,
    json_option,
    order_options,
    source_argument,
    waiting_options,
)
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource


@click.command("submit", cls=ConfiguredCommand)
@source_argument
@click.option("--run-name", help="Name of the run [default: the pipeline's and the time].")
@order_options
@waiting_options
@cluster_options
@json_option
def command(
    *,
    notebook: NamedSource,
    run_name: str | None,
    order: OrderChoice,
    waiting: Waiting,
    server: ClusterChoice,
    as_json: bool,
) -> None:
    """Run NOTEBOOK, or a compiled YAML file, on a Kubeflow Pipelines server."""
    with problems_reported(as_json=as_json):
        package, values = order.prepared(notebook)
        with server.open(notebook) as cluster:
            run = cluster.submit(package, values, experiment=order.experiment, name=run_name)
            click.echo(f"run {run.run_id}: {run.url}", err=as_json)
            if waiting.wait:
                follow(run, timeout=waiting.timeout, as_json=as_json)
            elif as_json:
                click.echo(ClusterRunDocument.of(run.record(), run.url).to_json())
