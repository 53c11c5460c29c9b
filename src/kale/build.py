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
from kale.analysis.distributions import Environment
from kale.analysis.module_effects import module_effects
from kale.analysis.rules import EMPTY_STEP, NEWER_PYTHON, OVERSIZED_CELL, SYNTAX_ERROR, TOO_DEEP
from kale.analysis.surroundings import Surroundings
from kale.diagnostics import Diagnostic, Report, Rule, Severity, Span
from kale.notebook import AnnotatedNotebook, Notebook, PackageRequest, PipelineMetadata, annotate
from kale.notebook.folder import Folder
from kale.notebook.written_places import WrittenPlaces
from kale.pipeline import Cell, CodeBlock, Define, Pipeline, PipelineOptions, Run, Step, StepOptions
from kale.pipeline.names import to_resource_name
from kale.pipeline.options import DEFAULT_IMAGE
from kale.places import Origins
from kale.provision import (
    NO_CHOICES,
    LocalModules,
    PackageChoices,
    Provisions,
    Statement,
    included_paths,
    lost_changes,
    provide,
    search_path,
    uses_of,
)
from kale.rules import Subject, lint

BAD_IMAGE: Final = Rule("K202", "bad-image")
"""What is given as an image is not a reference to a container image."""

_UNREADABLE: Final = frozenset(rule.code for rule in (SYNTAX_ERROR, NEWER_PYTHON, TOO_DEEP, OVERSIZED_CELL))


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
        folder: The folder in which modules and files may stand beside the program.
        packages: What its cells install.
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
    folder: Folder | None = None
    packages: tuple[PackageRequest, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Build:
    """What became of a program.

    Attributes:
        pipeline: The pipeline; ``None`` when there are errors.
        diagnostics: All problems, in the order of the program's cells.
        analysis: What each step needs, and from where.
        outline: Where there are errors, what the pipeline would be as far as its steps, options and parameters go: each
            step has the code of its cells, the first one that of all shared cells, and nothing flows between them.
    """

    pipeline: Pipeline | None
    diagnostics: tuple[Diagnostic, ...]
    analysis: Analysis
    outline: Pipeline | None = None

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that stand in the way."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity is Severity.ERROR)


def build_pipeline(
    notebook: Notebook,
    *,
    name: str | None = None,
    image: str | None = None,
    choices: PackageChoices = NO_CHOICES,
    notes: bool = False,
) -> Build:
    """Make the pipeline that a notebook describes. None of the notebook's code runs.

    Args:
        notebook: The notebook.
        name: Name of the pipeline, instead of the notebook's own.
        image: Image of the steps that name none, instead of the notebook's own.
        choices: What the user says of packages.
        notes: Whether lint rules may give notes, which are for somebody who asks what could be better.
    """
    annotated = annotate(notebook)
    build = build_draft(_draft(annotated), name=name, image=image, choices=choices)
    places = WrittenPlaces(notebook, annotated.cells, annotated.diagnostics)
    found = lint(Subject(annotated, build.analysis, build.diagnostics), notes=notes)
    return replace(build, diagnostics=in_order(places.diagnostics(found)))


def build_draft(
    draft: Draft,
    *,
    name: str | None = None,
    image: str | None = None,
    choices: PackageChoices = NO_CHOICES,
) -> Build:
    """Make the pipeline that a program describes.

    Args:
        draft: The program.
        name: Name of the pipeline, instead of the program's own.
        image: Image of the steps that name none, instead of the program's own.
        choices: What the user says of packages.
    """
    report = Report(list(draft.diagnostics))
    environment = Environment()
    analysis = analyse(draft.cells, draft.orders, _surroundings(draft, environment))
    report.extend(_without_consequences(draft, analysis.diagnostics))
    if image is not None:
        report.extend(_image_problems(image))
    provisions = _provisions(draft, analysis, environment, choices)
    if report.errors:
        outline = _outline(draft, analysis) if analysis.steps else None
        if outline is not None:
            outline = provide(outline, provisions, report)
        return Build(None, draft.origins.diagnostics(in_order(report)), analysis, outline)
    pipeline = provide(_pipeline(draft, analysis, name, image), provisions, report)
    report.extend(lost_changes(pipeline, analysis.module_changes))
    diagnostics = draft.origins.diagnostics(in_order(report))
    return Build(None if report.errors else _in_place(pipeline, draft), diagnostics, analysis)


def _without_consequences(draft: Draft, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out that a step is empty, where it is because something in its cells could not be translated."""
    lost = {problem.span.cell for problem in draft.diagnostics if problem.severity is Severity.ERROR and problem.span}
    unfinished = {cell.step for cell in draft.cells if cell.number in lost}
    steps = {cell.number: cell.step for cell in draft.cells}
    for diagnostic in found:
        span = diagnostic.span
        if diagnostic.code != EMPTY_STEP.code or span is None or steps.get(span.cell) not in unfinished:
            yield diagnostic


def draft_notebook(notebook: Notebook) -> Draft:
    """Give the program that a notebook is, with what its annotations say."""
    return _draft(annotate(notebook))


def _draft(annotated: AnnotatedNotebook) -> Draft:
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
        folder=annotated.notebook.folder,
        packages=annotated.packages,
        diagnostics=annotated.diagnostics,
    )


def _surroundings(draft: Draft, environment: Environment) -> Surroundings:
    local = _local_modules(draft, environment)
    blocks = (CodeBlock(cell=cell.number, text=cell.source, script=cell.script) for cell in draft.cells)
    files = local.closure(use for block in blocks for use in uses_of(block)).files
    steps = dict.fromkeys(cell.step for cell in draft.cells if cell.step is not None)
    return Surroundings(
        modules=module_effects({path: file.text for path, file in files.items()}),
        included={step: included_paths(draft.folder, draft.steps.get(step, draft.defaults).include) for step in steps},
    )


def _local_modules(draft: Draft, environment: Environment, written: frozenset[str] = frozenset()) -> LocalModules:
    search = search_path(cell.source for cell in draft.cells)
    return LocalModules(draft.folder, search, written, environment)


def _provisions(draft: Draft, analysis: Analysis, environment: Environment, choices: PackageChoices) -> Provisions:
    steps = {cell.number: cell.step for cell in draft.cells}
    statements: dict[str | None, list[Statement]] = {}
    for request in draft.packages:
        statement = Statement(request.requirement, request.span)
        statements.setdefault(steps[request.span.cell], []).append(statement)
    spans: dict[str, Span] = {}
    for cell in draft.cells:
        if cell.step is not None:
            spans.setdefault(cell.step, cell.span())
    return Provisions(
        local=_local_modules(draft, environment, analysis.files),
        environment=environment,
        folder=draft.folder,
        choices=choices,
        statements=statements,
        spans=spans,
    )


def _in_place(pipeline: Pipeline, draft: Draft) -> Pipeline:
    """Give a pipeline whose code knows its original place."""
    steps = (step.model_copy(update={"plan": draft.origins.plan(step.plan)}) for step in pipeline.steps)
    return pipeline.model_copy(update={"steps": tuple(steps)})


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
                plan=plan,
                watched=watched,
                folders=folders,
                options=draft.steps.get(step, draft.defaults),
            )
            for step, plan, watched, folders in zip(
                analysis.steps, analysis.plans, analysis.watched, analysis.folders, strict=True
            )
        ),
        edges=draft.origins.edges(analysis.edges),
        options=draft.options.model_copy(update={"image": image}) if image else draft.options,
    )


def _outline(draft: Draft, analysis: Analysis) -> Pipeline:
    """Give what can be said of the pipeline although something is wrong, so that other problems come out as well."""
    unreadable = {found.span.cell for found in analysis.diagnostics if found.code in _UNREADABLE and found.span}
    blocks: dict[str | None, list[CodeBlock]] = {}
    for cell in draft.cells:
        text = "" if cell.number in unreadable else cell.source
        code = CodeBlock(cell=cell.number, text=text, cell_id=cell.cell_id, script=cell.script)
        blocks.setdefault(cell.step, []).append(code)
    shared = tuple(Define(code=code) for code in blocks.get(None, ()))
    parameters = {parameter.name: draft.origins.parameter(parameter) for parameter in reversed(analysis.parameters)}
    return Pipeline(
        name=to_resource_name(draft.name),
        parameters=tuple(parameters[name] for name in sorted(parameters)),
        steps=tuple(
            Step(
                name=step,
                plan=(*(shared if number == 0 else ()), *(Run(code=code) for code in blocks.get(step, ()))),
                options=draft.steps.get(step, draft.defaults),
            )
            for number, step in enumerate(analysis.steps)
        ),
        options=draft.options,
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
