"""Cron expressions as the scheduler of Kubeflow Pipelines reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS: Final = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")


@dataclass(frozen=True)
class _Field:
    """One field of an expression.

    Attributes:
        name: What it counts.
        first: The smallest number.
        last: The largest.
        words: Names that stand for the numbers from ``first`` on.
    """

    name: str
    first: int
    last: int
    words: tuple[str, ...] = ()

    def number(self, text: str) -> int | None:
        """Give the number that a text stands for, if it is one of this field's."""
        if text.upper() in self.words:
            return self.first + self.words.index(text.upper())
        number = int(text) if text.isascii() and text.isdigit() else None
        return number if number is not None and self.first <= number <= self.last else None


_FIELDS: Final = (
    _Field("second", 0, 59),
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 6, _DAYS),
)


def check_cron(text: str) -> str:
    """Give a cron expression of five fields, or of six with seconds first, as it is.

    Raises:
        ValueError: It is none; the message says which field is wrong.
    """
    fields = text.split()
    if len(fields) not in (len(_FIELDS) - 1, len(_FIELDS)):
        raise ValueError(f"{text!r} is not a cron expression of five or six fields")
    for field, kind in zip(reversed(fields), reversed(_FIELDS), strict=False):
        if not all(_is_range(part, kind) for part in field.split(",")):
            raise ValueError(f"{text!r} is not a cron expression: {field!r} is no {kind.name}")
    return text


def _is_range(text: str, kind: _Field) -> bool:
    values, slash, step = text.partition("/")
    if slash and not (step.isascii() and step.isdigit() and int(step) > 0):
        return False
    if values in ("*", "?"):
        return True
    first, dash, last = values.partition("-")
    numbers = [kind.number(first), kind.number(last) if dash else kind.last]
    return numbers[0] is not None and numbers[1] is not None and numbers[0] <= numbers[1]
