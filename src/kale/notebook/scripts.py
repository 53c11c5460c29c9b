"""``%run`` of a script beside the notebook: the script's code takes the place of the line.

``%run`` gives a script a namespace of its own and copies what it binds into the notebook; ``%run -i`` runs it in the
notebook's. A script's code in the notebook's place does the same as long as nobody can tell the two namespaces apart:
where a function of the script would see that the notebook has bound one of its names again, or the other way round,
the line is refused.
"""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from kale.notebook.folder import Folder, OutsideFolderError
from kale.notebook.ipython import UntranslatableError, bound_names, names_bound_in
from kale.notebook.rules import UNRUNNABLE_SCRIPT, UNSUPPORTED_MAGIC

_ENDS_PROCESS: Final = re.compile(r"\b(sys\.exit|SystemExit|os\._exit|quit\(|(?<![.\w])exit\()")
_READS_ARGUMENTS: Final = re.compile(r"\b(argv|argparse|optparse|getopt|click|typer|fire|docopt|absl)\b")
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_HELP: Final = "import the script as a module, or put its code into a cell"


@dataclass(frozen=True)
class Script:
    """A script that a line runs.

    Attributes:
        path: Its path below the notebook's folder.
        source: Its code; line ``n`` is line ``n`` of the file.
        before: Code that stands in place of the line, before the script's.
        after: The same, after the script's.
        binds: Names that it binds in the notebook.
        keeps: Those of them that its functions read, which under ``%run`` stay the script's own.
    """

    path: str
    source: str
    before: str
    after: str
    binds: frozenset[str]
    keeps: frozenset[str]


class ScriptReader:
    """Reads the scripts that a notebook runs.

    Args:
        folder: The notebook's folder; ``None`` for a notebook that did not come from a path.
        sources: The cells of the notebook.
    """

    def __init__(self, folder: Folder | None, sources: Iterable[str]) -> None:
        self._folder = folder
        self._sources = tuple(sources)
        self._scripts: list[Script] = []

    def read(self, arguments: str) -> Script:
        """Give the script that a line runs.

        Args:
            arguments: What follows ``%run`` on the line.

        Raises:
            UntranslatableError: It cannot be run in the notebook's place.
        """
        try:
            words = shlex.split(arguments)
        except ValueError as error:
            raise _refusal(f"the line cannot be read: {error}") from None
        shared = words[:1] == ["-i"]
        path, more = _path(words[shared:])
        source = _read(path, self._folder)
        tree = _tree(source, path)
        before, after = _surroundings(source, path, more)
        binds = _top_level(tree)
        keeps = frozenset[str]() if shared else binds & _read_inside(tree)
        script = Script(path, f"{source.rstrip()}\npass", before, after, binds, keeps)
        for problem in (*_problems(tree, source, path, self._folder), *(() if shared else self._mixed(script, tree))):
            raise _refusal(problem)
        self._scripts.append(script)
        return script

    def _mixed(self, script: Script, tree: ast.Module) -> Iterator[str]:
        """Say where the script's namespace and the notebook's would be told apart."""
        path = script.path
        for name in sorted(_read_outside(tree) & self._bound):
            yield f"the script {path!r} reads {name!r}, which %run keeps from it; 'run -i' lets it see the notebook's"
        if any(isinstance(node, ast.Global) for node in ast.walk(tree)):
            yield f"a function in the script {path!r} binds a global name, which is the script's own"
        others = [other for other in self._scripts if other.path != path]
        taken = self._bound.union(*(other.binds for other in others))
        for name in sorted(
            (script.keeps & taken) | (script.binds & frozenset[str]().union(*(other.keeps for other in others)))
        ):
            yield f"{name!r} is bound by the script {path!r} and elsewhere, and functions of a script read their own"

    @cached_property
    def _bound(self) -> frozenset[str]:
        return frozenset(name for source in self._sources for name in names_bound_in(source))


def _path(words: list[str]) -> tuple[str, list[str]]:
    if not words or words[0].startswith("-"):
        option = f"the option {words[0]!r} of %run" if words else "%run without a script"
        raise UntranslatableError(UNSUPPORTED_MAGIC, f"{option} has no meaning in a step", help=_HELP)
    if re.search(r"[{}$*?]", " ".join(words)):
        raise _refusal("the line takes a script or arguments that its text does not show")
    return words[0], words[1:]


def _read(path: str, folder: Folder | None) -> str:
    if folder is None:
        raise _refusal("the notebook came from memory, so that there is no folder in which the script could stand")
    try:
        named = next((name for name in (path, f"{path}.py") if folder.file(name) is not None), None)
        if named is None or PurePosixPath(named).suffix != ".py":
            raise _refusal(f"there is no Python script {path!r} beside the notebook")
        return folder.read(named).decode("utf-8").replace("\r\n", "\n")
    except OutsideFolderError:
        raise _refusal(f"the script {path!r} stands outside of the notebook's folder") from None
    except (OSError, UnicodeDecodeError) as error:
        raise _refusal(f"the script {path!r} cannot be read: {error}") from None


def _tree(source: str, path: str) -> ast.Module:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        place = f"line {error.lineno} of " if isinstance(error, SyntaxError) else ""
        raise _refusal(f"{place}{path!r} is not valid Python: {getattr(error, 'msg', error)}") from None


def _problems(tree: ast.Module, source: str, path: str, folder: Folder | None) -> Iterator[str]:
    if _ENDS_PROCESS.search(source):
        yield f"the script {path!r} may end its process, which would end the step"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            yield f"the script {path!r} has a future import, which would go on to hold for the notebook"
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield f"the script {path!r} has a relative import, which has no meaning in a script"
    home = PurePosixPath(path).parent
    if folder is not None and str(home) != ".":
        roots = {alias.name.partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
        roots |= {(n.module or "").partition(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        for root in sorted(roots - {""}):
            if (folder.path / home / f"{root}.py").exists() or (folder.path / home / root).is_dir():
                yield f"the script {path!r} imports {root!r} from its own folder, where a step does not look"


def _read_outside(tree: ast.Module) -> frozenset[str]:
    """Give the names that a script reads and does not bind anywhere."""
    bound = {name for node in ast.walk(tree) for name in bound_names(node)}
    return frozenset(_loaded(tree)) - bound


def _read_inside(tree: ast.Module) -> frozenset[str]:
    """Give the names that functions and classes of a script read."""
    return frozenset(name for scope in ast.walk(tree) if isinstance(scope, _SCOPES) for name in _loaded(scope))


def _loaded(tree: ast.AST) -> Iterator[str]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return (node.id for node in nodes)


def _top_level(tree: ast.Module) -> frozenset[str]:
    """Give the names that a script binds outside of functions and classes."""
    found: set[str] = set()
    pending: list[ast.AST] = list(tree.body)
    while pending:
        node = pending.pop()
        found |= set(bound_names(node))
        if not isinstance(node, _SCOPES):
            pending += ast.iter_child_nodes(node)
    return frozenset(found)


def _surroundings(source: str, path: str, arguments: list[str]) -> tuple[str, str]:
    """Give what stands before and after a script that asks how it was called, or where it is."""
    before: list[str] = []
    after: list[str] = []
    if _READS_ARGUMENTS.search(source):
        before.append(f"__import__('sys').argv = {[path, *arguments]!r}")
    if "__file__" in source:
        before.append(f"__file__ = __import__('os').path.abspath({path!r})")
        after.append("del __file__")
    return "; ".join(before), "; ".join(after)


def _refusal(message: str) -> UntranslatableError:
    return UntranslatableError(UNRUNNABLE_SCRIPT, message, help=_HELP)
