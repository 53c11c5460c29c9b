"""The notebook's namespace: a module of its own that stands in for ``__main__``."""

from __future__ import annotations

import builtins
import sys
from types import ModuleType

MAIN = ModuleType("__main__")
NAMESPACE = vars(MAIN)
"""The notebook's variables."""


def show(*values: object) -> None:
    """Print values as IPython shows them where there is no front end."""
    for value in values:
        print(repr(value))


def install_namespace() -> None:
    """Make the namespace ``__main__``, and give it what a notebook finds among its builtins."""
    sys.modules["__main__"] = MAIN
    NAMESPACE["__builtins__"] = builtins
    vars(builtins).setdefault("display", show)
    vars(builtins).setdefault("get_ipython", lambda: None)
