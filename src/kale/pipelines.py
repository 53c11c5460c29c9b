"""The description of a pipeline, with what can be done with it: compiling, running, drawing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from typing_extensions import Self, Unpack

from kale import pipeline as models
from kale.build import Draft, build_draft
from kale.diagnostics import Diagnostic
from kale.errors import CompileError
from kale.pipeline import ParameterValue, PipelineSettings, StepSource
from kale.pipeline.settings import pipeline_options
from kale.servers import submit_package, upload_package
from kale.source_steps import draft_sources

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Upload
    from kale.engines.local import LocalRun, StepEvent

GraphFormatName: TypeAlias = Literal["text", "mermaid", "dot", "svg", "html", "json"]
"""In which form a graph is drawn as text."""


class Pipeline(models.Pipeline):
    """A pipeline: frozen, the same after a trip through JSON, and ready to be compiled, run and drawn.

    The fields are those of :class:`kale.pipeline.Pipeline`, the description that all parts of kale share.

    Example:
        >>> from kale import load_notebook
        >>> pipeline = load_notebook("sales.ipynb")
        >>> larger = pipeline.with_step("raise", cpu="2", memory="4Gi").with_parameters(rise=0.2).renamed("Larger")
        >>> larger.name, larger.parameter("rise").default, larger.step("raise").options.limits
        ('larger', 0.2, {'cpu': '2', 'memory': '4Gi'})
        >>> pipeline.parameter("rise").default
        0.1
    """

    @classmethod
    def of(cls, pipeline: models.Pipeline) -> Self:
        """Give what can be done with a description.

        Args:
            pipeline: The description.
        """
        return cls.model_validate({name: getattr(pipeline, name) for name in models.Pipeline.model_fields})

    @classmethod
    def from_draft(cls, draft: Draft) -> Self:
        """Give the pipeline that a program describes.

        Raises:
            kale.errors.CompileError: No pipeline can be made from it; its ``diagnostics`` say why.
        """
        build = build_draft(draft)
        if build.pipeline is None:
            raise CompileError(f"no pipeline can be made of {draft.name}", build.diagnostics, draft.source)
        return cls.of(build.pipeline)

    @classmethod
    def from_sources(
        cls,
        steps: Iterable[StepSource],
        *,
        name: str,
        imports: str = "",
        functions: str = "",
        parameters: str = "",
        description: str = "",
        **settings: Unpack[PipelineSettings],
    ) -> Self:
        """Put a pipeline together from steps in source text; the variables that flow between them are found by kale.

        Args:
            steps: The steps, in the order in which a notebook would hold them.
            name: Name of the pipeline.
            imports: Imports and settings that every step may need.
            functions: Functions and classes that every step may need.
            parameters: Assignments, each of which is a parameter of the pipeline.
            description: What the pipeline is for.
            settings: What belongs to the pipeline as a whole: ``image``, ``experiment`` and so on.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the steps; its ``diagnostics`` say why.
            kale.errors.OptionError: An option is unknown or cannot have that value.

        Example:
            >>> from kale import Pipeline, StepSource
            >>> make = StepSource(name="make", source="xs = [1, 2]")
            >>> add = StepSource(name="add", source="print(sum(xs) + more)")
            >>> pipeline = Pipeline.from_sources([make, add], name="sums", parameters="more = 1")
            >>> pipeline.edges[0].variables, pipeline.parameter("more").type.value
            (('xs',), 'int')
        """
        return cls.from_draft(
            draft_sources(
                steps,
                name=name,
                imports=imports,
                functions=functions,
                parameters=parameters,
                description=description,
                options=pipeline_options(settings),
            )
        )

    def compile(
        self, output: str | os.PathLike[str] | None = None, *, found: Iterable[Diagnostic] = ()
    ) -> CompiledPipeline:
        """Compile the pipeline to the YAML that Kubeflow Pipelines runs.

        Args:
            output: File to write; an existing one is replaced only if everything went well.
            found: Diagnostics to stand in front of those that are found here.

        Raises:
            kale.errors.CompileError: The platform cannot run what the pipeline describes.
            kale.errors.OutputError: ``output`` cannot be written.

        Example:
            >>> from kale import load_notebook
            >>> compiled = load_notebook("sales.ipynb").compile("sales.yaml")
            >>> compiled.spec["pipelineInfo"]
            {'displayName': 'sales', 'name': 'sales'}
        """
        from kale.emit import compile_pipeline

        compiled = compile_pipeline(self, found=found)
        if output is not None:
            compiled.save(output)
        return compiled

    def run(
        self,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        root: str | os.PathLike[str] = "kale-runs",
        watch: bool = True,
        on_event: Callable[[StepEvent], None] | None = None,
        echo: Callable[[str, str], None] | None = None,
    ) -> LocalRun:
        """Run the pipeline on this machine, every step in a process of its own.

        A step that fails raises nothing by itself; ``raise_for_failure`` of the result does.

        Args:
            parameters: Values of pipeline parameters for this run, by name.
            root: Folder in which the run's own folder is made, with YAML, outputs and logs.
            watch: Let steps look for changes of objects that the analysis has not seen; finding one is an error.
            on_event: Called when a step starts, ends or fails.
            echo: Called with the step's name and each line that it prints.

        Raises:
            kale.errors.CompileError: The platform cannot run what the pipeline describes.
            kale.errors.ParameterError: A parameter is unknown, has no value or one of the wrong type.

        Example:
            >>> from kale import load_notebook
            >>> run = load_notebook("sales.ipynb").run({"rise": 0.5}, echo=print)
            raise [4.5, 2.25, 3.0]
            >>> run.succeeded
            True
        """
        from kale.engines.local import run_local

        compiled = self.with_options(watch=watch).compile()
        return run_local(compiled, dict(parameters or {}), root=Path(root), on_event=on_event, echo=echo)

    def upload(self, *, cluster: Cluster | None = None) -> Upload:
        """Put the pipeline on a Kubeflow Pipelines server, unless these very bytes are there already.

        Args:
            cluster: The server, from :func:`kale.open_cluster`; otherwise the one that the settings name.

        Raises:
            kale.errors.CompileError: The platform cannot run what the pipeline describes.
            kale.errors.ConfigurationError: A setting is wrong, or no server is named.
            kale.errors.KaleError: The server cannot be reached, or refuses.
        """
        from kale.engines.kubeflow import package_of

        return upload_package(package_of(self.compile()), cluster)

    def submit(
        self,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        experiment: str | None = None,
        run_name: str | None = None,
        cluster: Cluster | None = None,
    ) -> ClusterRun:
        """Start a run on a Kubeflow Pipelines server.

        Args:
            parameters: Values of pipeline parameters for this run, by name.
            experiment: Experiment of the run, which is made if it is missing.
            run_name: Name of the run; the pipeline's and the time unless given.
            cluster: The server, from :func:`kale.open_cluster`; otherwise the one that the settings name.

        Returns:
            The run, which has begun; ``wait()`` waits for its end.

        Raises:
            kale.errors.CompileError: The platform cannot run what the pipeline describes.
            kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
            kale.errors.ConfigurationError: A setting is wrong, or no server is named.
            kale.errors.KaleError: The server cannot be reached, or refuses.
        """
        from kale.engines.kubeflow import package_of

        package = package_of(self.compile())
        return submit_package(package, parameters, cluster, experiment=experiment, run_name=run_name)

    @overload
    def graph(self, form: GraphFormatName = ...) -> str: ...

    @overload
    def graph(self, form: Literal["png"]) -> bytes: ...

    def graph(self, form: GraphFormatName | Literal["png"] = "text") -> str | bytes:
        """Draw the steps and what flows between them.

        Args:
            form: ``text``, ``mermaid``, ``dot``, ``svg``, ``html`` or ``json``; or ``png``, which gives bytes.

        Raises:
            ValueError: There is no such form.
            kale.errors.OutputError: What draws PNG pictures is not installed.

        Example:
            >>> from kale import load_notebook
            >>> print(load_notebook("sales.ipynb").graph("mermaid").splitlines()[0])
            flowchart TD
        """
        from kale.drawing import GraphFormat, draw

        drawing = draw(self, GraphFormat(form))
        return drawing if form == "png" else drawing.decode()

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Show the graph as a picture in a notebook, and as text where there are no pictures."""
        from kale.drawing import draw_svg, draw_text, graph_fragment

        return {"text/plain": draw_text(self), "image/svg+xml": draw_svg(self), "text/html": graph_fragment(self)}
