"""From a `Pipeline` to the specification that Kubeflow Pipelines runs. The KFP SDK loads at the first compilation."""

from kale.emit.compiled import CompiledPipeline
from kale.emit.compiler import compile_pipeline, outline_problems, problems_of

__all__ = ["CompiledPipeline", "compile_pipeline", "outline_problems", "problems_of"]
