"""What ``--json`` prints when a notebook is verified."""

from __future__ import annotations

from kale.diagnostics import Diagnostic
from kale.verification import Verification


class VerificationDocument(Verification):
    """A verification, in the form that all documents of the command line have.

    Attributes:
        succeeded: Whether the pipeline computes what the notebook computes.
        diagnostics: Warnings and notes about the notebook.
    """

    succeeded: bool
    diagnostics: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, verification: Verification, diagnostics: tuple[Diagnostic, ...]) -> VerificationDocument:
        """Describe ``verification``."""
        facts = {name: getattr(verification, name) for name in Verification.model_fields}
        return cls(**facts, succeeded=verification.equal, diagnostics=diagnostics)
