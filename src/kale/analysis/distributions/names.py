"""The kept table of which package provides a module, for modules of packages that are not installed here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

_FILE: Final = "import_names.txt"


@cache
def known_names() -> Mapping[str, str]:
    """Give the package for each module of the table; a dotted module is a part of a shared namespace."""
    text = (resources.files("kale.analysis.distributions") / _FILE).read_text("utf-8")
    entries = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {words[0]: words[-1] for words in entries}


def known_name(module: str) -> str | None:
    """Give the package that provides a dotted module, by the longest part of its path that the table has."""
    path = module
    while path:
        if path in known_names():
            return known_names()[path]
        path = path.rpartition(".")[0]
    return None


@cache
def shared_namespaces() -> frozenset[str]:
    """Give the modules that several packages share, of which the name alone tells nothing: ``google``, ``azure``."""
    parents = (module.rpartition(".")[0] for module in known_names())
    return frozenset(".".join(path.split(".")[: n + 1]) for path in parents if path for n in range(path.count(".") + 1))
