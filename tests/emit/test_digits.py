"""Bytes as text that goes through every layer of the platform."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.emit.digits import BYTES, from_digits, to_digits

KEPT = set(string.printable[:95]) - {" ", "$", "{"}
"""Characters that no layer of the platform rewrites."""


@given(st.binary(max_size=100))
def test_bytes_come_back(data: bytes) -> None:
    text = to_digits(data)
    assert from_digits(text)[: len(data)] == data
    assert set(text) <= KEPT


@pytest.mark.parametrize("size", range(1, 2 * BYTES + 1))
@pytest.mark.parametrize("byte", [0, 1, 127, 128, 254, 255])
def test_extremes_of_every_length_come_back(size: int, byte: int) -> None:
    for data in (bytes([byte]) * size, bytes(size - 1) + bytes([byte]), bytes([byte]) + bytes(size - 1)):
        assert from_digits(to_digits(data))[:size] == data


def test_a_text_is_shorter_than_in_base_85() -> None:
    assert len(to_digits(bytes(range(220)) * 100)) == 27_000
