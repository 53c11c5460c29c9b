"""``kale upload``: a pipeline is put on a server."""

from __future__ import annotations

import click

from kale.cli.cluster_documents import UploadDocument
from kale.cli.cluster_options import ClusterChoice, cluster_options
from kale.cli.configured import ConfiguredCommand
from kale.cli.packaging import packaged
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource, SourceType


@click.command("upload", cls=ConfiguredCommand)
@click.argument("notebook", type=SourceType())
@click.option("--name", help="Name of the pipeline [default: the notebook's].")
@click.option("--image", help="Image of the steps that name none.")
@cluster_options
@click.option("--json", "as_json", is_flag=True, help="Describe the result as JSON on standard output.")
def command(
    *,
    notebook: NamedSource,
    name: str | None,
    image: str | None,
    profile: str | None,
    host: str | None,
    namespace: str | None,
    as_json: bool,
) -> None:
    """Put NOTEBOOK, or a compiled YAML file, on a Kubeflow Pipelines server, once per content."""
    with problems_reported(as_json=as_json):
        package = packaged(notebook, name, image)
        with ClusterChoice(profile, host, namespace).open(notebook) as cluster:
            uploaded = cluster.upload(package)
    if as_json:
        click.echo(UploadDocument.of(uploaded).model_dump_json(indent=2))
        return
    state = "uploaded" if uploaded.new else "was there already"
    click.echo(f"pipeline {uploaded.name}, version {uploaded.version}: {state}")
    click.echo(uploaded.url)
