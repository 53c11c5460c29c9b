"""Python modules made small, as one program, without changing what they do.

What goes: docstrings, annotations, comments, imports between the modules and imports that nothing uses,
``__all__``, and what only a type checker reads. What stays gets short names and little space.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Final

from kale.emit.compaction import compact
from kale.emit.formatted import with_readable_strings
from kale.emit.minified import ENTRY_NAME, ExternalImport, MinifiedPackage
from kale.emit.parentheses import without_parentheses
from kale.emit.renaming import shorten_names
from kale.emit.stripping import reads_without_dead_assignments, strip
from kale.emit.trees import FUNCTIONS, bindings, children, statements_in
from kale.pipeline.graph import topological_order

_OWN_SCOPE: Final = (*FUNCTIONS, ast.ClassDef, ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)


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
    imports: set[ExternalImport] = set()
    owners: dict[str, str] = {}
    blocks = {name: list(_without_imports(strip(trees[name].body, package), name, imports, owners)) for name in order}
    blocks[ENTRY_NAME] = list(_without_imports(ast.parse(entry).body, ENTRY_NAME, imports, owners))
    reads = reads_without_dead_assignments([statement for block in blocks.values() for statement in block])
    live = {name: [part for part in block if id(part) in reads] for name, block in blocks.items()}
    read = {name: frozenset[str]().union(*(reads[id(part)] for part in block)) for name, block in live.items()}
    readable = {name: with_readable_strings(block) for name, block in live.items()}
    needed = sorted(entry for entry in imports if any(entry.bound in names for names in read.values()))
    statements = [entry.as_statement() for entry in needed]
    body: list[ast.stmt] = [*statements, *(part for block in readable.values() for part in block)]
    shorten_names(ast.Module(body=body, type_ignores=[]))
    modules = {name: ast.Module(body=block, type_ignores=[]) for name, block in readable.items()}
    texts = {name: without_parentheses(compact(module)) for name, module in modules.items()}
    renamed = (entry for statement in statements for entry in _imports_of(statement))
    return MinifiedPackage(
        texts={name: texts[name] for name in order},
        requires=requires,
        reads=read,
        imports=tuple((entry.bound, new) for entry, new in zip(needed, renamed, strict=True)),
        entry=texts[ENTRY_NAME],
    )


def _order(requires: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    for name, others in requires.items():
        if others - requires.keys():
            raise ValueError(f"{name} imports {min(others - requires.keys())}, which is not packed")
    return topological_order(sorted(requires), [(other, name) for name, others in requires.items() for other in others])


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
    statements: Iterable[ast.stmt], module: str, imports: set[ExternalImport], owners: dict[str, str]
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


def _imports_of(statement: ast.Import | ast.ImportFrom) -> Iterable[ExternalImport]:
    for alias in statement.names:
        if isinstance(statement, ast.Import):
            yield ExternalImport(alias.name, alias=alias.asname or "")
        else:
            yield ExternalImport(statement.module or "", alias.name, alias.asname or "")


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
