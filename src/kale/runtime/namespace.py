"""The notebook's namespace: a module of its own that stands in for ``__main__``."""

from __future__ import annotations

import builtins
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from kale.runtime.failures import traceback_of
from kale.runtime.registry import DISPLAYS

MAIN = ModuleType("__main__")
NAMESPACE = vars(MAIN)
"""The notebook's variables."""


def show(*values: object, **options: Any) -> SimpleNamespace | None:
    """Show values; what a notebook calls ``display``.

    Args:
        values: The values.
        options: Those of IPython's ``display``, of which a step heeds ``raw`` and ``display_id``.

    Returns:
        A handle that shows another value, where ``display_id`` asks for one.
    """
    for value in values:
        DISPLAYS[-1](value, options)
    display_id = options.get("display_id")
    return SimpleNamespace(display_id=display_id, display=show, update=show) if display_id else None


def text_of(value: Any, options: dict[str, Any]) -> str:
    """Give a value as text. A ``__repr__`` that fails does not end the cell; a notebook goes on, too."""
    try:
        return value["text/plain"] if options.get("raw") else repr(value)
    except Exception as error:
        print(traceback_of(error), end="", file=sys.stderr)
        return ""


def print_value(value: object, options: dict[str, Any]) -> None:
    """Print a value as IPython shows it where there is no front end."""
    print(text_of(value, options))


def install_namespace() -> None:
    """Make the namespace ``__main__``, and give it what a notebook finds among its builtins."""
    sys.modules["__main__"] = MAIN
    NAMESPACE["__builtins__"] = builtins
    vars(builtins).setdefault("display", show)
    vars(builtins).setdefault("get_ipython", lambda: None)


DISPLAYS.append(print_value)
