"""What the steps of a compiled pipeline are given besides their code."""

from __future__ import annotations

from collections.abc import Iterator

import click

from kale.drawing.wording import one_line
from kale.pipeline import CarriedFile, Pipeline

_HEADS = ("STEP", "PACKAGES", "FILES")


def show_provisions(pipeline: Pipeline) -> None:
    """Print the packages, modules and files of each step, if any step has some."""
    if any(step.packages or step.modules or step.files for step in pipeline.steps):
        from kale.cli.summary import aligned

        for line in aligned([_HEADS, *_rows(pipeline)]):
            click.echo(line)


def _rows(pipeline: Pipeline) -> Iterator[tuple[str, ...]]:
    for step in pipeline.steps:
        packages = ", ".join(package.requirement for package in step.packages)
        yield one_line(step.name), packages, _files((*step.modules, *step.files))


def _files(files: tuple[CarriedFile, ...]) -> str:
    from kale.cli.summary import size_text

    size = size_text(sum(len(file.content) for file in files))
    return f"{', '.join(one_line(file.path) for file in files)} ({size})" if files else ""
