"""Running pipelines on a Kubeflow Pipelines server, through the client of the KFP SDK, which loads when it is used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kale.engines.kubeflow.artifacts import ClusterArtifact
    from kale.engines.kubeflow.cluster import Cluster
    from kale.engines.kubeflow.packages import Package, package_of, read_package
    from kale.engines.kubeflow.records import ClusterStep, RunRecord, RunState, describe_failure
    from kale.engines.kubeflow.runs import ClusterRun
    from kale.engines.kubeflow.schedules import Schedule
    from kale.engines.kubeflow.uploads import Upload

__all__ = [
    "Cluster",
    "ClusterArtifact",
    "ClusterRun",
    "ClusterStep",
    "Package",
    "RunRecord",
    "RunState",
    "Schedule",
    "Upload",
    "describe_failure",
    "package_of",
    "read_package",
]

_MODULES: Final = {
    "Cluster": "cluster",
    "ClusterArtifact": "artifacts",
    "ClusterRun": "runs",
    "ClusterStep": "records",
    "Package": "packages",
    "RunRecord": "records",
    "RunState": "records",
    "Schedule": "schedules",
    "Upload": "uploads",
    "describe_failure": "records",
    "package_of": "packages",
    "read_package": "packages",
}


def __getattr__(name: str) -> object:
    """Load a part when it is first used, so that help and listings need no KFP SDK."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
