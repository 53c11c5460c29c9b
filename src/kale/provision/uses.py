"""The imports of the notebook, each with its place, by step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kale.analysis.imports import Import, imports_of, parse
from kale.analysis.unsaid_imports import may_import_unsaid, unsaid_imports
from kale.diagnostics import Span
from kale.pipeline import CodeBlock, Define, Operation, Run


@dataclass(frozen=True)
class Use:
    """An import, and where the notebook asks for it.

    Attributes:
        wanted: The import.
        span: Where it stands in the notebook; for an import in a module, the import that leads to the module.
    """

    wanted: Import
    span: Span


def uses_in(plan: tuple[Operation, ...]) -> Iterator[Use]:
    """Give the imports of all code of a step: what it carries, and its own cells."""
    for operation in plan:
        if isinstance(operation, Define | Run):
            yield from uses_of(operation.code)


def uses_of(block: CodeBlock) -> Iterator[Use]:
    """Give the imports of a piece of a cell."""
    found = _imports(block.text)
    lines = block.text.split("\n") if found else []
    for wanted in found:
        start, end = _extent(wanted, lines[wanted.line - 1])
        yield Use(wanted, block.span(block.line + wanted.line - 1, start + 1, end + 1))


def _extent(wanted: Import, line: str) -> tuple[int, int]:
    """Give where on its line an import names the module; all that stands there from its start where it does not."""
    start = len(line.encode("utf-8", "surrogatepass")[: wanted.column - 1].decode("utf-8", "ignore"))
    name = re.compile(rf"(?<![\w.]){re.escape(wanted.module)}(?!\w)").search(line, start) if wanted.module else None
    return name.span() if name is not None else (start, len(line.rstrip()))


@lru_cache(maxsize=4096)
def _imports(text: str) -> tuple[Import, ...]:
    """Give the imports of a text; the same definition is carried by many steps."""
    tree = parse(text) if "import" in text or may_import_unsaid(text) else None
    return (*imports_of(tree), *unsaid_imports(tree)) if tree is not None else ()
