"""Text that the platform reads in its own way, checked where it enters.

The grammars are those of Kubernetes (quantities, label keys and values, environment variables, names of objects),
of the OCI distribution specification (image references) and of the KFP scheduler (cron with six fields, or five).
"""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator

from kale.pipeline.cron import check_cron

_QUANTITY: Final = re.compile(r"[+]?(\d+\.?\d*|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?")
_VOLUME_SIZE: Final = re.compile(r"[1-9]\d*(\.\d+)?(Ki|Mi|Gi|Ti|Pi|Ei|M|G|T|P|E)?")
_LABEL: Final = r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_DOMAIN: Final = rf"{_LABEL}(?:\.{_LABEL})*"
_QUALIFIED_NAME: Final = re.compile(
    rf"(?:(?=[^/]{{1,253}}/){_DOMAIN}/)?(?=[^/]{{1,63}}\Z)[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"
)
_LABEL_VALUE: Final = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?")
_ENVIRONMENT_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OBJECT_NAME: Final = re.compile(_DOMAIN)
_DATA_KEY: Final = re.compile(r"(?!\.{1,2}\Z|\.\.)[-._A-Za-z0-9]+")
_IMAGE_PART: Final = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_IMAGE: Final = re.compile(
    rf"(?:[A-Za-z0-9.-]+(?::\d+)?/)?{_IMAGE_PART}(?:/{_IMAGE_PART})*"
    r"(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[A-Za-z0-9_+.-]+:[0-9a-fA-F]{32,})?"
)
_FIELD_PATH: Final = re.compile(
    r"metadata\.(name|namespace|uid|labels\['[^'\s]+'\]|annotations\['[^'\s]+'\])"
    r"|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs)"
)
_MOUNT_PATH: Final = re.compile(r"(/(?!\.{1,2}(/|$))[^/:\0\s{}$]+)+/?")
_SUB_PATH: Final = re.compile(r"((?!\.\.(/|$))[^/:\0\s{}$]+(/(?!\.\.(/|$))[^/:\0\s{}$]+)*)?")
_LABEL_NAME: Final = re.compile(_LABEL)
_MAX_LABEL = 63
_MAX_OBJECT_NAME = 253


def _matching(pattern: re.Pattern[str], what: str, longest: int | None = None) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text) or (longest is not None and len(text) > longest):
            raise ValueError(f"{text!r} is not {what}")
        return text

    return AfterValidator(check)


Quantity: TypeAlias = Annotated[str, _matching(_QUANTITY, "a quantity such as 500m, 2 or 4Gi")]
"""An amount of a resource, such as ``500m``, ``2`` or ``4Gi``."""

VolumeSize: TypeAlias = Annotated[str, _matching(_VOLUME_SIZE, "a size of a volume such as 10Gi or 500M")]
"""How much a volume holds, in the forms that the KFP SDK takes."""

ComputeResource: TypeAlias = Annotated[
    str, _matching(_QUALIFIED_NAME, "a resource such as cpu, memory or nvidia.com/gpu")
]
"""Name of something that a container can ask for."""

Image: TypeAlias = Annotated[str, _matching(_IMAGE, "an image reference such as python:3.11-slim")]
"""Reference to a container image."""

Cron: TypeAlias = Annotated[str, AfterValidator(check_cron)]
"""When to repeat a run: five fields, or six with seconds first."""

LabelKey: TypeAlias = Annotated[
    str, _matching(_QUALIFIED_NAME, "a label or annotation key such as team or example.org/team")
]
"""Key of a label or annotation: at most 63 characters, with or without a ``domain/`` in front."""

LabelValue: TypeAlias = Annotated[str, _matching(_LABEL_VALUE, "a label value", _MAX_LABEL)]
"""Value of a label: at most 63 letters, digits, dashes, underscores and dots."""

EnvironmentName: TypeAlias = Annotated[str, _matching(_ENVIRONMENT_NAME, "a name for an environment variable")]
"""Name of an environment variable."""

ObjectName: TypeAlias = Annotated[str, _matching(_OBJECT_NAME, "the name of a Kubernetes object", _MAX_OBJECT_NAME)]
"""Name of a secret, claim or config map."""

DataKey: TypeAlias = Annotated[str, _matching(_DATA_KEY, "a key of a secret or config map", _MAX_OBJECT_NAME)]
"""Key inside a secret or config map."""

FieldPath: TypeAlias = Annotated[str, _matching(_FIELD_PATH, "a field of a pod such as metadata.name or status.hostIP")]
"""Path of a field of a pod that Kubernetes gives to containers."""

MountPath: TypeAlias = Annotated[str, _matching(_MOUNT_PATH, "an absolute path of a folder such as /data")]
"""Where a step finds a volume."""

SubPath: TypeAlias = Annotated[str, _matching(_SUB_PATH, "a path inside a volume such as team/data")]
"""A folder of a volume; empty for all of it."""

VolumeObjectName: TypeAlias = Annotated[
    str,
    _matching(_LABEL_NAME, "a name of lower-case letters, digits and dashes that can be mounted", _MAX_LABEL),
]
"""Name of a secret, config map or claim to mount. Kubeflow names the pod's volume after it, which takes no dots."""

NamespaceName: TypeAlias = Annotated[
    str, _matching(_LABEL_NAME, "the name of a namespace: lower-case letters, digits and dashes", _MAX_LABEL)
]
"""Name of a namespace of the cluster."""


def is_label_value(text: str) -> bool:
    """Whether ``text`` can be the value of a label."""
    return len(text) <= _MAX_LABEL and _LABEL_VALUE.fullmatch(text) is not None
