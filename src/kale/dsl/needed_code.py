"""The code that the steps of a pipeline function need, from all the modules that define them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType

from kale.analysis import symbol_table
from kale.diagnostics import Diagnostic, Related
from kale.dsl.modules import FunctionNode, ModuleSource, first_line, source_of
from kale.dsl.places import line_span
from kale.dsl.rules import AUTHOR_PATH, NAME_CLASH, NO_SOURCE
from kale.dsl.slicing import Slice, blank_decorators, slice_module
from kale.dsl.tracing import Trace
from kale.pipeline import Cell, Role


@dataclass(frozen=True)
class Piece:
    """Code of one file, in which every statement stands on its own line of the file.

    Attributes:
        text: The code.
        file: Path of the file.
    """

    text: str
    file: str


@dataclass(frozen=True)
class NeededCode:
    """The code that steps need.

    Attributes:
        pieces: The code itself.
        bound: The names that it binds.
        problems: What is wrong with it.
    """

    pieces: tuple[Piece, ...]
    bound: frozenset[str]
    problems: tuple[Diagnostic, ...]


@dataclass(eq=False)
class _Module:
    """A module of which steps need something."""

    source: ModuleSource
    names: Mapping[str, object]
    needed: set[str] = field(default_factory=set)
    nested: dict[FunctionNode, None] = field(default_factory=dict)


@dataclass
class _Binding:
    """A name that a piece binds."""

    file: str
    line: int
    qualified: str | None


def needed_code(trace: Trace, function: FunctionType) -> NeededCode:
    """Give the code that the steps of a pipeline function need.

    Args:
        trace: What the function does.
        function: The function.
    """
    problems: list[Diagnostic] = []
    modules = _modules(trace, function, problems)
    pieces: list[Piece] = []
    bound: dict[str, _Binding] = {}
    main = function.__code__.co_filename
    for module in modules:
        nested = [_nested_piece(module, node) for node in module.nested]
        found = slice_module(module.source, module.names, module.needed | _read_by(nested))
        problems.extend(_slice_problems(module.source, found, main))
        _take(found, module.source, bound, problems, main)
        pieces.append(Piece(found.text, module.source.path))
        for node, piece in zip(module.nested, nested, strict=True):
            own = Slice("", {node.name: (None, first_line(node))})
            _take(own, module.source, bound, problems, main)
            pieces.append(piece)
    return NeededCode(tuple(pieces), frozenset(bound), tuple(problems))


def _modules(trace: Trace, function: FunctionType, problems: list[Diagnostic]) -> list[_Module]:
    modules: dict[str, _Module] = {}
    references, own = trace.references, source_of(function)
    if references and own is not None:
        modules[own.path] = _Module(own, function.__globals__, set(references))
    for called in dict.fromkeys(call.task.function for call in trace.calls):
        source = source_of(called)
        assert source is not None
        module = modules.setdefault(source.path, _Module(source, called.__globals__))
        definition = source.definition(called.__code__)
        if definition is None or _is_replaced(source, definition):
            problems.append(_outdated(called, source, function.__code__.co_filename))
        elif "<locals>" in called.__qualname__:
            module.nested[definition] = None
        else:
            module.needed.add(definition.name)
    return list(modules.values())


def _is_replaced(source: ModuleSource, definition: FunctionNode) -> bool:
    """Whether another function takes the name further down in the module."""
    same = [node for node in source.tree.body if isinstance(node, FunctionNode) and node.name == definition.name]
    return definition in same and same[-1] is not definition


def _nested_piece(module: _Module, node: FunctionNode) -> Piece:
    lines = list(module.source.lines)
    blank_decorators(node, lines, module.names)
    first = first_line(node)
    text = textwrap.dedent("\n".join(lines[first - 1 : node.end_lineno]))
    return Piece("\n" * (first - 1) + text, module.source.path)


def _read_by(pieces: list[Piece]) -> set[str]:
    tables = (symbol_table(Cell(number=1, source=piece.text, role=Role.FUNCTIONS)) for piece in pieces)
    return {read.name for table in tables if not isinstance(table, Diagnostic) for read in table.references}


def _take(
    found: Slice, source: ModuleSource, bound: dict[str, _Binding], problems: list[Diagnostic], main: str
) -> None:
    """Note what a piece binds; no other piece may bind the same name to something else."""
    for name, (qualified, line) in found.bindings.items():
        earlier = bound.setdefault(name, _Binding(source.path, line, qualified))
        rebound = earlier.file == source.path and bool(found.text)
        if not rebound and earlier.line != line and (qualified is None or qualified != earlier.qualified):
            problems.append(
                NAME_CLASH.at(
                    line_span(line, file=_other(source.path, main)),
                    f"{name!r} means one thing here and another in {Path(earlier.file).name};"
                    " the steps of a pipeline share names",
                    help="give one of the two another name",
                    related=[
                        Related(span=line_span(earlier.line, file=_other(earlier.file, main)), message="the other")
                    ],
                )
            )


def _slice_problems(source: ModuleSource, found: Slice, main: str) -> Iterator[Diagnostic]:
    if found.problem is not None:
        yield found.problem
    for line in found.own_paths:
        yield AUTHOR_PATH.at(
            line_span(line, file=_other(source.path, main)),
            "a step needs __file__, the module's path on this machine; where the step runs there is no such file",
            help="hand the path over as a parameter of the pipeline",
        )


def _outdated(called: FunctionType, source: ModuleSource, main: str) -> Diagnostic:
    return NO_SOURCE.at(
        line_span(called.__code__.co_firstlineno, file=_other(source.path, main)),
        f"the source of {called.__name__}() is no longer what it was when the module was imported,"
        " or another function has taken its name",
        help="import the module again, and give each function a name of its own",
    )


def _other(path: str, main: str) -> str | None:
    return None if path == main else path.replace("\\", "/").rpartition("/")[2]
