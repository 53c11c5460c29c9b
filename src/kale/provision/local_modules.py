"""Modules that stand beside the notebook: which of them a step needs, with all that they import in turn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kale.analysis.distributions import Environment, is_standard
from kale.diagnostics import Diagnostic, Span
from kale.notebook.folder import Folder, OutsideFolderError
from kale.provision import rules
from kale.provision.module_files import ModuleFile, UnreadableModuleError, read_module
from kale.provision.search import SearchPath
from kale.provision.uses import Use


@dataclass
class Closure:
    """The modules that some code needs.

    Attributes:
        files: The modules by their paths.
        imports: What they import that does not stand beside the notebook.
        diagnostics: What is wrong with them.
    """

    files: dict[str, ModuleFile] = field(default_factory=dict)
    imports: list[Use] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


class LocalModules:
    """The modules that a notebook can import because they stand beside it.

    Args:
        folder: The notebook's folder; ``None`` for a notebook that did not come from a path.
        search: Where in it the notebook looks for modules.
        written: Paths of files that the notebook writes itself; these cross from step to step as files.
        environment: What is installed here.
    """

    def __init__(
        self, folder: Folder | None, search: SearchPath, written: Collection[str], environment: Environment
    ) -> None:
        self._folder = folder
        self._search = search
        self._written = written
        self._environment = environment
        self._homes: dict[str, str | None] = {}
        self._files_read: dict[str, ModuleFile] = {}

    @property
    def has_folder(self) -> bool:
        """Whether there is a folder to look in."""
        return self._folder is not None

    @property
    def search(self) -> SearchPath:
        """Where modules are looked for."""
        return self._search

    def is_written(self, root: str) -> bool:
        """Whether the notebook itself writes the module of that name."""
        return any(path == f"{root}.py" or path.startswith(f"{root}/") for path in self._written_modules)

    def is_local(self, root: str) -> bool:
        """Whether a top-level module stands beside the notebook and is what an import of that name finds."""
        return not is_standard(root) and not self.is_written(root) and self._home(root) is not None

    def closure(self, uses: Iterable[Use]) -> Closure:
        """Give the modules that imports need, and all that these import in turn."""
        found = Closure()
        pending: list[tuple[str, bool, Use]] = []
        for use in uses:
            if use.wanted.level == 0 and self.is_local(use.wanted.root):
                pending.append((use.wanted.module, not use.wanted.conditional, use))
                pending += ((f"{use.wanted.module}.{name}", False, use) for name in use.wanted.names)
        while pending:
            module, required, use = pending.pop()
            for file in self._files(module, required, use, found):
                if file.path not in found.files:
                    found.files[file.path] = file
                    pending += self._needed_by(file, use, found)
        return found

    def compiled(self, root: str) -> str | None:
        """Give the file beside the notebook that holds a module as machine code."""
        places = (self._folder.path / home for home in self._search.inside) if self._folder is not None else ()
        found = (
            path.name
            for place in places
            for path in sorted(place.glob(f"{root}.*"))
            if path.suffix in (".so", ".pyd", ".pyx")
        )
        return next(found, None)

    def outside(self, root: str) -> str | None:
        """Give the folder outside the notebook's own that has a module and that the notebook puts on ``sys.path``."""
        if self._folder is None:
            return None
        for path in self._search.outside:
            place = (self._folder.path / path).expanduser()
            if (place / f"{root}.py").is_file() or (place / root).is_dir():
                return path
        return None

    def shadowed(self, use: Use) -> Diagnostic | None:
        """Say so where an import could mean a module beside the notebook or another one."""
        root = use.wanted.root
        if self._folder is None or use.wanted.level:
            return None
        if is_standard(root):
            if (self._folder.path / f"{root}.py").is_file():
                message = f"{root}.py beside the notebook is not used: Python has a module {root!r} of its own"
                return rules.SHADOWED_MODULE.at(use.span, message, help="rename the file")
        elif self.is_local(root) and self._environment.whole(root) is not None:
            message = f"{root!r} is the module beside the notebook, although a package of that name is installed"
            return rules.SHADOWED_MODULE.at(use.span, message, help="rename one of the two, if the package is meant")
        return None

    @cached_property
    def _written_modules(self) -> frozenset[str]:
        prefixes = [f"{home}/" if home else "" for home in self._search.inside]
        return frozenset(
            path.removeprefix(prefix) for path in self._written for prefix in prefixes if path.startswith(prefix)
        )

    def _home(self, root: str) -> str | None:
        """Give the folder, below the notebook's, in which a top-level module stands."""
        if root not in self._homes:
            self._homes[root] = next((home for home in self._search.inside if self._stands_in(home, root)), None)
        return self._homes[root]

    def _stands_in(self, home: str, root: str) -> bool:
        if self._folder is None or not root.isidentifier():
            return False
        place = self._folder.path / home
        if (place / root / "__init__.py").is_file() or (place / f"{root}.py").is_file():
            return True
        # A folder without __init__.py is a package only where nothing else has the name.
        is_folder = (place / root).is_dir() and any((place / root).rglob("*.py"))
        return is_folder and self._environment.provider(root) is None

    def _needed_by(self, file: ModuleFile, use: Use, found: Closure) -> Iterator[tuple[str, bool, Use]]:
        if file.finds_files:
            message = f"{file.place!r} looks for files beside itself, which do not travel with it"
            found.diagnostics.append(
                rules.MODULE_READS_FILES.at(
                    use.span, message, help="hand the content over in a variable or with 'include:'"
                )
            )
        for wanted in file.imports:
            if not wanted.level and not self.is_local(wanted.root):
                found.imports.append(Use(wanted, use.span))
                continue
            for module, required in file.modules(wanted):
                yield module, required, Use(wanted, use.span)
        if file.finds_modules:
            home = self._home(file.path.partition("/")[0].partition(".")[0])
            for path in self._python_files(home or "", file.package):
                yield path.removesuffix(".py").removesuffix("/__init__").replace("/", "."), False, use

    def _python_files(self, home: str, package: tuple[str, ...]) -> Iterator[str]:
        assert self._folder is not None
        if package:
            top = self._folder.path / home
            yield from (path.relative_to(top).as_posix() for path in sorted((top / package[0]).rglob("*.py")))

    def _files(self, module: str, required: bool, use: Use, found: Closure) -> Iterator[ModuleFile]:
        """Give the file of a dotted module and those of the packages that it is in; all of a package for ``.*``."""
        parts = module.split(".")
        home = self._home(parts[0])
        if home is None:
            if required:
                found.diagnostics.append(_missing(module, "", use))
            return
        if parts[-1] == "*":
            parts = parts[:-1]
            for path in self._python_files(home, tuple(parts)):
                if path.startswith("/".join(parts) + "/"):
                    yield from self._file(home, path, use.span, found)
        for count in range(1, len(parts) + 1):
            stem = "/".join(parts[:count])
            file = next((path for path in (f"{stem}/__init__.py", f"{stem}.py") if self._exists(home, path)), None)
            if file is not None:
                yield from self._file(home, file, use.span, found)
            elif not self._exists(home, stem):
                if required:
                    found.diagnostics.append(_missing(module, home, use))
                return

    def _exists(self, home: str, path: str) -> bool:
        assert self._folder is not None
        return (self._folder.path / home / path).exists()

    def _file(self, home: str, path: str, span: Span, found: Closure) -> Iterator[ModuleFile]:
        assert self._folder is not None
        place = f"{home}/{path}" if home else path
        if path in found.files:
            return
        try:
            if place not in self._files_read:
                self._files_read[place] = read_module(self._folder.read(place), path, place)
            yield self._files_read[place]
        except OutsideFolderError:
            message = f"{place!r} is a link that leads out of the notebook's folder, so it does not travel"
            found.diagnostics.append(rules.MODULE_OUTSIDE_FOLDER.at(span, message, help="put a copy into the folder"))
        except UnreadableModuleError as error:
            found.diagnostics.append(rules.UNREADABLE_MODULE.at(span, str(error)))
        except OSError as error:
            message = f"{place!r} cannot be read: {error.strerror or error}"
            found.diagnostics.append(rules.UNREADABLE_MODULE.at(span, message))


def _missing(module: str, home: str, use: Use) -> Diagnostic:
    where = f" in {home!r}" if home else " beside the notebook"
    return rules.MISSING_MODULE.at(
        use.span, f"there is no module {module!r}{where}", help="correct the import, or put the file there"
    )
