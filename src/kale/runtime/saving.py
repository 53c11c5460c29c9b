"""Saving variables as an artifact.

An artifact is one file that holds several variables, so that objects which they share stay shared:

    kale1 and a line feed
    the pickle stream, then its large buffers, each at a multiple of 64 bytes
    a header in JSON: variables with their types, absent names, libraries, sizes
    the header's size and the CRC-32 of all before it, eight hexadecimal digits each

The header stands last so that nothing is written twice, whatever the size of what the file holds. A CRC-32 finds what
disks, networks and crashes do to a file, at several times the pace of a cryptographic digest; that would protect
nobody, since whoever can write the file may put any code into the pickle.
"""

from __future__ import annotations

import io
import json
import mmap
import os
import sys
import zlib
from typing import Any

from kale.runtime.classes import class_state
from kale.runtime.namespace import NAMESPACE
from kale.runtime.outputs import local_path
from kale.runtime.pickling import CARRIED, Pickler
from kale.runtime.registry import OPERATIONS, SAVED, STATES


def type_name(value: object) -> str:
    """Give the full name of a value's type."""
    return f"{type(value).__module__}.{type(value).__qualname__}"


def save(outputs: Any, output: str, variables: list[str], definitions: list[str]) -> None:
    """Save variables together as an artifact, which is there as a whole or not at all.

    Args:
        outputs: The executor input's outputs.
        output: Name of the artifact among them.
        variables: Names of variables, states and files; what is not bound is recorded as absent.
        definitions: Names of functions and classes that all readers carry as code.

    Raises:
        TypeError: A value cannot leave its process.
        OSError: The file cannot be written.
    """
    values: dict[str, Any] = {}
    for name in variables:
        if name[:6] in STATES:
            values.update((name, value) for value in STATES[name[:6]][0](name))
        elif name in NAMESPACE:
            values[name] = NAMESPACE[name]
    CARRIED.clear()
    CARRIED.update(name for name in definitions if isinstance(values.get(name, type), type))
    states = {name: class_state(values[name]) for name in sorted(CARRIED & values.keys())}
    artifact = outputs["artifacts"][output]["artifacts"][0]
    path = local_path(artifact)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w+b") as file:
        file.write(b"kale1\n")
        header = write_values(file, values, states)
        header["absent"] = [name for name in variables if name not in values]
        line = json.dumps(header).encode()
        file.write(line + b"%08x" % len(line))
        file.flush()
        file.write(b"%08x" % zlib.crc32(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        size = file.tell()
    os.replace(temporary, path)
    SAVED[output] = {"variables": header["variables"], "bytes": size}
    artifact["metadata"] = {"kale_bytes": size, "kale_variables": json.dumps(header["variables"])[:2000]}


def write_values(file: Any, values: dict[str, Any], states: dict[str, Any]) -> dict[str, Any]:
    """Write the pickle stream and the large buffers; give what the header says of them.

    Raises:
        TypeError: A value cannot leave its process.
    """
    try:
        pickler = write_stream(file, (values, states))
    except Exception as error:
        name = culprit({**values, **states}, error)
        raise TypeError(f"{name!r}, of type {type_name(values[name])}, cannot be handed on: {error}") from error
    end = file.tell()
    for buffer in pickler.buffers:
        file.write(bytes(-file.tell() % 64))
        file.write(buffer)
    roots = {str(kind.__module__).partition(".")[0] for kind in pickler.kinds} & sys.modules.keys()
    versions = {root: str(getattr(sys.modules[root], "__version__", "")) for root in sorted(roots)}
    return {
        "variables": {name: type_name(value) for name, value in values.items()},
        "libraries": versions,
        "stream": end,
        "buffers": [buffer.nbytes for buffer in pickler.buffers],
    }


def write_stream(file: Any, content: object) -> Pickler:
    """Write a pickle stream, with dill where pickle fails and dill is installed; give the pickler."""
    start, pickler = file.tell(), Pickler(file)
    try:
        pickler.dump(content)
    except Exception as error:
        try:
            import dill
        except ImportError:
            raise error from None
        file.seek(start)
        file.truncate()
        pickler.buffers.clear()
        thorough = dill.Pickler(file, byref=True)
        thorough.reducer_override = pickler.reducer_override
        thorough.dump(content)
    return pickler


def culprit(values: dict[str, Any], error: Exception) -> str:
    """Give the name of the first variable that cannot be saved by itself."""
    for name, value in values.items():
        try:
            write_stream(io.BytesIO(), value)
        except Exception:
            return name
    raise error


OPERATIONS["save"] = save
