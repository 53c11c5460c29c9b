"""Whether a pipeline computes what its notebook computes: both are run, and what they leave behind is compared."""

from kale.verification.results import Outcome, RunFailure, Status, VariableComparison, Verification
from kale.verification.verifying import verify_pipeline

__all__ = ["Outcome", "RunFailure", "Status", "VariableComparison", "Verification", "verify_pipeline"]
