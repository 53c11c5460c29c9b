"""``kale graph``: the steps of a notebook and what flows between them."""

from __future__ import annotations

from pathlib import Path

import click

from kale import api
from kale.cli.problems import problems_reported, show_diagnostics
from kale.cli.screen import current_screen
from kale.cli.sources import NamedSource, SourceType
from kale.drawing import GraphFormat, draw, format_of
from kale.whole_files import write_whole

_STANDARD_OUTPUT = "-"


@click.command("graph")
@click.argument("notebook", type=SourceType())
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([form.value for form in GraphFormat]),
    help="What to draw [default: what the ending of the file's name says, else text].",
)
@click.option("-o", "--output", help="File to write [default: standard output].")
def command(*, notebook: NamedSource, form: str | None, output: str | None) -> None:
    """Draw the steps of NOTEBOOK and the variables that flow between them."""
    chosen = GraphFormat(form) if form is not None else format_of(output or "")
    if chosen is GraphFormat.PNG and output is None:
        raise click.UsageError("a PNG picture is no text; name a file with --output")
    with problems_reported():
        pipeline = api.load_notebook(notebook.source)
        show_diagnostics(api.check_notebook(notebook.source, notes=False), notebook.name)
        if output is None and form is None:
            current_screen().graph(pipeline)
        elif output in (None, _STANDARD_OUTPUT):
            drawing = draw(pipeline, chosen)
            click.echo(drawing if chosen is GraphFormat.PNG else drawing.decode(), nl=False)
        else:
            write_whole(Path(output), draw(pipeline, chosen))
