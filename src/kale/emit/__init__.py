"""From a `Pipeline` to the specification that Kubeflow Pipelines runs. The KFP SDK loads at the first compilation."""

from kale.emit.compiled import CompiledPipeline
from kale.emit.compiler import compile_pipeline
from kale.emit.sizes import size_problems

__all__ = ["CompiledPipeline", "compile_pipeline", "size_problems"]
