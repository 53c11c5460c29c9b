"""The runtime as arguments of a command: compressed segments, and the line that unpacks and runs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from kale.emit.prepared import digest_of, read_prepared
from kale.emit.segments import SegmentedProgram, decompress, segment

RUNTIME_PACKAGE: Final = "kale.runtime"
ENTRY: Final = """import gc, sys
gc.disable()
before = b""
while sys.argv[1][0] != "{":
    segment = unpack(before + core)
    before += segment
    (LATE.append if segment[0] == 10 else exec)(segment)
gc.enable()
sys.exit(main(sys.argv[1:]))"""
"""What the core ends with: it takes further segments as long as they come before the plan, and runs the step.

Those that begin with a line feed wait until values are loaded or saved.
"""

BOOTSTRAP: Final = (
    "import sys,zlib;from functools import reduce as r;"
    "u=lambda*d:zlib.decompressobj(-15,*d).decompress(b''.join("
    "r(lambda n,c:n*92+c-33,s[i:i+27].ljust(27),0).to_bytes(22,'big')"
    "for s in[sys.argv.pop(1).translate({126:36,125:123}).encode()]for i in range(0,len(s),27)));"
    "c=u();exec(c,{'__name__':'kale.runtime','unpack':u,'core':c})"
    "#kfp.dsl.executor_main"
)
"""The program that ``python3 -c`` is given: it takes the core from the arguments and runs it.

The comment is there because the local runner of KFP runs no command without that name in it.
"""


@cache
def packed_runtime(parts: frozenset[str] | None = None) -> tuple[str, ...]:
    """Give the runtime that this version of `kale` comes with, as arguments that go before the plan.

    Args:
        parts: Names of the modules that a step needs besides the program itself, and what they import comes with
            them; all modules when not given.

    Raises:
        ValueError: There is no module of that name.
    """
    return _segmented_runtime().chosen(parts)


def unpacked(blobs: tuple[str, ...]) -> tuple[str, ...]:
    """Give the source text of segments, the core first."""
    core, before = decompress(blobs[0]), b""
    texts = [core.decode()]
    for blob in blobs[1:]:
        text = decompress(blob, before + core)
        before += text
        texts.append(text.decode())
    return tuple(texts)


def runtime_sources() -> Mapping[str, str]:
    """Give the source text of the runtime's modules, by name."""
    folder = resources.files(RUNTIME_PACKAGE)
    files = (file for file in folder.iterdir() if file.name.endswith(".py") and not file.name.startswith("__"))
    return {file.name.removesuffix(".py"): file.read_text("utf-8") for file in files}


@cache
def _segmented_runtime() -> SegmentedProgram:
    sources = runtime_sources()
    return read_prepared(digest_of(sources, ENTRY)) or segmented_runtime(sources)


def segmented_runtime(sources: Mapping[str, str]) -> SegmentedProgram:
    """Make the runtime small; slower by far than taking what was prepared."""
    from kale.emit.minifier import minify

    return segment(minify(RUNTIME_PACKAGE, sources, ENTRY))
