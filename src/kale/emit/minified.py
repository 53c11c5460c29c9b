"""A package made small: what is kept of each module, and how any choice of them becomes one program."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

ENTRY_NAME: Final = "the entry"
"""Stands among the names of modules for what a program ends with."""


@dataclass(frozen=True, order=True)
class ExternalImport:
    """One name imported from outside the package.

    Attributes:
        module: The module named.
        name: What is taken from it; empty for ``import module``.
        alias: What it is called here; empty when it keeps its name.
    """

    module: str
    name: str = ""
    alias: str = ""

    @property
    def bound(self) -> str:
        """The name that the import binds."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def origin(self) -> str:
        """What the bound name stands for, in words."""
        return f"import of {self.module if self.alias else self.bound}" if not self.name else f"{self!r}"

    @property
    def text(self) -> str:
        """The import as it stands in a statement, after ``import``."""
        return f"{self.name or self.module} as {self.alias}" if self.alias else self.name or self.module

    def as_statement(self) -> ast.Import | ast.ImportFrom:
        """Give the import as a statement of its own."""
        alias = ast.alias(name=self.name or self.module, asname=self.alias or None)
        return ast.ImportFrom(module=self.module, names=[alias], level=0) if self.name else ast.Import(names=[alias])


@dataclass(frozen=True)
class MinifiedPackage:
    """The modules of a package, made small together, of which any choice is one program.

    Attributes:
        texts: The modules' small texts by name, each after those that it imports.
        requires: The modules that a module imports, by its name.
        reads: The names that a module reads, under its own name, as they were.
        imports: The imports of external modules as they are now, with the names that they bound before.
        entry: What every program ends with; its name among ``reads`` is no module's.
    """

    texts: Mapping[str, str]
    requires: Mapping[str, frozenset[str]]
    reads: Mapping[str, frozenset[str]]
    imports: tuple[tuple[str, ExternalImport], ...]
    entry: str

    def program(self, names: Iterable[str] | None = None) -> str:
        """Give the program of some modules, with all that they import from the package.

        Args:
            names: The modules; all when not given.

        Raises:
            ValueError: There is no module of that name.
        """
        chosen = self.with_requirements(self.texts if names is None else names)
        return _joined([self.addition(chosen), self.entry])

    def addition(self, names: Collection[str], to: Collection[str] | None = None) -> str:
        """Give the text of some modules alone, without what a program ends with.

        Args:
            names: The modules.
            to: Modules of a program that runs before; what that imports from outside is not imported again.
        """
        before = frozenset[str]() if to is None else self._reads_of((*to, ENTRY_NAME))
        read = self._reads_of(names if to is not None else (*names, ENTRY_NAME)) - before
        imports = _import_line(entry for name, entry in self.imports if name in read)
        return _joined([imports, *(text for name, text in self.texts.items() if name in names)])

    def with_requirements(self, names: Iterable[str]) -> frozenset[str]:
        """Give modules with all that they import from the package.

        Raises:
            ValueError: There is no module of that name.
        """
        found: set[str] = set()
        pending = list(names)
        while pending:
            name = pending.pop()
            if name not in self.texts:
                raise ValueError(f"there is no module {name!r}")
            if name not in found:
                found.add(name)
                pending += self.requires[name]
        return frozenset(found)

    def _reads_of(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset[str]().union(*(self.reads[name] for name in names))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _import_line(entries: Iterable[ExternalImport]) -> str:
    """Give one ``import`` for all modules and one ``from`` for each module that names come from, in one line."""
    needed = sorted(entries)
    modules = ",".join(entry.text for entry in needed if not entry.name)
    parts = [f"import {modules}"] if modules else []
    for module, names in groupby((entry for entry in needed if entry.name), key=attrgetter("module")):
        parts.append(f"from {module} import {','.join(entry.text for entry in names)}")
    return ";".join(parts)
