"""The grammar of ``%%step``: every tag that sets an option, as ``--prefix VALUE``, and short words for some."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kale.notebook.ipython import Problem
from kale.notebook.marks import ROLE_TAGS, STEP, MarkLine
from kale.notebook.option_tags import OPTION_PREFIXES, MalformedTag, OptionTag
from kale.notebook.options import Option, why_invalid
from kale.notebook.rules import INVALID_OPTION, MALFORMED_MAGIC
from kale.notebook.tags import PreviousTag, Tag, parse_tag
from kale.pipeline.resources import GPU
from kale.suggestion import closest

USAGE: Final = (
    "%%step NAME [--after STEP ...] [--image REFERENCE] [--cpu CORES] [--memory SIZE] [--gpu NUMBER] [--retry TIMES] …"
)
"""How the line is written, with the most frequent options."""

AFTER: Final = "after"
SWITCHES: Final = ("cache", "report", "run-as-non-root")
"""Options that are on or off: ``--cache`` and ``--no-cache``."""

_LIMITS: Final = ("cpu", "memory")
_ACCELERATORS: Final = ("gpu", "gpu-type")
_PREFIX: Final = re.compile(rf"(?<![\w<-])({'|'.join(map(re.escape, OPTION_PREFIXES))}):")


@dataclass(frozen=True)
class Mark:
    """What the line that annotates a cell says.

    Attributes:
        line: The line.
        tags: What it says in the terms of tags, each with the words that say so.
        problems: What is wrong with it, with places in the cell.
    """

    line: MarkLine
    tags: tuple[tuple[str, Tag], ...] = ()
    problems: tuple[Problem, ...] = ()

    def names_before(self, step: str) -> bool:
        """Whether the line asks to come after a step."""
        return any(isinstance(tag, PreviousTag) and tag.name == step for _, tag in self.tags)


@dataclass(frozen=True)
class _Given:
    """An option with the values after it."""

    name: str
    values: tuple[str, ...]


def option_words() -> tuple[str, ...]:
    """Give every option that ``%%step`` takes, as it is written."""
    values = (AFTER, "image", *_LIMITS, *_ACCELERATORS, *(name for name in OPTION_PREFIXES if name not in SWITCHES))
    switches = (word for name in SWITCHES for word in (name, f"no-{name}"))
    return tuple(f"--{name}" for name in dict.fromkeys((*values, *switches)))


def parse_mark(line: MarkLine) -> Mark:
    """Give what a line says. What is wrong with it comes back as problems, and the rest of the line still counts."""
    if line.name != STEP:
        return _role(line)
    try:
        words = shlex.split(line.arguments)
    except ValueError as error:
        return Mark(line, problems=(_malformed(line, f"'%%step' cannot be read: {str(error).lower()}"),))
    names, options = _grouped(words)
    if not names or not names[0].strip():
        return Mark(line, problems=(_malformed(line, "'%%step' needs the name of a step right behind it"),))
    tags: list[tuple[str, Tag]] = [(f"%%step {names[0]}", _own_tag(f"step:{names[0]}"))]
    problems: list[Problem] = []
    if len(names) > 1:
        joined = " ".join(names)
        problems.append(_malformed(line, f"'%%step' takes one name, not {joined!r}; with spaces, put it in quotes"))
    for found in _meanings(line, options):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            tags.append(found)
    return Mark(line, tuple(tags), tuple(problems))


def _role(line: MarkLine) -> Mark:
    tag = _own_tag(ROLE_TAGS[line.name])
    if not line.arguments:
        return Mark(line, ((f"%%{line.name}", tag),))
    message = f"'%%{line.name}' takes nothing behind it, not {line.arguments!r}"
    return Mark(line, ((f"%%{line.name}", tag),), (_malformed(line, message, line.arguments, f"%%{line.name}"),))


def _own_tag(text: str) -> Tag:
    tag = parse_tag(text)
    assert tag is not None
    return tag


def _grouped(words: Iterable[str]) -> tuple[tuple[str, ...], tuple[_Given, ...]]:
    """Give the words in front of the first option, and each option with the words behind it."""
    names: list[str] = []
    options: list[tuple[str, list[str]]] = []
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            options.append((name, [value] if equals else []))
        elif options:
            options[-1][1].append(word)
        else:
            names.append(word)
    return tuple(names), tuple(_Given(name, tuple(values)) for name, values in options)


def _meanings(line: MarkLine, options: Sequence[_Given]) -> Iterator[tuple[str, Tag] | Problem]:
    known = option_words()
    for option in options:
        word = f"--{option.name}"
        if word not in known:
            hint = closest(word, known)
            yield _malformed(line, f"'%%step' has no option {word!r}{f'; {hint}' if hint else ''}", word)
        elif option.name.removeprefix("no-") in SWITCHES:
            yield _switch(line, option)
        elif not option.values:
            yield _malformed(line, f"the option {word!r} needs a value", word)
        elif option.name not in _ACCELERATORS:
            yield from (_checked(line, *_tag(option.name, value)) for value in option.values)
    yield from _accelerator(line, {option.name: option for option in options if option.name in _ACCELERATORS})


def _switch(line: MarkLine, option: _Given) -> tuple[str, Tag] | Problem:
    word, name = f"--{option.name}", option.name.removeprefix("no-")
    if option.values:
        other = f"--{name}" if option.name != name else f"--no-{name}"
        return _malformed(line, f"the option {word!r} takes no value; its opposite is {other!r}", word)
    return word, OPTION_PREFIXES[name]("enabled" if option.name == name else "disabled", word)


def _tag(name: str, value: str) -> tuple[str, Tag]:
    text = f"--{name} {value}"
    if name == AFTER:
        return text, PreviousTag(value.strip())
    if name in _LIMITS:
        return text, OptionTag(Option("limits", name, value, text))
    return text, OPTION_PREFIXES[name](value, text)


def _accelerator(line: MarkLine, given: Mapping[str, _Given]) -> Iterator[tuple[str, Tag] | Problem]:
    if not all(option.values for option in given.values()):
        return
    if "gpu" in given:
        kind = given["gpu-type"].values[-1] if "gpu-type" in given else GPU
        for number in given["gpu"].values:
            text = f"--gpu {number}"
            if number.isascii() and number.isdigit():
                yield _checked(line, text, OptionTag(Option("limits", kind, number, text)))
            else:
                yield _invalid(line, f"{text!r} does not have the form --gpu <number>", "--gpu")
    elif given:
        message = f"'--gpu-type' says which kind, but not how many; add '--gpu 1', or leave it out for {GPU}"
        yield _invalid(line, message, "--gpu-type")


def _checked(line: MarkLine, text: str, tag: Tag) -> tuple[str, Tag] | Problem:
    """Give a tag unless it is malformed or its option cannot have that value."""
    word = text.partition(" ")[0]
    if isinstance(tag, MalformedTag):
        form = _PREFIX.sub(r"--\1 ", tag.form)
        return _invalid(line, f"{text!r} does not have the form {form}", word)
    reason = why_invalid(tag.option) if isinstance(tag, OptionTag) else None
    return (text, tag) if reason is None else _invalid(line, f"{text!r} is not valid: {reason}", word)


def _malformed(line: MarkLine, message: str, word: str | None = None, usage: str = USAGE) -> Problem:
    return _placed(line, Problem(MALFORMED_MAGIC, message, f"write {usage}"), word)


def _invalid(line: MarkLine, message: str, word: str) -> Problem:
    return _placed(line, Problem(INVALID_OPTION, message), word)


def _placed(line: MarkLine, problem: Problem, word: str | None) -> Problem:
    """Give a problem with the place of a word in the line, or of the whole line."""
    offset = max(line.text.find(word), 0) if word else 0
    column = line.column + offset
    end = column + len(word or line.text)
    return Problem(problem.rule, problem.message, problem.help, line.line, column, end)
