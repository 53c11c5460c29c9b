"""A step that may be taken from the cache depends on the clock, the network or chance.

## What it finds

A step with the tag `cache:enabled` that asks what time it is, fetches something over the network, or draws random
numbers without a seed.

## Why it is a problem

The platform runs a cached step once, and gives later runs what it computed then. The time stays that of the first
run, data that has changed at its source is not fetched again, and every run gets the same "random" numbers.

## What to do

Tag the step with `cache:disabled`, or make what changes a pipeline parameter: another value is another run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kale.analysis.knowledge import words
from kale.analysis.process_state import NUMPY_RANDOM, RANDOM
from kale.diagnostics import Diagnostic, Rule, Severity
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

VOLATILE_CACHED_STEP: Final = Rule("K510", "volatile-cached-step", Severity.WARNING)

_CLOCK: Final = words(
    """
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
    pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow time.strftime time.localtime time.gmtime
    time.ctime
    """
)
_NETWORK: Final = words(
    """
    requests.get requests.post requests.put requests.request httpx.get httpx.post httpx.request
    urllib.request.urlopen urllib.request.urlretrieve socket.create_connection
    """
)
_CHANCE: Final = words(
    """
    uuid.uuid1 uuid.uuid4 os.urandom secrets.token_hex secrets.token_bytes
    """
)
_GENERATORS: Final = (("numpy.random.", NUMPY_RANDOM), ("random.", RANDOM))


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find calls whose result is not the same every time, in steps that are cached on request."""
    cached = {step.name for step in subject.annotated.steps if step.options.cache is True}
    seeded = {version.name for version in subject.analysis.history}
    for cell, node, qualified in subject.calls() if cached else ():
        step = cell.cell.step
        what = _what(qualified, seeded, has_arguments=bool(node.args or node.keywords))
        if step in cached and what is not None:
            yield VOLATILE_CACHED_STEP.at(
                cell.span(node),
                f"step {step!r} may be taken from the cache, but {qualified}() {what}",
                help="tag the step with 'cache:disabled', or make what changes a pipeline parameter",
            )


def _what(qualified: str, seeded: set[str], *, has_arguments: bool) -> str | None:
    """Say why a call's result is another one each time, if it is."""
    if qualified in _CLOCK:
        return "depends on the clock"
    if qualified in _NETWORK:
        return "depends on the network"
    if qualified in _CHANCE:
        return "depends on chance"
    for prefix, state in _GENERATORS:
        if qualified.startswith(prefix) and qualified.count(".") == prefix.count("."):
            makes_generator = qualified.removeprefix(prefix)[:1].isupper() or qualified == "numpy.random.default_rng"
            drawn = has_arguments if makes_generator else state in seeded
            return None if drawn else "depends on chance"
    return None


LINT: Final = Lint(
    RulePage(
        VOLATILE_CACHED_STEP,
        __doc__,
        invalid=(
            Example(
                """
                # %% step:stamp cache:enabled
                from datetime import datetime
                day = «datetime.now()»
                # %% step:show
                print(day)
                """
            ),
            Example(
                """
                # %% imports
                import random
                import urllib.request
                # %% step:a cache:enabled
                page = «urllib.request.urlopen('https://example.org')».read()
                print(«random.random()», page)
                """
            ),
        ),
        valid=(
            Example(
                """
                # %% step:stamp
                from datetime import datetime
                day = datetime.now()
                # %% step:show
                print(day)
                """
            ),
            Example(
                """
                # %% step:a cache:enabled
                import random
                import time
                random.seed(4)
                start = time.time()
                print(random.random(), random.Random(3).random(), time.time() - start)
                """
            ),
        ),
    ),
    find,
)
