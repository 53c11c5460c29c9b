"""What a run observed, and how two runs differ."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Observation:
    """One line of a log.

    Attributes:
        name: What the notebook calls it.
        type: Name of the value's class.
        digest: Digest of the value's canonical text.
        text: Start of the value's canonical text, for a reader.
        pid: The process that observed it.
    """

    name: str
    type: str
    digest: str
    text: str
    pid: int

    @property
    def fact(self) -> tuple[str, str, str]:
        """What must be the same in both runs."""
        return (self.name, self.type, self.digest)

    def __str__(self) -> str:
        return f"{self.name}: {self.text} [{self.type} {self.digest[:8]}]"


def read_log(path: Path) -> tuple[Observation, ...]:
    """Give the observations of a log in the order in which they were made; none when there is no file."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(
        Observation(line["name"], line["type"], line["digest"], line.get("text", line.get("repr", "")), line["pid"])
        for line in map(json.loads, lines)
    )


def by_process(observations: Iterable[Observation]) -> tuple[tuple[Observation, ...], ...]:
    """Group observations by the process that made them, in the order of each group's first."""
    groups: dict[int, list[Observation]] = {}
    for observation in observations:
        groups.setdefault(observation.pid, []).append(observation)
    return tuple(tuple(group) for group in groups.values())


def differences(truth: Sequence[Sequence[Observation]], found: Sequence[Sequence[Observation]]) -> tuple[str, ...]:
    """Say how the steps of a pipeline differ from the same steps of the notebook.

    Args:
        truth: What each step of the notebook observed, in order.
        found: What each process of the pipeline observed, in order.

    Returns:
        One line a difference; none when every step observed the same facts in the same order in a process of its own.
    """
    lines = [*_missing("only the notebook has", truth, found), *_missing("only the pipeline has", found, truth)]
    if lines:
        return tuple(lines)
    wanted = Counter(tuple(o.fact for o in step) for step in truth if step)
    made = Counter(tuple(o.fact for o in step) for step in found if step)
    if wanted == made:
        return ()
    return (
        "the observations are the same, but not their order within a step, or not one process for each step:",
        *(f"  notebook: {[o.name for o in step]}" for step in truth if step),
        *(f"  pipeline: {[o.name for o in step]}" for step in found if step),
    )


def _missing(words: str, here: Sequence[Sequence[Observation]], there: Sequence[Sequence[Observation]]) -> list[str]:
    known = Counter(observation.fact for step in there for observation in step)
    lines = []
    for observation in (observation for step in here for observation in step):
        if known[observation.fact]:
            known[observation.fact] -= 1
        else:
            lines.append(f"{words} {observation}")
    return lines
