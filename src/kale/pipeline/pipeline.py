"""The one description of a pipeline that every front end builds and every back end reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from pydantic import model_validator
from typing_extensions import Self, Unpack

from kale.errors import ParameterError
from kale.pipeline.edges import Edge
from kale.pipeline.graph import find_cycle, topological_order
from kale.pipeline.model import Model
from kale.pipeline.names import ResourceName, to_resource_name
from kale.pipeline.options import PipelineOptions
from kale.pipeline.parameters import Parameter, ParameterValue
from kale.pipeline.settings import PipelineSettings, StepSettings, changed_options, pipeline_options
from kale.pipeline.steps import Load, Save, Step, TakeParameter

if TYPE_CHECKING:
    from kale.pipeline.explanation import Explanation


class Pipeline(Model):
    """Steps, what flows between them, and what a run may set.

    Attributes:
        name: Name that the platform accepts.
        display_name: Name as the user wrote it.
        description: What the user says of it.
        source: File name of the notebook, for tracebacks; never a path.
        parameters: What a run may set.
        steps: In notebook order.
        edges: Every pair of steps of which one comes after the other, with the reasons.
        options: Experiment, volumes and the like.
    """

    name: ResourceName
    display_name: str = ""
    description: str = ""
    source: str | None = None
    parameters: tuple[Parameter, ...] = ()
    steps: tuple[Step, ...]
    edges: tuple[Edge, ...] = ()
    options: PipelineOptions = PipelineOptions()

    def step(self, name: str) -> Step:
        """Give the step of that name.

        Raises:
            KeyError: There is none.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def parameter(self, name: str) -> Parameter:
        """Give the parameter of that name.

        Raises:
            KeyError: There is none.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def with_parameters(self, values: Mapping[str, ParameterValue] | None = None, /, **named: ParameterValue) -> Self:
        """Give the same pipeline with other defaults for some of its parameters.

        Args:
            values: New defaults by name.
            named: More of them, as keyword arguments.

        Raises:
            kale.errors.ParameterError: A name is unknown, or a value is not of its parameter's type.
        """
        values = {**(values or {}), **named}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in values.items():
            if name not in known:
                raise ParameterError(f"the pipeline has no parameter {name!r}{_known(known)}")
            if not known[name].takes(value):
                raise ParameterError(f"the parameter {name!r} takes {known[name].wanted}, not {value!r}")
        changed = tuple(
            parameter.model_copy(update={"default": values[parameter.name]}) if parameter.name in values else parameter
            for parameter in self.parameters
        )
        return self.model_copy(update={"parameters": changed})

    def with_step(self, name: str, **settings: Unpack[StepSettings]) -> Self:
        """Give the same pipeline with other options for one of its steps.

        Args:
            name: Name of the step.
            settings: What the step asks for from now on; what is not named stays as it is. Mappings merge key by key.

        Raises:
            KeyError: There is no such step.
            kale.errors.OptionError: An option is unknown or cannot have that value, or it says what the step is given
                and was settled when the pipeline was made: ``packages``, ``requirements``, ``include``.
        """
        changed = self.step(name)
        changed = changed.model_copy(update={"options": changed_options(settings).over(changed.options)})
        return self.model_copy(update={"steps": tuple(changed if s.name == name else s for s in self.steps)})

    def with_options(self, **settings: Unpack[PipelineSettings]) -> Self:
        """Give the same pipeline with other options of its own, such as the image of steps that name none.

        Raises:
            kale.errors.OptionError: An option is unknown or cannot have that value.
        """
        given = pipeline_options(settings)
        changes = {name: getattr(given, name) for name in given.model_fields_set}
        return self.model_copy(update={"options": self.options.model_copy(update=changes)})

    def renamed(self, name: str) -> Self:
        """Give the same pipeline under another name.

        Args:
            name: The name as people read it; the platform's name is made from it.
        """
        return self.model_copy(update={"name": to_resource_name(name), "display_name": name})

    def execution_order(self) -> tuple[Step, ...]:
        """Give the steps so that each comes after all that it needs, otherwise in notebook order."""
        by_name = {step.name: step for step in self.steps}
        return tuple(by_name[name] for name in topological_order(tuple(by_name), self._arrows()))

    def predecessors(self, name: str) -> tuple[str, ...]:
        """Give the names of the steps that the step ``name`` comes directly after."""
        return tuple(edge.source for edge in self.edges if edge.target == name)

    def explain(self) -> Explanation:
        """Say why the pipeline is as it is: its edges, what its steps carry, and the lives of its variables."""
        from kale.pipeline.explanation import explain

        return explain(self)

    def _arrows(self) -> frozenset[tuple[str, str]]:
        return frozenset((edge.source, edge.target) for edge in self.edges)

    @model_validator(mode="after")
    def _check(self) -> Pipeline:
        self._check_names()
        self._check_edges()
        self._check_wiring()
        return self

    def _check_names(self) -> None:
        for kind, names in (("step", [s.name for s in self.steps]), ("parameter", [p.name for p in self.parameters])):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise ValueError(f"duplicate {kind} {twice[0]!r}")
        if not self.steps:
            raise ValueError("a pipeline needs at least one step")

    def _check_edges(self) -> None:
        known = {step.name for step in self.steps}
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in known:
                    raise ValueError(f"an edge names {end!r}, which is not a step")
        cycle = find_cycle(tuple(step.name for step in self.steps), self._arrows())
        if cycle:
            raise ValueError(f"the steps form a cycle: {' → '.join(cycle)}")

    def _check_wiring(self) -> None:
        saved = {
            (step.name, op.artifact): op.variables for step in self.steps for op in step.plan if isinstance(op, Save)
        }
        arrows = self._arrows()
        for step in self.steps:
            for operation in step.plan:
                if isinstance(operation, Load):
                    variables = saved.get((operation.producer, operation.artifact))
                    if variables is None or not set(operation.variables) <= set(variables):
                        raise ValueError(f"{step.name!r} loads what {operation.producer!r} does not save")
                    if (operation.producer, step.name) not in arrows:
                        raise ValueError(f"{step.name!r} loads from {operation.producer!r} without an edge")
                elif isinstance(operation, TakeParameter) and all(p.name != operation.name for p in self.parameters):
                    raise ValueError(f"{step.name!r} takes the unknown parameter {operation.name!r}")


def _known(names: Collection[str]) -> str:
    return f"; it has {', '.join(sorted(names))}" if names else ""
