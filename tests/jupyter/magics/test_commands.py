"""``%kale`` in a real kernel, on saved, unsaved and unknown notebooks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.jupyter.magics.conftest import WriteNotebook
from tests.jupyter.magics.kernels import Kernel, kernel_in

from kale import load_notebook

CELLS = (
    ("a", "", "%load_ext kale"),
    ("b", "parameters", "rows = 3"),
    ("c", "step:load", "numbers = list(range(rows))"),
    ("d", "", "%%step total --no-cache\nprint(sum(numbers))"),
    ("e", "", "%kale graph"),
)
CELL = {"cell_type": "code", "metadata": {"tags": ["step:x"]}, "source": "print(nowhere)", "outputs": []}
UNDEFINED = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [CELL]}


def steps_of(path: Path) -> list[str]:
    """Give the names of the steps in a compiled pipeline."""
    import yaml

    document = next(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    return sorted(document["root"]["dag"]["tasks"])


@pytest.mark.smoke
def test_a_saved_notebook(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(*CELLS)
    with kernel_in(tmp_path, path) as kernel:
        for cell_id, _, source in CELLS[:-1]:
            assert kernel.run(source, cell_id).status == "ok"
        graph = kernel.run("%kale graph", "e")
        assert "note" not in graph.err
        assert ">load</text>" in graph.html
        assert "total: numbers" in graph.text
        assert "image/svg+xml" in graph.bundles[0]
        assert kernel.run("%kale compile -o out.yaml --name renamed", "e").out.startswith("out.yaml: pipeline renamed")
        check = kernel.run("%kale check --ignore K5")
        assert (check.status, check.out) == ("ok", "No problems found.\n")
    assert steps_of(tmp_path / "out.yaml") == ["load", "total"]


def test_unsaved_work_counts(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(*CELLS)
    with kernel_in(tmp_path, path) as kernel:
        kernel.run("%load_ext kale", "a")
        kernel.run("numbers = [5, 6]", "c")
        kernel.run("%%step new\ntwice = [2 * number for number in numbers]", "z")
        shown = kernel.run("%kale compile")
        assert (
            "work.ipynb has unsaved work: this kernel has executed 1 cell with other code and 1 cell more" in shown.err
        )
        assert steps_of(tmp_path / "work.yaml") == ["load", "new", "total"]
        ran = kernel.run("%kale run")
        assert ran.status == "ok"
        assert "log of total" in ran.html
        assert "<pre>11\n</pre>" in ran.html
        named = kernel.run("%kale graph --notebook work.ipynb")
        assert "note" not in named.err
        assert "new" not in named.html
    assert [step.name for step in load_notebook(path).steps] == ["load", "total"]


def test_unsaved_cells_without_ids(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(*CELLS)
    with kernel_in(tmp_path, path) as kernel:
        for source in ("%load_ext kale", "rows = 3", "numbers = list(range(rows))"):
            kernel.run(source)
        assert kernel.run("%kale graph").err == ""
        kernel.run("%%step other\nprint(numbers)")
        shown = kernel.run("%kale graph")
        assert "work.ipynb does not hold 1 cell that this kernel has executed; the executed cells alone" in shown.err
        assert ">load</text>" in shown.html
        assert ">other</text>" in shown.html
        assert ">total</text>" not in shown.html


def test_a_notebook_without_a_file(kernel: Kernel) -> None:
    kernel.run("%%step load\nnumbers = [1, 2]", "one")
    kernel.run("1 / 0", "two")
    kernel.run("%%step total\nprint(sum(numbers), end='')", "two")
    shown = kernel.run("%kale run")
    assert (
        "the file of this notebook is not known; 2 cells that this kernel has executed to the end are used" in shown.err
    )
    assert "<pre>3</pre>" in shown.html
    assert shown.updates > 2
    assert 'class="succeeded"' in shown.html


def test_another_editor_tells_the_file(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(("a", "step:told", "1"))
    with kernel_in(tmp_path) as kernel:
        kernel.run(f"__vsc_ipynb_file__ = {str(path)!r}", silent=True)
        kernel.run("%load_ext kale", "w")
        shown = kernel.run("%kale graph --format text")
        assert (shown.out.splitlines()[-1], shown.err) == ("told  (cell 1)", "")


def test_a_variable_that_leads_nowhere(tmp_path: Path) -> None:
    with kernel_in(tmp_path, tmp_path / "moved.ipynb") as kernel:
        kernel.run("%load_ext kale")
        shown = kernel.run("%kale graph")
        assert shown.status == "error"
        assert "the file of this notebook is not known, and this kernel has executed no cell since" in shown.text
        assert "Traceback" not in shown.text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("%kale run --paramter a=1", "No such option '--paramter'. Did you mean '--parameter'?"),
        ("%kale rnu", "%kale has no command 'rnu'; did you mean 'run'?"),
        ("%kale submit", "the commands are check, compile, explain, graph, run, verify"),
        ("%kale graph --format pictures", "'pictures' is not one of"),
        ("%kale run 'a", "cannot be read: no closing quotation"),
        ("%kale graph -f png", "a PNG picture is no text; name a file with --output"),
        ("%kale graph --notebook missing.ipynb", "there is no such file"),
        ("%kale check --select K999", "K999"),
        ("%kale run -p nothing=1", "there is no parameter 'nothing'"),
        ("%kale run extra", "unexpected extra argument"),
    ],
)
def test_errors_are_words(kernel: Kernel, line: str, words: str) -> None:
    kernel.run("%%step load\nnumbers = [1, 2]", "one")
    shown = kernel.run(line)
    assert shown.status == "error"
    assert words in shown.text
    assert "Traceback" not in shown.text


def test_diagnostics_are_a_table_with_links(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(("first cell", "step:<b>", "print(undefined_name)"), ("b", "", "%load_ext kale"))
    with kernel_in(tmp_path, path) as kernel:
        kernel.run("%load_ext kale", "b")
        shown = kernel.run("%kale compile")
    assert shown.status == "error"
    assert '<a href="work.ipynb#cell-id=first%20cell">cell 1, line 1</a>' in shown.html
    assert "K104" in shown.html
    assert "error[K104 undefined-name]" in shown.text
    assert shown.error == "%kale compile failed; what is wrong is shown above"
    assert not (tmp_path / "work.yaml").exists()


def test_a_failing_step(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(("a", "step:fail", "value = '<b>'\nraise ValueError(value)"), ("b", "", "%load_ext kale"))
    with kernel_in(tmp_path, path) as kernel:
        kernel.run("%load_ext kale", "b")
        shown = kernel.run("%kale run")
    assert shown.status == "error"
    assert "step &#x27;fail&#x27; failed in work.ipynb, cell 1, line 2" in shown.html
    assert "ValueError: &lt;b&gt;" in shown.html
    assert "<b>" not in shown.html
    assert 'class="failed"' in shown.html


def test_explain_and_verify(kernel: Kernel) -> None:
    kernel.run("%%step load\nnumbers = [1, 2]", "one")
    kernel.run("%%step total --after load\nprint(sum(numbers), end='')", "two")
    assert "order, because cell 2 asks for it" in kernel.run("%kale explain load->total").out
    verified = kernel.run("%kale verify")
    assert "equal: the pipeline computes what the notebook computes" in verified.html
    assert "<td>numbers</td>" in verified.html


def test_an_interrupted_run(kernel: Kernel) -> None:
    begun = time.monotonic()
    kernel.run("%%step wait\nimport sys, time\nif 'IPython' not in sys.modules:\n    time.sleep(60)", "one")
    kernel.run("1", "two")
    shown = kernel.interrupted("%kale run", 2)
    assert (shown.status, shown.error) == ("error", "%kale run was interrupted")
    assert time.monotonic() - begun < 30
    assert kernel.run("'still here'").result["text/plain"] == "'still here'"


def test_help_and_completion(kernel: Kernel) -> None:
    assert "%kale compile  write the YAML" in kernel.inspect("%kale")
    assert kernel.run("%kale").out.startswith("Work on the notebook at hand.")
    assert "--no-watch" in kernel.run("%kale run --help").out
    assert kernel.complete("%kale comp") == ["compile"]
    assert "--parameter" in kernel.complete("%kale run --par")
    assert kernel.complete("%kale graph --format pn") == ["png"]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    probe = """
ip = get_ipython()
_state = lambda: (
    sorted(ip.magics_manager.magics["line"]), sorted(ip.magics_manager.magics["cell"]),
    list(map(repr, ip.input_transformers_cleanup)), list(map(repr, ip.events.callbacks["post_run_cell"])),
    list(map(repr, ip.Completer.custom_matchers)),
    sorted(map(repr, ip.display_formatter.formatters["text/html"].type_printers)),
    sorted(map(repr, ip.display_formatter.formatters["text/html"].deferred_printers)),
    ip.magics_manager.magics["cell"].get("step"),
)
_ = ip.register_magic_function(lambda line, cell: print("mine"), "cell", "step")
_before = _state()
_names = set(globals())
"""
    with kernel_in(tmp_path) as kernel:
        kernel.run(probe)
        kernel.run("%load_ext kale")
        kernel.run("%%step a\n1")
        kernel.run("%kale graph")
        kernel.run("from kale import check_notebook")
        assert "K104" in kernel.run(f"check_notebook({UNDEFINED!r})").result["text/html"]
        assert "text/html" not in kernel.run("(1, 2)").result
        left = kernel.run("sorted(name for name in set(globals()) - _names if not name.startswith('_'))")
        assert left.result["text/plain"] == "['check_notebook']"
        assert kernel.run("_state() == _before").result["text/plain"] == "False"
        assert kernel.run("%unload_ext kale").status == "ok"
        assert kernel.run("_state() == _before").result["text/plain"] == "True"
        assert kernel.run("%%step a\n1").out == "mine\n"
        assert kernel.run("%kale graph").status == "error"
        assert kernel.run("%load_ext kale").status == "ok"
        assert kernel.run("%%step a\n1").result["text/plain"] == "1"


def test_a_picture_in_a_file(write_notebook: WriteNotebook, tmp_path: Path) -> None:
    path = write_notebook(*CELLS)
    with kernel_in(tmp_path, path) as kernel:
        kernel.run("%load_ext kale", "a")
        assert kernel.run("%kale graph -o graph.png").status == "ok"
        shown = kernel.run("from kale import load_notebook\nload_notebook('work.ipynb')")
        assert {"text/plain", "text/html", "image/svg+xml"} <= set(shown.result)
    assert (tmp_path / "graph.png").read_bytes().startswith(b"\x89PNG")
