"""What Kubeflow Pipelines takes of a `Pipeline`, and what it refuses."""

from kale.platform.checks import check_outline, check_pipeline
from kale.platform.estimate import is_surely_small

__all__ = ["check_outline", "check_pipeline", "is_surely_small"]
