"""Saving variables as an artifact.

An artifact is one file that holds several variables, so that objects which they share stay shared:

    kale1 and a line feed
    the pickle stream, then its large buffers, each at a multiple of 64 bytes
    a header in JSON: variables with their types, absent names, the step, Python, libraries, sizes
    the header's size and the checksum of all before it, eight hexadecimal digits each

The header stands last so that nothing is written twice, whatever the size of what the file holds. The checksum is made
of CRC-32s, as :mod:`kale.runtime.writing` says. They find what
disks, networks and crashes do to a file, at several times the pace of a cryptographic digest; that would protect
nobody, since whoever can write the file may put any code into the pickle.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from kale.runtime.description import metadata_of, type_name
from kale.runtime.namespace import NAMESPACE
from kale.runtime.outputs import local_path
from kale.runtime.pickling import Pickler
from kale.runtime.reducers import AGAIN, CARRIED, STATES
from kale.runtime.registry import OPERATIONS, PLAN, SAVED
from kale.runtime.writing import Writer


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
        MemoryError: There is too little memory to write it.
    """
    values: dict[str, Any] = {}
    for name in variables:
        if name[:6] in STATES:
            values.update((name, value) for value in STATES[name[:6]][0](name))
        elif name in NAMESPACE:
            values[name] = NAMESPACE[name]
    CARRIED.clear()
    CARRIED.update(name for name in definitions if isinstance(values.get(name, type), type))
    artifact = outputs["artifacts"][output]["artifacts"][0]
    path = local_path(artifact)
    names = ", ".join(variables)
    try:
        kinds, size = write_artifact(path, values, [name for name in variables if name not in values])
    except OSError as error:
        raise OSError(error.errno, f"{names} cannot be saved: {error.strerror}", path) from None
    except MemoryError:
        raise MemoryError(f"too little memory to save {names}") from None
    SAVED[output] = {"variables": kinds, "bytes": size}
    artifact["metadata"] = metadata_of(values, size)


def write_artifact(path: str, values: dict[str, Any], absent: list[str]) -> tuple[dict[str, str], int]:
    """Write an artifact, and give the types of the variables and the file's size."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # The name is always the same, so that a further attempt replaces what a killed one has left.
    temporary = path + ".part"
    try:
        with open(temporary, "wb", 0) as file:
            writer = Writer(file)
            header = {**write_values(writer, values), "absent": absent}
            line = json.dumps(header).encode()
            writer.write(line + b"%08x" % len(line))
            writer.write(writer.digest())
        os.replace(temporary, path)
    except BaseException:
        if os.path.exists(temporary):
            os.unlink(temporary)
        raise
    return header["variables"], writer.size


def write_values(writer: Writer, values: dict[str, Any]) -> dict[str, Any]:
    """Write the pickle stream and the large buffers; give what the header says of them.

    Raises:
        TypeError: A value cannot leave its process.
    """
    states: Any = {name: OPERATIONS["class_state"](values[name]) for name in sorted(CARRIED & values.keys())}
    try:
        pickler = write_stream(writer, (values, states))
    except Exception as error:
        if writer.error or isinstance(error, MemoryError):
            raise (writer.error or error) from None
        name = culprit({**values, **states}, error)
        raise TypeError(
            f"{name!r}, of type {type_name(values[name])}, cannot be handed on: {error}; make it where it is used"
        ) from error
    end = writer.size
    for buffer in pickler.buffers:
        writer.write(bytes(-writer.size % 64))
        writer.write(buffer)
    roots = {str(kind.__module__).partition(".")[0] for kind in pickler.kinds} & sys.modules.keys()
    return {
        "variables": {name: type_name(value) for name, value in values.items()},
        "step": PLAN.get("step"),
        "python": sys.version.partition(" ")[0],
        "libraries": {root: str(getattr(sys.modules[root], "__version__", "")) for root in sorted(roots)},
        "stream": end,
        "buffers": [buffer.nbytes for buffer in pickler.buffers],
    }


def write_stream(writer: Writer, content: object) -> Pickler:
    """Write a pickle stream, with dill where pickle fails and dill is installed; give the pickler."""
    try:
        return dump(writer, content, False)
    except Exception as error:
        if writer.error or isinstance(error, MemoryError):
            raise
        try:
            return dump(writer, content, True)
        except Exception:
            raise error from None


def dump(writer: Writer, content: object, thorough: bool) -> Pickler:
    """Write a pickle stream; give the pickler, which has the large buffers.

    Args:
        writer: Where to.
        content: What goes into it.
        thorough: With dill, which knows more types but puts all buffers into the stream.

    Raises:
        ImportError: dill is wanted, and not installed.
    """
    for ask in AGAIN:
        ask(False)
    for _ in range(2):
        writer.restart()
        pickler = writing = Pickler(writer)
        if thorough:
            import dill

            writing = dill.Pickler(writer, byref=True)
            writing.reducer_override = pickler.reducer_override
            writing.persistent_id = OPERATIONS.get("home_of_nan", writing.persistent_id)
        writing.dump(content)
        if not sum(ask(True) for ask in AGAIN):
            break
    return pickler


def culprit(values: dict[str, Any], error: Exception) -> str:
    """Give the name of the first variable that cannot be saved by itself."""
    for name, value in values.items():
        try:
            write_stream(Writer(), value)
        except Exception:
            return name
    raise error


OPERATIONS["save"] = save
