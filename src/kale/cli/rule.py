"""``kale rule``: what a rule finds, why it is a problem, and what to do."""

from __future__ import annotations

import click

from kale.checking.catalogue import rule_named, rules
from kale.checking.rule_documents import rule_document
from kale.cli.problems import problems_reported


@click.command("rule")
@click.argument("rule", required=False)
def command(*, rule: str | None) -> None:
    """Print the page of RULE, a code such as K104 or a name such as undefined-name; without it, list all rules."""
    with problems_reported():
        if rule is None:
            for found in rules().values():
                click.echo(f"{found.code}  {found.severity.value:<7}  {found.slug}")
            return
        click.echo(rule_document(rule_named(rule)), nl=False)
