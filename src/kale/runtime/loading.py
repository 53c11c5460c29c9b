"""Loading variables from an artifact; :mod:`kale.runtime.saving` describes the file."""

from __future__ import annotations

import json
import os
import pickle
import sys
import zlib
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.outputs import local_path
from kale.runtime.reducers import PIECE, STATES, warn
from kale.runtime.registry import OPERATIONS


class Unpickler(pickle.Unpickler):
    """Pickle for an artifact."""

    def persistent_load(self, home: Any) -> Any:
        """Give what is known by its identity, of the module that has it."""
        return OPERATIONS["nan_of"](home)


def load(inputs: Any, given: str, variables: list[str]) -> None:
    """Bind variables that another step has saved.

    Args:
        inputs: The executor input's inputs.
        given: Name of the artifact among them.
        variables: Names of what to bind; what was absent when it was saved is unbound.

    Raises:
        ValueError: The file is not an artifact, or was cut or changed.
        RuntimeError: A value cannot be made again here.
        KeyError: The artifact does not have the variable.
    """
    path = local_path(inputs["artifacts"][given]["artifacts"][0])
    with open(path, "rb") as file:
        header = read_header(file, path, variables)
        try:
            values, states = read_values(file, header)
        except Exception as error:
            raise RuntimeError(f"{complaint(header, variables)}: {type(error).__name__}: {error}") from error
    for root, version in header["libraries"].items():
        now = getattr(sys.modules.get(root), "__version__", version)
        if now != version:
            warn(f"{given} was saved with {root} {version}, this is {now}")
    for name in variables:
        if name in states:
            OPERATIONS["apply_class_state"](values[name], states[name])
        if name not in values and name not in header["absent"]:
            raise KeyError(f"the artifact {path} holds {', '.join(values)}, but not {name}")
        if name[:6] in STATES:
            STATES[name[:6]][1](name, *([values[name]] if name in values else []))
        elif name in values:
            NAMESPACE[name] = values[name]
        else:
            NAMESPACE.pop(name, None)


def read_header(file: Any, path: str, variables: list[str]) -> Any:
    """Give the header of an artifact that is whole.

    Raises:
        ValueError: The file is not an artifact, or was cut or changed.
    """
    first, size = file.read(6), os.path.getsize(path) - 8
    file.seek(max(size, 0))
    if first != b"kale1\n" or file.read() != b"%08x" % zlib.crc32(b"%a" % sums_of(path, size)):
        newer = first[:4] == b"kale" and first[4:5].isdigit() and first != b"kale1\n"
        wrong = "of a form that this version of kale does not know" if newer else "cut or changed after it was written"
        what = "" if first[:4] == b"kale" else "not an artifact of kale, or "
        raise ValueError(f"{path}, from which {', '.join(variables)} would come, is {what}{wrong}; run the step anew")
    file.seek(-16, 2)
    file.seek(-16 - int(file.read(8), 16), 2)
    return json.loads(file.read()[:-16])


def sums_of(path: str, size: int) -> list[int]:
    """Give the CRC-32s of the pieces of a file's first bytes."""

    def sum_up(start: int) -> int:
        with open(path, "rb") as file:
            file.seek(start)
            return zlib.crc32(file.read(min(PIECE, size - start)))

    run: Any = map
    if size > PIECE:
        from concurrent.futures import ThreadPoolExecutor

        run = ThreadPoolExecutor(4).map
    return [*run(sum_up, range(0, size, PIECE))]


def read_values(file: Any, header: dict[str, Any]) -> Any:
    """Give the values and the states of classes; large buffers stay where they are until somebody touches them."""
    position, buffers = header["stream"], []
    if header["buffers"]:
        import mmap

        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    for size in header["buffers"]:
        position += -position % 64
        buffers.append(data[position : position + size])
        position += size
    file.seek(6)
    return Unpickler(file, buffers=buffers).load()


def complaint(header: dict[str, Any], variables: list[str]) -> str:
    """Say what could not be loaded, and what is different here from where it was saved."""
    kinds = header["variables"]
    names = ", ".join(f"{name!r} of type {kinds[name]}" for name in variables if name in kinds)
    python = f"Python {header['python']}"
    versions = ", ".join([python, *(f"{root} {version}" for root, version in header["libraries"].items() if version)])
    return f"{names} cannot be loaded here; step {header['step']!r} saved it with {versions}"


OPERATIONS["load"] = load
