"""Answers as JSON that every browser reads."""

from __future__ import annotations

import json
import math
from typing import Any

from kale.pipeline.model import Model


def as_json(answer: Model) -> str:
    """Give an answer as JSON; numbers that JSON does not have are null, half a character is an escape."""
    return json.dumps(_finite(answer.model_dump(mode="json")), allow_nan=False)


def _finite(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value
