"""Random programs: the pipeline computes what one process computes.

The same 200 programs are tried at every change. ``KALE_PROGRAMS=2000`` asks for so many, chosen anew each time: a
search for what the analysis does not see yet.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from hypothesis import HealthCheck, given, note, settings
from tests.equivalence.containers import Containers
from tests.equivalence.forking import ForkServer
from tests.equivalence.observations import Observation, by_process, differences, read_log
from tests.equivalence.programs import Program, programs
from tests.equivalence.time_limit import time_limit

from kale import compile_notebook

RECORDER: Final = Path(__file__).parent / "recorder"
SHARDS: Final = 4
SECONDS: Final = 20
ASKED: Final = os.environ.get("KALE_PROGRAMS")
PROGRAMS: Final = int(ASKED or 200)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_pipeline_computes_what_the_program_computes(shard: int, plain_server: ForkServer) -> None:
    def check(program: Program) -> None:
        text = f"chained: {program.chained}\n" + "\n# ----\n".join((program.definitions, *program.steps))
        note(text)
        with TemporaryDirectory() as folder, time_limit(SECONDS, text):
            truth = _truth(program, plain_server, Path(folder))
            assert not differences(truth, _pipeline(program, plain_server, Path(folder)))

    _explored(check, shard)()


def _explored(check: Callable[[Program], None], shard: int) -> Callable[[], None]:
    """Give a test that tries a shard of the programs; odd shards have no ``prev:`` tags."""
    test = given(programs(chained=shard % 2 == 0))(check)
    return settings(
        max_examples=PROGRAMS // SHARDS,
        derandomize=ASKED is None,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        print_blob=False,
    )(test)


def _truth(program: Program, server: ForkServer, folder: Path) -> list[list[Observation]]:
    directory, log = folder / "program", folder / "truth.jsonl"
    directory.mkdir()
    environment = {"KALE_OBS": str(log)}
    status = server.carry_out("program", directory, environment=environment, paths=(RECORDER,), source=program.source)
    assert status == 0, Path(f"{directory}.txt").read_text()
    return [list(group) for _, group in groupby(read_log(log), key=lambda seen: seen.name.partition(".")[0])]


def _pipeline(program: Program, server: ForkServer, folder: Path) -> tuple[tuple[Observation, ...], ...]:
    log = folder / "pipeline.jsonl"
    compiled = compile_notebook(program.notebook(), name="program")
    (folder / "run").mkdir()
    Containers(compiled.yaml, server, folder / "run", {"KALE_OBS": str(log)}, (RECORDER,)).run()
    return by_process(read_log(log))
