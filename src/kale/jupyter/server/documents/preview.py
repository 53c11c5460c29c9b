"""What compiling gives, and would give."""

from __future__ import annotations

from kale.jupyter.server.documents.problem import Problem
from kale.pipeline.model import Model


class StepSourceView(Model):
    """What a step runs.

    Attributes:
        name: Its name.
        source: What it does, as text to read.
    """

    name: str
    source: str


class Preview(Model):
    """What compiling would give.

    Attributes:
        yaml: The pipeline; empty when the notebook does not compile.
        steps: What each step runs.
        problems: What is wrong or doubtful.
        changes: What is different from the file compiled last beside the notebook, as a unified diff; ``None`` where
            there is none.
    """

    yaml: str = ""
    steps: tuple[StepSourceView, ...] = ()
    problems: tuple[Problem, ...] = ()
    changes: str | None = None


class Compiled(Model):
    """What was written.

    Attributes:
        path: Path of the YAML on the server.
        diagnostics: What is doubtful.
    """

    path: str
    diagnostics: tuple[Problem, ...] = ()
