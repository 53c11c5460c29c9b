"""The runtime, made small once and kept beside the code, so that no compilation has to do it again.

The file carries a digest of the modules that it was made from. Where it does not fit them, as after a change to the
runtime, it is not used; a test says that it must be written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

from kale.emit.minified import ExternalImport, MinifiedPackage

PACKAGE: Final = "kale.emit"
FILE: Final = "prepared_runtime.json"


def digest_of(sources: Mapping[str, str], entry: str) -> str:
    """Give the digest of modules and of what a program made of them ends with."""
    text = json.dumps([sorted(sources.items()), entry])
    return hashlib.sha256(text.encode()).hexdigest()


def read_prepared(digest: str) -> MinifiedPackage | None:
    """Give the package that was prepared from modules of this digest; ``None`` when there is none.

    Args:
        digest: What :func:`digest_of` gives for the modules at hand.
    """
    file = resources.files(PACKAGE) / FILE
    if not file.is_file():
        return None
    document = json.loads(file.read_text("utf-8"))
    return _package(document["package"]) if document["digest"] == digest else None


def prepared_text(digest: str, package: MinifiedPackage) -> str:
    """Give the content of the file for a package made from modules of this digest."""
    document = {
        "texts": dict(package.texts),
        "requires": {name: sorted(names) for name, names in package.requires.items()},
        "reads": {name: sorted(names) for name, names in package.reads.items()},
        "imports": [[name, entry.module, entry.name, entry.alias] for name, entry in package.imports],
        "entry": package.entry,
    }
    return json.dumps({"digest": digest, "package": document}, indent=1) + "\n"


def _package(document: Mapping[str, Any]) -> MinifiedPackage:
    return MinifiedPackage(
        texts=document["texts"],
        requires={name: frozenset(names) for name, names in document["requires"].items()},
        reads={name: frozenset(names) for name, names in document["reads"].items()},
        imports=tuple((name, ExternalImport(*fields)) for name, *fields in document["imports"]),
        entry=document["entry"],
    )
