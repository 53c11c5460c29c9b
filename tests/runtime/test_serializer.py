"""Notebooks that say themselves how their objects are saved."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

from kale import serializer

BOX = """
import threading
class Box:
    def __init__(self, value): self.value, self.lock = value, threading.Lock()
def reduce_box(box): return Box, (box.value,)
"""


@pytest.mark.parametrize(
    "register", ["import kale\nkale.serializer(Box)(reduce_box)", "import copyreg\ncopyreg.pickle(Box, reduce_box)"]
)
def test_object_is_saved_as_the_notebook_says(packed_bench: Bench, register: str) -> None:
    done = packed_bench.hand_on("x = [Box(5)]", "x", "x[0].value, x[0].lock.locked()", BOX + register)
    assert (done.code, done.out) == (0, "(5, False)\n"), done.err


def test_only_classes_are_taken() -> None:
    with pytest.raises(TypeError, match="takes a class, not 'Box'"):
        serializer("Box")  # type: ignore[arg-type]
