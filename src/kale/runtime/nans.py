"""Numbers that are not one and that the notebook's code has made, each of which stays the one that it is."""

from __future__ import annotations

import os
import struct
from typing import Any

from kale.runtime.constants import home_of_nan, nan_of
from kale.runtime.registry import OPERATIONS

MOST_NANS = 100_000
"""How many a step tells from each other; it keeps what it has met."""

PROCESS = os.urandom(8)
NANS: dict[int, tuple[Any, float]] = {}
"""Those that were saved or loaded, by their ``id``: what tells each from all others in the run, and itself."""

MADE_NANS: dict[Any, float] = {}
"""Those that were loaded, by what tells them from all others."""


def token_of_nan(value: Any) -> Any:
    """Give what :func:`home_of_nan` gives, or what tells the number from all others."""
    if type(value) is not float or value == value:  # noqa: PLR0124 - what no other number is
        return None
    home = home_of_nan(value)
    if home or (len(NANS) >= MOST_NANS and id(value) not in NANS):
        return home
    token = PROCESS, len(NANS), struct.pack("d", value)
    return NANS.setdefault(id(value), (token, value))[0]


def nan_by(token: Any) -> float:
    """Give the number that a token, or a module's name, stands for: the same one each time."""
    if isinstance(token, str):
        return nan_of(token)
    made = MADE_NANS.setdefault(token, *struct.unpack("d", token[2]))
    NANS[id(made)] = token, made
    return made


OPERATIONS["home_of_nan"] = token_of_nan
OPERATIONS["nan_of"] = nan_by
