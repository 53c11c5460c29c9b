"""From a notebook to the model of its pipeline: reading, annotations and analysis, in that order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from kale.analysis import Analysis, Order, analyse
from kale.diagnostics import Diagnostic, Report, Rule, Severity
from kale.notebook import AnnotatedNotebook, Notebook, annotate
from kale.pipeline import Pipeline, PipelineOptions, Step
from kale.pipeline.names import to_resource_name

BAD_IMAGE: Final = Rule("K202", "bad-image")
PACKAGE_LEFT_TO_IMAGE: Final = Rule("K201", "package-left-to-image", Severity.WARNING)


@dataclass(frozen=True)
class Build:
    """What became of a notebook.

    Attributes:
        pipeline: The pipeline; ``None`` when there are errors.
        diagnostics: All problems, in the order of the notebook's cells.
    """

    pipeline: Pipeline | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that stand in the way."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity is Severity.ERROR)


def build_pipeline(notebook: Notebook, *, name: str | None = None, image: str | None = None) -> Build:
    """Make the pipeline that a notebook describes. None of the notebook's code runs.

    Args:
        notebook: The notebook.
        name: Name of the pipeline, instead of the notebook's own.
        image: Image of the steps that name none, instead of the notebook's own.
    """
    annotated = annotate(notebook)
    report = Report(list(annotated.diagnostics))
    orders = [
        Order(source=previous, target=step.name, span=span)
        for step in annotated.steps
        for previous, span in step.previous
    ]
    analysis = analyse(annotated.cells, orders)
    report.extend(analysis.diagnostics)
    report.extend(
        PACKAGE_LEFT_TO_IMAGE.at(
            request.span,
            f"the step does not install {request.requirement!r}; its image must hold the package",
            help="name an image that has it, with the tag 'image:<reference>'",
        )
        for request in annotated.packages
    )
    if image is not None:
        report.extend(_image_problems(image))
    if report.errors:
        return Build(None, _in_order(report))
    return Build(_pipeline(annotated, analysis, name, image), _in_order(report))


def _pipeline(annotated: AnnotatedNotebook, analysis: Analysis, name: str | None, image: str | None) -> Pipeline:
    options = {step.name: step.options for step in annotated.steps}
    shown = name or annotated.pipeline.name
    pipeline = PipelineOptions(experiment=annotated.pipeline.experiment)
    chosen = image or annotated.pipeline.image
    if chosen:
        pipeline = PipelineOptions(experiment=annotated.pipeline.experiment, image=chosen)
    return Pipeline(
        name=to_resource_name(shown),
        display_name=shown,
        description=annotated.pipeline.description,
        source=annotated.notebook.name,
        parameters=analysis.parameters,
        steps=tuple(
            Step(name=step, plan=plan, watched=watched, options=options.get(step, annotated.pipeline.defaults))
            for step, plan, watched in zip(analysis.steps, analysis.plans, analysis.watched, strict=True)
        ),
        edges=analysis.edges,
        options=pipeline,
    )


def _image_problems(image: str) -> Iterator[Diagnostic]:
    try:
        PipelineOptions(image=image)
    except ValidationError:
        yield BAD_IMAGE.at(None, f"{image!r} is not a reference to a container image, such as python:3.11-slim")


def _in_order(report: Report) -> tuple[Diagnostic, ...]:
    def place(diagnostic: Diagnostic) -> tuple[int, int, int]:
        span = diagnostic.span
        return (span.cell, span.line, span.column) if span is not None else (0, 0, 0)

    return tuple(sorted(report, key=place))
