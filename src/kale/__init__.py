"""kale: an annotated Jupyter notebook becomes a Kubeflow Pipelines pipeline."""

from kale._version import __version__

__all__ = ["__version__"]
