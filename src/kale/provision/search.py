"""Where the notebook finds modules: its own folder, and folders that it puts on ``sys.path``."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from kale.analysis.imports import parse

_ADDING: Final = frozenset({"sys.path.append", "sys.path.insert", "sys.path.extend", "site.addsitedir"})


@dataclass(frozen=True)
class SearchPath:
    """The folders in which the notebook finds modules of its own.

    Attributes:
        inside: Paths below the notebook's folder, in the order of the search; empty for the folder itself.
        outside: Other paths, as the notebook writes them.
        undecided: The notebook adds a folder that its text does not tell.
    """

    inside: tuple[str, ...] = ("",)
    outside: tuple[str, ...] = ()
    undecided: bool = False


def search_path(sources: Iterable[str]) -> SearchPath:
    """Give the folders that the cells of a notebook add to ``sys.path``, besides the one that it stands in."""
    inside, outside, undecided = [""], list[str](), False
    for source in sources:
        tree = parse(source) if "sys.path" in source or "addsitedir" in source else None
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.Call) and ast.unparse(node.func) in _ADDING and node.args:
                texts = [part.value for part in ast.walk(node.args[-1]) if isinstance(part, ast.Constant)]
                paths = [text for text in texts if isinstance(text, str)]
                undecided = undecided or not paths
                for path in map(str, map(PurePosixPath, paths)):
                    (inside if _is_inside(path) else outside).append("" if path == "." else path)
    return SearchPath(tuple(dict.fromkeys(inside)), tuple(dict.fromkeys(outside)), undecided)


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and not path.startswith("~")
