"""Source text that the platform would have changed on its way, and its way back."""

from __future__ import annotations

import re

from kale.runtime.registry import OPERATIONS


def unescape(text: str, escape: str) -> str:
    """Take out what was put where the platform would have changed the text."""
    gap = re.escape(escape)
    pattern = r"(?<={)E(?={)|(?<=\$)E(?=[$(])|(?<=python)E(?=3)|(?<=\A{)E"
    return re.sub(pattern.replace("E", gap), "", text)


OPERATIONS["unescape"] = unescape
