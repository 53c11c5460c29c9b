"""The packages installed in the environment that compiles the notebook, read from their metadata.

Nothing is imported: a package's own list of its files says which modules it provides.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kale.analysis.distributions.names import known_name


class Origin(str, enum.Enum):
    """Where an installed package came from."""

    INDEX = "a package index"
    FOLDER = "a folder of this machine"
    REPOSITORY = "a version control system"
    FILE = "a file or URL"


@dataclass(frozen=True)
class Installed:
    """A package that is installed here.

    Attributes:
        name: Its name.
        version: Its version, local label included.
        origin: Where it came from.
    """

    name: str
    version: str
    origin: Origin


class Environment:
    """What is installed.

    Args:
        path: Folders to look in; those of the running Python when not given.
    """

    def __init__(self, path: Iterable[str] | None = None) -> None:
        self._path = None if path is None else list(path)
        self._known: dict[str, Installed | None] = {}
        self._alone: dict[str, Installed | None] = {}

    def named(self, name: str) -> Installed | None:
        """Give the installed package of that name."""
        found = self._named(name)
        return _installed(found) if found is not None else None

    def whole(self, root: str) -> Installed | None:
        """Give the package that a top-level module belongs to alone, as far as the packages' names tell.

        Quicker than :meth:`provider`, which may have to look at the files of all packages.
        """
        if root not in self._alone:
            likely = (self._named(name) for name in dict.fromkeys(filter(None, (known_name(root), root))))
            found = next((found for found in likely if found is not None and _is_module(found, root)), None)
            self._alone[root] = _installed(found) if found is not None else None
        return self._alone[root]

    def provider(self, module: str) -> Installed | None:
        """Give the package that provides a dotted module; ``None`` where none is installed."""
        if module not in self._known:
            found = self._by_name(module) or self._by_files(module)
            self._known[module] = _installed(found) if found is not None else None
        return self._known[module]

    def _by_name(self, module: str) -> metadata.Distribution | None:
        """Try the package whose name the table has, because reading the files of all of them takes its time."""
        name = known_name(module)
        found = self._named(name) if name is not None else None
        return found if found is not None and _provides(found, _record(found), module) else None

    def _by_files(self, module: str) -> metadata.Distribution | None:
        full = [found for found, record in self._records if _provides(found, record, module)]
        if len(full) > 1 and not all(_is_module(found, module) for found in full):
            # A folder that several packages share belongs to none of them.
            return None
        # Of packages that install the same module, as those of OpenCV do, one without a screen fits a container.
        full.sort(key=lambda found: ("headless" not in _name(found), _name(found)))
        return full[0] if full else None

    def _named(self, name: str) -> metadata.Distribution | None:
        if self._path is None:
            try:
                return metadata.distribution(name)
            except (metadata.PackageNotFoundError, ValueError):
                return None
        return next(iter(metadata.distributions(name=name, path=self._path)), None)

    @cached_property
    def _records(self) -> list[tuple[metadata.Distribution, str]]:
        every = metadata.distributions() if self._path is None else metadata.distributions(path=self._path)
        return [(found, _record(found)) for found in every]


def _installed(found: metadata.Distribution) -> Installed:
    # Each time that a distribution is asked for its metadata, it reads them anew.
    facts = found.metadata
    return Installed(str(facts["Name"]), facts["Version"], _origin(found))


def _name(found: metadata.Distribution) -> str:
    return str(found.metadata["Name"])


def _record(found: metadata.Distribution) -> str:
    return "\n" + (found.read_text("RECORD") or found.read_text("SOURCES.txt") or "")


def _is_module(found: metadata.Distribution, module: str) -> bool:
    path = module.replace(".", "/")
    return any(f"\n{path}{end}" in _record(found) for end in ("/__init__.", "."))


def _provides(found: metadata.Distribution, record: str, module: str) -> bool:
    if _lists(record, module.replace(".", "/")):
        return True
    root = module.partition(".")[0]
    if any(known.name.partition(".")[0] == root for known in _modules_in_folder(found)):
        return True
    # Without a list of files, as from some managers of packages, the names of the top-level modules are all there is.
    return not record.strip() and root in (found.read_text("top_level.txt") or "").split()


def _lists(record: str, path: str) -> bool:
    """Whether a list of files has a folder or a module of that path; ``path.pth`` is neither."""
    # A search for plain text passes over the files of all packages in a few milliseconds; the pattern is for the few.
    if f"\n{path}/" in record:
        return True
    return f"\n{path}." in record and bool(re.search(rf"\n{re.escape(path)}\.(?:\S+\.)?(?:pyi?|so|pyd)\b", record))


def _modules_in_folder(found: metadata.Distribution) -> list[Path]:
    """Give the top-level modules of a package that is used from the folder of its sources."""
    facts = _direct_url(found)
    if "dir_info" not in facts or not facts["dir_info"].get("editable"):
        return []
    folder = Path(unquote(urlsplit(str(facts.get("url"))).path))
    places = [folder / "src", folder] if (folder / "src").is_dir() else [folder]
    return [
        path
        for place in places
        if place.is_dir()
        for path in sorted(place.iterdir())
        if (path.suffix == ".py" and path.stem != "setup") or (path / "__init__.py").exists()
    ]


def _origin(found: metadata.Distribution) -> Origin:
    facts = _direct_url(found)
    if "dir_info" in facts:
        return Origin.FOLDER
    if "vcs_info" in facts:
        return Origin.REPOSITORY
    return Origin.FILE if facts else Origin.INDEX


def _direct_url(found: metadata.Distribution) -> dict[str, dict[str, object]]:
    """Give what the installer wrote down of a package that did not come from an index."""
    try:
        facts = json.loads(found.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
