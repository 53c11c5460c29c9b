"""The runtime in segments: pieces of its program that steps share, each compressed by itself.

A step's program is the core, which runs a plan, followed by the segments that the plan needs. The text of the core is
the dictionary with which the others are compressed. A segment is the same text in every step, so that the YAML need
hold it only once.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kale.emit.minified import MinifiedPackage
from kale.pipeline.graph import topological_order

CORE: Final = "core"
MAIN_MODULE: Final = "program"
"""The module of the runtime that every step needs; what it imports is the core with it."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "saving": ("description", "writing", "pickling", "saving"),
    "libraries": ("libraries", "arrays"),
    "functions": ("functions", "caches"),
}
"""Modules that travel together; any other module is a segment of its own, under its own name."""

_TO_ARGUMENT: Final = str.maketrans("{$", ".,")
_FROM_ARGUMENT: Final = str.maketrans(".,", "{$")
"""Base 85 has these two characters, which layers of the platform rewrite, but neither of the others."""


@dataclass(frozen=True)
class SegmentedProgram:
    """A program in the form in which it travels.

    Attributes:
        segments: Name of the segment that each module is in, by the module's name.
        requires: The modules that each module imports, by its name.
        blobs: Each segment, compressed, in characters that no layer of the platform rewrites; the core first.
    """

    segments: Mapping[str, str]
    requires: Mapping[str, frozenset[str]]
    blobs: Mapping[str, str]

    def chosen(self, modules: Iterable[str] | None = None) -> tuple[str, ...]:
        """Give the blobs of the segments that some modules are in, with all that they import; the core first.

        Args:
            modules: The modules' names; all when not given.

        Raises:
            ValueError: There is no module of that name.
        """
        needed: set[str] = set()
        pending = list(self.segments if modules is None else modules)
        while pending:
            name = pending.pop()
            if name not in self.segments:
                raise ValueError(f"there is no module {name!r}")
            segment = self.segments[name]
            if segment not in needed:
                needed.add(segment)
                inside = [module for module, home in self.segments.items() if home == segment]
                pending += [other for module in inside for other in self.requires[module]]
        return tuple(blob for name, blob in self.blobs.items() if name in needed or name == CORE)


def segment(package: MinifiedPackage) -> SegmentedProgram:
    """Cut a package into segments and compress each."""
    core = package.with_requirements({MAIN_MODULE})
    homes = {name: group for group, names in GROUPS.items() for name in names}
    segments = {name: CORE if name in core else homes.get(name, name) for name in package.texts}
    dictionary = package.program(core).encode()
    blobs = {CORE: compress(dictionary)}
    uses = {(segments[other], home) for name, home in segments.items() for other in package.requires[name]}
    arrows = sorted((used, home) for used, home in uses if used != home)
    for name in topological_order(tuple(dict.fromkeys(segments.values())), arrows):
        if name != CORE:
            inside = [module for module, home in segments.items() if home == name]
            blobs[name] = compress(package.addition(inside, to=core).encode(), dictionary)
    return SegmentedProgram(segments=segments, requires=package.requires, blobs=blobs)


def compress(data: bytes, dictionary: bytes = b"") -> str:
    """Compress, with ``dictionary`` known to whoever unpacks it, to text that fits into an argument."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return base64.b85encode(compressor.compress(data) + compressor.flush()).decode("ascii").translate(_TO_ARGUMENT)


def decompress(blob: str, dictionary: bytes = b"") -> bytes:
    """Give what :func:`compress` was given."""
    return zlib.decompressobj(-15, dictionary).decompress(base64.b85decode(blob.translate(_FROM_ARGUMENT)))
