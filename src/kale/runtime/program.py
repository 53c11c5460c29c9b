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
from kale.runtime.outputs import clear, write_json
from kale.runtime.places import SOURCES
from kale.runtime.registry import ARGUMENTS, CHARTS, LATE, METRICS, OPERATIONS, PLAN, REWRITERS, SAVED, announce
from kale.runtime.sources import FUTURES, compile_source

FLAGS = [0]
"""The ``__future__`` flags that the sources run so far have set."""

SOURCE_KINDS = ("define", "run", "metrics")
"""Kinds of operations that run a source."""

EARLY = (*SOURCE_KINDS, "parameter", "report")
"""Those that do without the parts that are left for later."""


def read_sources(plan: dict[str, Any], texts: list[str]) -> Iterator[tuple[str, int, str]]:
    """Give each source with its place: file name, first line, text.

    Args:
        plan: The plan.
        texts: The arguments that hold the sources, some of them in several parts.
    """
    for number, count in enumerate(plan["sources"]):
        text = "".join(texts[:count])
        texts = texts[count:]
        if "escape" in plan:
            text = OPERATIONS["unescape"](text, plan["escape"])  # type: ignore[assignment]
        file, line = SOURCES[number] if number < len(SOURCES) else (f"<{plan['step']} source {number}>", 1)
        yield file, line, text


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
    step, operation, failure, code = plan["step"], ["run"], None, 0
    try:
        tell("start", {"step": step})
        clear(outputs)
        PLAN.update(plan)
        sources = [*read_sources(plan, texts)]
        for operation in plan["plan"]:
            kind, *details = operation
            if kind in SOURCE_KINDS:
                (file, line, text), value = sources[details[0]], None
                announce("before", kind, file, line, text)
                try:
                    for part in compile_source(file, line, text, FLAGS[0], REWRITERS.get(kind), details[1:]):
                        FLAGS[0] |= part.co_flags & FUTURES
                        if part.co_flags & 128 or "asyncio" in {*sys.modules, *part.co_names}:
                            await pause()
                        # Not in a coroutine of its own, out of which no StopIteration would come as it is.
                        value = eval(part, NAMESPACE)
                        if part.co_flags & 128:
                            value = await value
                    if kind != "define" and value is not None:
                        show(value)
                finally:
                    announce("after")
                details = [plan.get("metrics")]
            while LATE and kind not in EARLY:
                exec(LATE.pop(0), main.__globals__)  # noqa: S102 - the runtime's own text
            if kind in OPERATIONS:
                OPERATIONS[kind](inputs if kind in ("load", "parameter", "workspace") else outputs, *details)
        write_json(os.path.abspath(outputs["outputFile"]), {"artifacts": outputs.get("artifacts", {})})
    except BaseException as error:
        failure, code = explain(operation, error), exit_code(error)
    announce("end", failure)
    facts: Any = {"error": failure} if failure else {"saved": SAVED, "metrics": METRICS, "charts": CHARTS}
    try:
        tell("fail" if failure else "end", {"step": step, **facts})
    except OSError as error:
        explain(["end"], error)
        code = code or 1
    return code


def main(arguments: list[str]) -> int:
    """Run a step.

    Args:
        arguments: The plan as JSON, the sources, and the executor input as JSON.

    Returns:
        The exit code.
    """
    # What parses the arguments of its program finds none, and child processes are not handed the step's.
    sys.argv[1:] = []
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)  # type: ignore[union-attr]
    install_namespace()
    # They are UTF-8, whatever the image's locale makes of them.
    plan, *texts, given = (os.fsencode(text).decode() for text in arguments)
    ARGUMENTS.extend(texts)
    executor = json.loads(given)
    work = carry_out(json.loads(plan), texts, executor.get("inputs", {}), executor["outputs"])
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]
    return run_in_loop(work)


def run_in_loop(work: Any) -> int:
    """Go on with what began without an event loop, as a single task of one: so context variables last over cells.

    An interrupt, or an exit in some other task, ends the loop; the cell that waits is where it is shown.

    Args:
        work: The coroutine.
    """
    import asyncio

    try:
        return asyncio.new_event_loop().run_until_complete(work)  # type: ignore[no-any-return]
    except BaseException as error:
        try:
            work.throw(error)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        return exit_code(error)
