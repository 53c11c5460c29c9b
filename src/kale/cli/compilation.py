"""``kale compile``: a notebook becomes the YAML of a pipeline."""

from __future__ import annotations

from pathlib import Path

import click

from kale import api
from kale.cli.arguments import parameter_values
from kale.cli.configured import ConfiguredCommand
from kale.cli.documents import Compilation
from kale.cli.option_groups import PipelineChoice, json_option, pipeline_options, source_argument
from kale.cli.problems import problems_reported, show_diagnostics
from kale.cli.provisions import show_provisions
from kale.cli.sources import NamedSource
from kale.errors import OutputError
from kale.pipeline import PackagePolicy, ParameterValue

_STANDARD_OUTPUT = "-"


@click.command("compile", cls=ConfiguredCommand)
@source_argument
@click.option(
    "-o", "--output", help="File to write, - for standard output [default: NOTEBOOK's name with .yaml, here]."
)
@pipeline_options
@click.option("-p", "--parameter", "assignments", metavar="NAME=VALUE", multiple=True, help="Default of a parameter.")
@click.option(
    "--packages",
    type=click.Choice([policy.value for policy in PackagePolicy]),
    help="What steps install when they start, whatever the notebook says.",
)
@click.option("--package", "requirements", metavar="REQUIREMENT", multiple=True, help="A package for every step.")
@click.option("--no-pin", is_flag=True, help="Leave out the versions that are installed here.")
@click.option("--constraints", metavar="FILE", help="Versions to keep to, in pip's form.")
@click.option("--watch", is_flag=True, help="Let steps look for changes that the analysis has not seen.")
@json_option
def command(
    *,
    notebook: NamedSource,
    output: str | None,
    choice: PipelineChoice,
    assignments: tuple[str, ...],
    packages: str | None,
    requirements: tuple[str, ...],
    no_pin: bool,
    constraints: str | None,
    watch: bool,
    as_json: bool,
) -> None:
    """Compile NOTEBOOK to a Kubeflow Pipelines YAML file."""
    if as_json and output == _STANDARD_OUTPUT:
        raise click.UsageError("--json and --output - both want standard output")
    with problems_reported(as_json=as_json):
        target = None if output == _STANDARD_OUTPUT else _target(notebook, output)
        compiled = api.compile_notebook(
            notebook.source,
            target,
            name=choice.name,
            parameters=_values(notebook, assignments),
            image=choice.image,
            watch=watch,
            runtime=choice.runtime,
            packages=packages,
            requirements=requirements,
            pin=not no_pin,
            constraints=constraints,
        )
        show_diagnostics(compiled.diagnostics, notebook.name)
        pipeline = compiled.pipeline
        if target is None:
            click.echo(compiled.yaml, nl=False)
        elif as_json:
            document = Compilation(
                pipeline=pipeline.name,
                output=str(target),
                steps=tuple(step.name for step in pipeline.steps),
                parameters=tuple(parameter.name for parameter in pipeline.parameters),
                packages={step.name: tuple(p.requirement for p in step.packages) for step in pipeline.steps},
                files={step.name: tuple(f.path for f in (*step.modules, *step.files)) for step in pipeline.steps},
                diagnostics=compiled.diagnostics,
            )
            click.echo(document.to_json())
        else:
            count = len(pipeline.steps)
            click.echo(f"{target}: pipeline {pipeline.name}, {count} {'step' if count == 1 else 'steps'}")
            show_provisions(pipeline)


def _target(notebook: NamedSource, output: str | None) -> Path:
    target = Path(output) if output is not None else Path(f"{notebook.stem}.yaml")
    if notebook.is_file(target):
        raise OutputError(f"{target} is the notebook itself; name another file with --output")
    return target


def _values(notebook: NamedSource, assignments: tuple[str, ...]) -> dict[str, ParameterValue] | None:
    return parameter_values(assignments, api.load_notebook(notebook.source).parameters) if assignments else None
