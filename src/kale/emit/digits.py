"""Bytes as text that fits into an argument, denser than base 85: 22 bytes are a number of 27 digits to the base of 92.

The digits are the printable characters of ASCII without the blank, and without the two that layers of the platform
rewrite: the last two characters stand for those. A blank counts as a digit one below the first.
"""

from __future__ import annotations

from functools import reduce
from typing import Final

BASE: Final = 92
DIGITS: Final = 27
BYTES: Final = 22
_FIRST: Final = ord("!")
_TO_ARGUMENT: Final = str.maketrans("${", "~}")
_FROM_ARGUMENT: Final = str.maketrans("~}", "${")


def to_digits(data: bytes) -> str:
    """Give bytes as text; what follows them when it is read back is of no use."""
    groups = (data[start : start + BYTES] for start in range(0, len(data), BYTES))
    return "".join(map(_digits_of, groups)).translate(_TO_ARGUMENT)


def from_digits(text: str) -> bytes:
    """Give the bytes that a text stands for, and others after them up to a multiple of 22."""
    digits = text.translate(_FROM_ARGUMENT).encode("ascii")
    numbers = (_number_of(digits[start : start + DIGITS]) for start in range(0, len(digits), DIGITS))
    return b"".join(number.to_bytes(BYTES, "big") for number in numbers)


def _number_of(digits: bytes) -> int:
    return reduce(lambda number, digit: number * BASE + digit - _FIRST, digits.ljust(DIGITS), 0)


def _digits_of(group: bytes) -> str:
    """Give a group of digits, without those at its end that a group of fewer bytes can do without."""
    number = int.from_bytes(group.ljust(BYTES, b"\0"), "big")
    left_out = DIGITS
    while BASE**left_out > 256 ** (BYTES - len(group)):
        left_out -= 1
    # Each digit that is left out is read as minus one.
    number = -(-(number + (BASE**left_out - 1) // (BASE - 1)) // BASE**left_out)
    digits = ""
    for _ in range(DIGITS - left_out):
        number, digit = divmod(number, BASE)
        digits = chr(_FIRST + digit) + digits
    return digits
