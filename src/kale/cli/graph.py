"""``kale graph``: the steps of a notebook and what flows between them."""

from __future__ import annotations

from pathlib import Path

import click

from kale import api
from kale.cli.problems import problems_reported, show_diagnostics
from kale.cli.sources import NamedSource, SourceType
from kale.drawing import GraphFormat, draw
from kale.whole_files import write_whole


@click.command("graph")
@click.argument("notebook", type=SourceType())
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([form.value for form in GraphFormat]),
    default=GraphFormat.TEXT.value,
    show_default=True,
    help="What to draw.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write [default: standard output].")
def command(*, notebook: NamedSource, form: str, output: Path | None) -> None:
    """Draw the steps of NOTEBOOK and the variables that flow between them."""
    with problems_reported():
        pipeline = api.load_notebook(notebook.source)
        show_diagnostics(api.check_notebook(notebook.source, notes=False), notebook.name)
        drawing = draw(pipeline, GraphFormat(form))
        if output is None or str(output) == "-":
            click.echo(drawing, nl=False)
        else:
            write_whole(output, drawing)
