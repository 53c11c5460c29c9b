"""Loading variables from an artifact; :mod:`kale.runtime.saving` describes the file."""

from __future__ import annotations

import json
import mmap
import os
import pickle
import sys
import zlib
from typing import Any

from kale.runtime.classes import apply_class_state
from kale.runtime.namespace import NAMESPACE
from kale.runtime.outputs import local_path
from kale.runtime.registry import OPERATIONS, STATES


def load(inputs: Any, given: str, variables: list[str]) -> None:
    """Bind variables that another step has saved.

    Args:
        inputs: The executor input's inputs.
        given: Name of the artifact among them.
        variables: Names of what to bind; what was absent when it was saved is unbound.

    Raises:
        ValueError: The file is not an artifact, or was cut or changed.
        KeyError: The artifact does not have the variable.
    """
    path = local_path(inputs["artifacts"][given]["artifacts"][0])
    with open(path, "rb") as file:
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) if os.path.getsize(path) else b"")
    if bytes(data[:6]) != b"kale1\n" or bytes(data[-8:]) != b"%08x" % zlib.crc32(data[:-8]):
        raise ValueError(f"{path} is not an artifact of kale, or was cut or changed after it was written")
    header = json.loads(bytes(data[-16 - int(bytes(data[-16:-8]), 16) : -16]))
    values, states = read_values(header, data)
    for name in variables:
        if name in states:
            apply_class_state(values[name], states[name])
        if name[:6] in STATES and name in values:
            STATES[name[:6]][1](name, values[name])
        elif name in values:
            NAMESPACE[name] = values[name]
        elif name in header["absent"]:
            NAMESPACE.pop(name, None)
        else:
            raise KeyError(name)
    for root, version in header["libraries"].items():
        now = getattr(sys.modules.get(root), "__version__", version)
        if now != version:
            print(f"kale: {given} was saved with {root} {version}, this is {now}", file=sys.stderr)


def read_values(header: dict[str, Any], data: memoryview) -> Any:
    """Give the values and the states of classes; large buffers stay where they are until somebody touches them."""
    position = header["stream"]
    stream, buffers = data[6:position], []
    for size in header["buffers"]:
        position += -position % 64
        buffers.append(data[position : position + size])
        position += size
    return pickle.loads(stream, buffers=buffers)


OPERATIONS["load"] = load
