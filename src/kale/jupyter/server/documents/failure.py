"""The answer to a request that cannot be answered otherwise."""

from __future__ import annotations

from kale.jupyter.server.documents.problem import Problem
from kale.pipeline.model import Model


class Failure(Model):
    """Why a request failed.

    Attributes:
        message: What is wrong, in one sentence.
        help: What to do.
        problems: The problems of the notebook that stand in the way.
    """

    message: str
    help: str | None = None
    problems: tuple[Problem, ...] = ()
