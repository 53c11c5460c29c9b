"""How much a pipeline takes of what a process can be started with, and of what Kubernetes stores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.diagnostics import Diagnostic
from kale.emit.bundles import bundle
from kale.emit.packing import BOOTSTRAP
from kale.emit.payload import MAX_ARGUMENT, StepPayload
from kale.emit.planning import Graph, StepPlan, plan_graph
from kale.pipeline import Define, Pipeline, Run, Step
from kale.platform.places import beginning_of
from kale.platform.rules import OVERSIZED_FILES, OVERSIZED_PIPELINE, OVERSIZED_STEP

MAX_FILES: Final = 512 * 1024
"""Most bytes of arguments that hold files of one step; with its code they must stay below what a process takes."""

MAX_STEP: Final = 1024 * 1024
"""Most bytes of command, arguments and environment of one step; Linux takes about 2 MiB in all."""

MAX_PIPELINE: Final = 1536 * 1024
"""Bytes that Kubernetes usually stores in one object, as which a whole run is stored."""

LARGE_PIPELINE: Final = 1280 * 1024
"""Bytes from which on a pipeline is near that: the object also holds what the server adds, and the state of the run."""


def size_problems(pipeline: Pipeline) -> tuple[Diagnostic, ...]:
    """Give what is too large in a pipeline with which nothing else is wrong, without the KFP SDK."""
    graph = plan_graph(pipeline)
    return (*check_steps(graph), *check_whole(sum(map(_size_of, graph.plans)), graph))


def check_steps(graph: Graph) -> Iterator[Diagnostic]:
    """Find the steps whose processes could not be started."""
    for plan in graph.plans:
        environment = sum(len(name) + len(value.encode()) for name, value in plan.step.options.env.items())
        yield from _check_files(plan.step)
        yield from check_process(plan.step, plan.payload, sum(map(len, plan.runtime)) + len(BOOTSTRAP) + environment)


def check_whole(size: int, graph: Graph) -> Iterator[Diagnostic]:
    """Find whether a pipeline is near what Kubernetes stores in one object.

    Args:
        size: What it takes, in bytes.
        graph: The pipeline.
    """
    if size < LARGE_PIPELINE:
        return
    largest = max(graph.plans, key=_size_of)
    yield OVERSIZED_PIPELINE.at(
        beginning_of(largest.step),
        f"the pipeline takes {size // 1024:,} KiB, and Kubernetes usually stores no more than"
        f" {MAX_PIPELINE // 1024:,} KiB in one object, so the server may refuse to run it;"
        f" the largest step, {largest.step.name!r}, takes {_size_of(largest) // 1024:,} KiB",
        help="merge small steps, or move large literals into files",
    )


def _size_of(plan: StepPlan) -> int:
    return plan.payload.size + sum(map(len, plan.runtime))


def _check_files(step: Step) -> Iterator[Diagnostic]:
    size = len(bundle(step.modules)) + len(bundle(step.files))
    if size > MAX_FILES:
        largest = max((*step.modules, *step.files), key=lambda file: len(file.content))
        yield OVERSIZED_FILES.at(
            beginning_of(step),
            f"the modules and files that travel with step {step.name!r} take {size // 1024:,} KiB of the pipeline;"
            f" there is room for {MAX_FILES // 1024} KiB; the largest is {largest.path!r}",
            help="put large files into the image or on a volume, or fetch them in the step",
        )


def check_process(step: Step, payload: StepPayload, overhead: int) -> Iterator[Diagnostic]:
    """Find whether a step's process can be started at all.

    Args:
        step: The step.
        payload: What it is given.
        overhead: Bytes of its command, arguments and environment that are not in the payload.
    """
    total = payload.size + overhead
    largest = max(len(payload.plan), len(payload.places))
    if total <= MAX_STEP and largest <= MAX_ARGUMENT:
        return
    blocks = [operation.code for operation in step.plan if isinstance(operation, Define | Run)]
    longest = max(blocks, key=lambda block: len(block.text), default=None)
    yield OVERSIZED_STEP.at(
        None if longest is None else longest.span(longest.line),
        f"step {step.name!r} takes {_kibibytes(max(total, largest))} of code and description;"
        f" a process can be started with {_kibibytes(MAX_STEP)}, its description with {_kibibytes(MAX_ARGUMENT)}",
        help="move large literals into a file that the step reads, or divide the step",
    )


def _kibibytes(size: int) -> str:
    return f"{-(-size // 1024):,} KiB"
