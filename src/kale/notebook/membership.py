"""Which role and step each code cell has, once its neighbours are known.

A cell without an annotation belongs to whatever the nearest annotated cell above it belongs to; a skipped cell is
as if it were not there. Code above the first annotation is shared by all steps, as imports are. In a notebook that
names no step, every cell without a role of its own is part of the one step that the notebook then is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kale.notebook.cell_annotations import CellAnnotation
from kale.pipeline import Role


@dataclass(frozen=True)
class Member:
    """A code cell that takes part.

    Attributes:
        annotation: What the cell's own annotations say.
        role: Its role.
        step: Name of its step; only for ``Role.STEP``.
    """

    annotation: CellAnnotation
    role: Role
    step: str | None


def members(annotations: Sequence[CellAnnotation], only_step: str) -> Iterator[Member]:
    """Give the cells that take part, in order.

    Args:
        annotations: What the annotations of every code cell say, in order.
        only_step: Name of the step that the notebook is when it names none.
    """
    taking_part = [annotation for annotation in annotations if not annotation.skipped]
    if any(annotation.role is Role.STEP for annotation in taking_part):
        yield from _below_the_annotated(taking_part)
    else:
        yield from _of_one_step(taking_part, only_step)


def _below_the_annotated(annotations: Sequence[CellAnnotation]) -> Iterator[Member]:
    role, step = Role.IMPORTS, None
    for annotation in annotations:
        if annotation.role is not None:
            role, step = annotation.role, annotation.step
        yield Member(annotation, role, step)


def _of_one_step(annotations: Sequence[CellAnnotation], only_step: str) -> Iterator[Member]:
    for annotation in annotations:
        role = annotation.role or Role.STEP
        yield Member(annotation, role, only_step if role is Role.STEP else None)
