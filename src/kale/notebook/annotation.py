"""From a notebook to what its annotations say: the role of each cell, the steps, the settings of the pipeline."""

from __future__ import annotations

from dataclasses import dataclass

from kale.diagnostics import Diagnostic, Report, Severity
from kale.notebook import rules
from kale.notebook.cell_annotations import annotation_of, text_cell_problems
from kale.notebook.cells import PackageRequest, translated_cells
from kale.notebook.membership import members
from kale.notebook.metadata import PipelineMetadata, metadata_of
from kale.notebook.notebook import Notebook
from kale.notebook.steps import StepAnnotation, steps_of
from kale.pipeline import Cell, Role


@dataclass(frozen=True)
class AnnotatedNotebook:
    """What a notebook's annotations say, and what is wrong with them.

    Attributes:
        notebook: The notebook itself, with the source as written.
        cells: The code cells that take part, in order, as plain Python.
        steps: The steps in order of first appearance.
        pipeline: What the notebook's metadata says of the pipeline.
        packages: What the cells install from the package index.
        diagnostics: Problems in the order in which they were found.
    """

    notebook: Notebook
    cells: tuple[Cell, ...]
    steps: tuple[StepAnnotation, ...]
    pipeline: PipelineMetadata
    packages: tuple[PackageRequest, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The problems that stop a compilation."""
        return tuple(diagnostic for diagnostic in self.diagnostics if diagnostic.severity is Severity.ERROR)

    def step(self, name: str) -> StepAnnotation:
        """Give the step of that name.

        Raises:
            KeyError: There is none.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)


def annotate(notebook: Notebook) -> AnnotatedNotebook:
    """Give what a notebook's annotations say; nothing is run, and problems come back as diagnostics."""
    report = Report()
    pipeline = metadata_of(notebook, report)
    annotations = tuple(annotation_of(cell) for cell in notebook.code_cells)
    for cell in notebook.cells:
        if not cell.is_code:
            report.extend(text_cell_problems(cell))
    for annotation in annotations:
        report.extend(annotation.diagnostics)
    taking_part = tuple(members(annotations, only_step=notebook.stem or "notebook"))
    if not report.errors and not any(member.role is Role.STEP for member in taking_part):
        report.add(_nothing_to_run(notebook))
    steps = steps_of(taking_part, pipeline.defaults, report)
    cells, packages = translated_cells(taking_part, notebook.folder, report)
    return AnnotatedNotebook(notebook, cells, steps, pipeline, packages, tuple(report))


def _nothing_to_run(notebook: Notebook) -> Diagnostic:
    if not notebook.code_cells:
        return rules.NO_CODE.at(None, "the notebook has no code cell")
    return rules.NO_CODE.at(
        notebook.code_cells[0].span,
        "no code cell is left for a step to run: all are skipped or have another role",
        help="tag the cells that do the work with 'step:<name>'",
    )
