"""A process is listened to while it runs, and nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kale.engines.processes import LONGEST_LINE, Ending, run_process

PRINT = "import sys; w = sys.stdout.buffer.write; f = sys.stdout.buffer.flush\n"


def run(program: str, log: Path, directory: Path | None = None) -> tuple[Ending, list[str]]:
    lines: list[str] = []
    command = [sys.executable, "-I", "-c", program]
    ending = run_process(command, os.environ, log, echo=lines.append, directory=directory)
    return ending, lines


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\n\nb", ["a", "", "b"]),
        (b"\xff\xfe caf\xc3\xa9 \xed\xa0\x80\n", ["\\xff\\xfe café \\xed\\xa0\\x80"]),
        (b"windows\r\nline\r\n", ["windows", "line"]),
        (b" 10%\r 50%\r100%\n", ["100%"]),
        (b"no\0thing", ["no\0thing"]),
        (b"", []),
        (b"x" * (LONGEST_LINE + 5) + b"\n", ["x" * (LONGEST_LINE + 5)]),
        (b"\xe2\x80\xa8\x85\x0b\n", ["\u2028\\x85\x0b"]),
    ],
)
def test_lines(tmp_path: Path, written: bytes, lines: list[str]) -> None:
    log = tmp_path / "log"
    ending, heard = run(f"{PRINT}w({written!r})", log)
    assert (ending, heard) == (Ending(0), lines)
    assert log.read_bytes() == written


def test_lines_come_while_the_process_runs(tmp_path: Path) -> None:
    times: list[float] = []
    program = f"{PRINT}import time\nfor _ in range(3): w(b'x\\n'); f(); time.sleep(0.2)"
    run_process(
        [sys.executable, "-c", program], os.environ, tmp_path / "log", echo=lambda _: times.append(time.monotonic())
    )
    assert times[1] - times[0] > 0.1
    assert times[2] - times[1] > 0.1


def test_both_streams_in_their_order(tmp_path: Path) -> None:
    program = "import os\nfor n in range(4): os.write(1 + n % 2, b'%d\\n' % n)"
    assert run(program, tmp_path / "log")[1] == ["0", "1", "2", "3"]


def test_what_is_in_the_log_already_stays_there_unheard(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first attempt\n")
    assert run("print('second')", log)[1] == ["second"]
    assert log.read_text() == "first attempt\nsecond\n"


def test_a_line_in_pieces_is_whole(tmp_path: Path) -> None:
    program = f"{PRINT}import time\nfor part in (b'caf\\xc3', b'\\xa9', b'!\\n'): w(part); f(); time.sleep(0.06)"
    assert run(program, tmp_path / "log")[1] == ["café!"]


@pytest.mark.parametrize(
    ("program", "code"),
    [("raise SystemExit(3)", 3), ("import os; os.kill(os.getpid(), 9)", -9), ("import os; os._exit(0)", 0)],
)
def test_endings(tmp_path: Path, program: str, code: int) -> None:
    assert run(program, tmp_path / "log")[0] == Ending(code)


def test_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert run("print(repr(input()))", tmp_path / "log")[1][-1].startswith("EOFError")


def test_directory(tmp_path: Path) -> None:
    assert run("import os; print(os.getcwd())", tmp_path / "log", directory=tmp_path)[1] == [str(tmp_path.resolve())]


def test_a_program_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run_process([str(tmp_path / "missing")], os.environ, tmp_path / "log", echo=print)


CHILD = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
"""


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def wait_until_gone(pid: int) -> None:
    """Wait until a process that has been killed is gone; one that has not been would stay for minutes."""
    deadline = time.monotonic() + 120
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(pid)


def test_a_background_process_does_not_outlive_its_step(tmp_path: Path) -> None:
    started = time.monotonic()
    ending, lines = run(CHILD, tmp_path / "log")
    assert ending == Ending(0)
    assert time.monotonic() - started < 300
    wait_until_gone(int(lines[0]))


def run_until_it_prints(program: str, log: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Ending, list[str]]:
    """Run a program whose time is over with its first line, however long that takes."""
    lines: list[str] = []
    monkeypatch.setattr("kale.engines.processes.monotonic", lambda: float(len(lines)))
    return run_process([sys.executable, "-c", program], os.environ, log, echo=lines.append, timeout=0.5), lines


def test_a_timeout_ends_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ending, lines = run_until_it_prints(CHILD + "time.sleep(600)", tmp_path / "log", monkeypatch)
    assert (ending.timed_out, ending.code) == (True, -signal.SIGTERM)
    wait_until_gone(int(lines[0]))


def test_a_process_that_does_not_listen_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kale.engines.processes.GRACE", 0.2)
    program = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    ending, lines = run_until_it_prints(program, tmp_path / "log", monkeypatch)
    assert (ending, lines) == (Ending(-signal.SIGKILL, timed_out=True), ["deaf"])


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_nothing_is_left_when_it_is_interrupted(tmp_path: Path, error: type[BaseException]) -> None:
    pids: list[int] = []

    def interrupt(line: str) -> None:
        pids.append(int(line))
        raise error

    with pytest.raises(error):
        run_process([sys.executable, "-c", CHILD + "time.sleep(600)"], os.environ, tmp_path / "log", echo=interrupt)
    wait_until_gone(pids[0])


def test_the_interrupt_key_is_ours_alone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = f"""
import os, pathlib, signal, sys
from kale.engines.processes import run_process
child = "import signal, time; signal.signal(2, lambda *_: print('mine', flush=True)); print('started', flush=True)"
def press(line):
    print(line)
    os.killpg(0, signal.SIGINT)
try:
    run_process([sys.executable, "-c", child + "; time.sleep(600)"], os.environ, pathlib.Path({str(log)!r}), echo=press)
except KeyboardInterrupt:
    print("ours")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, start_new_session=True, check=False
    )
    assert done.stdout == "started\nours\n"
    assert log.read_text() == "started\n"
