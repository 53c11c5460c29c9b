from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kale.diagnostics import Rule, Severity, Span
from kale.errors import CompileError, NotebookNotFoundError, ParameterError
from kale.pipeline import (
    CodeBlock,
    Define,
    Edge,
    EdgeKind,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    Reason,
    Run,
    Save,
    Step,
    StepOptions,
    TakeParameter,
)

NAMES = st.text(min_size=1, max_size=12)
TEXTS = st.text(max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def pipelines(draw: st.DrawFn) -> Pipeline:
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    parameters = [
        Parameter(name=name, type=draw(st.sampled_from(ParameterType)), default=draw(VALUES), description=draw(TEXTS))
        for name in draw(st.lists(NAMES, max_size=3, unique=True))
    ]
    steps: list[Step] = []
    edges: list[Edge] = []
    for index, name in enumerate(names):
        block = CodeBlock(cell=index + 1, line=draw(st.integers(1, 9)), text=draw(TEXTS))
        plan = [
            Define(code=block, names=(name,)),
            *(TakeParameter(name=p.name) for p in parameters[:1]),
            Run(code=block),
        ]
        plan.append(Save(artifact=f"a{index}", variables=(draw(NAMES),), definitions=(name,)))
        if index:
            earlier = steps[-1]
            (saved,) = earlier.saves
            plan.insert(0, Load(producer=earlier.name, artifact=saved.artifact, variables=saved.variables))
            reason = Reason(kind=draw(st.sampled_from(EdgeKind)), variable=saved.variables[0], made=Span(cell=index))
            edges.append(Edge(source=earlier.name, target=name, reasons=(reason,)))
        steps.append(Step(name=name, plan=tuple(plan), options=StepOptions(env={"A": draw(TEXTS)}, retry=2)))
    return Pipeline(
        name="p", display_name=draw(TEXTS), parameters=tuple(parameters), steps=tuple(steps), edges=tuple(edges)
    )


@given(pipelines())
def test_a_pipeline_survives_json(pipeline: Pipeline) -> None:
    assert Pipeline.model_validate_json(pipeline.model_dump_json()) == pipeline


@given(pipelines())
def test_steps_run_after_what_they_need(pipeline: Pipeline) -> None:
    order = [step.name for step in pipeline.execution_order()]
    assert sorted(order) == sorted(step.name for step in pipeline.steps)
    assert all(order.index(edge.source) < order.index(edge.target) for edge in pipeline.edges)


def step(name: str, *plan: Define | Load | Run | Save | TakeParameter) -> Step:
    return Step(name=name, plan=plan)


def edge(source: str, target: str) -> Edge:
    return Edge(source=source, target=target, reasons=(Reason(kind=EdgeKind.ORDER),))


LOAD = Load(producer="a", artifact="x", variables=("x",))
SAVE = Save(artifact="x", variables=("x",))


@pytest.mark.parametrize(
    ("steps", "edges", "message"),
    [
        ((), (), "at least one step"),
        ((step("a"), step("a")), (), "duplicate step 'a'"),
        ((step("a"),), (edge("a", "b"),), "'b', which is not a step"),
        ((step("a"), step("b")), (edge("a", "b"), edge("b", "a")), "cycle: a → b → a"),
        ((step("a"), step("b", LOAD)), (edge("a", "b"),), "does not save"),
        ((step("a", SAVE), step("b", LOAD)), (), "without an edge"),
        ((step("a", TakeParameter(name="n")),), (), "unknown parameter 'n'"),
    ],
)
def test_what_does_not_fit_together_is_refused(steps: tuple[Step, ...], edges: tuple[Edge, ...], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Pipeline(name="p", steps=steps, edges=edges)


def test_models_are_frozen_and_strict() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        step("a").name = "b"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="extra"):
        Step.model_validate({"name": "a", "plan": [], "colour": "red"})


class TestWithParameters:
    pipeline = Pipeline(
        name="p",
        steps=(step("a"),),
        parameters=(
            Parameter(name="n", type=ParameterType.INT, default=1),
            Parameter(name="x", type=ParameterType.FLOAT, default=1.5, optional=True),
        ),
    )

    def test_gives_a_new_pipeline(self) -> None:
        changed = self.pipeline.with_parameters({"n": 5, "x": None})
        assert [parameter.default for parameter in changed.parameters] == [5, None]
        assert self.pipeline.parameter("n").default == 1

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"m": 1}, "no parameter 'm'; it has n, x"),
            ({"n": "1"}, "takes int"),
            ({"n": None}, "takes int"),
            ({"n": True}, "takes int"),
        ],
    )
    def test_refuses_what_does_not_fit(self, values: dict[str, int | str | bool | None], message: str) -> None:
        with pytest.raises(ParameterError, match=message):
            self.pipeline.with_parameters(values)


def test_options_merge_field_by_field() -> None:
    own = StepOptions(image="a:1", limits={"cpu": "2"}, env={"A": "1"}, cache=False)
    defaults = StepOptions(image="b:1", limits={"cpu": "1", "memory": "1Gi"}, env={"B": "2"}, cache=True, retry=3)
    merged = own.over(defaults)
    assert merged == StepOptions(
        image="a:1", limits={"cpu": "2", "memory": "1Gi"}, env={"A": "1", "B": "2"}, cache=False, retry=3
    )


class TestErrors:
    diagnostic = Rule("K999", "example", Severity.ERROR).at(Span(cell=3, line=2), "it is wrong", help="mend it")

    def test_say_where(self) -> None:
        error = CompileError("nothing works", (self.diagnostic,), "train.ipynb")
        assert str(error) == "train.ipynb: cell 3, line 2: error[K999 example]: it is wrong\n  help: mend it"

    def test_are_also_the_builtin_that_users_would_catch(self) -> None:
        with pytest.raises(FileNotFoundError, match=r"x\.ipynb: gone"):
            raise NotebookNotFoundError("gone", source="x.ipynb")

    def test_pickle(self) -> None:
        error = CompileError("nothing works", (self.diagnostic,), "train.ipynb")
        copy = pickle.loads(pickle.dumps(error))
        assert (type(copy), str(copy), copy.diagnostics) == (CompileError, str(error), error.diagnostics)
