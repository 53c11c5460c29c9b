"""The runtime as one argument of a command: a compressed program, and the line that unpacks and runs it."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from kale.emit.minified import MinifiedPackage
from kale.emit.prepared import digest_of, read_prepared

RUNTIME_PACKAGE: Final = "kale.runtime"
ENTRY: Final = "import sys\nsys.exit(main(sys.argv[1:]))"
"""What the packed program ends with: the call of the function that runs a step."""

MAIN_MODULE: Final = "program"
"""The module of the runtime that every step needs."""

BOOTSTRAP: Final = (
    "import base64,sys,zlib;"
    "exec(zlib.decompress(base64.b85decode(sys.argv.pop(1).translate({46:123,44:36}))),{'__name__':'kale.runtime'})"
    "#kfp.dsl.executor_main"
)
"""The program that ``python3 -c`` is given: it takes the packed runtime from the arguments and runs it.

The comment is there because the local runner of KFP runs no command without that name in it.
"""

_TO_ARGUMENT: Final = str.maketrans("{$", ".,")


@dataclass(frozen=True)
class PackedRuntime:
    """The runtime in the form in which it travels.

    Attributes:
        program: Its source, made small.
        blob: The same, compressed, in characters that no layer of the platform rewrites.
    """

    program: str
    blob: str


@cache
def packed_runtime(parts: frozenset[str] | None = None) -> PackedRuntime:
    """Give the runtime that this version of `kale` comes with; each choice of parts is packed once in a process.

    Args:
        parts: Names of the modules that a step needs besides the program itself, and what they import comes with
            them; all modules when not given.

    Raises:
        ValueError: There is no module of that name.
    """
    return pack(_minified_runtime(), None if parts is None else parts | {MAIN_MODULE})


def pack(package: MinifiedPackage, modules: Iterable[str] | None = None) -> PackedRuntime:
    """Pack modules into one program.

    Args:
        package: The package that the modules belong to.
        modules: Their names; all when not given.

    Raises:
        ValueError: There is no module of that name.
    """
    program = package.program(modules)
    data = base64.b85encode(zlib.compress(program.encode(), 9))
    return PackedRuntime(program=program, blob=data.decode("ascii").translate(_TO_ARGUMENT))


def runtime_sources() -> Mapping[str, str]:
    """Give the source text of the runtime's modules, by name."""
    folder = resources.files(RUNTIME_PACKAGE)
    files = (file for file in folder.iterdir() if file.name.endswith(".py") and not file.name.startswith("__"))
    return {file.name.removesuffix(".py"): file.read_text("utf-8") for file in files}


@cache
def _minified_runtime() -> MinifiedPackage:
    sources = runtime_sources()
    return read_prepared(digest_of(sources, ENTRY)) or minified_runtime(sources)


def minified_runtime(sources: Mapping[str, str]) -> MinifiedPackage:
    """Make the runtime small; slower by far than taking what was prepared."""
    from kale.emit.minifier import minify

    return minify(RUNTIME_PACKAGE, sources, ENTRY)
