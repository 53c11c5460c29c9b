"""Environment variables that a step takes from the cluster rather than from the pipeline."""

from __future__ import annotations

from kale.pipeline.model import Model
from kale.pipeline.quantities import DataKey, EnvironmentName, FieldPath, ObjectName


class SecretVariable(Model):
    """An environment variable that takes its value from a key of a Kubernetes secret.

    Attributes:
        secret: Name of the secret.
        key: Key in it.
        variable: Name of the environment variable.
        optional: Whether the step starts without the variable where the secret is missing.
    """

    secret: ObjectName
    key: DataKey
    variable: EnvironmentName
    optional: bool = False


class ConfigVariable(Model):
    """An environment variable that takes its value from a key of a Kubernetes config map.

    Attributes:
        config_map: Name of the config map.
        key: Key in it.
        variable: Name of the environment variable.
        optional: Whether the step starts without the variable where the config map is missing.
    """

    config_map: ObjectName
    key: DataKey
    variable: EnvironmentName
    optional: bool = False


class PodFieldVariable(Model):
    """An environment variable that takes its value from a field of the step's own pod.

    Attributes:
        path: Path of the field, such as ``metadata.name`` or ``status.hostIP``.
        variable: Name of the environment variable.
    """

    path: FieldPath
    variable: EnvironmentName
