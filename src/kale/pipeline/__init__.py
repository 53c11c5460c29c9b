"""The models of a pipeline: what every front end builds and every back end reads."""

from kale.pipeline.artifacts import ArtifactType
from kale.pipeline.carried import CarriedFile, RelativePath
from kale.pipeline.code import Cell, CodeBlock, Remark, Role, ScriptPlace
from kale.pipeline.edges import Edge, EdgeKind, Reason
from kale.pipeline.options import PipelineOptions, RuntimeSource, SecretVariable, StepOptions
from kale.pipeline.packages import Package, PackagePolicy, RequirementText, checked_requirement, package_name
from kale.pipeline.parameters import Parameter, ParameterType, ParameterValue
from kale.pipeline.pipeline import Pipeline
from kale.pipeline.resources import Resources
from kale.pipeline.settings import PipelineSettings, StepSettings
from kale.pipeline.sources import StepSource
from kale.pipeline.steps import Chart, Define, Load, Operation, Run, Save, Step, TakeParameter

__all__ = [
    "ArtifactType",
    "CarriedFile",
    "Cell",
    "Chart",
    "CodeBlock",
    "Define",
    "Edge",
    "EdgeKind",
    "Load",
    "Operation",
    "Package",
    "PackagePolicy",
    "Parameter",
    "ParameterType",
    "ParameterValue",
    "Pipeline",
    "PipelineOptions",
    "PipelineSettings",
    "Reason",
    "RelativePath",
    "Remark",
    "RequirementText",
    "Resources",
    "Role",
    "Run",
    "RuntimeSource",
    "Save",
    "ScriptPlace",
    "SecretVariable",
    "Step",
    "StepOptions",
    "StepSettings",
    "StepSource",
    "TakeParameter",
    "checked_requirement",
    "package_name",
]
