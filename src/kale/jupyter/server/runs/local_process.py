"""The process of a run on this machine: ``python -m kale.jupyter.server.runs.local_process``.

It reads what to run from the first line of its standard input, and writes what becomes of it. When its standard input
ends, because the run is cancelled or the server is no more, it ends its step and then itself.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kale.errors import KaleError
from kale.jupyter.server.open_notebook import opened
from kale.jupyter.server.runs.messages import LocalOrder, RunEnd, StepNews
from kale.pipeline.model import Model

RUNS: Final = "kale-runs"
"""Name of the folder beside the notebook in which each run has a folder of its own, as with ``kale run``."""

_INPUT: Final = 0
_OUTPUT: Final = 1
_ERRORS: Final = 2

Tell = Callable[[Model], None]


def main() -> None:
    """Carry out one run."""
    order = LocalOrder.model_validate_json(_first_line())
    tell = _teller()
    threading.Thread(target=_end_with_server, daemon=True).start()
    try:
        _run(order, tell)
    except KaleError as error:
        tell(RunEnd(fault=str(error)))
    else:
        tell(RunEnd())


def _run(order: LocalOrder, tell: Tell) -> None:
    from kale import api
    from kale.engines import run_local

    os.chdir(order.folder)
    found = opened(order.notebook, order.path, Path(order.file) if order.file else None)
    compiled = api.compile_notebook(found.notebook, watch=True)
    os.environ.update(order.variables)
    run_local(
        compiled,
        order.parameters,
        root=Path(RUNS),
        on_event=lambda event: tell(StepNews.of(event.record)),
        python=order.python,
    )


def _teller() -> Tell:
    """Keep standard output for messages; whatever else is printed goes where errors go."""
    output = os.fdopen(os.dup(_OUTPUT), "wb", buffering=0)
    os.dup2(_ERRORS, _OUTPUT)

    def tell(message: Model) -> None:
        output.write(message.model_dump_json().encode() + b"\n")

    return tell


def _first_line() -> bytes:
    """Give the first line of standard input, and leave no buffer behind that a thread could hold at the end."""
    line = b""
    while not line.endswith(b"\n"):
        more = os.read(_INPUT, 1 << 20)
        if not more:
            raise SystemExit("the server went away before it said what to run")
        line += more
    return line


def _end_with_server() -> None:
    while os.read(_INPUT, 4096):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
