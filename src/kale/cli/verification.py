"""``kale verify``: a notebook in one process against its pipeline, variable by variable."""

from __future__ import annotations

from pathlib import Path

import click

from kale import api
from kale.cli.arguments import parameter_values
from kale.cli.option_groups import json_option, parameter_option
from kale.cli.problems import FAILED_RUN, problems_reported, show_diagnostics
from kale.cli.progress import Silence
from kale.cli.screen import current_screen
from kale.cli.sources import NamedSource, SourceType
from kale.cli.verification_document import VerificationDocument
from kale.dsl import PipelineFunction
from kale.engines import StepEvent, StepState
from kale.verification.original import CALL, NOTEBOOK
from kale.verification.verifying import again_name


@click.command("verify")
@click.argument("notebook", type=SourceType())
@parameter_option
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    default=Path("kale-runs"),
    show_default=True,
    help="Where the verification's own directory is made.",
)
@json_option
@click.option("--quiet", is_flag=True, help="Show neither progress nor what the runs print.")
def command(*, notebook: NamedSource, assignments: tuple[str, ...], root: Path, as_json: bool, quiet: bool) -> None:
    """Run NOTEBOOK in one process and its pipeline step by step, and compare what they compute."""
    with problems_reported(as_json=as_json):
        diagnostics = api.check_notebook(notebook.source, notes=False)
        pipeline = api.load_notebook(notebook.source)
        show_diagnostics(diagnostics, notebook.name)
        values = parameter_values(assignments, pipeline.parameters)
        screen = current_screen()
        first = CALL if isinstance(notebook.source, PipelineFunction) else NOTEBOOK
        steps = [first, *(step.name for step in pipeline.steps)]
        with screen.progress(steps, as_json=as_json, quiet=quiet) as shown:
            verification = api.verify_notebook(
                notebook.source,
                parameters=values,
                root=root,
                on_event=lambda event: _tell(event, shown),
                echo=shown.line,
            )
        if as_json:
            click.echo(VerificationDocument.of(verification, diagnostics).to_json())
        else:
            screen.verification(verification, quiet=quiet)
    if not verification.equal:
        raise click.exceptions.Exit(FAILED_RUN)


def _tell(event: StepEvent, shown: Silence) -> None:
    if event.step in {again_name(NOTEBOOK), again_name(CALL)} and event.state is StepState.RUNNING:
        shown.expect(1)
    shown.event(event)
