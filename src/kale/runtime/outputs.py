"""Where the platform wants files, and what it is told about them."""

from __future__ import annotations

import json
import os
from typing import Any


def local_path(artifact: Any) -> str:
    """Give the absolute path of an artifact's file."""
    scheme, _, rest = artifact["uri"].rpartition("://")
    if scheme:
        rest = f"/oci/{rest.replace('/', '_')}/models" if scheme == "oci" else f"/{scheme.replace('gs', 'gcs')}/{rest}"
    path: str = artifact.get("customPath") or rest
    if artifact.get("metadata", {}).get("_kfp_workspace") is True:
        path = "/kfp-workspace/.artifacts/" + path.lstrip("/")
    return os.path.abspath(path)


def clear(outputs: Any) -> None:
    """Remove the files that an earlier attempt of the step has left."""
    for found in outputs.get("artifacts", {}).values():
        path = local_path(found["artifacts"][0])
        for left in (path, path + ".part"):
            if os.path.isfile(left):
                os.unlink(left)


def write_file(path: str, content: Any, mode: str = "wb") -> None:
    """Write a file and the folders that it is in.

    Args:
        path: Its path.
        content: Bytes, which the system is given in one piece, so that processes may append to one file.
        mode: That of ``open``.

    Raises:
        OSError: It cannot be written.
    """
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, mode, len(content) + 2) as file:
            file.write(content)
    except OSError as error:
        # A full disk does not say which file it has no room for.
        raise OSError(error.errno, f"cannot be written: {error.strerror}", path) from None


def write_json(path: str, content: object) -> None:
    """Write a file that is either there as a whole or not at all."""
    write_file(path + ".part", json.dumps(content).encode())
    os.replace(path + ".part", path)
