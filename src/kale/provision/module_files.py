"""A module that stands beside the notebook, as a file: what it holds and imports."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from kale.analysis.imports import Import, imports_of
from kale.analysis.unsaid_imports import unsaid_imports

_FINDS_MODULES: Final = re.compile(
    r"\b(iter_modules|walk_packages|import_module\((?!\s*[rf]?[\"'][\w.]+[\"']\s*[,)])|__path__)"
)
_FINDS_FILES: Final = re.compile(r"\b(__file__|importlib[._]resources|get_data|resource_filename)\b")


class UnreadableModuleError(ValueError):
    """A file is not a Python module; the message says why and where."""


@dataclass(frozen=True)
class ModuleFile:
    """A module's file.

    Attributes:
        path: Its path below the folder that modules are found in: ``toolbox/core.py``.
        place: Its path below the notebook's folder, for people.
        content: What is in it.
        text: The same as text.
        imports: What it imports, relative imports included.
    """

    path: str
    place: str
    content: bytes
    text: str
    imports: tuple[Import, ...]

    @property
    def package(self) -> tuple[str, ...]:
        """The parts of the name of the package that relative imports start from."""
        return PurePosixPath(self.path).parts[:-1]

    @property
    def finds_modules(self) -> bool:
        """Whether it imports modules by names that its text does not show."""
        return bool(_FINDS_MODULES.search(self.text))

    @property
    def finds_files(self) -> bool:
        """Whether it looks for files beside itself."""
        return bool(_FINDS_FILES.search(self.text))

    def modules(self, wanted: Import) -> Iterator[tuple[str, bool]]:
        """Give the dotted modules that an import of this file asks for, and whether each must be there.

        Of the names that are taken out of a module, each may be a module of its own or not.
        """
        parts = self.package[: len(self.package) - wanted.level + 1] if wanted.level else ()
        base = ".".join((*parts, *filter(None, [wanted.module])))
        if base:
            yield base, not wanted.conditional
        for name in wanted.names:
            yield (f"{base}.{name}" if base else name), False


def read_module(content: bytes, path: str, place: str) -> ModuleFile:
    """Read a module.

    Args:
        content: What the file holds.
        path: Its path below the folder that modules are found in.
        place: Its path below the notebook's folder.

    Raises:
        UnreadableModuleError: It is not Python.
    """
    try:
        tree = ast.parse(content, filename=place)
    except SyntaxError as error:
        raise UnreadableModuleError(f"line {error.lineno or 1} of {place!r} is not valid Python: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise UnreadableModuleError(f"{place!r} cannot be read as Python: {error}") from None
    return ModuleFile(
        path, place, content, content.decode("utf-8", "replace"), (*imports_of(tree), *unsaid_imports(tree))
    )
