"""From a module that code imports to the requirement that brings it."""

from __future__ import annotations

import enum
import re
import sys
from dataclasses import dataclass
from typing import Final

from kale.analysis.distributions.environment import Environment, Installed, Origin
from kale.analysis.distributions.names import known_name, known_names, shared_namespaces
from kale.analysis.imports import Import
from kale.analysis.knowledge import words

_OF_OTHER_PYTHONS: Final = words(
    """
    _distutils_hack aifc asynchat asyncore audioop binhex cgi cgitb chunk crypt formatter imghdr imp lib2to3 mailcap
    msilib nis nntplib ossaudiodev parser pipes smtpd sndhdr spwd sunau symbol telnetlib tomllib uu xdrlib
    """
)
"""Modules that the standard library has in some Python between 3.9 and 3.14, but not in every one."""

_PLAUSIBLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]+")


class Source(str, enum.Enum):
    """How it is known which package provides a module."""

    INSTALLED = "installed"
    """It is installed here, from an index, so that the version is known too."""
    ELSEWHERE = "elsewhere"
    """It is installed here, but from a place that a step cannot install from."""
    TABLE = "table"
    """The kept table has it."""
    GUESS = "guess"
    """A package of the module's own name is likely."""
    UNKNOWN = "unknown"
    """Nothing is known, and a guess would be worse than nothing."""


@dataclass(frozen=True)
class Provider:
    """Which package provides a module.

    Attributes:
        module: The module, dotted: as much of the path as tells the package.
        source: How that is known.
        name: The package's name; empty when it is unknown.
        version: The version installed here, local label included; empty when none is.
        origin: Where the installed package came from.
        near: The known module that this one may be a slip of.
    """

    module: str
    source: Source
    name: str = ""
    version: str = ""
    origin: Origin = Origin.INDEX
    near: str | None = None

    @property
    def label(self) -> str:
        """The version's local label, such as ``cpu`` in ``2.1.0+cpu``; empty without one."""
        return self.version.partition("+")[2]


def is_standard(module: str) -> bool:
    """Whether a dotted module belongs to Python itself."""
    root = module.partition(".")[0]
    return root in sys.stdlib_module_names or root in _OF_OTHER_PYTHONS or root in ("__future__", "__main__", "")


def find_provider(wanted: Import, environment: Environment) -> Provider:
    """Give the package that provides what an import needs.

    Args:
        wanted: An absolute import of something that is neither Python's own nor beside the notebook.
        environment: What is installed here.
    """
    alone = environment.whole(wanted.root)
    if alone is not None:
        return _installed(wanted.root, alone)
    for module in (part for part in wanted.candidates if part not in shared_namespaces()):
        found = environment.provider(module)
        if found is not None:
            return _installed(_telling(module, wanted), found)
    for module in wanted.candidates:
        name = known_name(module)
        if name is not None:
            return Provider(_telling(module, wanted), Source.TABLE, name)
    return _guessed(wanted)


def _installed(module: str, found: Installed) -> Provider:
    source = Source.INSTALLED if found.origin is Origin.INDEX else Source.ELSEWHERE
    return Provider(module, source, found.name, found.version, found.origin)


def _telling(module: str, wanted: Import) -> str:
    """Give as much of a module's path as its package is told by: the top-level name, but for shared namespaces."""
    if wanted.root not in shared_namespaces():
        return wanted.root
    return module if module in known_names() else wanted.module


def _guessed(wanted: Import) -> Provider:
    root = wanted.root
    if root in shared_namespaces() or not _PLAUSIBLE.fullmatch(root):
        return Provider(wanted.module, Source.UNKNOWN)
    return Provider(root, Source.GUESS, root.replace("_", "-").lower(), near=_near(root))


def _near(root: str) -> str | None:
    """Give the known module that a name differs from by one letter; its package may be there to be hit by mistake."""
    from difflib import SequenceMatcher

    for known in known_names():
        if "." not in known and abs(len(known) - len(root)) <= 1 and len(known) > 3 and known[0] == root[0]:  # noqa: PLR2004
            same = sum(block.size for block in SequenceMatcher(None, known, root).get_matching_blocks())
            if max(len(known), len(root)) - same <= 1:
                return known
    return None
