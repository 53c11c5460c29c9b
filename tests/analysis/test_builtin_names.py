"""What an interactive shell adds to its process is nothing that a step has."""

from __future__ import annotations

import builtins
import subprocess
import sys

from kale.builtin_names import BUILTIN_NAMES

SHELL = """
import builtins
builtins._ = 5
builtins.get_ipython = (lambda: None)
from kale.builtin_names import BUILTIN_NAMES
print(sorted({"_", "get_ipython"} & BUILTIN_NAMES), {"print", "ValueError", "None", "__name__"} <= BUILTIN_NAMES)
"""


def test_names_of_a_shell_are_not_builtins() -> None:
    done = subprocess.run([sys.executable, "-c", SHELL], capture_output=True, text=True, check=True)
    assert done.stdout == "[] True\n"


def test_names_of_python_are() -> None:
    own = {name for name in vars(builtins) if not name.startswith("_")} - {"get_ipython", "display"}
    assert own <= BUILTIN_NAMES
