"""What the step tells the engine that started it on this machine, while it runs."""

from __future__ import annotations

import json
import os
import time

from kale.runtime.outputs import write_file

EVENTS = os.environ.get("KALE_EVENTS")
"""Path of the JSON-lines file that takes the events, read before the notebook's code can change the environment."""


def tell(event: str, facts: dict[str, object]) -> None:
    """Append one event to the engine's file, if an engine listens.

    Args:
        event: ``start``, ``end`` or ``fail``.
        facts: What else the event says; anything that JSON holds.

    Raises:
        OSError: The file cannot be written.
    """
    if EVENTS:
        line = json.dumps({"event": event, "pid": os.getpid(), "time": time.time(), **facts}) + "\n"
        write_file(EVENTS, line.encode(), "ab")
