"""Pipelines to draw, from a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from kale.pipeline import (
    CodeBlock,
    Edge,
    EdgeKind,
    Parameter,
    ParameterType,
    Pipeline,
    Reason,
    Run,
    Step,
    StepOptions,
    TakeParameter,
)

MakePipeline: TypeAlias = Callable[..., Pipeline]


def _edge(source: str, target: str, flow: str) -> Edge:
    variables = flow.split()
    reasons = tuple(Reason(kind=EdgeKind.VALUE, variable=name) for name in variables)
    return Edge(source=source, target=target, reasons=reasons or (Reason(kind=EdgeKind.ORDER),))


@pytest.fixture(scope="session")
def make_pipeline() -> MakePipeline:
    """A pipeline of the steps that the arrows name, in the order in which they name them."""

    def make(
        arrows: Sequence[tuple[str, str, str]],
        *,
        steps: Sequence[str] = (),
        parameters: Sequence[str] = (),
        metrics: Sequence[str] = (),
        image: str | None = None,
        display_name: str = "A drawing",
    ) -> Pipeline:
        names = dict.fromkeys([*steps, *(end for arrow in arrows for end in arrow[:2])])
        return Pipeline(
            name="drawing",
            display_name=display_name,
            source="drawing.ipynb",
            parameters=tuple(Parameter(name=p, type=ParameterType.INT, default=3) for p in parameters),
            steps=tuple(
                Step(
                    name=name,
                    plan=(
                        *(TakeParameter(name=p) for p in (parameters if number == 0 else ())),
                        Run(code=CodeBlock(cell=number + 2, text="pass"), metrics=name in metrics),
                    ),
                    options=StepOptions(image=image),
                )
                for number, name in enumerate(names)
            ),
            edges=tuple(_edge(*arrow) for arrow in arrows),
        )

    return make
