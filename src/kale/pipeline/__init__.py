"""The models of a pipeline: what every front end builds and every back end reads."""

from kale.pipeline.code import Cell, CodeBlock, Remark, Role
from kale.pipeline.edges import Edge, EdgeKind, Reason
from kale.pipeline.options import PipelineOptions, SecretVariable, StepOptions
from kale.pipeline.parameters import Parameter, ParameterType, ParameterValue
from kale.pipeline.pipeline import Pipeline
from kale.pipeline.steps import Chart, Define, Load, Operation, Run, Save, Step, TakeParameter

__all__ = [
    "Cell",
    "Chart",
    "CodeBlock",
    "Define",
    "Edge",
    "EdgeKind",
    "Load",
    "Operation",
    "Parameter",
    "ParameterType",
    "ParameterValue",
    "Pipeline",
    "PipelineOptions",
    "Reason",
    "Remark",
    "Role",
    "Run",
    "Save",
    "SecretVariable",
    "Step",
    "StepOptions",
    "TakeParameter",
]
