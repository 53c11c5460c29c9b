"""Words that every drawing uses for steps, edges and parameters."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Final

from kale.pipeline import Parameter, Pipeline, Run, Step

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_LONGEST_DEFAULT = 40


def cells_of(step: Step) -> tuple[int, ...]:
    """Give the positions of the cells that ``step`` runs, in order, each once; none for code of a Python file."""
    numbers = (operation.code.cell for operation in step.plan if isinstance(operation, Run))
    return tuple(dict.fromkeys(number for number in numbers if number))


def cells_text(cells: Sequence[int]) -> str:
    """Say which cells: ``cell 4``, ``cells 4-6, 9``; nothing for none."""
    if not cells:
        return ""
    runs = []
    for _, group in itertools.groupby(enumerate(sorted(cells)), key=lambda pair: pair[1] - pair[0]):
        numbers = [number for _, number in group]
        runs.append(str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}")
    return f"{'cell' if len(cells) == 1 else 'cells'} {', '.join(runs)}"


def parameter_text(parameter: Parameter) -> str:
    """Give a parameter as it would stand in a signature: ``rows: int = 200``."""
    default = shortened(repr(parameter.default), _LONGEST_DEFAULT)
    return one_line(f"{parameter.name}: {parameter.type.value} = {default}")


def title_of(pipeline: Pipeline) -> str:
    """Give the name under which the user knows the pipeline."""
    return one_line(pipeline.display_name or pipeline.name)


def count_text(number: int, noun: str) -> str:
    """Give a number with its noun: ``1 step``, ``2 steps``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def one_line(text: str) -> str:
    """Give ``text`` without line breaks and characters that steer a terminal."""
    return _CONTROL.sub(" ", text)


def shortened(text: str, longest: int) -> str:
    """Give ``text``, or its beginning and an ellipsis when it has more than ``longest`` characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def listed(names: Iterable[str], longest: int) -> str:
    """Join ``names`` with commas; those that would go past ``longest`` characters are only counted."""
    rest = [one_line(name) for name in names]
    shown: list[str] = []
    while rest and (not shown or len(", ".join([*shown, rest[0]])) <= longest):
        shown.append(shortened(rest.pop(0), longest))
    return f"{', '.join(shown)} +{len(rest)}" if rest else ", ".join(shown)
