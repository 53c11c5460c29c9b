"""The state that ``kfp.local`` keeps for the whole process, set for one run and put back after it."""

from __future__ import annotations

import builtins
import contextlib
import logging
import random
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

from kfp import local
from kfp.local import cache, config, subprocess_task_handler
from kfp.local.status import Status

Loudly = Callable[[], AbstractContextManager[None]]

_ONE_AT_A_TIME: Final = threading.RLock()
_FRAMES_PER_STEP: Final = 4
"""The runner orders steps by a function that calls itself along the longest path."""


@contextlib.contextmanager
def local_session(outputs: Path, workspace: Path, log: Path, steps: int, run: Callable[[Any], int]) -> Iterator[None]:
    """Have ``kfp.local`` run pipelines with its subprocess runner, one pipeline at a time in this process.

    Args:
        outputs: Folder for what steps save.
        workspace: Folder that stands for the platform's shared one; the runner removes it after a run.
        log: File for what the runner itself prints.
        steps: How many steps the pipeline has.
        run: Called for each step in place of the runner's own way to run a process, which breaks on output that is not
            text and leaves the process behind when it is interrupted. It is given the runner's task handler, with the
            process's streams as they were before the session, and returns the exit code.
    """
    with _ONE_AT_A_TIME, contextlib.ExitStack() as stack:
        stack.enter_context(_kept(config.LocalExecutionConfig, "instance"))
        stack.callback(cache.reset_local_cache_singleton)
        stack.callback(random.setstate, random.getstate())
        stack.callback(sys.setrecursionlimit, sys.getrecursionlimit())
        sys.setrecursionlimit(sys.getrecursionlimit() + _FRAMES_PER_STEP * steps)
        local.init(
            local.SubprocessRunner(use_venv=False),
            pipeline_root=str(outputs),
            workspace_root=str(workspace),
            raise_on_error=False,
        )
        loudly = stack.enter_context(_quietly(stack.enter_context(log.open("w", encoding="utf-8"))))

        def run_in_place(handler: Any) -> Status:  # noqa: ANN401 - a class of the SDK, which has no types
            with loudly():
                return Status.SUCCESS if run(handler) == 0 else Status.FAILURE

        stack.enter_context(_kept(subprocess_task_handler.SubprocessTaskHandler, "run"))
        subprocess_task_handler.SubprocessTaskHandler.run = run_in_place
        # It runs no command without the name of its own executor in it, and a program of the image has none.
        stack.enter_context(_kept(subprocess_task_handler.SubprocessTaskHandler, "validate_not_container_component"))
        subprocess_task_handler.SubprocessTaskHandler.validate_not_container_component = lambda *_: None
        yield


@contextlib.contextmanager
def _kept(owner: Any, name: str) -> Iterator[None]:  # noqa: ANN401 - any object with attributes
    """Put an attribute back at the end."""
    value = getattr(owner, name)
    try:
        yield
    finally:
        setattr(owner, name, value)


@contextlib.contextmanager
def _quietly(sink: TextIO) -> Iterator[Loudly]:
    """Send what the runner prints to ``sink``; what runs inside the context given speaks as before."""
    outside = _Streams.current()

    @contextlib.contextmanager
    def loudly() -> Iterator[None]:
        inside = _Streams.current()
        outside.install()
        try:
            yield
        finally:
            inside.install()

    with contextlib.redirect_stdout(sink):
        yield loudly


@dataclass(frozen=True)
class _Streams:
    """What the runner changes to have its say.

    Attributes:
        stdout: Standard output.
        printer: The builtin ``print``.
        handlers: The root logger's handlers.
        level: The root logger's level.
    """

    stdout: TextIO
    printer: Callable[..., None]
    handlers: tuple[logging.Handler, ...]
    level: int

    @classmethod
    def current(cls) -> _Streams:
        """Give them as they are."""
        root = logging.getLogger()
        return cls(sys.stdout, builtins.print, tuple(root.handlers), root.level)

    def install(self) -> None:
        """Put them as they were."""
        root = logging.getLogger()
        sys.stdout = self.stdout
        builtins.print = self.printer
        root.handlers[:] = self.handlers
        root.setLevel(self.level)
