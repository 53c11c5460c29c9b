"""Tables of names, written as text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Give the words of a text; long tables read better as text than as lists of quoted names."""
    return frozenset(text.split())
