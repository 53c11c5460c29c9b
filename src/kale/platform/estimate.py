"""Whether it is worth finding out exactly how large a pipeline becomes."""

from __future__ import annotations

import json
from typing import Final

from kale.pipeline import Pipeline

MAX_SURELY_SMALL: Final = 64 * 1024
"""Characters of a pipeline's description that surely come to little: in a command, they take at most three times the
bytes, and the description of a step's process takes no more than they do."""

MAX_STEPS_SURELY_SMALL: Final = 24
"""Steps that come to less than a large pipeline by what every step has besides, the program that runs it."""

_GROWS_WHEN_ESCAPED: Final = "~~"
"""What code must hold to be escaped by more than two characters at a place."""


def is_surely_small(pipeline: Pipeline) -> bool:
    """Whether a pipeline is so small that neither a step of it nor the whole can be too large for the platform."""
    if len(pipeline.steps) > MAX_STEPS_SURELY_SMALL:
        return False
    description = json.dumps(pipeline.model_dump(mode="json", exclude_defaults=True))
    return len(description) <= MAX_SURELY_SMALL and _GROWS_WHEN_ESCAPED not in description
