"""Names that users write and names that the platform takes.

Kubeflow wants lower-case letters, digits and dashes for pipelines, components and tasks, and identifiers that
start with an ASCII letter for inputs and outputs. Users write what they like; these functions map one to the other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Final, TypeAlias

from pydantic import StringConstraints

MAX_RESOURCE_NAME = 63

_TAKEN: Final = "self"
"""What the SDK calls the component whose inputs it is given by name."""

FILE_PREFIX: Final = "<file:"
"""What the name of a file that crosses steps like a variable starts with; the path and ``>`` follow."""

VariableName: TypeAlias = Annotated[str, StringConstraints(min_length=1)]
"""Name of a variable, or of a piece of process state in angle brackets, such as ``<random>``."""

ArtifactName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
"""Name of an input or output that the platform accepts."""

ResourceName: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=MAX_RESOURCE_NAME)
]
"""Name of a pipeline, component or task that the platform accepts."""


def shown_name(name: VariableName) -> str:
    """Give the name of what crosses steps as people call it: a file by its path alone."""
    return name[len(FILE_PREFIX) : -1] if name.startswith(FILE_PREFIX) else name


def to_resource_name(text: str, fallback: str = "pipeline") -> ResourceName:
    """Give the legal name of a pipeline, component or task that is nearest to ``text``.

    Args:
        text: What the user wrote.
        fallback: Used when nothing of ``text`` is left.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    dashed = re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")
    if not dashed:
        dashed = f"{fallback}-{_digest(text)}" if text.strip() else fallback
    if len(dashed) > MAX_RESOURCE_NAME:
        dashed = f"{dashed[: MAX_RESOURCE_NAME - 9].rstrip('-')}-{_digest(text)}"
    return dashed


def to_identifier(text: str) -> ArtifactName:
    """Give an identifier that the platform accepts for a variable or parameter named ``text``.

    A name that is legal already stays as it is; any other gets a digest, so that two names never meet.
    """
    legal = re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", text) and len(text) <= MAX_RESOURCE_NAME
    if legal and text != _TAKEN:
        return text
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", text).strip("_")[:40]
    return f"v_{stem}_{_digest(text)}" if stem else f"v_{_digest(text)}"


def artifact_name(variables: Iterable[str]) -> ArtifactName:
    """Give the name of the artifact that holds ``variables``."""
    names = tuple(variables)
    if len(names) == 1:
        return to_identifier(names[0])
    return to_identifier(f"{to_identifier(names[0])}_and_{len(names) - 1}_more_{_digest(' '.join(names))}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
