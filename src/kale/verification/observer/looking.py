"""Looks at what a cell leaves behind, before the next operation of the plan."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from .blocks import BlockStore
from .description import describe
from .folder import Folder, describe_file
from .nodes import Observation


class Observer:
    """Writes down what the names of the notebook hold, and which files were written.

    Args:
        log: File to append observations to, one line each.
        requests: File that says, in JSON, which names each look is about.
        blocks: Folder for the large parts of descriptions.
    """

    def __init__(self, log: str, requests: str, blocks: str) -> None:
        self._log = Path(log)
        self._requests: list[list[str]] = json.loads(Path(requests).read_text("utf-8"))
        self._store = BlockStore(Path(blocks))
        self._folder = Folder(Path.cwd())
        self._bound: dict[str, int] = {}

    def before(self) -> None:
        """Remember what is there before a cell runs."""
        self._folder.remember()
        self._bound = {name: id(value) for name, value in _namespace().items()}

    def after(self, look: int) -> None:
        """Write down what a cell has left behind.

        Args:
            look: Number of the request that says which names to look at; names bound since :meth:`before` are added.
        """
        namespace = _namespace()
        fresh = {name for name, value in namespace.items() if self._bound.get(name) != id(value)}
        asked = [name for name in self._requests[look] if name in namespace]
        names = [*asked, *sorted(name for name in fresh.difference(asked) if not name.startswith("__"))]
        self._write(look, {name: namespace[name] for name in names}, frozenset(fresh.intersection(names)))
        self._folder.remember()

    def _write(self, look: int, values: dict[str, Any], fresh: frozenset[str]) -> None:
        roots, nodes = describe(values, self._store)
        files = {self._folder.name_of(path): describe_file(path, self._store) for path in self._folder.changes()}
        roots.update(zip(files, range(len(nodes), len(nodes) + len(files)), strict=True))
        observation = Observation(look, roots, fresh, (*nodes, *files.values()))
        line = json.dumps(observation.to_json()) + "\n"
        with self._log.open("ab", 0) as file:
            file.write(line.encode())


def _namespace() -> dict[str, Any]:
    """Give the notebook's variables, without what the runtime puts among them."""
    found = vars(sys.modules["__main__"])
    return {name: value for name, value in found.items() if name != "__builtins__"}
