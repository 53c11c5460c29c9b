"""The name that the user probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest(name: str, known: Iterable[str]) -> str | None:
    """Give ``did you mean 'x'?`` for the known name nearest to ``name``; ``None`` when none is near."""
    found = difflib.get_close_matches(name, sorted(known), n=1)
    return f"did you mean {found[0]!r}?" if found else None
