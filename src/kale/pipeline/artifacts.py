"""What the platform takes an artifact for."""

from __future__ import annotations

import enum


class ArtifactType(str, enum.Enum):
    """The types of artifacts that a step's outputs can have, by the names of their KFP schemas.

    The type says what user interfaces show, and nothing of how the value is stored.
    """

    ARTIFACT = "system.Artifact"
    DATASET = "system.Dataset"
    MODEL = "system.Model"
