"""The steps of a notebook as the user interface shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kale.analysis import Analysis
from kale.analysis.analysis import METRICS_STEP
from kale.jupyter.server.documents import Need, StepView
from kale.jupyter.server.membership import Place
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.option_fields import stated
from kale.notebook import AnnotatedNotebook

COLOURS: Final = 8
"""How many colours the user interface has for steps."""


def step_views(
    found: OpenNotebook, annotated: AnnotatedNotebook, analysis: Analysis, places: Mapping[int, Place]
) -> tuple[StepView, ...]:
    """Give the steps in order of first appearance.

    Args:
        found: The notebook.
        annotated: What its annotations say.
        analysis: What its steps need.
        places: What each code cell belongs to, by its position.
    """
    annotations = {step.name: step for step in annotated.steps}
    return tuple(
        StepView(
            name=name,
            cells=tuple(found.id_of(number) for number in numbers),
            needs=tuple(_needs(name, analysis)),
            after=tuple(earlier for earlier, _ in annotations[name].previous) if name in annotations else (),
            options=stated(option for number in numbers for option in places[number].annotation.options),
            colour=position % COLOURS,
        )
        for position, (name, numbers) in enumerate(_cells(annotations, analysis, places).items())
    )


def _cells(steps: Iterable[str], analysis: Analysis, places: Mapping[int, Place]) -> dict[str, list[int]]:
    """Give the positions of the cells of each step; metrics that no step reports have a step of their own."""
    cells: dict[str, list[int]] = {name: [] for name in (*steps, *analysis.steps)}
    for number, place in places.items():
        if place.step is not None:
            cells[place.step].append(number)
        elif place.role == "metrics" and METRICS_STEP in cells:
            cells[METRICS_STEP].append(number)
    return cells


def _needs(step: str, analysis: Analysis) -> list[Need]:
    return [Need(step=edge.source, variables=edge.variables) for edge in analysis.edges if edge.target == step]
