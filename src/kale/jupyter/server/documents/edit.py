"""What the user interface has to change in a notebook, all of it or nothing."""

from __future__ import annotations

from pydantic import Field, JsonValue

from kale.pipeline.model import Model


class KaleChange(Model):
    """What happens to what stands under ``kale`` in a cell's metadata.

    Attributes:
        change: Whether anything does.
        value: What stands there from now on; ``None`` removes the key.
    """

    change: bool = False
    value: JsonValue = None


class CellEdit(Model):
    """What changes in one cell.

    Attributes:
        id: Id of the cell.
        tags: All its tags from now on; ``None`` leaves them.
        kale: What happens to the metadata under ``kale``.
        source: Its source from now on; ``None`` leaves it.
    """

    id: str
    tags: tuple[str, ...] | None = None
    kale: KaleChange = KaleChange()
    source: str | None = None


class Edit(Model):
    """What an action changes.

    Attributes:
        cells: What changes in cells.
        notebook_metadata: Keys of the notebook's metadata with what stands there from now on; ``None`` removes the key.
        consequences: What else becomes of the pipeline, in sentences.
        problems: Why the action cannot be done, in sentences; then nothing changes.
    """

    cells: tuple[CellEdit, ...] = ()
    notebook_metadata: dict[str, JsonValue] = Field(default_factory=dict)
    consequences: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def refusal(*problems: str) -> Edit:
    """Give the edit that changes nothing and says why."""
    return Edit(problems=problems)
