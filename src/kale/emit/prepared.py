"""The runtime, made small and compressed once and kept beside the code, so that no compilation has to do it again.

The file carries a digest of the modules that it was made from. Where it does not fit them, as after a change to the
runtime, it is not used; a test says that it must be written anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from typing import Final

from kale.emit.segments import SegmentedProgram

PACKAGE: Final = "kale.emit"
FILE: Final = "prepared_runtime.json"


def digest_of(sources: Mapping[str, str], entry: str) -> str:
    """Give the digest of modules and of what a program made of them ends with."""
    text = json.dumps([sorted(sources.items()), entry])
    return hashlib.sha256(text.encode()).hexdigest()


def read_prepared(digest: str) -> SegmentedProgram | None:
    """Give the program that was prepared from modules of this digest; ``None`` when there is none.

    Args:
        digest: What :func:`digest_of` gives for the modules at hand.
    """
    file = resources.files(PACKAGE) / FILE
    if not file.is_file():
        return None
    document = json.loads(file.read_text("utf-8"))
    if document["digest"] != digest:
        return None
    requires = {name: frozenset(names) for name, names in document["requires"].items()}
    return SegmentedProgram(segments=document["segments"], requires=requires, blobs=document["blobs"])


def prepared_text(digest: str, program: SegmentedProgram) -> str:
    """Give the content of the file for a program made from modules of this digest."""
    document = {
        "digest": digest,
        "segments": dict(program.segments),
        "requires": {name: sorted(names) for name, names in program.requires.items()},
        "blobs": dict(program.blobs),
    }
    return json.dumps(document, indent=1) + "\n"
