"""Which cells belong to what, in the terms of the user interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kale.jupyter.server.documents import RoleName
from kale.jupyter.server.roles import NAME_OF_ROLE
from kale.notebook import Notebook
from kale.notebook.cell_annotations import CellAnnotation, annotation_of
from kale.notebook.marks import mark_line
from kale.notebook.membership import members
from kale.notebook.notebook import NotebookCell
from kale.notebook.settings import KEY
from kale.notebook.tags import MistypedTag, RoleTag, SkipTag, parse_tag
from kale.pipeline import Role

_SHARED: Final = frozenset({"parameters", "skip"})


@dataclass(frozen=True)
class Place:
    """What a code cell belongs to.

    Attributes:
        annotation: What its own annotations say.
        role: What it is for.
        step: Name of its step.
    """

    annotation: CellAnnotation
    role: RoleName
    step: str | None = None

    @property
    def inherited(self) -> bool:
        """Whether it belongs there because of a cell above it."""
        return self.annotation.role is None and not self.annotation.skipped


def places(notebook: Notebook) -> dict[int, Place]:
    """Give what each code cell belongs to, by its position."""
    annotations = [annotation_of(cell) for cell in notebook.code_cells]
    found = {a.cell.number: Place(a, "skip") for a in annotations if a.skipped}
    for member in members(annotations, only_step=notebook.stem or "notebook"):
        step = member.step if member.role is Role.STEP else None
        found[member.annotation.cell.number] = Place(member.annotation, NAME_OF_ROLE[member.role], step)
    return dict(sorted(found.items()))


def is_annotated(notebook: Notebook) -> bool:
    """Whether a notebook is meant to be a pipeline: whether somebody has put an annotation of ours into it.

    The tags ``parameters`` and ``skip`` alone do not say so, since other tools use them too, and neither does a tag
    that only looks like one of ours.
    """
    return bool(notebook.metadata.get(KEY)) or any(_is_annotated(cell) for cell in notebook.cells)


def _is_annotated(cell: NotebookCell) -> bool:
    marked = cell.is_code and mark_line(cell.source) is not None
    return marked or bool(cell.metadata.get(KEY)) or any(_is_ours(text) for text in cell.tags)


def _is_ours(text: str) -> bool:
    tag = parse_tag(text)
    if isinstance(tag, MistypedTag):
        return ":" in tag.suggestion
    return tag is not None and not (isinstance(tag, RoleTag | SkipTag) and text.strip() in _SHARED)
