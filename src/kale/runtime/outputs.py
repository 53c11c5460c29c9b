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


def write_json(path: str, content: object) -> None:
    """Write a file that is either there as a whole or not at all."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "w") as file:
        json.dump(content, file)
    os.replace(path + ".part", path)
