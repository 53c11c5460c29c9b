"""A step as source text, before the analysis has found out what it needs."""

from __future__ import annotations

from kale.pipeline.model import Model
from kale.pipeline.options import StepOptions


class StepSource(Model):
    """A step as source text.

    Attributes:
        name: The step's name; unique in the pipeline.
        source: What it does, in Python. Variables that earlier steps bind can be used like a notebook's.
        after: Names of steps that it comes after, though it may need nothing of them.
        options: What it asks of the platform.
        metrics: Whether what the source prints or names are the pipeline's metrics.
    """

    name: str
    source: str
    after: tuple[str, ...] = ()
    options: StepOptions = StepOptions()
    metrics: bool = False
