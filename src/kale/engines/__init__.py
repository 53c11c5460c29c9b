"""Running a compiled pipeline. The KFP SDK loads when a run starts."""

from kale.engines.local import run_local
from kale.engines.records import LocalRun, ReportedChart, SavedArtifact, StepError, StepEvent, StepRecord, StepState

__all__ = [
    "LocalRun",
    "ReportedChart",
    "SavedArtifact",
    "StepError",
    "StepEvent",
    "StepRecord",
    "StepState",
    "run_local",
]
