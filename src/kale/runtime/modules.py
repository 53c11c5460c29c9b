"""Modules and files that stand beside the notebook and travel with the step.

Values that are instances of a carried module's classes, or refer to its functions, take the modules along in their
artifact, so that steps can load them which do not import the modules themselves.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import zlib
from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any

from kale.runtime.events import EVENTS
from kale.runtime.outputs import write_file
from kale.runtime.reducers import OWN, REDUCERS, shared
from kale.runtime.registry import ARGUMENTS, OPERATIONS

BUNDLES: dict[str, bytes] = {}
"""By the first part of a carried module's name, the bundle that holds the module."""


def read_bundle(bundle: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the paths and contents of the files in a bundle."""
    head, _, data = zlib.decompress(bundle, -15).partition(b"\n")
    for path, size in json.loads(head):
        yield path, data[:size]
        data = data[size:]


def unpack_modules(bundle: bytes) -> None:
    """Make the modules of a bundle importable, here and in processes that the step starts."""
    import atexit
    import shutil
    from tempfile import mkdtemp

    if not BUNDLES:
        for kind in (type, FunctionType, ModuleType):
            REDUCERS[kind] = carrying(REDUCERS.get(kind))
    folder, process = os.path.realpath(mkdtemp(prefix="kale-modules-")), os.getpid()
    atexit.register(lambda: process == os.getpid() and shutil.rmtree(folder, True))  # type: ignore[func-returns-value]
    for path, content in read_bundle(bundle):
        write_file(f"{folder}/{path}", content)
        BUNDLES.setdefault(path.partition("/")[0].partition(".")[0], bundle)
    OWN.update(BUNDLES)
    sys.path.insert(0, folder)
    os.environ["PYTHONPATH"] = os.pathsep.join([folder, *filter(None, [os.environ.get("PYTHONPATH")])])


def carrying(reduce: Any) -> Any:
    """Give how values are saved that are carried modules, or that these define by name; others as ``reduce`` does."""

    def reduce_carried(value: Any) -> Any:
        is_module = isinstance(value, ModuleType)
        module = str(value.__name__ if is_module else value.__module__)
        bundle = BUNDLES.get(module.partition(".")[0])
        name = "" if is_module else value.__qualname__
        if bundle and find_attribute(sys.modules.get(module), name) is value:
            return find_carried, (bundle, module, name)
        return reduce(value) if reduce else None

    return reduce_carried


def find_attribute(found: Any, name: str) -> Any:
    """Give what a dotted name stands for in a module; nothing where it has none."""
    for part in filter(None, name.split(".")):
        found = getattr(found, part, None)
    return found


@shared
def find_carried(bundle: bytes, module: str, name: str) -> Any:
    """Give a carried module, or what it defines; the step's own copy of it where the step has one."""
    if module.partition(".")[0] not in BUNDLES:
        unpack_modules(bundle)
    __import__(module)
    return find_attribute(sys.modules[module], name)


def carry(_: Any, modules: int, files: int) -> None:
    """Unpack what travels with the step: modules to a folder of their own, files to the working directory.

    Args:
        modules: How many of the step's arguments hold modules.
        files: How many of those after them hold files.

    Raises:
        FileExistsError: On the author's machine, another file has the place of a carried one.
    """
    texts = ARGUMENTS[-modules - files :]
    for first, last, place in ((0, modules, unpack_modules), (modules, modules + files, place_carried)):
        if first < last:
            place(base64.b85decode("".join(texts[first:last]).translate({46: 123, 44: 36})))


def place_carried(bundle: bytes) -> None:
    """Write files below the working directory."""
    for path, content in read_bundle(bundle):
        path = os.path.abspath(path)
        if os.path.exists(path):
            with open(path, "rb") as file:
                if file.read() == content:
                    continue
            if EVENTS:
                raise FileExistsError(f"{path} would be overwritten by the file that travels with the step")
        write_file(path, content)


OPERATIONS["carry"] = carry
