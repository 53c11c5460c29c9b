"""Pipeline functions are verified: a plain call in one process against their pipeline."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from kale import verify_notebook
from kale.dsl import PipelineFunction, find_pipeline
from kale.errors import CompileError
from kale.verification import Outcome
from kale.verification.observer.functions import code_text

HEAD = "import math\nimport random\n\nfrom kale.dsl import metrics, pipeline, step\n\nrows = 100\n\n"
EQUAL = """
@step
def make(count: int) -> list[int]:
    dice = random.Random(count)
    return [dice.randint(1, 6) for _ in range(count)]

@step
def total(numbers: list[int], scale: float = 0.5) -> float:
    return math.fsum(numbers) * scale + rows

@pipeline
def main(rows: int = 3):
    numbers = make(rows)
    found = total(numbers, scale=2)
    metrics(found=found)
    return found
"""
DIFFERENT = """
@step
def keep() -> int:
    setattr(math, "_".join(["kept", "value"]), 3)
    return 1

@step
def ask(one: int) -> object:
    return getattr(math, "_".join(["kept", "value"]), None)

@pipeline
def main():
    ask(keep())
"""
FAILING = """
@step
def fail() -> None:
    raise ValueError("always")

@pipeline
def main():
    fail()
"""


def pipeline_in(folder: Path, text: str, name: str) -> PipelineFunction[..., object]:
    path = folder / f"{name}.py"
    path.write_text(HEAD + text, encoding="utf-8")
    return find_pipeline(f"{path}:main")


@pytest.mark.parametrize("parameters", [{}, {"rows": 5}])
def test_what_computes_the_same(tmp_path: Path, parameters: dict[str, int]) -> None:
    main = pipeline_in(tmp_path, EQUAL, f"verified_equal_{len(parameters)}")
    verification = verify_notebook(main, parameters=parameters, root=tmp_path / "runs")
    assert verification.equal, verification.differences
    compared = {(variable.step, variable.name) for variable in verification.variables}
    assert {("make", "numbers"), ("total", "found"), ("total", "numbers"), ("total", "rows")} <= compared
    assert {variable.cell for variable in verification.variables} == {0}


def test_what_does_not(tmp_path: Path) -> None:
    verification = verify_notebook(pipeline_in(tmp_path, DIFFERENT, "verified_different"), root=tmp_path / "runs")
    assert verification.outcome is Outcome.DIFFERENT
    assert [(variable.step, variable.type) for variable in verification.differences] == [("ask", "int")]


def test_what_fails(tmp_path: Path) -> None:
    verification = verify_notebook(pipeline_in(tmp_path, FAILING, "verified_failing"), root=tmp_path / "runs")
    assert verification.outcome is Outcome.NOTEBOOK_FAILS
    assert verification.notebook_failure is not None
    assert (verification.notebook_failure.cell, verification.notebook_failure.type) == (None, "ValueError")


def test_what_is_no_pipeline(tmp_path: Path) -> None:
    with pytest.raises(CompileError, match="K414"):
        verify_notebook(pipeline_in(tmp_path, "@pipeline\ndef main():\n    pass\n", "verified_nothing"), root=tmp_path)


TOLD_BY_CALL = {
    "a list that a step changes and the function looks at": (
        """
@step
def grow(numbers: list[int]) -> None:
    numbers.append(1)

@step
def tell(count: int) -> int:
    return count

@pipeline
def main():
    numbers = [0]
    grow(numbers)
    return tell(len(numbers))
""",
        ("tell", "tell_output: 2 in the plain call, 1 in the pipeline"),
    ),
    "a value that only a global of the module leads to": (
        """
HELD = {"a": 1}

@step
def hold() -> dict[str, int]:
    return HELD

@step
def change() -> None:
    HELD["a"] = 2

@step
def tell(part: int) -> int:
    return part

@pipeline
def main():
    held = hold()
    change()
    return tell(held["a"])
""",
        ("tell", "tell_output: 2 in the plain call, 1 in the pipeline"),
    ),
}


@pytest.mark.parametrize("name", TOLD_BY_CALL)
def test_what_following_the_function_cannot_see(tmp_path: Path, name: str) -> None:
    text, expected = TOLD_BY_CALL[name]
    main = pipeline_in(tmp_path, text, f"verified_call_{list(TOLD_BY_CALL).index(name)}")
    verification = verify_notebook(main, root=tmp_path / "runs")
    assert verification.against == "plain call"
    assert [(variable.step, variable.difference) for variable in verification.differences] == [expected]


def test_the_main_part_of_a_script_does_not_run(tmp_path: Path) -> None:
    text = f'{EQUAL}\nif __name__ == "__main__":\n    raise SystemExit("run")\n'
    assert verify_notebook(pipeline_in(tmp_path, text, "verified_script"), root=tmp_path / "runs").equal


def test_what_another_process_cannot_import_is_verified_by_its_calls(tmp_path: Path) -> None:
    made = f"def made():\n{textwrap.indent(EQUAL, '    ')}    return main\n".replace("rows\n", "100\n")
    main = pipeline_in(
        tmp_path, made + "\nclass Holder:\n    main = made()\n\n@pipeline\ndef main(): pass\n", "verified_made"
    )
    hidden = main.function.__globals__["Holder"].main
    verification = verify_notebook(hidden, root=tmp_path / "runs")
    assert (verification.against, verification.equal) == ("notebook", True)


BODY = """
def f(n, *, k=(1,)):
    dice = random.Random(n)
    while n and dice.random() < 2:
        n = n - 1 if n % 2 or random.random() else n - 1
    return sorted((random.choice(k) for _ in range(n)), key=lambda x: x)
"""


def test_functions_are_the_same_whether_or_not_their_imports_stand_in_one_piece_with_them() -> None:
    def code(source: str) -> str:
        namespace: dict[str, object] = {}
        exec(compile(source, "<test>", "exec"), namespace)
        return code_text(namespace["f"].__code__)  # type: ignore[attr-defined]  # a function

    assert code(f"import random\n{BODY}") == code(BODY)
    for old, new in (("% 2", "% 3"), (" or ", " and "), ("choice", "choices"), ("lambda x: x", "lambda x: -x")):
        assert code(BODY) != code(BODY.replace(old, new))
