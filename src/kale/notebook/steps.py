"""The steps that the annotations name, each with its options and its order, gathered from all of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kale.diagnostics import Diagnostic, Fix, Related, ReplaceTag, Report, Span
from kale.notebook import rules
from kale.notebook.cell_annotations import CellAnnotation
from kale.notebook.membership import Member
from kale.notebook.notebook import NotebookCell
from kale.notebook.options import Option, contradictions, options_of
from kale.notebook.similarity import nearest_name
from kale.pipeline import Role, StepOptions
from kale.pipeline.model import Model
from kale.pipeline.names import to_resource_name


class StepAnnotation(Model):
    """What the annotations say of one step.

    Attributes:
        name: The step's name as written.
        span: The cell where it first appears.
        options: Options of all its cells, over those that the notebook gives every step.
        previous: Names of the steps that it comes after, each with the cell that says so.
    """

    name: str
    span: Span
    options: StepOptions = StepOptions()
    previous: tuple[tuple[str, Span], ...] = ()


def steps_of(members: Sequence[Member], defaults: StepOptions, report: Report) -> tuple[StepAnnotation, ...]:
    """Give the steps in order of first appearance.

    Args:
        members: The cells that take part, in order.
        defaults: Options of steps that say nothing themselves.
        report: Takes what is wrong.
    """
    cells: dict[str, list[CellAnnotation]] = {}
    for member in members:
        if member.role is Role.STEP and member.step is not None:
            cells.setdefault(member.step, []).append(member.annotation)
    report.extend(_similar_names({name: annotations[0].cell.span for name, annotations in cells.items()}))
    return tuple(_step(name, annotations, tuple(cells), defaults, report) for name, annotations in cells.items())


def _step(
    name: str,
    annotations: Sequence[CellAnnotation],
    known: Sequence[str],
    defaults: StepOptions,
    report: Report,
) -> StepAnnotation:
    placed = [(option, annotation.cell.span) for annotation in annotations for option in annotation.options]
    report.extend(_contradictions(name, placed))
    return StepAnnotation(
        name=name,
        span=annotations[0].cell.span,
        options=options_of(option for option, _ in placed).over(defaults),
        previous=tuple(_previous(name, annotations, known, report)),
    )


def _contradictions(step: str, placed: Sequence[tuple[Option, Span]]) -> Iterator[Diagnostic]:
    spans = {id(option): span for option, span in placed}
    for earlier, option in contradictions(option for option, _ in placed):
        yield rules.CONTRADICTING_OPTIONS.at(
            spans[id(option)],
            f"{option.text!r} contradicts {earlier.text!r}, which step {step!r} has already",
            help="keep one of them",
            related=(Related(span=spans[id(earlier)], message=f"{earlier.text!r} stands here"),),
        )


def _previous(
    step: str, annotations: Iterable[CellAnnotation], known: Sequence[str], report: Report
) -> Iterator[tuple[str, Span]]:
    given: set[str] = set()
    for annotation in annotations:
        for text in annotation.previous:
            for name in previous_names(text, known):
                problem = _problem_with(name, step, annotation, known)
                if problem is not None:
                    report.add(problem)
                elif name not in given:
                    given.add(name)
                    yield name, annotation.cell.span


def previous_names(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Give the names in a ``prev:`` tag: the first version let one tag hold several, with colons between them."""
    parts = tuple(part.strip() for part in text.split(":"))
    return parts if text not in known and len(parts) > 1 and any(part in known for part in parts) else (text,)


def _problem_with(name: str, step: str, annotation: CellAnnotation, known: Sequence[str]) -> Diagnostic | None:
    cell = annotation.cell
    marked = annotation.mark is not None and annotation.mark.names_before(name)
    text = f"--after {name}" if marked else f"prev:{name}"
    if name == step:
        message = f"{text!r} makes step {step!r} come after itself"
        advice = "remove it, or name another step" if marked else "remove the tag, or name another step"
        return rules.STEP_AFTER_ITSELF.at(cell.span, message, help=advice, fix=_previous_instead(cell, name, None))
    if name in known:
        return None
    nearest = nearest_name(name, (other for other in known if other != step))
    choice = ", ".join(repr(other) for other in known)
    return rules.UNKNOWN_PREVIOUS_STEP.at(
        cell.span,
        f"{text!r} names a step that does not exist{f'; did you mean {nearest!r}?' if nearest else ''}",
        help=f"the steps are {choice}",
        fix=_previous_instead(cell, name, nearest) if nearest else None,
    )


def _previous_instead(cell: NotebookCell, name: str, by: str | None) -> Fix | None:
    """Give the fix that names another step, or none; nothing when the order is not stated by a tag of its own."""
    tag = f"prev:{name}"
    if tag not in cell.tags:
        return None
    instead = f"prev:{by}" if by is not None and f"prev:{by}" not in cell.tags else None
    description = f"write {instead!r} instead of {tag!r}" if instead else f"remove the tag {tag!r}"
    return Fix(description=description, edits=(ReplaceTag(cell=cell.number, tag=tag, by=instead),))


def _similar_names(places: dict[str, Span]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for name, span in places.items():
        earlier = first.setdefault(to_resource_name(name, fallback="step"), name)
        if earlier != name:
            yield rules.SIMILAR_STEP_NAMES.at(
                span,
                f"the steps {name!r} and {earlier!r} are two steps whose names the platform can hardly tell apart",
                help="write the name the same way in both places if they are one step, or rename one of them",
                related=(Related(span=places[earlier], message=f"step {earlier!r} starts here"),),
            )
