"""Python files with pipeline functions, checked like notebooks."""

from __future__ import annotations

import pytest

from kale.checking.example_findings import findings_in
from kale.dsl.rules import STEP_IN_TWO_PARTS
from kale.errors import NotebookError
from kale.platform.rules import DUPLICATE_ENVIRONMENT, OVERSIZED_STEP, UNSUPPORTED_RESOURCE
from kale.rules.examples import Program

STEP = """\
from kale.dsl import pipeline, step


@step({options})
def load() -> list[int]:
    return [1, 2, 3]


@pipeline
def main() -> None:
    load()
"""


def test_what_the_platform_refuses_is_found_without_compiling() -> None:
    (found,) = findings_in(Program(STEP.format(options="limits={'cpus': '2'}")), UNSUPPORTED_RESOURCE)
    assert found.diagnostic.message == "step 'load' sets a limit of 'cpus', which the KFP SDK cannot express"
    assert found.source_line == "    load()"
    assert findings_in(Program(STEP.format(options="limits={'cpu': '2'}")), DUPLICATE_ENVIRONMENT) == ()


def test_what_is_too_large_is_found_without_compiling() -> None:
    program = Program(STEP.format(options="").replace("[1, 2, 3]", f"[{'1, ' * 349_200}]"))
    assert [found.diagnostic.code for found in findings_in(program, OVERSIZED_STEP)] == ["K301"]


COMPOSED = """\
from kale import StepSource, compose
from kale.dsl import pipeline, step


@step
def load() -> list[int]:
    return [1, 2, 3]


@pipeline
def main() -> None:
    load()


part = StepSource(name="load", source="rows = [1]")
{call}
"""


@pytest.mark.parametrize("function", ["main", None])
def test_a_file_that_makes_another_pipeline_while_it_is_imported(function: str | None) -> None:
    program = Program(COMPOSED.format(call='compose(part, part, name="both")'), function=function)
    (found,) = findings_in(program, STEP_IN_TWO_PARTS)
    assert found.diagnostic.span is None
    good = Program(COMPOSED.format(call='compose(part, name="one")'), function=function)
    assert findings_in(good, STEP_IN_TWO_PARTS) == ()


def test_a_file_that_cannot_be_imported() -> None:
    with pytest.raises(NotebookError, match="importing it raises ZeroDivisionError"):
        findings_in(Program("1 / 0\n"), STEP_IN_TWO_PARTS)
    with pytest.raises(NotebookError, match="there is no pipeline 'main'"):
        findings_in(Program("x = 1\n"), STEP_IN_TWO_PARTS)
