"""The models of a pipeline: what every front end builds and every back end reads."""

from kale.pipeline.artifacts import ArtifactType
from kale.pipeline.carried import CarriedFile, RelativePath
from kale.pipeline.code import Cell, CodeBlock, Remark, Role, ScriptPlace
from kale.pipeline.edges import Edge, EdgeKind, Reason
from kale.pipeline.environment import ConfigVariable, PodFieldVariable, SecretVariable
from kale.pipeline.mounts import ClaimMount, ConfigMount, EmptyDirectory, EphemeralVolume, Mount, SecretMount
from kale.pipeline.options import PipelineOptions, RuntimeSource, StepOptions
from kale.pipeline.packages import (
    Package,
    PackagePolicy,
    RequirementText,
    canonical_name,
    checked_requirement,
    package_name,
)
from kale.pipeline.parameters import Parameter, ParameterType, ParameterValue, Range
from kale.pipeline.pipeline import Pipeline
from kale.pipeline.resources import Resources
from kale.pipeline.scheduling import NodeAffinity, NodeRequirement, Toleration
from kale.pipeline.settings import NewStepSettings, PipelineSettings, StepSettings
from kale.pipeline.sources import StepSource
from kale.pipeline.steps import Chart, Define, Load, Operation, Run, Save, Step, TakeParameter
from kale.pipeline.transport import Transport, Workspace
from kale.pipeline.volumes import NewVolume

__all__ = [
    "ArtifactType",
    "CarriedFile",
    "Cell",
    "Chart",
    "ClaimMount",
    "CodeBlock",
    "ConfigMount",
    "ConfigVariable",
    "Define",
    "Edge",
    "EdgeKind",
    "EmptyDirectory",
    "EphemeralVolume",
    "Load",
    "Mount",
    "NewStepSettings",
    "NewVolume",
    "NodeAffinity",
    "NodeRequirement",
    "Operation",
    "Package",
    "PackagePolicy",
    "Parameter",
    "ParameterType",
    "ParameterValue",
    "Pipeline",
    "PipelineOptions",
    "PipelineSettings",
    "PodFieldVariable",
    "Range",
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
    "SecretMount",
    "SecretVariable",
    "Step",
    "StepOptions",
    "StepSettings",
    "StepSource",
    "TakeParameter",
    "Toleration",
    "Transport",
    "Workspace",
    "canonical_name",
    "checked_requirement",
    "package_name",
]
