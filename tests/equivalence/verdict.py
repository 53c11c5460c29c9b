"""Whether a pipeline did what its case expects."""

from __future__ import annotations

import re

from tests.equivalence.case import Case
from tests.equivalence.conversion import Conversion
from tests.equivalence.observations import differences
from tests.equivalence.truth import Truth


def problems(case: Case, truth: Truth, conversion: Conversion) -> tuple[str, ...]:
    """Say what is wrong with a pipeline, in lines for a reader; nothing when all is as expected.

    A NameError in a step is what a user sees when a variable was forgotten: it never counts as a clear error.
    """
    outcome = case.expectation.outcome
    if conversion.phase is None:
        if outcome == "error":
            return (f"the pipeline ran, but an error about {case.expectation.culprits} is right", *_both(conversion))
        return differences(truth.steps, conversion.steps)
    if outcome == "equal":
        return (f"the pipeline failed at {conversion.phase} time:", conversion.message, conversion.log)
    wrong = _wrong_error(case, conversion)
    return (*wrong, "the error is:", conversion.message, conversion.log) if wrong else ()


def _wrong_error(case: Case, conversion: Conversion) -> list[str]:
    wanted = case.expectation
    wrong = []
    if wanted.phase not in (None, conversion.phase):
        wrong.append(f"the error came at {conversion.phase} time, not at {wanted.phase} time")
    if not any(_names(conversion.message, culprit) for culprit in wanted.culprits):
        wrong.append(f"the error names none of {', '.join(wanted.culprits)}")
    if conversion.phase == "run" and "NameError" in conversion.message:
        wrong.append("the error is a bare NameError")
    found = [d for d in conversion.diagnostics if d.code == wanted.code]
    if wanted.code is not None and not found:
        wrong.append(f"no diagnostic has the code {wanted.code}")
    if wanted.cell is not None and all(d.span is None or d.span.cell != wanted.cell for d in found or ()):
        wrong.append(f"no diagnostic with the code stands in cell {wanted.cell}")
    return wrong


def _names(message: str, culprit: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(culprit)}(?!\w)", message) is not None


def _both(conversion: Conversion) -> tuple[str, ...]:
    return tuple(f"  observed {observation}" for step in conversion.steps for observation in step)
