"""Carrying out a step's plan."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from types import coroutine
from typing import Any

from kale.runtime.events import tell
from kale.runtime.failures import exit_code, explain
from kale.runtime.namespace import NAMESPACE, install_namespace, show
from kale.runtime.outputs import write_json
from kale.runtime.registry import METRICS, OPERATIONS, REWRITERS, SAVED
from kale.runtime.sources import FUTURES, compile_source

FLAGS = [0]
"""The ``__future__`` flags that the sources run so far have set."""


def read_sources(plan: dict[str, Any], texts: list[str]) -> Iterator[tuple[str, int, str]]:
    """Give each source with its place: file name, first line, text.

    Args:
        plan: The plan.
        texts: The arguments that hold the sources, some of them in several parts.
    """
    try:
        known = json.loads(os.environ["KALE_PLACES"])
        places = [(name_file(cell, *file or [known["notebook"]]), line) for cell, line, *file in known["places"]]
    except (KeyError, TypeError, ValueError):
        places = []
    for number, count in enumerate(plan["sources"]):
        text = "".join(texts[:count])
        texts = texts[count:]
        if "escape" in plan:
            text = OPERATIONS["unescape"](text, plan["escape"])  # type: ignore[assignment]
        file, line = places[number] if number < len(places) else (f"<{plan['step']} source {number}>", 1)
        yield file, line, text


def name_file(cell: int, file: str) -> str:
    """Give what tracebacks call a cell of a notebook, or a Python file, which has no cells."""
    return f"<{file} cell {cell}>" if cell else f"<{file}>"


@coroutine
def pause() -> Iterator[None]:
    """Let the event loop turn to other tasks. The first pause, where there is no loop yet, asks for one."""
    yield


async def carry_out(plan: dict[str, Any], texts: list[str], inputs: Any, outputs: Any) -> int:
    """Carry out a plan and give the exit code.

    Args:
        plan: The plan.
        texts: The arguments that hold the sources.
        inputs: The executor input's inputs.
        outputs: The executor input's outputs.
    """
    step, kind = plan["step"], "run"
    tell("start", step=step)
    try:
        sources = [*read_sources(plan, texts)]
        for kind, *details in plan["plan"]:
            if kind in ("define", "run", "metrics"):
                file, line, text = sources[details[0]]
                details, value = [plan.get("metrics")], None
                for code in compile_source(file, line, text, FLAGS[0], REWRITERS.get(kind)):
                    FLAGS[0] |= code.co_flags & FUTURES
                    if code.co_flags & 128 or "asyncio" in {*sys.modules, *code.co_names}:
                        await pause()
                    # Not in a coroutine of its own, out of which no StopIteration would come as it is.
                    value = eval(code, NAMESPACE)
                    if code.co_flags & 128:
                        value = await value
                if kind != "define" and value is not None and not text.rstrip().endswith(";"):
                    show(value)
            if kind in OPERATIONS:
                OPERATIONS[kind](inputs if kind in ("load", "parameter") else outputs, *details)
        write_json(os.path.abspath(outputs["outputFile"]), {"artifacts": outputs.get("artifacts", {})})
    except BaseException as error:
        tell("fail", step=step, error=explain(kind, error))
        return exit_code(error)
    tell("end", step=step, saved=SAVED, metrics=METRICS)
    return 0


def main(arguments: list[str]) -> int:
    """Run a step.

    Args:
        arguments: The plan as JSON, the sources, and the executor input as JSON.

    Returns:
        The exit code.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    install_namespace()
    plan, *texts, given = arguments
    executor = json.loads(given)
    work = carry_out(json.loads(plan), texts, executor.get("inputs", {}), executor["outputs"])
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    # What began without an event loop goes on as a single task of one, so that context variables last over cells.
    import asyncio

    return asyncio.new_event_loop().run_until_complete(work)
