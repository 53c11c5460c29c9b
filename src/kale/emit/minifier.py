"""Python modules made small, as one program, without changing what they do.

What goes: docstrings, annotations, comments, imports between the modules and imports that nothing uses,
``__all__``, and what only a type checker reads. What stays gets short names and little space.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from kale.emit.compaction import compact
from kale.emit.formatted import with_readable_strings
from kale.emit.renaming import shorten_names
from kale.emit.stripping import reads_without_dead_assignments, strip
from kale.emit.trees import FUNCTIONS, bindings, children, statements_in
from kale.pipeline.graph import topological_order

_OWN_SCOPE: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


_ENTRY: Final = "the entry"
"""Stands among the names of modules for what a program ends with."""


@dataclass(frozen=True, order=True)
class _Import:
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
    imports: tuple[tuple[str, _Import], ...]
    entry: str

    def program(self, names: Iterable[str] | None = None) -> str:
        """Give the program of some modules, with all that they import from the package.

        Args:
            names: The modules; all when not given.

        Raises:
            ValueError: There is no module of that name.
        """
        chosen = self._with_requirements(self.texts if names is None else names)
        read = self.reads[_ENTRY].union(*(self.reads[name] for name in chosen))
        parts = [_import_line(entry for name, entry in self.imports if name in read)]
        parts += [text for name, text in self.texts.items() if name in chosen]
        return "\n".join(part for part in [*parts, self.entry] if part)

    def _with_requirements(self, names: Iterable[str]) -> frozenset[str]:
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


def minify(package: str, sources: Mapping[str, str], entry: str) -> MinifiedPackage:
    """Make the modules of a package small, without changing what they do together.

    Args:
        package: Dotted name of the package that the modules belong to.
        sources: Source text by module name within the package, in any order.
        entry: Statements that every program ends with.

    Raises:
        ValueError: Two modules define one name, or a module imports another in a form that cannot be packed.
    """
    trees = {name: ast.parse(text, filename=name) for name, text in sources.items()}
    requires = {name: frozenset(_intra_package_imports(package, name, tree)) for name, tree in trees.items()}
    order = _order(requires)
    imports: set[_Import] = set()
    owners: dict[str, str] = {}
    blocks = {name: list(_without_imports(strip(trees[name].body, package), name, imports, owners)) for name in order}
    blocks[_ENTRY] = list(_without_imports(ast.parse(entry).body, _ENTRY, imports, owners))
    reads = reads_without_dead_assignments([statement for block in blocks.values() for statement in block])
    live = {name: [part for part in block if id(part) in reads] for name, block in blocks.items()}
    read = {name: frozenset[str]().union(*(reads[id(part)] for part in block)) for name, block in live.items()}
    readable = {name: with_readable_strings(block) for name, block in live.items()}
    needed = sorted(entry for entry in imports if any(entry.bound in names for names in read.values()))
    statements = [entry.as_statement() for entry in needed]
    body: list[ast.stmt] = [*statements, *(part for block in readable.values() for part in block)]
    shorten_names(ast.Module(body=body, type_ignores=[]))
    texts = {name: compact(ast.Module(body=block, type_ignores=[])) for name, block in readable.items()}
    renamed = (entry for statement in statements for entry in _imports_of(statement))
    return MinifiedPackage(
        texts={name: texts[name] for name in order},
        requires=requires,
        reads=read,
        imports=tuple((entry.bound, new) for entry, new in zip(needed, renamed, strict=True)),
        entry=texts[_ENTRY],
    )


def _order(requires: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    for name, others in requires.items():
        if others - requires.keys():
            raise ValueError(f"{name} imports {min(others - requires.keys())}, which is not packed")
    return topological_order(sorted(requires), [(other, name) for name, others in requires.items() for other in others])


def _import_line(entries: Iterable[_Import]) -> str:
    """Give one ``import`` for all modules and one ``from`` for each module that names come from, in one line."""
    needed = sorted(entries)
    modules = ",".join(entry.text for entry in needed if not entry.name)
    parts = [f"import {modules}"] if modules else []
    for module, names in groupby((entry for entry in needed if entry.name), key=attrgetter("module")):
        parts.append(f"from {module} import {','.join(entry.text for entry in names)}")
    return ";".join(parts)


def _intra_package_imports(package: str, name: str, tree: ast.Module) -> Iterable[str]:
    for node in statements_in(tree.body):
        if isinstance(node, ast.Import) and any(_belongs(alias.name, package) for alias in node.names):
            raise ValueError(f"{name}, line {node.lineno}: a packed module is imported with `from`")
        if isinstance(node, ast.ImportFrom):
            if node.level:
                raise ValueError(f"{name}, line {node.lineno}: a packed module is imported by its full name")
            module = node.module or ""
            if _belongs(module, package):
                if module == package or any(alias.asname or alias.name == "*" for alias in node.names):
                    raise ValueError(f"{name}, line {node.lineno}: a packed name is imported under its own name")
                yield module[len(package) + 1 :]


def _belongs(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _without_imports(
    statements: Iterable[ast.stmt], module: str, imports: set[_Import], owners: dict[str, str]
) -> Iterable[ast.stmt]:
    """Move the imports of ``module`` into ``imports``; note in ``owners`` who binds each name."""
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for entry in _imports_of(statement):
                _claim(owners, entry.bound, entry.origin, module)
                imports.add(entry)
        else:
            for bound in _module_names(statement):
                _claim(owners, bound, module, module)
            yield statement


def _imports_of(statement: ast.Import | ast.ImportFrom) -> Iterable[_Import]:
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            yield _Import(alias.name, alias=alias.asname or "")
        else:
            yield _Import(statement.module or "", alias.name, alias.asname or "")


def _claim(owners: dict[str, str], name: str, owner: str, module: str) -> None:
    if owners.setdefault(name, owner) != owner:
        raise ValueError(f"{module} binds {name!r}, which another packed module binds already ({owners[name]})")


def _module_names(statement: ast.stmt) -> Iterable[str]:
    """Give the names that a statement binds in its module; those in comprehensions and lambdas stay inside."""
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        yield statement.name
        return
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        yield from bindings(node)
        if not isinstance(node, _OWN_SCOPE):
            pending.extend(children(node))
