"""``kale explain``: why the steps of a notebook come after each other, and what they carry."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import click

from kale import api
from kale.cli.explanation_text import edge_lines, step_lines, variable_lines
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource, SourceType
from kale.errors import ConfigurationError
from kale.pipeline.explanation import Explanation
from kale.suggestion import closest

_ARROWS: Final = ("->", "→", "=>")


@click.command("explain")
@click.argument("notebook", type=SourceType())
@click.argument("what", required=False, metavar="[EDGE|VARIABLE|STEP]")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
def command(*, notebook: NamedSource, what: str | None, form: str) -> None:
    """Say why steps of NOTEBOOK wait for others; or what is behind one EDGE (a->b), a VARIABLE or a STEP."""
    with problems_reported():
        explanation = api.explain_notebook(notebook.source)
        chosen = explanation if what is None else _only(explanation, what)
    if form == "json":
        click.echo(chosen.to_json())
        return
    for line in _lines(chosen, everything=what is None):
        click.echo(line)


def _only(explanation: Explanation, what: str) -> Explanation:
    """Give the part of an explanation that is about one thing."""
    edges = tuple(edge for edge in explanation.edges if _names_edge(what, edge.source, edge.target))
    steps = tuple(step for step in explanation.steps if step.name == what)
    variables = tuple(variable for variable in explanation.variables if variable.name == what)
    if not (edges or steps or variables):
        raise ConfigurationError(_unknown(explanation, what))
    return explanation.model_copy(update={"edges": edges, "steps": steps, "variables": variables})


def _names_edge(what: str, source: str, target: str) -> bool:
    return any(what.replace(" ", "") == f"{source}{arrow}{target}".replace(" ", "") for arrow in _ARROWS)


def _unknown(explanation: Explanation, what: str) -> str:
    if any(arrow in what for arrow in _ARROWS):
        known = [f"{edge.source}->{edge.target}" for edge in explanation.edges]
        hint = closest(what, known) or f"the edges are {', '.join(known) or 'none'}"
        return f"no step waits for another as {what!r} says; {hint}"
    names = [*(step.name for step in explanation.steps), *(variable.name for variable in explanation.variables)]
    nearest = closest(what, names)
    return f"{what!r} is no step and no variable of the steps{f'; {nearest}' if nearest else ''}"


def _lines(explanation: Explanation, *, everything: bool) -> Iterable[str]:
    for edge in explanation.edges:
        yield from edge_lines(edge)
    if everything and not explanation.edges:
        yield "No step waits for another."
    for step in () if everything else explanation.steps:
        yield from step_lines(step)
    for variable in () if everything else explanation.variables:
        yield from variable_lines(variable)
