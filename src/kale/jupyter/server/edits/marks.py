"""The annotations of one cell in writing: its tags, what stands under ``kale`` in its metadata, and a line of its own.

Tags of other tools, and settings that are not spoken of, stay as they are and where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import JsonValue, ValidationError

from kale.jupyter.server.documents import RoleName
from kale.jupyter.server.edits.own_lines import check_own_line, own_line
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.roles import TAG_OF_ROLE
from kale.notebook.notebook import NotebookCell
from kale.notebook.option_tags import OptionTag
from kale.notebook.settings import KEY, parse_settings, problems_in
from kale.notebook.tags import PreviousTag, RoleTag, SkipTag, StepTag, Tag, meant_tag, parse_tag
from kale.pipeline import StepOptions

_BELONGING: Final = ("role", "step")
ATTACHED: Final = frozenset({"prev", *StepOptions.model_fields})
"""Settings of a cell that are its step's."""


@dataclass(frozen=True)
class Marks:
    """The annotations of one cell in writing.

    Attributes:
        tags: All its tags.
        settings: What stands under ``kale`` in its metadata.
        line: What a line of the cell itself says, as tags; ``None`` when there is no such line.
    """

    tags: tuple[str, ...] = ()
    settings: Mapping[str, JsonValue] | None = None
    line: tuple[str, ...] | None = None

    @classmethod
    def of(cls, cell: NotebookCell) -> Marks:
        """Give the annotations of a cell; what is not in the form of settings counts as none."""
        settings = cell.metadata.get(KEY)
        return cls(cell.tags, settings if isinstance(settings, dict) else None, own_line(cell))

    @property
    def stated(self) -> Mapping[str, JsonValue]:
        """The settings, by name."""
        return self.settings or {}

    @property
    def structured(self) -> bool:
        """Whether the settings, and not the tags, say what the cell belongs to."""
        return any(key in self.stated for key in _BELONGING)

    def with_tags(self, new: Sequence[str], instead_of: Callable[[Tag], bool]) -> Marks:
        """Give the marks with other tags in the place of some of ours; at the end when there are none of these.

        Args:
            new: The new tags.
            instead_of: Which tags go.
        """
        in_line = self.line is not None and not any(_fits(text, instead_of) for text in self.tags)
        tags = _with_texts(self.tags, () if in_line else new, instead_of)
        line = _with_texts(self.line, new if in_line else (), instead_of) if self.line is not None else None
        return self._settled(tags, line)

    def with_texts(self, rewrite: Callable[[Sequence[str]], Iterable[str]]) -> Marks:
        """Give the marks with other texts of tags, in the list of tags and in the cell's own line.

        Args:
            rewrite: Gives the texts from now on.
        """
        return self._settled(tuple(rewrite(self.tags)), tuple(rewrite(self.line)) if self.line is not None else None)

    def _settled(self, tags: tuple[str, ...], line: tuple[str, ...] | None) -> Marks:
        """Give the marks; a line that does not say what the cell is for is none, and what else it says become tags."""
        if line is None or any(_fits(text, is_belonging) for text in line):
            return replace(self, tags=tags, line=line)
        return replace(self, tags=(*tags, *(text for text in line if text not in tags)), line=None)

    def with_settings(self, changes: Mapping[str, JsonValue]) -> Marks:
        """Give the marks with other settings; ``None`` takes a setting away."""
        if not any(value is not None or key in self.stated for key, value in changes.items()):
            return self
        merged = {**self.stated, **changes}
        left = {key: value for key, value in merged.items() if key not in changes or value is not None}
        return replace(self, settings=left or None)

    def with_role(self, role: RoleName | None, step: str | None = None) -> Marks:
        """Give the marks that say what the cell is for, in the way in which it has been said before.

        Args:
            role: The role; ``None`` for marks that do not say.
            step: Name of the step; only for the role ``step``.
        """
        settings: dict[str, JsonValue] = dict.fromkeys(_BELONGING)
        if role is None:
            return self.with_tags((), is_belonging).with_settings(settings)
        word = step if role == "step" and step is not None else TAG_OF_ROLE[role]
        if self.structured:
            settings["step" if role == "step" else "role"] = word
            return self.with_tags((), is_belonging).with_settings(settings)
        return self.with_tags((f"step:{word}" if role == "step" else word,), is_belonging).with_settings(settings)

    def says(self, role: RoleName | None, step: str | None) -> bool:
        """Whether the tags say just that already, in whatever words."""
        said = {
            tag for tag in map(parse_tag, (*self.tags, *(self.line or ()))) if tag is not None and is_belonging(tag)
        }
        wanted = parse_tag(f"step:{step}" if role == "step" else TAG_OF_ROLE[role]) if role is not None else None
        return not self.structured and said == ({wanted} if wanted is not None else set())

    def attachments(self) -> Marks:
        """Give those marks that are the step's rather than the cell's: its order and its options."""
        settings = {key: value for key, value in self.stated.items() if key in ATTACHED}
        texts = (*self.tags, *(self.line or ()))
        return Marks(tuple(text for text in texts if _fits(text, is_attachment)), settings or None)

    def without_attachments(self) -> Marks:
        """Give the other marks."""
        return self.with_tags((), is_attachment).with_settings(dict.fromkeys(ATTACHED))

    def with_attachments(self, others: Marks) -> Marks:
        """Give the marks with an order and options that another cell of the step had."""
        settings = {key: _joined(self.stated.get(key), value) for key, value in others.stated.items()}
        new = tuple(text for text in others.tags if text not in (*self.tags, *(self.line or ())))
        if self.line is not None:
            return replace(self, line=(*self.line, *new)).with_settings(settings)
        return replace(self, tags=(*self.tags, *new)).with_settings(settings)

    def __bool__(self) -> bool:
        return bool(self.tags or self.settings or self.line)


def is_belonging(tag: Tag) -> bool:
    """Whether a tag says what a cell is for."""
    return isinstance(tag, StepTag | RoleTag | SkipTag)


def is_order(tag: Tag) -> bool:
    """Whether a tag says what a step comes after."""
    return isinstance(tag, PreviousTag)


def is_attachment(tag: Tag) -> bool:
    """Whether a tag says something of the step."""
    return isinstance(tag, PreviousTag | OptionTag)


def check_writable(cell: NotebookCell) -> None:
    """Make sure that the annotations of a cell can be written anew, and count.

    Raises:
        RefusedError: They are broken: something would be lost, or what is written would not be read.
    """
    check_own_line(cell)
    tags = cell.metadata.get("tags")
    if tags is not None and (not isinstance(tags, list) or len(tags) != len(cell.tags)):
        raise RefusedError(f"the tags of cell {cell.number} are not a list of strings; correct its metadata first")
    if KEY in cell.metadata:
        try:
            parse_settings(cell.metadata[KEY])
        except ValidationError as error:
            problem = next(iter(problems_in(error)))
            raise RefusedError(f"in the metadata of cell {cell.number}, {problem}; correct it first") from None


def _fits(text: str, wanted: Callable[[Tag], bool]) -> bool:
    tag = meant_tag(text)
    return tag is not None and wanted(tag)


def _with_texts(texts: tuple[str, ...], new: Sequence[str], instead_of: Callable[[Tag], bool]) -> tuple[str, ...]:
    """Give texts of tags with others in the place of some; at the end when there are none of these."""
    going = [index for index, text in enumerate(texts) if _fits(text, instead_of)]
    place = going[0] if going else len(texts)
    before = texts[:place]
    after = [text for index, text in enumerate(texts) if index >= place and index not in going]
    return (*before, *(text for text in new if text not in (*before, *after)), *after)


def _joined(own: JsonValue, other: JsonValue) -> JsonValue:
    """Give a setting that two cells of one step have; where both cannot stand, the first."""
    if isinstance(own, dict) and isinstance(other, dict):
        return {**other, **own}
    if isinstance(own, list) and isinstance(other, list):
        return [*own, *(item for item in other if item not in own)]
    return other if own is None else own
