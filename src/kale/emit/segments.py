"""The runtime in segments: pieces of its program that steps share, each compressed by itself.

A step's program is the core, which runs a plan, followed by the segments that the plan needs. A segment is unpacked
with all texts before it for a dictionary, the core's last. It is the same text in every step, so that the YAML need
hold it only once: it is compressed with the core and those segments that stand right before it in every step.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from kale.emit.digits import from_digits, to_digits
from kale.emit.minified import MinifiedPackage

CORE: Final = "core"
MAIN_MODULE: Final = "program"
"""The module of the runtime that every step needs; what it imports is the core with it."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "reducers": ("reducers", "crossings"),
    "saving": ("description", "writing", "pickling", "saving"),
    "libraries": ("libraries", "arrays"),
    "functions": ("functions", "caches"),
    "reports": ("bundles", "streams", "reports"),
}
"""Modules that travel together; any other module is a segment of its own, under its own name."""

EARLY: Final = frozenset(
    {"reducers", "metrics", "charts", "imports", "figures", "files", "reports", "states", "escapes", "parameters"}
)
"""Segments that run when the step starts: sources ask for them, or they look at how things are before sources run."""

COMPANIONS: Final[Mapping[str, str]] = {"libraries": "saving"}
"""Segments that are of no use without another, although they do not import it."""


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
                pending += filter(None, [COMPANIONS.get(segment)])
        return tuple(blob for name, blob in self.blobs.items() if name in needed or name == CORE)


def segment(package: MinifiedPackage) -> SegmentedProgram:
    """Cut a package into segments and compress each."""
    core = package.with_requirements({MAIN_MODULE})
    homes = {name: group for group, names in GROUPS.items() for name in names}
    segments = {name: CORE if name in core else homes.get(name, name) for name in package.texts}
    needs = _needs(segments, package.requires)
    order = _order(needs)
    members = {name: [module for module, home in segments.items() if home == name] for name in order}
    texts = {
        name: (b"" if name in EARLY else b"\n") + package.addition(modules, to=core).encode()
        for name, modules in members.items()
    }
    dictionary = package.program(core).encode()
    blobs = {CORE: compress(dictionary)}
    for place, name in enumerate(order):
        always = takewhile(needs[name].__contains__, reversed(order[:place]))
        before = b"".join(texts[other] for other in reversed([*always]))
        blobs[name] = compress(texts[name], before + dictionary)
    return SegmentedProgram(segments=segments, requires=package.requires, blobs=blobs)


def _needs(segments: Mapping[str, str], requires: Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    """Give for each segment but the core those that are in every step with it."""
    direct: dict[str, set[str]] = {name: set() for name in segments.values() if name != CORE}
    for module, home in segments.items():
        if home != CORE:
            direct[home] |= {segments[other] for other in requires[module]} | {*filter(None, [COMPANIONS.get(home)])}
    found = {name: others & direct.keys() for name, others in direct.items()}
    for _ in direct:
        found = {name: others.union(*(found[other] for other in others)) for name, others in found.items()}
    return {name: frozenset(others - {name}) for name, others in found.items()}


def _order(needs: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Give the segments so that each comes after those that it needs, as far as possible right after them."""
    order: dict[str, None] = {}
    for name in sorted(needs, key=lambda name: (-len(needs[name]), name)):
        needed = sorted(needs[name], key=lambda other: (len(needs[other]), other))
        order.update(dict.fromkeys([*needed, name]))
    return tuple(order)


def deflate(data: bytes, dictionary: bytes = b"") -> bytes:
    """Compress, with ``dictionary`` known to whoever unpacks it."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, dictionary)
    return compressor.compress(data) + compressor.flush()


def compress(data: bytes, dictionary: bytes = b"") -> str:
    """Compress, with ``dictionary`` known to whoever unpacks it, to text that fits into an argument."""
    return to_digits(deflate(data, dictionary))


def decompress(blob: str, dictionary: bytes = b"") -> bytes:
    """Give what :func:`compress` was given."""
    return zlib.decompressobj(-15, dictionary).decompress(from_digits(blob))
