"""The annotation language: what the text of one tag says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from kale.notebook.options import Option
from kale.notebook.similarity import nearest_word
from kale.pipeline import PackagePolicy, Role

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
class OptionTag:
    """The cell's step has an option."""

    option: Option


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


@dataclass(frozen=True)
class MalformedTag:
    """The tag starts like one of ours and goes on in a way that has no meaning.

    Attributes:
        form: What such a tag looks like.
    """

    form: str


Tag: TypeAlias = (
    RoleTag | SkipTag | StepTag | PreviousTag | OptionTag | NotebookTag | OutdatedTag | MistypedTag | MalformedTag
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


def _image(rest: str, text: str) -> Tag:
    return OptionTag(Option("image", None, rest, text)) if rest else MalformedTag("image:<reference>")


def _resource(prefix: str) -> Callable[[str, str], Tag]:
    def parse(rest: str, text: str) -> Tag:
        resource, _, quantity = (part.strip() for part in rest.partition(":"))
        if not resource or not quantity:
            return MalformedTag(f"{prefix}:<resource>:<quantity>")
        return OptionTag(Option(f"{prefix}s", resource, quantity, text))

    return parse


def _pod_metadata(prefix: str) -> Callable[[str, str], Tag]:
    def parse(rest: str, text: str) -> Tag:
        key, colon, value = rest.partition(":")
        if not key.strip() or not colon:
            return MalformedTag(f"{prefix}:<key>:<value>")
        return OptionTag(Option(f"{prefix}s", key.strip(), value.strip(), text))

    return parse


def _item(field: str, form: str) -> Callable[[str, str], Tag]:
    def parse(rest: str, text: str) -> Tag:
        return OptionTag(Option(field, rest, rest, text)) if rest else MalformedTag(form)

    return parse


def _package_policy(rest: str, text: str) -> Tag:
    if rest not in (policy.value for policy in PackagePolicy):
        return MalformedTag("packages:missing, packages:exact or packages:none; a single one is package:<requirement>")
    return OptionTag(Option("packages", None, rest, text))


def _secret(rest: str, text: str) -> Tag:
    parts = tuple(part.strip() for part in rest.split(":"))
    if len(parts) != 3 or not all(parts):  # noqa: PLR2004 - as many as the form has
        return MalformedTag("secret:<secret>:<key>:<variable>")
    secret, key, variable = parts
    return OptionTag(Option("secrets", variable, (secret, key), text))


def _environment(rest: str, text: str) -> Tag:
    name, equals, value = rest.partition("=")
    if not name.strip() or not equals:
        return MalformedTag("env:<NAME>=<value>")
    return OptionTag(Option("env", name.strip(), value, text))


def _switch(field: str) -> Callable[[str, str], Tag]:
    def parse(rest: str, text: str) -> Tag:
        if rest not in ("enabled", "disabled"):
            return MalformedTag(f"{field}:enabled or {field}:disabled")
        return OptionTag(Option(field, None, rest == "enabled", text))

    return parse


def _count(field: str, unit: str) -> Callable[[str, str], Tag]:
    def parse(rest: str, text: str) -> Tag:
        if not (rest.isascii() and rest.removeprefix("-").isdigit()):
            return MalformedTag(f"{field}:<{unit}>")
        return OptionTag(Option(field, None, int(rest), text))

    return parse


_PREFIXES: Final[dict[str, Callable[[str, str], Tag]]] = {
    "step": _step,
    "block": _step,
    "prev": _previous,
    "notebook": _notebook,
    "in": _outdated,
    "out": _outdated,
    "image": _image,
    "limit": _resource("limit"),
    "request": _resource("request"),
    "annotation": _pod_metadata("annotation"),
    "label": _pod_metadata("label"),
    "secret": _secret,
    "env": _environment,
    "cache": _switch("cache"),
    "report": _switch("report"),
    "retry": _count("retry", "times"),
    "timeout": _count("timeout", "seconds"),
    "packages": _package_policy,
    "package": _item("requirements", "package:<requirement>"),
    "include": _item("include", "include:<path>"),
}

_GUESSABLE: Final = tuple(prefix for prefix in _PREFIXES if prefix not in ("notebook", "in", "out"))
