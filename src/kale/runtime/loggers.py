"""Loggers as values: they arrive with what the notebook has set, where pickle hands on their name alone."""

from __future__ import annotations

import sys
from typing import Any

from kale.runtime.reducers import AGAIN, REDUCERS, shared


def reduce_logger(logger: Any) -> Any:
    """Save a logger by its name, with its settings and those of its handlers that write to the console."""
    settings = logger.level, logger.propagate, logger.disabled
    consoles = [
        (handler.stream is sys.stderr, handler.level, handler.formatter)
        for handler in logger.handlers
        if type(handler).__name__ == "StreamHandler" and handler.stream in (sys.stdout, sys.stderr)
    ]
    return logger_named, (logger.name, settings, consoles)


@shared
def logger_named(name: str, settings: Any, consoles: Any) -> Any:
    """Give a logger of this process its settings, and its handlers unless the step's own code has given it some."""
    import logging

    logger = logging.getLogger(name)
    level, logger.propagate, logger.disabled = settings
    logger.setLevel(level)
    for is_error, level, formatter in consoles if not logger.handlers else ():
        handler = logging.StreamHandler(sys.stderr if is_error else sys.stdout)
        handler.setLevel(level)
        handler.setFormatter(formatter)
        logger.addHandler(handler)
    return logger


def know_loggers(_: bool) -> bool:
    """Have loggers saved with their settings, if there can be any."""
    if "logging" in sys.modules:
        REDUCERS[sys.modules["logging"].Logger] = reduce_logger
    return False


AGAIN.append(know_loggers)
