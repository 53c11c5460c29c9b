"""The annotation language: what the text of one tag says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from kale.notebook.option_tags import OPTION_PREFIXES, MalformedTag, OptionTag, RefusedTag
from kale.notebook.similarity import nearest_word
from kale.pipeline import Role

ROLES: Final = {
    "imports": Role.IMPORTS,
    "functions": Role.FUNCTIONS,
    "pipeline-parameters": Role.PARAMETERS,
    "parameters": Role.PARAMETERS,
    "pipeline-metrics": Role.METRICS,
}
"""Tags that give a cell a role; ``parameters`` is papermill's."""

SKIP: Final = "skip"
_OLD_BLOCKS: Final = frozenset({"imports", "functions", "pipeline-parameters", "pipeline-metrics", SKIP})
_BARE_PREFIXES: Final = ("step", "prev")
_ORDINARY: Final = frozenset({"black", "injected-parameters", "lock", "sep", "ship", "skip-execution"})
_SYNONYMS: Final = {"previous": "prev"}


@dataclass(frozen=True)
class RoleTag:
    """The cell has a role of its own."""

    role: Role


@dataclass(frozen=True)
class SkipTag:
    """The cell takes no part."""


@dataclass(frozen=True)
class StepTag:
    """The cell belongs to a step; the name is empty where an older editor left the tag without one."""

    name: str


@dataclass(frozen=True)
class PreviousTag:
    """The cell's step comes after another one."""

    name: str


@dataclass(frozen=True)
class NotebookTag:
    """The cell stands for another notebook."""

    name: str


@dataclass(frozen=True)
class OutdatedTag:
    """The tag lists variables that a step takes in or gives out, as the first version wanted it."""


@dataclass(frozen=True)
class MistypedTag:
    """The tag is nearly one of ours.

    Attributes:
        suggestion: The tag that it was meant to be.
    """

    suggestion: str


Tag: TypeAlias = (
    RoleTag
    | SkipTag
    | StepTag
    | PreviousTag
    | OptionTag
    | NotebookTag
    | OutdatedTag
    | MistypedTag
    | MalformedTag
    | RefusedTag
)


def parse_tag(text: str) -> Tag | None:
    """Give what a tag says, or nothing when it is none of ours."""
    head, equals, value = text.partition("=")
    if equals and head.strip() in _PREFIXES:
        return MistypedTag(f"{head.strip()}:{value.strip()}")
    prefix, colon, rest = text.partition(":")
    if not colon:
        return _plain_tag(text.strip())
    parse = _PREFIXES.get(prefix.strip())
    if parse is not None:
        return parse(rest.strip(), text.strip())
    if prefix.strip().casefold() in _ORDINARY:
        return None
    nearest = _SYNONYMS.get(prefix.strip().casefold()) or nearest_word(prefix, _GUESSABLE)
    return MistypedTag(f"{nearest}:{rest.strip()}") if nearest else None


def meant(tag: Tag) -> Tag:
    """Give the tag that a mistyped one was meant to be, so that one slip does not look like several problems."""
    if not isinstance(tag, MistypedTag):
        return tag
    found = parse_tag(tag.suggestion)
    return found if isinstance(found, StepTag | PreviousTag | RoleTag | OptionTag) else tag


def meant_tag(text: str) -> Tag | None:
    """Give what a tag says, or was meant to say, or nothing when it is none of ours."""
    tag = parse_tag(text)
    return meant(tag) if tag is not None else None


def _plain_tag(word: str) -> Tag | None:
    if word == SKIP:
        return SkipTag()
    if word in ROLES:
        return RoleTag(ROLES[word])
    if word in _BARE_PREFIXES:
        return MistypedTag(f"{word}:<name>")
    if word.casefold() in _ORDINARY:
        return None
    nearest = nearest_word(word, (*ROLES, SKIP))
    return MistypedTag(nearest) if nearest else None


def _step(name: str, _: str) -> Tag:
    if name in _OLD_BLOCKS:
        return SkipTag() if name == SKIP else RoleTag(ROLES[name])
    return StepTag(name)


def _previous(name: str, _: str) -> Tag:
    return PreviousTag(name) if name else MalformedTag("prev:<step>")


def _notebook(name: str, _: str) -> Tag:
    return NotebookTag(name)


def _outdated(_rest: str, _text: str) -> Tag:
    return OutdatedTag()


_PREFIXES: Final[Mapping[str, Callable[[str, str], Tag]]] = {
    "step": _step,
    "block": _step,
    "prev": _previous,
    "notebook": _notebook,
    "in": _outdated,
    "out": _outdated,
    **OPTION_PREFIXES,
}

_GUESSABLE: Final = tuple(prefix for prefix in _PREFIXES if prefix not in ("notebook", "in", "out"))
