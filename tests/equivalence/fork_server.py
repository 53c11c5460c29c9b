"""A program that imports the heavy libraries once and carries out each order in a forked child.

It reads one JSON order per line from standard input and answers each with ``{"status": <exit status of the child>}``.
Orders: ``cells`` runs a notebook's cells in one IPython shell, ``program`` runs plain source as ``__main__``, and
``command`` runs ``python -c`` source with arguments as a container would. It is started as a script whose arguments are
the modules to import.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import traceback
import types
from pathlib import Path
from typing import Any


def serve() -> None:
    """Answer orders until standard input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            os._exit(_status_of(order))
        _, status = os.waitpid(pid, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status)}), flush=True)  # noqa: T201 - the protocol


def _status_of(order: dict[str, Any]) -> int:
    """Carry out an order in this process, which is the child, and give its exit status."""
    try:
        _settle(order)
        _KINDS[order["kind"]](order)
    except SystemExit as request:
        return request.code if isinstance(request.code, int) else int(request.code is not None)
    except BaseException:  # noqa: BLE001 - the parent of the child must hear of everything
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _settle(order: dict[str, Any]) -> None:
    os.setpgid(0, 0)
    signal.alarm(order["seconds"])
    os.environ.update(order["environment"])
    os.chdir(order["directory"])
    for number, flags, path in (
        (0, os.O_RDONLY, os.devnull),
        (1, os.O_WRONLY | os.O_CREAT | os.O_APPEND, order["output"]),
        (2, os.O_WRONLY | os.O_CREAT | os.O_APPEND, order["output"]),
    ):
        descriptor = os.open(path, flags, 0o644)
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.path[:0] = ["", *order["paths"]]


def _run_cells(order: dict[str, Any]) -> None:
    base = importlib.import_module("IPython.core.interactiveshell").InteractiveShell
    # A kernel's shell knows how to run beside a window system; the plain one refuses ``%matplotlib`` altogether.
    kernel_like: Any = type("KernelLikeShell", (base,), {"enable_gui": lambda _self, _gui=None: None})
    settings = importlib.import_module("traitlets.config").Config()
    settings.HistoryManager.enabled = False
    settings.KernelLikeShell.colors = "nocolor"
    sys.argv = ["ipykernel_launcher.py"]
    shell = kernel_like.instance(config=settings)
    outcome: dict[str, Any] = {"observed": [], "error": None}
    for number, source in enumerate(order["cells"]):
        result = shell.run_cell(source, store_history=True)
        outcome["observed"].append(_count_lines(order["environment"]["KALE_OBS"]))
        problem = result.error_before_exec or result.error_in_exec
        if problem is not None:
            outcome["error"] = {"position": number, "type": type(problem).__name__, "message": str(problem)}
            break
    Path(order["outcome"]).write_text(json.dumps(outcome), encoding="utf-8")


def _run_program(order: dict[str, Any]) -> None:
    exec(compile(order["source"], "<program>", "exec"), _new_main().__dict__)


def _run_command(order: dict[str, Any]) -> None:
    sys.argv = ["-c", *order["arguments"]]
    exec(compile(order["source"], "<string>", "exec"), _new_main().__dict__)


def _new_main() -> types.ModuleType:
    sys.modules["__main__"] = types.ModuleType("__main__")
    return sys.modules["__main__"]


def _count_lines(path: str) -> int:
    try:
        return Path(path).read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


_KINDS = {"cells": _run_cells, "program": _run_program, "command": _run_command}

if __name__ == "__main__":
    del sys.path[0]
    for module in sys.argv[1:]:
        importlib.import_module(module)
    serve()
