"""Steps wait for each other only because they draw from one random generator.

## What it finds

A step that comes after another one for no other reason than the state of a global random generator: both draw from
`random` or `numpy.random`, and no tag asks for the order.

## Why it is a problem

The notebook seeds the generator once and every cell draws from where the one before it stopped. To compute the same
numbers, the pipeline hands the generator's state from step to step, so steps that could run side by side wait for
each other, and a change to one changes the numbers of the next.

## What to do

Make a generator in each step, with `random.Random(seed)` or `numpy.random.default_rng(seed)`, or pass `random_state=`
where a library takes it. If the order is meant, add the tag `prev:`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.analysis.process_state import NUMPY_RANDOM, RANDOM
from kale.analysis.rules import EDGE_AGAINST_TAGS
from kale.diagnostics import Diagnostic, Related, Rule, Severity
from kale.pipeline import EdgeKind
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

SHARED_RANDOM_STATE: Final = Rule("K509", "shared-random-state", Severity.WARNING)
_GENERATORS: Final = {RANDOM: "random", NUMPY_RANDOM: "numpy.random"}


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find edges that only a random generator makes."""
    for edge in subject.analysis.edges:
        if not all(reason.kind is EdgeKind.STATE for reason in edge.reasons):
            continue
        reason = edge.reasons[0]
        generator = _GENERATORS.get(reason.variable or "")
        if generator is not None:
            made = [Related(span=reason.made, message=f"step {edge.source!r} uses it here")] if reason.made else []
            yield SHARED_RANDOM_STATE.at(
                reason.used,
                f"step {edge.target!r} waits for step {edge.source!r} only because both draw from the global "
                f"generator of {generator!r}",
                related=made,
                help="make a generator with a seed of its own in each step",
            )


LINT: Final = Lint(
    RulePage(
        SHARED_RANDOM_STATE,
        __doc__,
        invalid=(
            Example(
                """
                # %% step:a
                import random
                random.seed(1)
                print(random.random())
                # %% step:b
                print(«random.random()»)
                """
            ),
            Example(
                """
                # %% imports
                import numpy as np
                # %% step:start
                np.random.seed(1)
                rows = np.arange(5)
                # %% step:a prev:start
                print(np.random.choice(rows))
                # %% step:b prev:start
                print(rows, «np.random.rand()»)
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:a
                import random
                print(random.Random(1).random())
                # %% step:b
                print(random.Random(2).random())
                """
            ),
            Example(
                """
                # %% step:a
                import random
                random.seed(1)
                print(random.random())
                # %% step:b prev:a
                print(random.random())
                """
            ),
        ),
    ),
    find,
    supersedes=frozenset({EDGE_AGAINST_TAGS.code}),
)
