"""From a program to the model of its pipeline.

A :class:`Draft` is what every front end makes: cells with their roles, the wished order of steps, their options. The
analysis turns it into a pipeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from pydantic import ValidationError

from kale.analysis import Analysis, Order, analyse
from kale.diagnostics import Diagnostic, Report, Rule, Severity
from kale.notebook import AnnotatedNotebook, Notebook, PipelineMetadata, annotate
from kale.pipeline import Cell, Pipeline, PipelineOptions, Step, StepOptions
from kale.pipeline.names import to_resource_name
from kale.pipeline.options import DEFAULT_IMAGE
from kale.places import Origins

BAD_IMAGE: Final = Rule("K202", "bad-image")
PACKAGE_LEFT_TO_IMAGE: Final = Rule("K201", "package-left-to-image", Severity.WARNING)


@dataclass(frozen=True)
class Draft:
    """A program that is to become a pipeline.

    Attributes:
        name: Name of the pipeline as the user wrote it.
        cells: The cells that take part, in order, numbered upwards.
        orders: What the user says about the order of steps.
        steps: Options of the steps that have any, by name.
        defaults: Options of all other steps.
        options: What belongs to the pipeline as a whole.
        description: What the user says of it.
        source: Name of the notebook or file.
        origins: Where cells come from that are known under other numbers in their notebooks and files.
        diagnostics: What has been found so far.
    """

    name: str
    cells: tuple[Cell, ...]
    orders: tuple[Order, ...] = ()
    steps: Mapping[str, StepOptions] = field(default_factory=dict)
    defaults: StepOptions = field(default_factory=StepOptions)
    options: PipelineOptions = field(default_factory=PipelineOptions)
    description: str = ""
    source: str | None = None
    origins: Origins = field(default_factory=lambda: Origins({}))
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Build:
    """What became of a program.

    Attributes:
        pipeline: The pipeline; ``None`` when there are errors.
        diagnostics: All problems, in the order of the program's cells.
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
    return build_draft(draft_notebook(notebook), name=name, image=image)


def build_draft(draft: Draft, *, name: str | None = None, image: str | None = None) -> Build:
    """Make the pipeline that a program describes.

    Args:
        draft: The program.
        name: Name of the pipeline, instead of the program's own.
        image: Image of the steps that name none, instead of the program's own.
    """
    report = Report(list(draft.diagnostics))
    analysis = analyse(draft.cells, draft.orders)
    report.extend(analysis.diagnostics)
    if image is not None:
        report.extend(_image_problems(image))
    diagnostics = draft.origins.diagnostics(_in_order(report))
    if report.errors:
        return Build(None, diagnostics)
    return Build(_pipeline(draft, analysis, name, image), diagnostics)


def draft_notebook(notebook: Notebook) -> Draft:
    """Give the program that a notebook is, with what its annotations say."""
    annotated = annotate(notebook)
    return Draft(
        name=annotated.pipeline.name,
        cells=annotated.cells,
        orders=tuple(
            Order(source=previous, target=step.name, span=span)
            for step in annotated.steps
            for previous, span in step.previous
        ),
        steps={step.name: step.options for step in annotated.steps},
        defaults=annotated.pipeline.defaults,
        options=_options(annotated.pipeline),
        description=annotated.pipeline.description,
        source=annotated.notebook.name,
        diagnostics=(*annotated.diagnostics, *_package_problems(annotated)),
    )


def _options(metadata: PipelineMetadata) -> PipelineOptions:
    return PipelineOptions(
        experiment=metadata.experiment,
        image=metadata.image or DEFAULT_IMAGE,
        runtime=metadata.runtime,
        transport=metadata.transport,
        transports=metadata.transports,
        workspace=metadata.workspace,
        new_volumes=metadata.new_volumes,
    )


def _package_problems(annotated: AnnotatedNotebook) -> Iterator[Diagnostic]:
    for request in annotated.packages:
        yield PACKAGE_LEFT_TO_IMAGE.at(
            request.span,
            f"the step does not install {request.requirement!r}; its image must hold the package",
            help="name an image that has it, with the tag 'image:<reference>'",
        )


def _pipeline(draft: Draft, analysis: Analysis, name: str | None, image: str | None) -> Pipeline:
    shown = name or draft.name
    return Pipeline(
        name=to_resource_name(shown),
        display_name=shown,
        description=draft.description,
        source=draft.source,
        parameters=tuple(draft.origins.parameter(parameter) for parameter in analysis.parameters),
        steps=tuple(
            Step(
                name=step,
                plan=draft.origins.plan(plan),
                watched=watched,
                options=draft.steps.get(step, draft.defaults),
            )
            for step, plan, watched in zip(analysis.steps, analysis.plans, analysis.watched, strict=True)
        ),
        edges=draft.origins.edges(analysis.edges),
        options=draft.options.model_copy(update={"image": image}) if image else draft.options,
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
