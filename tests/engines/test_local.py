"""Compiled pipelines run on this machine, every step in a process of its own."""

from __future__ import annotations

import builtins
import json
import logging
import os
import pickle
import random
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import yaml
from kfp.local import config
from tests.wheels import make_python

from kale.diagnostics import Span
from kale.emit import compile_pipeline
from kale.engines import LocalRun, StepEvent, StepRecord, StepState, run_local
from kale.engines.steps import StepRunner
from kale.errors import OutputError, ParameterError, RunError
from kale.pipeline import (
    Chart,
    CodeBlock,
    Edge,
    EdgeKind,
    Load,
    Operation,
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


def cell(text: str, number: int = 1) -> Run:
    return Run(code=CodeBlock(cell=number, text=text))


def load(producer: str, name: str) -> Load:
    return Load(producer=producer, artifact=name, variables=(name,))


def save(name: str) -> Save:
    return Save(artifact=name, variables=(name,))


def step(name: str, *plan: Operation | str, after: tuple[str, ...] = (), **options: Any) -> Step:
    operations = tuple(cell(part) if isinstance(part, str) else part for part in plan)
    return Step(name=name, plan=operations, after=after, options=StepOptions(**options))


def pipeline(*steps: Step, parameters: tuple[Parameter, ...] = ()) -> Pipeline:
    edges = {(operation.producer, target.name) for target in steps for operation in target.loads}
    return Pipeline(
        name="example",
        display_name="Example",
        source="example.ipynb",
        steps=steps,
        parameters=parameters,
        edges=tuple(
            Edge(source=source, target=target, reasons=(Reason(kind=EdgeKind.VALUE, variable="x"),))
            for source, target in sorted(edges)
        ),
    )


class Listener:
    """Keeps what a run says."""

    def __init__(self) -> None:
        self.events: list[StepEvent] = []
        self.lines: list[tuple[str, str]] = []

    def on_event(self, event: StepEvent) -> None:
        self.events.append(event)

    def echo(self, name: str, line: str) -> None:
        self.lines.append((name, line))


def run(root: Path, *steps: Step, parameters: tuple[Parameter, ...] = (), **values: Any) -> tuple[LocalRun, Listener]:
    listener = Listener()
    compiled = compile_pipeline(pipeline(*steps, parameters=parameters))
    done = run_local(compiled, values, root=root, on_event=listener.on_event, echo=listener.echo)
    return done, listener


def test_values_cross_steps(tmp_path: Path) -> None:
    done, listener = run(
        tmp_path,
        step("Load Data", "x = [1, 2.0, {'a': (3,)}]", save("x")),
        step("left", load("Load Data", "x"), "left = len(x)", save("left")),
        step("right", load("Load Data", "x"), "right = x[2]", save("right")),
        step("join", load("left", "left"), load("right", "right"), "print(left, right)"),
    )
    assert done.succeeded
    assert done.status is StepState.SUCCEEDED
    assert listener.lines == [("join", "3 {'a': (3,)}")]
    assert [(event.step, event.state.value) for event in listener.events] == [
        (name, state) for name in ("Load Data", "left", "right", "join") for state in ("running", "succeeded")
    ]
    assert [record.name for record in done.steps] == ["Load Data", "left", "right", "join"]
    assert all(record.attempts == 1 and record.duration > 0 and record.error is None for record in done.steps)


def test_a_run_has_a_folder(tmp_path: Path) -> None:
    compiled = compile_pipeline(pipeline(step("Only One", "x = 3", "print('é')", save("x"))))
    first = run_local(compiled, root=tmp_path / "new" / "root")
    second = run_local(compiled, root=tmp_path / "new" / "root")
    assert (first.directory.name, second.directory.name) == ("example-1", "example-2")
    assert (first.directory / "pipeline.yaml").read_text("utf-8") == compiled.yaml
    assert (first.directory / "logs" / "only-one.log").read_text("utf-8") == "é\n"
    assert first.step("Only One").log == first.directory / "logs" / "only-one.log"
    events = [json.loads(line) for line in (first.directory / "events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events] == ["start", "end"]
    artifact = first.outputs["x"]
    assert artifact.variables == {"x": "builtins.int"}
    assert artifact.path.is_relative_to(first.directory / "outputs")
    assert 0 < artifact.size <= artifact.path.stat().st_size
    assert not (first.directory / "workspace").exists()


TYPES = tuple(
    Parameter(name=name, type=kind, default=default, optional=default is None)
    for name, kind, default in [
        ("n", ParameterType.INT, 3),
        ("rate", ParameterType.FLOAT, 1.0),
        ("text", ParameterType.STR, 'python3 {"Concat": "é\n'),
        ("flag", ParameterType.BOOL, False),
        ("items", ParameterType.LIST, [1, 1.0, None, [True], 1e300]),
        ("table", ParameterType.DICT, {"z": {"python3": 2.0}, "a": None}),
        ("nothing", ParameterType.INT, None),
        ("größe", ParameterType.LIST, None),
    ]
)
SHOW = "print(ascii([n, rate, text, flag, items, table, nothing, größe]))"


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, [3, 1.0, 'python3 {"Concat": "é\n', False, [1, 1.0, None, [True], 1e300], None, None, None]),
        (
            {"n": "-7", "rate": -0.0, "text": "", "flag": "true", "items": [], "nothing": 5, "größe": [[0.5]]},
            [-7, -0.0, "", True, [], None, 5, [[0.5]]],
        ),
        ({"text": '{"IfPresent": 3}', "table": {"b": [], "a": {}}}, None),
    ],
)
def test_parameters_arrive_exactly(tmp_path: Path, values: dict[str, Any], shown: list[Any] | None) -> None:
    given = {parameter.name: values.get(parameter.name, parameter.default) for parameter in TYPES}
    only = step("only", *[TakeParameter(name=name) for name in given], SHOW)
    done, listener = run(tmp_path, only, parameters=TYPES, **values)
    done.raise_for_failure()
    expected = {**given, **({"n": -7, "flag": True} if "n" in values else {})}
    assert listener.lines == [("only", ascii(list(expected.values())))]
    if shown:
        assert listener.lines[0][1] == ascii([*shown[:5], expected["table"], *shown[6:]])


def test_a_parameter_that_only_some_steps_take(tmp_path: Path) -> None:
    parameters = (Parameter(name="n", type=ParameterType.INT, optional=True),)
    done, listener = run(
        tmp_path, step("a", TakeParameter(name="n"), "print(n)"), step("b", "print('b')"), parameters=parameters
    )
    done.raise_for_failure()
    assert listener.lines == [("a", "None"), ("b", "b")]


def test_wrong_parameters_stop_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="did you mean 'n'"):
        run(tmp_path, step("a", "1"), parameters=(Parameter(name="n", type=ParameterType.INT, default=1),), nn=2)
    assert list(tmp_path.iterdir()) == []


def test_a_failing_step_ends_the_run(tmp_path: Path) -> None:
    done, listener = run(
        tmp_path,
        step("load", "x = 1", save("x")),
        step("train", load("load", "x"), cell("y = 2\nz = y / (x - 1)\nprint(z)", number=7), save("x")),
        step("after", load("train", "x"), "print(x)"),
        step("aside", "print('never')"),
    )
    assert done.status is StepState.FAILED
    assert [record.state.value for record in done.steps] == ["succeeded", "failed", "not-run", "not-run"]
    (failed,) = done.failures
    error = failed.error
    assert error is not None
    assert (error.phase, error.type, error.message) == ("run", "ZeroDivisionError", "division by zero")
    assert (error.notebook, error.cell, error.line) == ("example.ipynb", 7, 2)
    assert (error.source_line or "").strip() == "z = y / (x - 1)"
    assert "ZeroDivisionError" in (error.traceback or "")
    assert ("after", "not-run") in [(event.step, event.state.value) for event in listener.events]
    with pytest.raises(RunError) as caught:
        done.raise_for_failure()
    assert str(caught.value) == (
        "step 'train' failed in example.ipynb, cell 7, line 2:\n"
        "      z = y / (x - 1)\n"
        "  ZeroDivisionError: division by zero"
    )


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("import os\nos.kill(os.getpid(), 9)", "SIGKILL", "SIGKILL; often that means that memory ran out"),
        ("import os\nos.abort()", "SIGABRT", "SIGABRT"),
        ("import os\nos._exit(7)", "SystemExit", "exit code 7"),
        ("import os\nos._exit(0)", "SystemExit", "before the step was over"),
    ],
)
def test_a_process_that_ends_without_a_word(tmp_path: Path, code: str, kind: str, words: str) -> None:
    done, _ = run(tmp_path, step("only", code, "x = 1", save("x")))
    (failed,) = done.failures
    assert failed.error is not None
    assert (failed.error.phase, failed.error.type) == ("process", kind)
    with pytest.raises(RunError, match=f"step 'only' failed:\n  {kind}: .*{words}"):
        done.raise_for_failure()


def test_a_failing_step_is_tried_again(tmp_path: Path) -> None:
    code = f"import pathlib\np = pathlib.Path({str(tmp_path / 'tries')!r})\nwith p.open('a') as f: f.write('x')\n"
    code += "print(len(p.read_text()))\nassert len(p.read_text()) > 2"
    done, listener = run(tmp_path, step("flaky", code, retry=3))
    assert done.succeeded
    assert done.step("flaky").attempts == 3
    assert done.step("flaky").error is None
    assert [line for _, line in listener.lines if line.isdigit()] == ["1", "2", "3"]
    states = [event.state.value for event in listener.events]
    assert states == ["running", "failed", "running", "failed", "running", "succeeded"]


def test_a_timeout_counts_here_too(tmp_path: Path) -> None:
    done, _ = run(tmp_path, step("slow", "import time\ntime.sleep(60)", timeout=1))
    error = done.step("slow").error
    assert error is not None
    assert str(error) == "TimeoutError: the step took longer than its timeout of 1 seconds"
    assert done.duration < 20


def test_output_that_is_no_text_does_no_harm(tmp_path: Path) -> None:
    child = "import os; os.write(1, bytes([255, 10]))"
    code = f"import subprocess, sys\n_ = subprocess.run([sys.executable, '-c', {child!r}])"
    done, listener = run(tmp_path, step("only", code, "import os\n_ = os.write(2, bytes([254, 10]))"))
    done.raise_for_failure()
    assert listener.lines == [("only", "\\xff"), ("only", "\\xfe")]


def test_the_environment_of_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FROM_OUTSIDE", "outside")
    code = (
        "import os\nprint(*sorted(k for k in os.environ if k.startswith(('KALE', 'FROM'))))\nprint(os.environ['MODE'])"
    )
    done, listener = run(tmp_path, step("only", code, "print(os.environ['MODE'])", env={"MODE": "python3 fast"}))
    done.raise_for_failure()
    names = listener.lines[0][1].split()
    assert "FROM_OUTSIDE" in names
    assert "KALE_LOCAL_TASK" not in names
    assert listener.lines[1][1] == "python3 fast"


def test_steps_without_an_order_run_in_notebook_order(tmp_path: Path) -> None:
    names = ["zebra", "ant", "mule", "bee", "Yak"]
    done, listener = run(tmp_path, *[step(name, "print(1)") for name in names])
    done.raise_for_failure()
    assert [name for name, _ in listener.lines] == names


def test_settings_that_mean_nothing_here_are_named(tmp_path: Path) -> None:
    secret = {"secret": "db", "key": "k", "variable": "PASSWORD"}
    done, _ = run(tmp_path, step("only", "1", image="ubuntu", limits={"cpu": "1"}, secrets=(secret,), cache=True))
    done.raise_for_failure()
    assert len(done.notes) == 2
    assert "PASSWORD" in done.notes[0]
    assert "limits" in done.notes[1]


def test_the_process_is_left_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (sys.stdout, builtins.print, logging.getLogger().handlers[:], logging.getLogger().level)
    state, limit = random.getstate(), sys.getrecursionlimit()
    instance = config.LocalExecutionConfig.instance
    temporary = set(Path(tempfile.gettempdir()).glob("kfp-*"))
    inside: list[bool] = []

    def echo(_: str, line: str) -> None:
        print("heard", line)  # noqa: T201 - what a caller may do
        inside.append((sys.stdout, builtins.print, logging.getLogger().handlers) == before[:3])

    compiled = compile_pipeline(pipeline(step("only", "print('line')")))
    run_local(compiled, root=tmp_path, echo=echo)
    assert capsys.readouterr().out == "heard line\n"
    assert inside == [True]
    assert (sys.stdout, builtins.print, logging.getLogger().handlers[:], logging.getLogger().level) == before
    assert (random.getstate(), config.LocalExecutionConfig.instance, sys.getrecursionlimit()) == (
        state,
        instance,
        limit,
    )
    assert set(Path(tempfile.gettempdir()).glob("kfp-*")) == temporary


def test_what_a_listener_raises_comes_out(tmp_path: Path) -> None:
    def echo(_: str, line: str) -> None:
        raise LookupError(line)

    code = "import time\nprint('now')\ntime.sleep(600)\nprint('end')"
    with pytest.raises(LookupError, match="now"):
        run_local(compile_pipeline(pipeline(step("only", code))), root=tmp_path, echo=echo)
    (log,) = (tmp_path / "example-1" / "logs").iterdir()
    assert log.read_text() == "now\n"


def test_the_runner_giving_up_is_a_run_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_outputs(_: StepRunner, handler: Any) -> int:
        executor_input = json.loads(handler.full_command[-1])
        path = Path(executor_input["outputs"]["outputFile"])
        path.parent.mkdir(parents=True)
        path.write_text("{]")
        return 0

    monkeypatch.setattr(StepRunner, "run", break_outputs)
    with pytest.raises(RunError, match="the local runner of KFP gave up: ParseError"):
        run(tmp_path, step("only", "1"))


@pytest.mark.parametrize("obstacle", ["file", "missing permission"])
def test_a_root_that_cannot_be_used(tmp_path: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    if obstacle == "file":
        root.touch()
    else:

        def refuse(*_: Any, **__: Any) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(OutputError, match=f"cannot make a folder for the run in {root}"):
        run(root, step("only", "1"))


def test_numbers_go_on_after_the_highest(tmp_path: Path) -> None:
    for name in ("example-7", "example-x", "example-12-old"):
        (tmp_path / name).mkdir()
    done, _ = run(tmp_path, step("only", "1"))
    assert done.directory.name == "example-8"


def test_steps_run_in_the_python_that_is_named(tmp_path: Path) -> None:
    python = make_python(tmp_path / "environment", pip=False)
    steps = (step("make", "import sys", "x = sys.prefix", save("x")), step("tell", load("make", "x"), "print(x)"))
    listener = Listener()
    done = run_local(compile_pipeline(pipeline(*steps)), root=tmp_path / "runs", echo=listener.echo, python=str(python))
    assert done.succeeded
    assert listener.lines == [("tell", str(tmp_path / "environment"))]


def test_steps_run_where_they_are_told(tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_text("found")
    (tmp_path / "helper.py").write_text("word = 'imported'")
    code = "import helper\nprint(open('data.txt').read(), helper.word)"
    compiled = compile_pipeline(pipeline(step("only", code)))
    listener = Listener()
    run_local(compiled, root=tmp_path, echo=listener.echo, working_directory=tmp_path).raise_for_failure()
    assert listener.lines == [("only", "found imported")]


def test_a_program_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "missing"))
    done, _ = run(tmp_path, step("only", "1"))
    assert "could not be started" in str(done.step("only").error)


def test_a_long_chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 1200

    def succeed(self: StepRunner, handler: Any) -> int:
        task = handler.env_vars["KALE_LOCAL_TASK"]
        self.records[task] = StepRecord(task, StepState.SUCCEEDED, started=1.0)
        return 0

    monkeypatch.setattr(StepRunner, "run", succeed)
    chain = [step(f"s{number}", after=(f"s{number - 1}",) if number else ()) for number in range(count)]
    done, _ = run(tmp_path, *chain)
    assert done.succeeded
    assert len(done.steps) == count


def test_text_that_the_runner_would_change(tmp_path: Path) -> None:
    code = 'x = "{{$}} {{channel:a}} python3 /usr/bin/python3 $(HOME) $$ {{{{"\nprint(ascii(x))'
    done, listener = run(tmp_path, step("{{$}} python3", code), step("other", '{"Concat": 3}\nprint("~{~{")'))
    done.raise_for_failure()
    assert listener.lines == [
        ("{{$}} python3", ascii("{{$}} {{channel:a}} python3 /usr/bin/python3 $(HOME) $$ {{{{")),
        ("other", "~{~{"),
    ]


def test_a_long_source(tmp_path: Path) -> None:
    code = "x = '" + "é{}" * 120_000 + "'\nprint(len(x))"
    done, listener = run(tmp_path, step("only", code))
    done.raise_for_failure()
    assert listener.lines == [("only", "360000")]


def test_reports_are_kept_with_a_name_that_browsers_know(tmp_path: Path) -> None:
    done, _ = run(
        tmp_path,
        step("First Step", "x = 1", save("x"), report=True),
        step("plain", load("First Step", "x")),
        step("fails", "print('so far')", "1 / 0", report=True),
        step("never", "1", report=True, after=("fails",)),
    )
    kept = done.directory / "reports"
    assert [record.report for record in done.steps] == [kept / "first-step.html", None, kept / "fails.html", None]
    assert "<h1>First Step</h1>" in (kept / "first-step.html").read_text("utf-8")
    assert "ZeroDivisionError" in (kept / "fails.html").read_text("utf-8")


def test_a_report_is_that_of_the_last_attempt(tmp_path: Path) -> None:
    code = f"import os, pathlib\np = pathlib.Path({str(tmp_path / 'tries')!r})\nn = p.exists()\np.touch()"
    done, _ = run(tmp_path, step("flaky", code, "1 / 0 if not n else os._exit(3)", report=True, retry=1))
    assert done.step("flaky").attempts == 2
    assert done.step("flaky").report is None


def test_charts_are_told_of(tmp_path: Path) -> None:
    charts = (Chart(number=0, text="cm"), Chart(number=1, text="roc"), Chart(number=2, text="acc"))
    text = "print([[1, 2], [3, 4]], ([0, 1], [0, 1], [1, 0]), 0.5)"
    done, _ = run(tmp_path, step("only", Run(code=CodeBlock(cell=1, text=text), metrics=True, charts=charts)))
    done.raise_for_failure()
    record = done.step("only")
    assert [(chart.name, str(chart)) for chart in record.charts] == [
        ("cm", "confusion matrix of 2 classes"),
        ("roc", "ROC curve of 2 points"),
    ]
    assert record.metrics == {"0.5": 0.5}


def test_a_value_that_cannot_cross_has_the_place_where_it_is_made(tmp_path: Path) -> None:
    made, used = Span(cell=4, line=2), Span(cell=6, line=1)
    reasons = (Reason(kind=EdgeKind.VALUE, variable="x", made=made, used=used),)
    steps = (step("a", "x = (i for i in [])", save("x")), step("b", load("a", "x")))
    edges = (Edge(source="a", target="b", reasons=reasons),)
    compiled = compile_pipeline(Pipeline(name="example", source="example.ipynb", steps=steps, edges=edges))
    error = run_local(compiled, root=tmp_path).step("a").error
    assert error is not None
    assert (error.phase, error.variable, error.place) == ("save", "x", "example.ipynb, cell 4, line 2")
    assert error.message.endswith("'x' is made in cell 4, line 2 and used in cell 6, line 1")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.11 has groups of exceptions")
def test_the_place_of_an_error_in_a_group(tmp_path: Path) -> None:
    code = "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    found = e\nraise ExceptionGroup('several', [found])"
    done, _ = run(tmp_path, step("only", cell(code, number=3)))
    error = done.step("only").error
    assert error is not None
    assert (error.type, error.cell, error.line, error.source_line) == ("ExceptionGroup", 3, 2, "1 / 0")


def test_records_can_be_kept(tmp_path: Path) -> None:
    done, _ = run(tmp_path, step("only", "x = 1", save("x")))
    assert pickle.loads(pickle.dumps(done)) == done


def test_runs_in_other_threads_do_not_meet(tmp_path: Path) -> None:
    def one(number: int) -> list[tuple[str, str]]:
        return run(tmp_path, step("only", f"print({number})"))[1].lines

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(one, range(3))) == [[("only", str(number))] for number in range(3)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["example-1", "example-2", "example-3"]


PROGRAM = """
import sys
from pathlib import Path
from kale.emit import compile_pipeline
from kale.engines import run_local
from kale.pipeline import CodeBlock, Pipeline, Run, Step
code = "import os, time\\nprint(os.getpid())\\ntime.sleep(600)"
pipeline = Pipeline(name="p", steps=(Step(name="s", plan=(Run(code=CodeBlock(cell=1, text=code)),)),))
run_local(compile_pipeline(pipeline), root=Path(sys.argv[1]), echo=lambda _, line: print(line, flush=True))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_no_process_is_left_behind(tmp_path: Path, number: signal.Signals) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        process.send_signal(number)
        process.communicate()
    assert process.returncode != 0
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    specification = yaml.safe_load((tmp_path / "p-1" / "pipeline.yaml").read_text())
    assert specification["pipelineInfo"]["name"] == "p"
