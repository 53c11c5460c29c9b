"""Compiling many pipelines in several processes.

Each further process is ``python -m kale.batch``, which reads a job from each line of its standard input and answers
with a line on its standard output. Unlike a pool of the standard library, it never imports the caller's main module.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from kale.diagnostics import Diagnostic
from kale.emit import compile_pipeline
from kale.errors import CompileError, KaleError, OutputError
from kale.pipeline import Pipeline
from kale.pipeline.model import Model

WORTH_A_PROCESS: Final = 4000
"""Steps that are compiled in the time that a process needs to start; most of that goes into loading the KFP SDK."""


class Job(Model):
    """A pipeline to compile to a file.

    Attributes:
        pipeline: The pipeline.
        path: The file.
    """

    pipeline: Pipeline
    path: str


class Answer(Model):
    """What became of a job.

    Attributes:
        diagnostics: What was found.
        error: Why there is no file; ``None`` when there is one.
        is_output_error: The file could not be written, though the pipeline is sound.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    error: str | None = None
    is_output_error: bool = False


def compile_batch(jobs: Sequence[Job], processes: int | None = None) -> tuple[tuple[Diagnostic, ...], ...]:
    """Compile pipelines, and give what was found in each, in order.

    Args:
        jobs: The pipelines and their files.
        processes: How many processes share the work; by default as many as the machine has processors, but no more than
            pay for their start.

    Raises:
        kale.errors.CompileError: The platform cannot run one of the pipelines. Others may have been written by then.
        kale.errors.OutputError: A file cannot be written.
        ValueError: ``processes`` is less than 1.
    """
    if processes is not None and processes < 1:
        raise ValueError("at least one process has to do the work")
    steps = sum(len(job.pipeline.steps) for job in jobs)
    count = processes or min(os.cpu_count() or 1, 1 + steps // WORTH_A_PROCESS)
    shares = [jobs[start::count] for start in range(min(count, len(jobs)))]
    with ThreadPoolExecutor(max(1, len(shares))) as threads:
        others = [threads.submit(_answer_elsewhere, share) for share in shares[1:]]
        own = [answer(job) for job in shares[0]] if shares else []
        answered = [own, *(other.result() for other in others)]
    found = [answered[number % count][number // count] for number in range(len(jobs))]
    for job, answered_job in zip(jobs, found, strict=True):
        _raise_error(job, answered_job)
    return tuple(answered_job.diagnostics for answered_job in found)


def answer(job: Job) -> Answer:
    """Do a job."""
    try:
        compiled = compile_pipeline(job.pipeline)
        compiled.save(job.path)
    except KaleError as error:
        return Answer(
            diagnostics=error.diagnostics, error=error.message, is_output_error=isinstance(error, OutputError)
        )
    return Answer(diagnostics=compiled.diagnostics)


def _answer_elsewhere(jobs: Iterable[Job]) -> list[Answer]:
    lines = "".join(f"{job.model_dump_json()}\n" for job in jobs)
    done = subprocess.run(
        [sys.executable, "-m", "kale.batch"],
        input=lines.encode(),
        stdout=subprocess.PIPE,
        check=True,
        cwd=Path.cwd(),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    return [Answer.model_validate_json(line) for line in done.stdout.splitlines()]


def _raise_error(job: Job, answered: Answer) -> None:
    if answered.error is None:
        return
    if answered.is_output_error:
        raise OutputError(answered.error)
    raise CompileError(answered.error, answered.diagnostics, job.pipeline.source or job.pipeline.display_name)


def main() -> None:
    """Do the jobs on standard input."""
    for line in sys.stdin.buffer:
        sys.stdout.write(f"{answer(Job.model_validate_json(line)).model_dump_json()}\n")


if __name__ == "__main__":
    main()
