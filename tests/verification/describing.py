"""Two values described and compared in this process, as two processes would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kale.verification.comparison import Comparer
from kale.verification.described import Described
from kale.verification.differences import Comparison
from kale.verification.observer.blocks import BlockStore
from kale.verification.observer.description import describe
from kale.verification.observer.nodes import Observation


def described(folder: Path, **values: Any) -> Described:
    """Describe variables, with a trip through the file's form."""
    store = BlockStore(folder)
    roots, nodes = describe(values, store)
    form = json.dumps(Observation(0, roots, frozenset(), nodes).to_json())
    return Described(Observation.from_json(json.loads(form)), store)


def compared(one: object, other: object, folder: Path) -> Comparison:
    """Compare two values, each a variable called ``x``."""
    return Comparer(described(folder, x=one), described(folder, x=other)).compare("x", "x")


def differences(one: object, other: object, folder: Path) -> list[str]:
    """Give the differences between two values in words, without who has which."""
    found = compared(one, other, folder).differences
    return [
        f"{difference.path}{difference.place}: {' | '.join(difference.words)}{difference.more}" for difference in found
    ]
