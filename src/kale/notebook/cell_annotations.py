"""What the tags and the metadata of one cell say of it, and a line such as ``%%step`` in it, put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from kale.diagnostics import Diagnostic, Fix, ReplaceTag
from kale.notebook import rules
from kale.notebook.mark_options import Mark, parse_mark
from kale.notebook.marks import mark_line
from kale.notebook.notebook import NotebookCell
from kale.notebook.option_tags import MalformedTag, OptionTag, RefusedTag
from kale.notebook.options import Option, why_invalid
from kale.notebook.settings import KEY, NO_SETTINGS, CellSettings, parse_settings, problems_in
from kale.notebook.tags import (
    ROLES,
    SKIP,
    MistypedTag,
    NotebookTag,
    OutdatedTag,
    PreviousTag,
    RoleTag,
    SkipTag,
    StepTag,
    Tag,
    meant,
    parse_tag,
)
from kale.pipeline import Remark, Role


@dataclass(frozen=True)
class CellAnnotation:
    """What a code cell's own annotations say.

    Attributes:
        cell: The cell.
        role: Its role; ``None`` when it has no annotation that gives it one.
        step: Name of its step; only for ``Role.STEP``.
        skipped: Whether it takes no part.
        previous: Names of the steps that its step comes after.
        options: Options of its step.
        remarks: What its metadata states of its code.
        mark: What a line of the cell itself says; ``None`` when there is no such line.
        diagnostics: What is wrong with the annotations.
    """

    cell: NotebookCell
    role: Role | None = None
    step: str | None = None
    skipped: bool = False
    previous: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    remarks: tuple[Remark, ...] = ()
    mark: Mark | None = None
    diagnostics: tuple[Diagnostic, ...] = ()


def annotation_of(cell: NotebookCell) -> CellAnnotation:
    """Give what the annotations of one code cell say."""
    settings, invalid_settings = _settings_of(cell)
    line = mark_line(cell.source)
    mark = None if line is None else parse_mark(line)
    stated = (*_tags_of(cell), *_tags_in(settings))
    pairs = (*stated, *(mark.tags if mark else ()))
    tags = tuple(meant(tag) for _, tag in pairs)
    if any(isinstance(tag, SkipTag) for tag in tags):
        return CellAnnotation(cell, skipped=True, mark=mark, diagnostics=_skip_conflict(cell, stated, mark))
    diagnostics = [
        *_malformed(cell),
        *invalid_settings,
        *(_mark_problems(cell, mark) if mark else ()),
        *(found for text, tag in pairs if (found := _problem(cell, text, tag))),
    ]
    options, invalid = _valid_options(cell, tags)
    belongings = tuple(dict.fromkeys(_belongings(tags)))
    previous = tuple(dict.fromkeys(tag.name for tag in tags if isinstance(tag, PreviousTag)))
    diagnostics += [*invalid, *_conflict(cell, belongings), *_homeless(cell, belongings, previous, options)]
    role, step = belongings[0] if belongings else (None, None)
    in_step = role is Role.STEP
    return CellAnnotation(
        cell=cell,
        role=role,
        step=step,
        previous=previous if in_step else (),
        options=options if in_step else (),
        remarks=tuple(settings.remarks()),
        mark=mark,
        diagnostics=tuple(diagnostics),
    )


def text_cell_problems(cell: NotebookCell) -> Iterator[Diagnostic]:
    """Give what is wrong with the tags of a cell that holds no code."""
    for text in cell.tags:
        if isinstance(parse_tag(text), StepTag | PreviousTag):
            yield rules.STEP_ON_TEXT_CELL.at(
                cell.span,
                f"the tag {text!r} stands on a {cell.kind} cell, where it means nothing",
                help="move the tag to a code cell, or turn the cell into a code cell",
            )


def _tags_of(cell: NotebookCell) -> Iterator[tuple[str, Tag]]:
    for text in dict.fromkeys(cell.tags):
        tag = parse_tag(text)
        if tag is not None:
            yield text, tag


def _settings_of(cell: NotebookCell) -> tuple[CellSettings, tuple[Diagnostic, ...]]:
    if KEY not in cell.metadata:
        return NO_SETTINGS, ()
    try:
        return parse_settings(cell.metadata[KEY]), ()
    except ValidationError as error:
        problems = (f"in the metadata of cell {cell.number}, {problem}" for problem in problems_in(error))
        return NO_SETTINGS, tuple(rules.INVALID_CELL_METADATA.at(cell.span, problem) for problem in problems)


def _tags_in(settings: CellSettings) -> Iterator[tuple[str, Tag]]:
    if settings.role is not None:
        yield f"{KEY}.role", SkipTag() if settings.role == SKIP else RoleTag(ROLES[settings.role])
    if settings.step is not None:
        yield f"{KEY}.step", StepTag(settings.step.strip())
    yield from ((f"{KEY}.prev", PreviousTag(name.strip())) for name in settings.previous)
    yield from ((option.text, OptionTag(option)) for option in settings.options())


def _malformed(cell: NotebookCell) -> Iterator[Diagnostic]:
    tags = cell.metadata.get("tags")
    if tags is not None and (not isinstance(tags, list) or len(tags) != len(cell.tags)):
        yield rules.MALFORMED_TAGS.at(cell.span, f"the tags of cell {cell.number} are not a list of strings: {tags!r}")


def _problem(cell: NotebookCell, text: str, tag: Tag) -> Diagnostic | None:
    match tag:
        case MistypedTag():
            message = f"the tag {text!r} is not known; did you mean {tag.suggestion!r}?"
            advice = "correct the tag, or rename it if it is not for kale"
            fix = None if "<" in tag.suggestion else _replacement(cell, text, tag.suggestion)
            return rules.MISTYPED_TAG.at(cell.span, message, help=advice, fix=fix)
        case MalformedTag() | RefusedTag():
            return rules.INVALID_OPTION.at(cell.span, _invalid(text, tag))
        case StepTag(""):
            message = f"the tag {text!r} has no name, so the cell counts as untagged"
            advice = "give the step a name, or remove the tag"
            return rules.NAMELESS_STEP.at(cell.span, message, help=advice, fix=_replacement(cell, text, None))
        case NotebookTag():
            message = f"the tag {text!r} asks to run another notebook as a part of this one, which kale cannot"
            return rules.NOTEBOOK_REFERENCE.at(cell.span, message, help="compile the other notebook on its own")
        case OutdatedTag():
            message = f"the tag {text!r} is not needed: what a step takes in and gives out is found in its code"
            return rules.OUTDATED_TAG.at(cell.span, message, fix=_replacement(cell, text, None))
    return None


def _invalid(text: str, tag: MalformedTag | RefusedTag) -> str:
    if isinstance(tag, RefusedTag):
        return f"the tag {text!r} cannot be had: {tag.reason}"
    return f"the tag {text!r} does not have the form {tag.form}"


def _replacement(cell: NotebookCell, tag: str, by: str | None) -> Fix | None:
    """Give the fix that replaces or removes a tag; none for an annotation in the metadata under ``kale``."""
    if tag not in cell.tags:
        return None
    description = f"remove the tag {tag!r}" if by is None else f"write {by!r} instead of {tag!r}"
    return Fix(description=description, edits=(ReplaceTag(cell=cell.number, tag=tag, by=by),))


def _valid_options(cell: NotebookCell, tags: Iterable[Tag]) -> tuple[tuple[Option, ...], list[Diagnostic]]:
    valid: list[Option] = []
    problems: list[Diagnostic] = []
    for option in (tag.option for tag in tags if isinstance(tag, OptionTag)):
        reason = why_invalid(option)
        if reason is None:
            valid.append(option)
        else:
            problems.append(rules.INVALID_OPTION.at(cell.span, f"{option.text!r} is not valid: {reason}"))
    return tuple(valid), problems


def _belongings(tags: Iterable[Tag]) -> Iterator[tuple[Role, str | None]]:
    for tag in tags:
        if isinstance(tag, RoleTag):
            yield tag.role, None
        elif isinstance(tag, StepTag) and tag.name:
            yield Role.STEP, tag.name


def _mark_problems(cell: NotebookCell, mark: Mark) -> Iterator[Diagnostic]:
    for problem in mark.problems:
        span = cell.span.model_copy(
            update={
                "line": problem.line,
                "column": problem.column,
                "end_line": problem.line,
                "end_column": problem.end_column,
            }
        )
        yield problem.rule.at(span, problem.message, help=problem.help)


def _skip_conflict(cell: NotebookCell, stated: Iterable[tuple[str, Tag]], mark: Mark | None) -> tuple[Diagnostic, ...]:
    """Give what is wrong when only one of a cell's tags and its own line leave the cell out.

    Tags that do so among themselves are no conflict: a cell with the tag ``skip`` is left out whatever others say.
    """
    if mark is None:
        return ()
    problems = tuple(_mark_problems(cell, mark))
    others, own = (tuple(tag for _, tag in pairs) for pairs in (stated, mark.tags))
    sides = ((others, own), (own, others))
    for skipping, belonging in sides:
        belongings = tuple(dict.fromkeys(_belongings(belonging)))
        if any(isinstance(tag, SkipTag) for tag in skipping) and belongings:
            return (*problems, _contradiction(cell, (SKIP, *map(_belonging_text, belongings))))
    return problems


def _conflict(cell: NotebookCell, belongings: tuple[tuple[Role, str | None], ...]) -> Iterator[Diagnostic]:
    if len(belongings) > 1:
        yield _contradiction(cell, map(_belonging_text, belongings))


def _belonging_text(belonging: tuple[Role, str | None]) -> str:
    role, step = belonging
    return f"step:{step}" if step else role.value


def _contradiction(cell: NotebookCell, texts: Iterable[str]) -> Diagnostic:
    names = " and ".join(map(repr, texts))
    message = f"the annotations of cell {cell.number} contradict each other: it cannot be {names} at once"
    return rules.CONFLICTING_ROLES.at(cell.span, message, help="keep one, and split the cell if it does both")


def _homeless(
    cell: NotebookCell,
    belongings: tuple[tuple[Role, str | None], ...],
    previous: tuple[str, ...],
    options: tuple[Option, ...],
) -> Iterator[Diagnostic]:
    if any(role is Role.STEP for role, _ in belongings):
        return
    what = "is the cell's role" if belongings else "gives the cell a step"
    for text in (*(f"prev:{name}" for name in previous), *(option.text for option in options)):
        other = f", but {belongings[0][0].value!r} {what}" if belongings else f", but no tag of the cell {what}"
        message = f"{text!r} is for steps{other}"
        yield rules.ANNOTATION_OUTSIDE_STEP.at(cell.span, message, help="add a 'step:<name>' tag, or remove this one")
