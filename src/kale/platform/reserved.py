"""Names and paths that a step cannot have for itself."""

from __future__ import annotations

from typing import Final

PLACES_VARIABLE: Final = "KALE_PLACES"
EVENTS_VARIABLE: Final = "KALE_EVENTS"
RESERVED_VARIABLES: Final = frozenset({PLACES_VARIABLE, EVENTS_VARIABLE})
"""Environment variables that the runtime reads."""

RESERVED_PATHS: Final = ("/gcs", "/minio", "/s3", "/oci", "/kfp-launcher", "/kfp-workspace", "/var/run/argo")
"""Where the platform puts artifacts, its programs, and the workspace."""

TAKEN_PATHS: Final = frozenset({"/.local", "/.cache", "/.config"})
"""Where the platform mounts empty folders."""

TAKEN_NAMES: Final = frozenset(
    {
        "kfp-launcher",
        "gcs-scratch",
        "s3-scratch",
        "minio-scratch",
        "dot-local-scratch",
        "dot-cache-scratch",
        "dot-config-scratch",
        "var-run-argo",
        "tmp-dir-argo",
    }
)
"""What the volumes of every pod are called; Kubeflow calls a mounted object's volume like the object."""
