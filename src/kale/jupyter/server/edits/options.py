"""Setting an option of a step."""

from __future__ import annotations

from typing import Final

from pydantic import JsonValue

from kale.jupyter.server.documents import Edit, SetOption
from kale.jupyter.server.edits.marks import Marks
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.option_fields import STEP_OPTIONS, StepOption
from kale.notebook.option_tags import MalformedTag, OptionTag
from kale.notebook.options import why_invalid
from kale.notebook.tags import Tag, parse_tag

_WANTED: Final = {"flag": "yes or no", "number": "a whole number"}


def set_option(found: OpenNotebook, action: SetOption) -> Edit:
    """Give the edit that sets an option of the steps of some cells, or takes it away.

    Raises:
        RefusedError: A cell is gone or belongs to no step, or the option cannot have that value.
    """
    option = STEP_OPTIONS.get(action.option)
    if option is None:
        raise RefusedError(f"there is no option {action.option!r}; the options are {', '.join(STEP_OPTIONS)}")
    value = _checked(option, action.value)
    rewriting = Rewriting(found)
    for step in rewriting.steps_of(rewriting.chosen(action.cells)):
        cells = rewriting.own_cells(step)
        home = next((cell for cell in cells if _states(Marks.of(cell), option)), cells[0])
        for cell in cells:
            marks = rewriting.marks(cell.number)
            rewriting.put(cell.number, _with_option(marks, option, value if cell is home else None))
    return Edit(cells=tuple(rewriting.cell_edits()))


def _checked(option: StepOption, value: JsonValue) -> JsonValue:
    """Give a value in the form that annotations hold; ``None`` for none."""
    kind = option.shown.kind
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if kind == "number" and isinstance(value, float) and value.is_integer():
        value = int(value)
    wrong = (
        (kind == "flag") != isinstance(value, bool)
        or (kind == "number" and not isinstance(value, int))
        or isinstance(value, dict | list)
    )
    if wrong:
        raise RefusedError(f"{option.shown.label} is {_WANTED.get(kind, 'one text')}, not {value!r}")
    return _taken(option, value if kind in ("flag", "number") else str(value))


def _taken(option: StepOption, value: JsonValue) -> JsonValue:
    """Give the value if a tag with it means just that."""
    tag = parse_tag(option.tag(value))
    if isinstance(tag, MalformedTag):
        raise RefusedError(f"{option.shown.label} cannot be {value!r}: a tag for it has the form {tag.form}")
    if not isinstance(tag, OptionTag) or tag.option.target != option.target or tag.option.value != value:
        raise RefusedError(f"{option.shown.label} cannot be {value!r}")
    reason = why_invalid(tag.option)
    if reason is not None:
        raise RefusedError(f"{option.shown.label} cannot be {value!r}: {reason}")
    return value


def _sets(tag: Tag, option: StepOption) -> bool:
    return isinstance(tag, OptionTag) and tag.option.target == option.target


def _in_settings(marks: Marks, option: StepOption) -> bool:
    held = marks.stated.get(option.field)
    return held is not None and (option.key is None or (isinstance(held, dict) and option.key in held))


def _tagged(marks: Marks, option: StepOption) -> bool:
    return marks.with_tags((), lambda tag: _sets(tag, option)) != marks


def _states(marks: Marks, option: StepOption) -> bool:
    return _in_settings(marks, option) or _tagged(marks, option)


def _with_option(marks: Marks, option: StepOption, value: JsonValue) -> Marks:
    if _in_settings(marks, option) or (marks.structured and not _tagged(marks, option)):
        cleared = marks.with_tags((), lambda tag: _sets(tag, option))
        return cleared.with_settings({option.field: _held(marks, option, value)})
    new = [] if value is None else [option.tag(value)]
    return marks.with_tags(new, lambda tag: _sets(tag, option))


def _held(marks: Marks, option: StepOption, value: JsonValue) -> JsonValue:
    """Give what a setting holds from now on, with the other keys of an object as they are."""
    held = marks.stated.get(option.field)
    if option.key is None:
        return value
    others = {key: item for key, item in held.items() if key != option.key} if isinstance(held, dict) else {}
    if value is not None:
        others[option.key] = value
    return others or None
