"""What a step takes in the YAML beyond its own source, for many kinds of steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from kale.emit import CompiledPipeline, compile_pipeline
from kale.pipeline import (
    CodeBlock,
    Define,
    Edge,
    EdgeKind,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    PipelineOptions,
    Reason,
    Run,
    RuntimeSource,
    Save,
    Step,
    TakeParameter,
)

MOST = 6 * 1024
CODE = CodeBlock(cell=1, text="x = 1")
LIBRARIES = CodeBlock(cell=1, text="import torch\n\n\nclass Net(torch.nn.Module):\n    pass")
FRAMES = CodeBlock(cell=1, text="import numpy as np, pandas as pd\nfrom sklearn.svm import SVC")
PARAMETERS = tuple(Parameter(name=name, type=ParameterType.INT, default=1) for name in ("n", "m"))

KINDS = {
    "nothing": ((), False, False),
    "values": (("x",), False, False),
    "several values": (("x", "y", "z"), False, False),
    "functions": (("x",), True, False),
    "classes": (("x", "y"), True, True),
    "states and files": (("x", "<random>", "<file:a.csv>"), True, True),
}


def chain(
    variables: tuple[str, ...],
    functions: bool,
    classes: bool,
    steps: int,
    runtime: RuntimeSource,
    *,
    metrics: bool = True,
    code: CodeBlock = CODE,
) -> CompiledPipeline:
    made = []
    for number in range(steps):
        save = Save(artifact="out", variables=variables, functions=functions, classes=classes)
        load = Load(producer=f"s{number - 1}", artifact="out", variables=variables)
        plan = (
            Define(code=code, names=("x",)),
            *(TakeParameter(name=parameter.name) for parameter in PARAMETERS),
            *((load,) if variables and number else ()),
            Run(code=CODE, metrics=metrics),
            *((save,) if variables else ()),
        )
        made.append(Step(name=f"s{number}", plan=plan))
    reason = (Reason(kind=EdgeKind.VALUE, variable="x"),)
    edges = tuple(Edge(source=f"s{n}", target=f"s{n + 1}", reasons=reason) for n in range(steps - 1))
    options = PipelineOptions(runtime=runtime)
    return compile_pipeline(Pipeline(name="p", parameters=PARAMETERS, steps=tuple(made), edges=edges, options=options))


def overhead(compiled: CompiledPipeline) -> float:
    steps = compiled.pipeline.steps
    code = sum(len(part.code.text) for step in steps for part in step.plan if isinstance(part, Define | Run))
    return (len(compiled.yaml.encode()) - code) / len(steps)


@pytest.mark.parametrize("steps", [4, 6])
@pytest.mark.parametrize(("variables", "functions", "classes"), KINDS.values(), ids=KINDS)
def test_a_step_takes_little(variables: tuple[str, ...], functions: bool, classes: bool, steps: int) -> None:
    assert overhead(chain(variables, functions, classes, steps, RuntimeSource.PACKED)) <= MOST


@pytest.mark.parametrize("code", [FRAMES, LIBRARIES], ids=["frames", "tensors"])
@pytest.mark.parametrize(("variables", "functions", "classes"), KINDS.values(), ids=KINDS)
def test_four_steps_with_libraries_take_little(
    variables: tuple[str, ...], functions: bool, classes: bool, code: CodeBlock
) -> None:
    everything = code is LIBRARIES and variables == KINDS["states and files"][0]
    most = 6.2 * 1024 if everything else MOST
    assert overhead(chain(variables, functions, classes, 4, RuntimeSource.PACKED, code=code)) <= most


TWO = partial(chain, ("x",), False, False, 2, RuntimeSource.PACKED)
SHORT = {
    "one step with metrics": (partial(chain, (), False, False, 1, RuntimeSource.PACKED), 7.4),
    "two steps with metrics": (TWO, 6.2),
    "two steps with functions": (partial(chain, ("x",), True, False, 2, RuntimeSource.PACKED, metrics=False), 6),
    "two steps with classes of builtin types": (
        partial(TWO, metrics=False, code=CodeBlock(cell=1, text="class A(dict): pass")),
        6.4,
    ),
    "two steps with frames": (partial(TWO, metrics=False, code=FRAMES), 7.3),
    "two steps with frames and metrics": (partial(TWO, code=FRAMES), 8.1),
    "two steps with tensors": (partial(TWO, metrics=False, code=LIBRARIES), 7.6),
    "two steps with tensors and metrics": (partial(TWO, code=LIBRARIES), 8.4),
    "three steps with everything but libraries": (
        partial(chain, *KINDS["states and files"], 3, RuntimeSource.PACKED),
        6.2,
    ),
    "three steps with frames": (partial(chain, ("x",), True, False, 3, RuntimeSource.PACKED, code=FRAMES), 6.3),
}
"""What the documentation says of pipelines that are too short for the pieces to be shared by many."""


@pytest.mark.parametrize(("make", "most"), SHORT.values(), ids=SHORT)
def test_short_pipelines_take_what_is_said(make: Callable[[], CompiledPipeline], most: float) -> None:
    assert overhead(make()) <= most * 1024


def test_two_steps_that_hand_on_values_take_little() -> None:
    assert overhead(chain(("x", "y"), False, False, 2, RuntimeSource.PACKED, metrics=False)) <= MOST


def test_a_step_without_data_takes_little_by_itself() -> None:
    assert overhead(chain((), False, False, 1, RuntimeSource.PACKED, metrics=False)) <= MOST


def test_a_program_in_the_image_takes_nothing() -> None:
    compiled = chain(("x",), True, True, 3, RuntimeSource.IMAGE)
    assert overhead(compiled) <= 2 * 1024
    assert '"-m"' not in compiled.yaml
    assert compiled.yaml.count("- kale.runtime\n") == 3
