"""What a step is told: the plan, its sources, their places."""

from __future__ import annotations

import json

import pytest

from kale.diagnostics import Diagnostic
from kale.emit.interface import step_interface
from kale.emit.payload import MAX_ARGUMENT, StepPayload, build_payload
from kale.emit.sizes import MAX_STEP, check_process
from kale.pipeline import CodeBlock, Define, Load, Operation, Parameter, ParameterType, Run, Save, Step, TakeParameter
from kale.platform.texts import check_texts

PARAMETERS = {
    "n": Parameter(name="n", type=ParameterType.INT),
    "größe": Parameter(name="größe", type=ParameterType.DICT, optional=True),
}


def payload(*plan: Operation, name: str = "train") -> StepPayload:
    step = Step(name=name, plan=plan)
    return build_payload(step, step_interface(step), PARAMETERS, "train.ipynb")


def code(text: str, cell: int = 1, line: int = 1) -> CodeBlock:
    return CodeBlock(cell=cell, line=line, text=text)


def test_every_operation_has_its_entry() -> None:
    told = payload(
        Define(code=code("import math"), names=("math",)),
        TakeParameter(name="n"),
        TakeParameter(name="größe"),
        Load(producer="load", artifact="x_and_1_more", variables=("x", "y")),
        Run(code=code("z = x", cell=3, line=2)),
        Run(code=code("print(z)", cell=4), metrics=True),
        Save(artifact="z", variables=("z",), definitions=("Sample",)),
    )
    plan = json.loads(told.plan)
    greek = plan["plan"][2].pop()
    assert greek.startswith("v_gr_e_")
    assert plan == {
        "kale": 1,
        "step": "train",
        "sources": [1, 1, 1],
        "plan": [
            ["define", 0],
            ["parameter", "n", "int", "n"],
            ["parameter", "größe", "dict?"],
            ["load", "x_and_1_more", ["x", "y"]],
            ["run", 1],
            ["metrics", 2],
            ["save", "z", ["z"], ["Sample"]],
        ],
        "metrics": "metrics",
    }
    assert told.sources == ("import math", "z = x", "print(z)")
    assert json.loads(told.places) == {"notebook": "train.ipynb", "places": [[1, 1], [3, 2], [4, 1]]}


@pytest.mark.parametrize(
    ("kind", "default", "optional", "told"),
    [
        (ParameterType.FLOAT, 3, False, "number"),
        (ParameterType.FLOAT, 3, True, "number?"),
        (ParameterType.FLOAT, 3.0, False, "float"),
        (ParameterType.FLOAT, None, True, "float?"),
        (ParameterType.INT, 3, False, "int"),
    ],
)
def test_a_whole_default_of_a_float_may_stay_whole(
    kind: ParameterType, default: int | float | None, optional: bool, told: str
) -> None:
    parameter = Parameter(name="n", type=kind, default=default, optional=optional)
    step = Step(name="s", plan=(TakeParameter(name="n"),))
    document = json.loads(build_payload(step, step_interface(step), {"n": parameter}, "n.ipynb").plan)
    assert document["plan"] == [["parameter", "n", told, "n"]]


def test_plan_is_compact_ascii() -> None:
    assert payload(name="Übung {{x}} $$ python3").plan == (
        '{"kale":1,"step":"\\u00dcbung {\\u007bx}} $\\u0024 python\\u0033","sources":[],"plan":[]}'
    )


def test_escape_is_told_where_it_is_used() -> None:
    told = payload(Run(code=code("x = '{{'")), Run(code=code("y = 1")))
    assert json.loads(told.plan)["escape"] == "~"
    assert told.sources == ("x = '{~{'", "y = 1")
    assert "escape" not in json.loads(payload(Run(code=code("y = 1"))).plan)


def test_long_source_takes_several_arguments() -> None:
    text = "x = '" + "é" * MAX_ARGUMENT + "'"
    told = payload(Run(code=code(text)), Run(code=code("y = 1")))
    assert json.loads(told.plan)["sources"] == [3, 1]
    assert "".join(told.sources[:3]) == text
    assert all(len(source.encode()) <= MAX_ARGUMENT for source in told.sources)


def test_empty_source_is_an_argument_like_any_other() -> None:
    told = payload(Run(code=code("")))
    assert (told.sources, json.loads(told.plan)["sources"]) == (("",), [1])


def problems(*plan: Operation, name: str = "train", overhead: int = 0) -> list[Diagnostic]:
    step = Step(name=name, plan=plan)
    return [*check_texts(step), *check_process(step, payload(*plan, name=name), overhead)]


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_what_no_command_line_carries_is_refused_with_its_place(character: str) -> None:
    step = Step(name="train", plan=(Run(code=code(f"x = 1\ny = '{character}'", cell=3, line=5)),))
    (found,) = check_texts(step)
    assert found.code == "K300"
    assert found.span is not None
    assert (found.span.cell, found.span.line, found.span.column) == (3, 6, 6)


def test_step_name_is_checked() -> None:
    (found,) = check_texts(Step(name="a\0", plan=()))
    assert (found.code, found.span) == ("K300", None)


def test_step_that_no_process_can_be_given_is_refused() -> None:
    big = Run(code=code("x = 1\n" * (MAX_STEP // 6), cell=7))
    (found,) = problems(Run(code=code("y = 1")), big)
    assert found.code == "K301"
    assert found.span is not None
    assert found.span.cell == 7
    assert "1,025 KiB" in found.message


def test_the_rest_of_the_command_counts() -> None:
    run = Run(code=code("x = 1"))
    assert problems(run) == []
    assert [found.code for found in problems(run, overhead=MAX_STEP)] == ["K301"]


def test_a_plan_that_no_argument_can_hold_is_refused() -> None:
    save = Save(artifact="all", variables=tuple(f"variable_{number}" for number in range(8000)))
    assert [found.code for found in problems(save)] == ["K301"]
