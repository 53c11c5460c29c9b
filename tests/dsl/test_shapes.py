"""What becomes of a pipeline function: steps, names, edges, parameters, options, artifact types, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.dsl.conftest import Load

from kale.dsl import find_pipeline
from kale.errors import CompileError, NotebookError, NotebookNotFoundError
from kale.pipeline import ArtifactType, ParameterType

SALES = '''
    import pandas as pd
    from sklearn.linear_model import LinearRegression
    from typing import Annotated, Literal
    from kale import ArtifactType

    @step(cpu="2", memory="4Gi", gpu=1, image="python:3.12", env={"A": "b"}, retry=2)
    def load(rows: int) -> pd.DataFrame:
        return pd.DataFrame({"x": range(rows), "y": range(rows)})

    @step
    def train(frame: pd.DataFrame, rate=0.5) -> LinearRegression:
        return LinearRegression().fit(frame[["x"]], frame["y"])

    @step(name="the score")
    def score(model: LinearRegression, frame: pd.DataFrame) -> tuple[float, Annotated[dict, ArtifactType.MODEL]]:
        return model.score(frame[["x"]], frame["y"]), {}

    @step
    def end(*values):
        return values

    @pipeline(name="Sales of bread", image="python:3.13", experiment="bakery")
    def main(
        rows,
        rate: float = 1,
        words: list[str] | None = None,
        kind: Literal["a", "b"] = "a",
        on=True,
        *,
        deep: dict = {},
    ):
        """Forecast
        the sales.

        Args:
            rows: How many rows
                to make.
            rate (float): How fast.

        Returns:
            Nothing.
        """
        frame = load(rows)
        model = train(frame, rate)
        again = train.with_options(cpu="8").named("train again").after(model)(frame)
        points, extra = score(model, frame)
        end(again, extra, words, kind, on, deep).after(frame)
        metrics(points=points)
'''


def test_the_whole(load: Load) -> None:
    pipeline = load(SALES).pipeline()
    assert (pipeline.name, pipeline.display_name, pipeline.source) == ("sales-of-bread", "Sales of bread", "work.py")
    assert (pipeline.description, pipeline.options.experiment) == ("Forecast the sales.", "bakery")
    assert pipeline.options.image == "python:3.13"
    assert [step.name for step in pipeline.steps] == ["load", "train", "train again", "the score", "end"]
    edges = {f"{edge.source}>{edge.target}": edge.variables for edge in pipeline.edges}
    assert edges == {
        "load>train": ("frame",),
        "load>train again": ("frame",),
        "train>train again": (),
        "load>the score": ("frame",),
        "train>the score": ("model",),
        "load>end": (),
        "train again>end": ("again",),
        "the score>end": ("extra",),
    }


def test_parameters_take_types_from_hints_defaults_and_the_steps_that_take_them(load: Load) -> None:
    found = {
        parameter.name: (parameter.type, parameter.default, parameter.optional, parameter.description)
        for parameter in load(SALES).pipeline().parameters
    }
    assert found == {
        "rows": (ParameterType.INT, None, False, "How many rows to make."),
        "rate": (ParameterType.FLOAT, 1, False, "How fast."),
        "words": (ParameterType.LIST, None, True, None),
        "kind": (ParameterType.STR, "a", False, None),
        "on": (ParameterType.BOOL, True, False, None),
        "deep": (ParameterType.DICT, {}, False, None),
    }


def test_options_of_steps(load: Load) -> None:
    pipeline = load(SALES).pipeline()
    options = pipeline.step("load").options
    assert options.limits == {"cpu": "2", "memory": "4Gi", "nvidia.com/gpu": "1"}
    assert (options.image, options.env, options.retry) == ("python:3.12", {"A": "b"}, 2)
    assert pipeline.step("train again").options.limits == {"cpu": "8"}
    assert pipeline.step("train").options.limits == {}


def test_hints_say_what_the_platform_takes_artifacts_for(load: Load) -> None:
    pipeline = load(SALES).pipeline()
    types = {variable: save.type for step in pipeline.steps for save in step.saves for variable in save.variables}
    assert types == {
        "frame": ArtifactType.DATASET,
        "model": ArtifactType.MODEL,
        "again": ArtifactType.MODEL,
        "extra": ArtifactType.MODEL,
    }
    spec = str(load(SALES).compile().spec)
    assert spec.count("system.Dataset") == 4
    assert spec.count("system.Model") == 6


def test_steps_carry_what_they_need_and_nothing_of_kale(load: Load) -> None:
    main = load(
        """
        import json, math
        import statistics as st
        from kale import Resources

        UNUSED = [1]
        USED = {"k": 1}
        USED.update(m=2)

        def other(): return UNUSED
        def helper(x): return st.mean([x, USED["m"]])

        @step(resources=Resources(cpu="1"))
        def first(x):
            return helper(x)

        @step
        def second(x):
            return math.floor(x)

        @pipeline
        def main():
            return second(first(1.0))
        """
    )
    carried = {
        step.name: [operation.code.text for operation in step.plan if operation.kind == "define"]
        for step in main.pipeline().steps
    }
    first, second = "\n".join(carried["first"]), "\n".join(carried["second"])
    assert "import statistics as st" in first
    assert "USED.update(m=2)" in first
    assert "json" in second  # one statement imports both
    assert "st" not in second.replace("@step", "")
    assert not [text for text in (first, second) if "kale" in text or "@step" in text or "UNUSED" in text]


@pytest.mark.smoke
def test_code_stands_on_its_own_lines(load: Load) -> None:
    main = load(
        "\n\n@step\ndef fail(x):\n    raise ValueError(x)\n\n\n@pipeline\ndef main():\n    fail(\n        3\n    )\n"
    )
    run = main.run()
    (failed,) = run.failures
    assert failed.error is not None
    assert failed.error.place == "work.py, line 5"
    assert 'File "<work.py>", line 10, in <module>' in str(failed.error.traceback)
    with pytest.raises(RuntimeError, match=r"step 'fail' failed in work.py, line 5"):
        run.raise_for_failure()


def test_problems_in_steps_have_their_lines(load: Load) -> None:
    main = load(
        """
        @step
        def make():
            yield 1

        @step
        def use(rows):
            return missing(rows)

        @pipeline
        def main():
            use(make())
        """
    )
    found = {problem.code: problem.span.line for problem in main.check() if problem.span is not None}
    assert found == {"K105": 9, "K106": 13}
    with pytest.raises(CompileError, match=r"work.py: line 13: error\[K106 value-cannot-cross\]"):
        main.compile()


def test_compiling_twice_gives_the_same(load: Load) -> None:
    main = load(SALES)
    assert main.compile().yaml == main.compile().yaml


def test_a_module_that_asks_for_its_own_path_is_told(load: Load) -> None:
    main = load(
        """
        from pathlib import Path
        HERE = Path(__file__).parent

        @step
        def use():
            return (HERE / "data.csv").read_text()

        @pipeline
        def main():
            use()
        """
    )
    (found,) = main.check()
    assert (found.code, found.span and found.span.line) == ("K416", 4)


def test_steps_of_several_modules(load: Load, tmp_path: Path) -> None:
    (tmp_path / "first.py").write_text(
        "import math as m\nfrom kale.dsl import step\nRATE = 2\n@step\ndef make():\n    return m.floor(RATE + 0.5)\n"
    )
    main = load(
        """
        import math as m
        import first
        from first import make

        @step
        def use(x):
            return m.sqrt(x)

        @pipeline
        def main():
            return use(make()), first.make()
        """
    )
    main.run().raise_for_failure()
    clash = load(
        """
        import first
        RATE = 3

        @step
        def use(x):
            return RATE

        @pipeline
        def main():
            use(first.make())
        """,
        name="clash.py",
    )
    (found,) = clash.check()
    assert found.code == "K413"
    assert "'RATE'" in found.message
    assert [str(related.span.file) for related in found.related] == ["first.py"]


def test_a_file_that_has_changed_is_noticed(load: Load, tmp_path: Path) -> None:
    main = load("@step\ndef use(x):\n    return x\n\n@pipeline\ndef main():\n    use(1)\n")
    path = tmp_path / "work.py"
    path.write_text("# a new line\n" + path.read_text())
    (found,) = main.check()
    assert found.code == "K406"
    assert "no longer what it was" in found.message


def test_a_name_that_is_taken_again_is_noticed(load: Load) -> None:
    main = load(
        """
        @step
        def use(x):
            return x

        first = use

        @step
        def use(x):
            return -x

        @pipeline
        def main():
            first(1)
        """
    )
    assert [found.code for found in main.check()] == ["K406"]


LOOKUPS = [
    ("work.py:main", None, ""),
    ("work:main", None, ""),
    ("work.py:man", NotebookError, "did you mean 'main'"),
    ("work:helper", NotebookError, "'helper' is not decorated with @pipeline; it has main"),
    ("none.py:main", NotebookNotFoundError, "there is no such file"),
    ("none.module:main", NotebookNotFoundError, "there is no module 'none'"),
    ("broken.py:main", NotebookError, r"importing it raises ZeroDivisionError: division by zero, .*broken.py line 2"),
    ("broken:main", NotebookError, r"importing it raises ZeroDivisionError: division by zero, .*broken.py line 2"),
    ("needy:main", NotebookError, r"importing it raises ModuleNotFoundError: No module named 'absent_library'"),
    ("ending.py:main", NotebookError, "importing it raises SystemExit: 3"),
    ("wrong.py:main", NotebookError, "importing it raises SyntaxError"),
    ("main", NotebookError, "not of the form"),
]


@pytest.mark.parametrize(("reference", "error", "words"), LOOKUPS, ids=[case[0] for case in LOOKUPS])
def test_finding_a_pipeline(
    load: Load,
    tmp_path: Path,
    reference: str,
    error: type[NotebookError] | None,
    words: str,
) -> None:
    head = "@step\ndef use(x):\n    return x\n\ndef helper(): pass\n\n@pipeline\ndef main():\n    use(1)\n"
    load(head, name="other.py")
    (tmp_path / "work.py").write_text((tmp_path / "other.py").read_text())
    (tmp_path / "broken.py").write_text("def main(): pass\n1 / 0\n")
    (tmp_path / "needy.py").write_text("import absent_library\n")
    (tmp_path / "ending.py").write_text("raise SystemExit(3)\n")
    (tmp_path / "wrong.py").write_text("def (\n")
    if error is None:
        assert [step.name for step in find_pipeline(reference).pipeline().steps] == ["use"]
    else:
        with pytest.raises(error, match=words):
            find_pipeline(reference)
