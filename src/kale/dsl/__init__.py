"""Pipelines that are written as Python functions: what a function does with placeholders becomes a program of cells."""

from kale.dsl.locating import find_pipeline
from kale.dsl.measurement import metrics
from kale.dsl.pipeline_functions import PipelineFunction, pipeline
from kale.dsl.step_functions import StepFunction, step

__all__ = ["PipelineFunction", "StepFunction", "find_pipeline", "metrics", "pipeline", "step"]
