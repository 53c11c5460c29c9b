"""``kale upload``: a pipeline is put on a server."""

from __future__ import annotations

import click

from kale.cli.cluster_documents import UploadDocument
from kale.cli.configured import ConfiguredCommand
from kale.cli.option_groups import (
    ClusterChoice,
    PipelineChoice,
    cluster_options,
    json_option,
    pipeline_options,
    source_argument,
)
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource


@click.command("upload", cls=ConfiguredCommand)
@source_argument
@pipeline_options
@cluster_options
@json_option
def command(*, notebook: NamedSource, choice: PipelineChoice, server: ClusterChoice, as_json: bool) -> None:
    """Put NOTEBOOK, or a compiled YAML file, on a Kubeflow Pipelines server, once per content."""
    with problems_reported(as_json=as_json):
        package = choice.package(notebook)
        with server.open(notebook) as cluster:
            uploaded = cluster.upload(package)
    if as_json:
        click.echo(UploadDocument.of(uploaded).to_json())
        return
    state = "uploaded" if uploaded.new else "was there already"
    click.echo(f"pipeline {uploaded.name}, version {uploaded.version}: {state}")
    click.echo(uploaded.url)
