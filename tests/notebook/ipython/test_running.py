"""Translated cells do what they did in IPython, without IPython's help."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest


def test_a_command_shows_its_output_and_gives_its_status(run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    bound = run_cells("print('a')\n!echo b; echo c >&2; exit 3\nprint('d')")
    assert bound == {"_exit_code": 3}
    assert capsys.readouterr().out == "a\nb\nc\nd\n"


def test_a_command_that_a_signal_ends_has_a_negative_status(run_cells: Any) -> None:
    assert run_cells("!kill -9 $$")["_exit_code"] == -9
    assert run_cells("!sh -c 'kill -9 $$'; exit $?")["_exit_code"] == -9


def test_a_command_reads_nothing(run_cells: Any) -> None:
    assert list(run_cells("x = !cat")["x"]) == []
    assert run_cells("!cat")["_exit_code"] == 0


def test_captured_lines_hold_output_and_errors(run_cells: Any) -> None:
    bound = run_cells("x = !echo one; echo two >&2; printf 'thr\\377'")
    assert list(bound) == ["x"]
    assert list(bound["x"]) == ["one", "two", "thr\ufffd"]


def test_values_reach_commands_as_text(run_cells: Any) -> None:
    bound = run_cells("name = 'a b'; n = [1, 2]", "x = !printf '%s\\n' \"$name\" {n[1]} $HOMELESS\ny = !echo {n}")
    assert list(bound["x"]) == ["", "{n[1]}"]
    assert list(bound["y"]) == ["[1, 2]"]


def test_a_value_is_taken_where_the_command_stands(run_cells: Any) -> None:
    bound = run_cells("def f(p):\n    out = !echo $p\n    return list(out)\nx = [f(1), f('b')]")
    assert bound["x"] == [["1"], ["b"]]


def test_environment_and_directory(run_cells: Any, workplace: Path) -> None:
    (workplace / "sub dir").mkdir()
    bound = run_cells(
        "v = 5\n%env ONE=$v\n%set_env TWO a b\none = %env ONE\ntwo = !echo $TWO",
        "%cd 'sub dir'\nhere = %pwd\n%cd {here}/..\nthere = %pwd",
    )
    assert (bound["one"], list(bound["two"]), os.environ["TWO"]) == ("5", ["a b"], "a b")
    assert (Path(bound["here"]).name, bound["there"]) == ("sub dir", str(workplace))


def test_a_missing_directory_is_an_error(run_cells: Any) -> None:
    with pytest.raises(FileNotFoundError):
        run_cells("%cd nowhere")


def test_files_are_written_as_they_stand(run_cells: Any, workplace: Path) -> None:
    body = "def f():\n    return '{x}' % \"\\n\"\n\n# ünï\n"
    run_cells(f"%%writefile f.py\n{body}", "%%writefile -a f.py\n!more", "name = 'g.py'", "%%file $name\nx")
    assert (workplace / "f.py").read_text(encoding="utf-8") == f"{body}!more\n"
    assert (workplace / "g.py").read_text(encoding="utf-8") == "x\n"


@pytest.mark.parametrize("magic", ["%%bash", "%%sh", "%%script bash", "%%script sh -e"])
def test_scripts_show_their_output(magic: str, run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_cells(f"{magic}\nx=1\necho out $x\necho err >&2") == {}
    assert capsys.readouterr().out == "out 1\nerr\n"


def test_a_script_reads_itself(run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run_cells("%%bash\nread line\nthis is read\necho $line")
    assert capsys.readouterr().out == "this is read\n"


def test_a_failing_script_is_an_error(run_cells: Any) -> None:
    with pytest.raises(subprocess.CalledProcessError) as raised:
        run_cells("%%bash\nexit 4")
    assert raised.value.returncode == 4
    assert run_cells("%%bash --no-raise-error\nexit 4") == {}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_missing_program_is_an_error(run_cells: Any) -> None:
    with pytest.raises(FileNotFoundError):
        run_cells("%%script no-such-program\nx")


def test_a_script_gives_its_output(run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    bound = run_cells(
        "v = 'p q'",
        '%%bash --out o --err e -s "$v" {v}\necho "$1|$2"\necho err >&2',
        "%%bash --err=only\necho shown",
        "%%python3 --out p\nimport sys\nprint(sys.executable)",
    )
    assert (bound["o"], bound["e"], bound["only"]) == ("p q|p\n", "err\n", "")
    assert bound["p"].strip() == sys.executable
    assert capsys.readouterr().out == "shown\n"


def test_large_scripts_and_outputs_do_not_block(run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    run_cells("%%bash\n" + "echo 0123456789012345678901234567890123456789\n" * 20_000)
    assert len(capsys.readouterr().out) == 41 * 20_000


def test_captured_prints(run_cells: Any, capsys: pytest.CaptureFixture[str]) -> None:
    bound = run_cells(
        "%%capture out\nimport sys\nprint('a')\nprint('b', file=sys.stderr)\n!echo c\nx = 1",
        "first = (out.stdout, out.stderr, str(out))\nout.show()\nout()\ndel out",
        "%%capture --no-stderr out\nprint('d', file=sys.stderr)",
        "second = (out.stdout, out.stderr)\ndel out",
        "%%capture out --no-stdout\nprint('e')",
        "third = out.stdout\ndel out",
    )
    assert bound["first"] == ("a\nc\n", "b\n", "a\nc\n")
    assert (bound["second"], bound["third"], bound["x"]) == (("", ""), "", 1)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("a\nc\na\nc\ne\n", "b\nb\nd\n")


def test_an_error_below_capture_is_an_error_and_frees_the_output(
    run_cells: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ZeroDivisionError):
        run_cells("%%capture out\nprint('lost')\n1 / 0")
    print("found")  # noqa: T201 - what is tested
    assert capsys.readouterr().out == "found\n"


def test_timed_code_runs_and_binds_as_without_the_magic(run_cells: Any) -> None:
    bound = run_cells(
        "calls = []\n%time a = calls.append('time')\nb = %time len(calls)",
        "%timeit -n 3 -r 2 calls.append('timeit')\n%timeit c = calls.append('once')",
        "%%time\nd = len(calls)",
    )
    assert bound["calls"] == ["time", *["timeit"] * 6, "once"]
    assert sorted(bound) == ["a", "b", "calls", "d"]


def test_aliases_of_the_shell(run_cells: Any, workplace: Path) -> None:
    assert run_cells("%mkdir made\n%cp missing made") == {"_exit_code": 1}
    assert (workplace / "made").is_dir()


def test_lines_keep_their_number_in_tracebacks(run_cells: Any) -> None:
    import traceback

    with pytest.raises(ZeroDivisionError) as raised:
        run_cells("!true \\\n  && true\nx = !echo a\n%matplotlib inline\n1 / 0")
    assert traceback.extract_tb(raised.value.__traceback__)[-1].lineno == 5


def test_translations_need_the_standard_library_alone(workplace: Path) -> None:
    from kale.notebook import translate

    cells = ["x = !echo hi", "!echo ho", "%%bash --out y\necho ha", "%%capture z\nprint(1)", "print(list(x), type(x))"]
    program = "\n".join(translate(cell).source for cell in cells)
    finished = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=True, cwd=workplace
    )
    assert finished.stdout == "ho\n['hi'] <class 'list'>\n"
