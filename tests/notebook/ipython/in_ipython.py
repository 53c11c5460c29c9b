"""Runs cells in IPython and says what they bind: the truth that translations are compared with.

Reads a list of notebooks, each a list of cells, as JSON from standard input. Every notebook runs in a directory of its
own. Writes, for each, the names that it binds with the type and the text of their values, and whether it failed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from typing import Any

from IPython.core.interactiveshell import InteractiveShell


def outcome(shell: Any, cells: list[str]) -> dict[str, Any]:
    """Run the cells of one notebook."""
    shell.reset(new_session=True)
    before = set(shell.user_ns)
    environment = dict(os.environ)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for cell in cells:
            failed = failed or not shell.run_cell(cell, silent=True).success
        os.chdir("/")
    os.environ.clear()
    os.environ.update(environment)
    bound = {name: value for name, value in shell.user_ns.items() if name not in before and not name.startswith("__")}
    values = {name: [type(value).__name__, str(value)] for name, value in bound.items() if not name.startswith("_i")}
    return {"failed": failed, "bound": values}


def main() -> None:
    """Run all notebooks."""
    notebooks = json.load(sys.stdin)
    with contextlib.redirect_stdout(io.StringIO()):
        shell = InteractiveShell.instance()
        outcomes = [outcome(shell, cells) for cells in notebooks]
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
