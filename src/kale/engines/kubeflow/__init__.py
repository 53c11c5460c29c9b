"""Running pipelines on a Kubeflow Pipelines server, through the client of the KFP SDK."""

from kale.engines.kubeflow.artifacts import ClusterArtifact
from kale.engines.kubeflow.cluster import Cluster
from kale.engines.kubeflow.packages import Package, package_of, read_package
from kale.engines.kubeflow.records import ClusterStep, RunRecord, RunState
from kale.engines.kubeflow.runs import ClusterRun, describe_failure
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
