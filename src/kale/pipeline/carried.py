"""Files that stand beside the notebook and travel with a step."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, ConfigDict

from kale.pipeline.model import Model


def _check_path(text: str) -> str:
    path = PurePosixPath(text)
    if (
        path.is_absolute()
        or not path.parts
        or ".." in path.parts
        or "\\" in text
        or "\0" in text
        or ":" in path.parts[0]
    ):
        raise ValueError(f"{text!r} is not a path below the step's own folder")
    return str(path)


RelativePath: TypeAlias = Annotated[str, AfterValidator(_check_path)]
"""A path with ``/`` between its parts that stays below the folder that it is taken from."""


class CarriedFile(Model):
    """A file that travels in the pipeline.

    Attributes:
        path: Where it stands below the folder that it is put in.
        content: What is in it.
    """

    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64", defer_build=True)

    path: RelativePath
    content: bytes
