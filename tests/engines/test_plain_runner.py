"""The YAML needs nothing of kale's engine: KFP's own local runner takes it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from kfp import components, local
from kfp.local import config

from kale.emit import compile_pipeline
from kale.pipeline import (
    CodeBlock,
    Edge,
    EdgeKind,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    PipelineOptions,
    Reason,
    Run,
    Save,
    Step,
    TakeParameter,
)


@pytest.fixture(autouse=True)
def plain_runner(tmp_path: Path) -> Iterator[None]:
    before = config.LocalExecutionConfig.instance
    runner = local.SubprocessRunner(use_venv=False)
    local.init(runner, pipeline_root=str(tmp_path / "outputs"), workspace_root=str(tmp_path / "workspace"))
    yield
    config.LocalExecutionConfig.instance = before


@pytest.mark.parametrize("transport", ["artifacts", "workspace"])
@pytest.mark.filterwarnings("ignore:Task .* no effect in the current local runner")
def test_kfp_runs_the_yaml(tmp_path: Path, transport: str) -> None:
    result = tmp_path / "result"
    first = (
        TakeParameter(name="n"),
        Run(code=CodeBlock(cell=1, text="x = [n, '{{$}} python3 $$']")),
        Save(artifact="x", variables=("x",)),
    )
    write = f"import pathlib\n_ = pathlib.Path({str(result)!r}).write_text(ascii(x), 'utf-8')"
    second = (Load(producer="First Step", artifact="x", variables=("x",)), Run(code=CodeBlock(cell=2, text=write)))
    pipeline = Pipeline(
        name="plain",
        parameters=(Parameter(name="n", type=ParameterType.INT, default=1),),
        steps=(Step(name="First Step", plan=first), Step(name="second", plan=second)),
        edges=(Edge(source="First Step", target="second", reasons=(Reason(kind=EdgeKind.VALUE, variable="x"),)),),
        options=PipelineOptions.model_validate({"transport": transport}),
    )
    components.load_component_from_text(compile_pipeline(pipeline).yaml)(n=7)
    assert result.read_text("utf-8") == "[7, '{{$}} python3 $$']"
