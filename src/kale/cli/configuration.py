"""``kale config``: which server, whose, and who says so."""

from __future__ import annotations

import os

import click

from kale.cli.problems import problems_reported
from kale.cli.summary import aligned
from kale.profiles import resolve_profile


@click.command("config")
@click.option("--profile", help="Which of the profiles in kale.toml, pyproject.toml or your own file.")
@click.option("--json", "as_json", is_flag=True, help="Describe the settings as JSON on standard output.")
def command(*, profile: str | None, as_json: bool) -> None:
    """Show the settings that apply in this directory, and where each comes from. Secrets are not shown."""
    with problems_reported(as_json=as_json):
        found = resolve_profile(profile, environment=os.environ)
    if as_json:
        import json

        settings = {each.name: {"value": each.value, "source": each.source} for each in found.settings}
        click.echo(json.dumps({"version": 1, "profile": found.name, "settings": settings}, indent=2))
        return
    click.echo(f"profile {found.name}, sign-in: {found.profile.way_to_sign_in.value}")
    if found.settings:
        click.echo()
        for line in aligned(
            [("SETTING", "VALUE", "SOURCE"), *((each.name, each.value, each.source) for each in found.settings)]
        ):
            click.echo(line)
