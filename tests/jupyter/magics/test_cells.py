"""Cells with an annotating line run in a real kernel as if the line were not there."""

from __future__ import annotations

import pytest
from tests.jupyter.magics.kernels import Kernel

from kale.notebook.ipython.knowledge import ANNOTATING_CELLS


def test_the_last_expression_is_shown(kernel: Kernel) -> None:
    shown = kernel.run("%%step load --cpu 1\nnumbers = [1, 2]\nnumbers")
    assert shown.status == "ok"
    assert shown.result["text/plain"] == "[1, 2]"


def test_await_at_the_top(kernel: Kernel) -> None:
    shown = kernel.run("%%step wait\nimport asyncio\nawait asyncio.sleep(0, 'waited')")
    assert shown.result["text/plain"] == "'waited'"


def test_tracebacks_have_the_lines_of_the_cell(kernel: Kernel) -> None:
    shown = kernel.run("%%step fail --retry 1\n\nx = 1\nx / 0")
    assert shown.status == "error"
    assert "----> 4 x / 0" in shown.error
    assert "line 4" in shown.error
    assert "kale" not in shown.error.replace("# %%step", "")


def test_syntax_errors_have_the_lines_of_the_cell(kernel: Kernel) -> None:
    assert "line 3" in kernel.run("%%imports\nimport os\nimport = 1").error.lower()


def test_other_magics_work_below(kernel: Kernel) -> None:
    shown = kernel.run("%%step load\n\n%%time\ntimed = 5")
    assert "Wall time" in shown.out
    assert kernel.run("timed").result["text/plain"] == "5"
    captured = kernel.run("%%functions\n%%capture held\nprint('inside')")
    assert (captured.status, captured.out) == ("ok", "")
    assert kernel.run("held.stdout").result["text/plain"] == "'inside\\n'"


def test_lines_below_may_be_magics(kernel: Kernel) -> None:
    shown = kernel.run("%%metrics\nhere = %pwd\n!echo shell\nprint(bool(here))")
    assert shown.out.split() == ["shell", "True"]


def test_values_are_not_filled_into_the_line(kernel: Kernel) -> None:
    kernel.run("name = 'x'")
    assert kernel.run("%%step {name} --env A=$name\n1").result["text/plain"] == "1"


@pytest.mark.parametrize("name", sorted(ANNOTATING_CELLS - {"step"}))
def test_every_line_runs_its_cell(kernel: Kernel, name: str) -> None:
    shown = kernel.run(f"%%{name}\nran_{name} = 2\nran_{name}")
    assert (shown.status, shown.result["text/plain"]) == ("ok", "2")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("%%step a --imag x\nunwanted = 1", "'%%step' has no option '--imag'; did you mean '--image'?"),
        ("%%step\nunwanted = 1", "'%%step' needs the name of a step"),
        ("%%step a --retry often\nunwanted = 1", "'--retry often' does not have the form --retry <times>"),
        ("%%imports os\nunwanted = 1", "'%%imports' takes nothing behind it"),
    ],
)
def test_a_wrong_line_is_no_traceback_and_runs_nothing(kernel: Kernel, source: str, words: str) -> None:
    shown = kernel.run(source)
    assert shown.status == "error"
    assert words in shown.error
    assert shown.error.startswith("error[K0")
    assert "Traceback" not in shown.error
    assert kernel.run("'unwanted' in globals()").result["text/plain"] == "False"


def test_a_wrong_option_shows_the_usage(kernel: Kernel) -> None:
    assert "write %%step NAME [--after STEP ...] [--image REFERENCE]" in kernel.run("%%step a --imag x\n1").error


def test_the_magic_called_as_a_function(kernel: Kernel) -> None:
    ran = kernel.run("get_ipython().run_cell_magic('step', 'a', 'called = 3')")
    assert ran.status == "ok"
    assert kernel.run("called").result["text/plain"] == "3"
    failed = kernel.run("get_ipython().run_cell_magic('step', 'a', '1 / 0')")
    assert failed.status == "error"


def test_help(kernel: Kernel) -> None:
    assert "mark it as a part of a step" in kernel.inspect("%%step")
    assert "--image" in kernel.inspect("%%step")
    assert "leave it out of the pipeline" in kernel.inspect("%%skip")


def test_completion(kernel: Kernel) -> None:
    kernel.run("%%step load\n1")
    assert "%%step" in kernel.complete("%%ste")
    assert kernel.complete("%%step train --ima") == ["--image"]
    assert "load" in kernel.complete("%%step train --after lo")
    assert "--after" not in kernel.complete("numbers = [--af")
