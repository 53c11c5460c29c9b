"""The numbers that are not one, of ``numpy`` and ``math``, which code tells by their identity: as keys, with ``is``."""

from __future__ import annotations

import sys
from typing import Any, Optional

from kale.runtime.registry import OPERATIONS

HOMES = ("numpy", "math")
"""Modules that have one, under the name ``nan``."""


def home_of_nan(value: Any) -> Optional[str]:
    """Give the module whose ``nan`` a value is; ``None`` for all others. It is asked for every object that is saved."""
    if type(value) is not float or value == value:  # noqa: PLR0124 - what no other number is
        return None
    return next((home for home in HOMES if getattr(sys.modules.get(home), "nan", None) is value), None)


def nan_of(home: Any) -> float:
    """Give a module's ``nan``; without that module nobody can tell it from another."""
    try:
        return __import__(home).nan  # type: ignore[no-any-return]
    except ImportError:
        return float("nan")


OPERATIONS["home_of_nan"] = home_of_nan
OPERATIONS["nan_of"] = nan_of
