"""From the pipeline that the analysis gives to the one that a pipeline function describes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kale.analysis.rules import EDGE_AGAINST_TAGS
from kale.build import Build
from kale.diagnostics import Diagnostic
from kale.dsl.drafting import RESULTS, Sketch
from kale.errors import CompileError
from kale.pipeline import ArtifactType, Operation, Save, TakeParameter
from kale.pipeline import Pipeline as Description
from kale.pipelines import Pipeline


@dataclass(frozen=True)
class Finished:
    """What became of a pipeline function.

    Attributes:
        pipeline: The pipeline; ``None`` when there are errors.
        diagnostics: All problems.
    """

    pipeline: Pipeline | None
    diagnostics: tuple[Diagnostic, ...]

    def checked(self, source: str) -> Pipeline:
        """Give the pipeline.

        Args:
            source: What an error calls the file.

        Raises:
            kale.errors.CompileError: There is none.
        """
        if self.pipeline is None:
            raise CompileError("no pipeline can be made from the function", self.diagnostics, source)
        return self.pipeline


def finish(build: Build, sketch: Sketch) -> Finished:
    """Give the pipeline that a pipeline function describes.

    Args:
        build: What became of its program.
        sketch: The program, and what it cannot say of itself.
    """
    # The order of steps that share values needs no word of the user's here, so nothing can go against it.
    diagnostics = tuple(found for found in build.diagnostics if found.code != EDGE_AGAINST_TAGS.code)
    if build.pipeline is None:
        return Finished(None, diagnostics)
    return Finished(_finished(build.pipeline, sketch), diagnostics)


def _finished(pipeline: Description, sketch: Sketch) -> Pipeline:
    parameters = {variable: name for name, variable in sketch.variables.items()}
    steps = tuple(
        step.model_copy(update={"plan": tuple(_operation(part, parameters, sketch.types) for part in step.plan)})
        for step in pipeline.steps
        if step.name != RESULTS
    )
    edges = tuple(edge for edge in pipeline.edges if edge.target != RESULTS)
    changed = pipeline.model_copy(update={"parameters": sketch.parameters, "steps": steps, "edges": edges})
    return Pipeline.of(changed)


def _operation(operation: Operation, parameters: Mapping[str, str], types: Mapping[str, ArtifactType]) -> Operation:
    if isinstance(operation, TakeParameter) and parameters[operation.name] != operation.name:
        return TakeParameter(name=parameters[operation.name], variable=operation.name)
    if isinstance(operation, Save):
        # Variables that share objects are one artifact; what is told of one of them holds if no other contradicts.
        found = {types.get(variable, ArtifactType.ARTIFACT) for variable in operation.variables}
        found = found - {ArtifactType.ARTIFACT} or found
        return operation.model_copy(update={"type": found.pop() if len(found) == 1 else ArtifactType.ARTIFACT})
    return operation
