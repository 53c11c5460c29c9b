"""From a program to the model of its pipeline.

A :class:`Draft` is what every front end makes: cells with their roles, the wished order of steps, their options. The
analysis turns it into a pipeline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import ValidationError

from kale.analysis import Analysis, Order, analyse
from kale.diagnostics import Diagnostic, Report, Rule, Severity
from kale.notebook import AnnotatedNotebook, Notebook, annotate
from kale.pipeline import Cell, Pipeline, PipelineOptions, Step, StepOptions
from kale.pipeline.names import to_resource_name
from kale.places import Origins
from kale.rules import Subject, lint

BAD_IMAGE: Final = Rule("K202", "bad-image")
"""What is given as an image is not a reference to a container image."""

PACKAGE_LEFT_TO_IMAGE: Final = Rule("K201", "package-left-to-image", Severity.WARNING)
"""A cell asks to install a package, and the step does not: its image has to hold the package."""


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
        analysis: What each step needs, and from where.
    """

    pipeline: Pipeline | None
    diagnostics: tuple[Diagnostic, ...]
    analysis: Analysis

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
    build = build_draft(_draft(annotated), name=name, image=image)
    found = lint(Subject(annotated, build.analysis, build.diagnostics))
    return replace(build, diagnostics=in_order(found))


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
    diagnostics = draft.origins.diagnostics(in_order(report))
    if report.errors:
        return Build(None, diagnostics, analysis)
    return Build(_pipeline(draft, analysis, name, image), diagnostics, analysis)


def draft_notebook(notebook: Notebook) -> Draft:
    """Give the program that a notebook is, with what its annotations say."""
    return _draft(annotate(notebook))


def _draft(annotated: AnnotatedNotebook) -> Draft:
    options = PipelineOptions(experiment=annotated.pipeline.experiment, runtime=annotated.pipeline.runtime)
    if annotated.pipeline.image:
        options = options.model_copy(update={"image": annotated.pipeline.image})
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
        options=options,
        description=annotated.pipeline.description,
        source=annotated.notebook.name,
        diagnostics=(*annotated.diagnostics, *_package_problems(annotated)),
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


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give diagnostics in the order of the notebook; those of the whole notebook come first."""

    def place(diagnostic: Diagnostic) -> tuple[int, int, int]:
        span = diagnostic.span
        return (span.cell, span.line, span.column) if span is not None else (0, 0, 0)

    return tuple(sorted(diagnostics, key=place))
