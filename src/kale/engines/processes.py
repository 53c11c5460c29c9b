"""One process: started, listened to, and ended together with all that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import BinaryIO, Final

POLL: Final = 0.02
"""Seconds between two looks at what a process has printed."""

GRACE: Final = 3.0
"""Seconds that a process has to end itself before it is killed."""

LONGEST_LINE: Final = 64 * 1024
"""Bytes after which text without a line break is passed on in pieces."""


@dataclass(frozen=True)
class Ending:
    """How a process ended.

    Attributes:
        code: Its exit code; minus the signal's number when a signal ended it.
        timed_out: Whether it was ended because its time was over.
    """

    code: int
    timed_out: bool = False


def run_process(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    echo: Callable[[str], None],
    directory: Path | None = None,
    timeout: float | None = None,
) -> Ending:
    """Run a command to its end.

    What it prints goes to ``log`` as it is, and line by line to ``echo``. When the process has ended, or this function
    is left by an exception, nothing that it started is running any more.

    Args:
        command: The program and its arguments.
        environment: All environment variables.
        log: File to append to.
        echo: Called with each line, in this thread; what is not UTF-8 is shown with backslashes.
        directory: Where the process runs; the current directory unless given.
        timeout: Seconds after which the process is ended.

    Raises:
        OSError: The process cannot be started.
    """
    with log.open("ab") as output, log.open("rb") as printed:
        printed.seek(0, os.SEEK_END)
        lines = _Lines(printed)
        process = subprocess.Popen(  # noqa: S603 - no shell, and the program is the interpreter
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=directory,
            start_new_session=True,
        )
        deadline = None if timeout is None else monotonic() + timeout
        try:
            ending = _wait(process, lines, echo, deadline)
        finally:
            _end(process)
        for line in lines.rest():
            echo(line)
    return ending


def _wait(
    process: subprocess.Popen[bytes], lines: _Lines, echo: Callable[[str], None], deadline: float | None
) -> Ending:
    while True:
        try:
            return Ending(process.wait(POLL))
        except subprocess.TimeoutExpired:
            for line in lines.new():
                echo(line)
        if deadline is not None and monotonic() > deadline:
            _end(process)
            return Ending(process.wait(), timed_out=True)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process and of those that it started."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(GRACE)
    _signal(process, signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if sys.platform == "win32":
        process.terminate()
        return
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        # Nothing of the group is left; macOS says so with the second error.
        return


class _Lines:
    """The lines of a file that grows."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._begun = b""

    def new(self) -> Iterator[str]:
        """Give the lines that have been completed since the last time."""
        *whole, self._begun = (self._begun + self._file.read()).split(b"\n")
        while len(self._begun) > LONGEST_LINE:
            whole.append(self._begun[:LONGEST_LINE])
            self._begun = self._begun[LONGEST_LINE:]
        return (_text(line) for line in whole)

    def rest(self) -> Iterator[str]:
        """Give the lines that have not been given, the last one even if it is not complete."""
        yield from self.new()
        if self._begun:
            yield _text(self._begun)
            self._begun = b""


def _text(line: bytes) -> str:
    # Of a line that was written over, as progress bars are, a terminal shows the last state.
    return line.removesuffix(b"\r").rpartition(b"\r")[2].decode("utf-8", "backslashreplace")
