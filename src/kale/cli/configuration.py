"""``kale config``: which server, whose, and who says so."""

from __future__ import annotations

import click

from kale.cli.option_groups import ClusterChoice, cluster_options
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource, SourceType
from kale.cli.summary import aligned
from kale.profiles import ResolvedProfile


@click.command("config")
@click.argument("notebook", type=SourceType(), required=False)
@cluster_options
@click.option("--json", "as_json", is_flag=True, help="Describe the settings as JSON on standard output.")
def command(*, notebook: NamedSource | None, server: ClusterChoice, as_json: bool) -> None:
    """Show the settings that apply in this directory, or beside NOTEBOOK, and where each comes from.

    Secrets are not shown.
    """
    with problems_reported(as_json=as_json):
        found = server.settings(notebook)
    if as_json:
        _show_document(found)
    else:
        _show_table(found)


def _show_document(found: ResolvedProfile) -> None:
    import json

    settings = {each.name: {"value": each.value, "source": each.source} for each in found.settings}
    document = {
        "version": 1,
        "succeeded": True,
        "profile": found.name,
        "settings": settings,
        "withheld": found.withheld,
    }
    click.echo(json.dumps(document, indent=2))


def _show_table(found: ResolvedProfile) -> None:
    click.echo(f"profile {found.name}, sign-in: {found.profile.way_to_sign_in.value}")
    if found.settings:
        click.echo()
        rows = ((each.name, each.value, each.source) for each in found.settings)
        for line in aligned([("SETTING", "VALUE", "SOURCE"), *rows]):
            click.echo(line)
    if found.withheld:
        names = ", ".join(found.withheld)
        click.echo(
            f"\nnot used: {names} of your own file, because a project's file decides where requests go; give that"
            " server a profile in your own file, or name it with --host"
        )
