"""kale: an annotated Jupyter notebook becomes a Kubeflow Pipelines pipeline."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from kale._version import __version__

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    from kale.api import (
        check_notebook,
        compile_notebook,
        explain_notebook,
        load_notebook,
        run_notebook,
        verify_notebook,
    )
    from kale.clusters import submit_notebook, upload_notebook
    from kale.composition import FunctionStep, compose
    from kale.pipeline import ArtifactType, Resources, StepSource
    from kale.pipelines import Pipeline
    from kale.serializers import serializer
    from kale.servers import open_cluster
    from kale.variants import CompiledVariant, Variant, compile_many

__all__ = [
    "ArtifactType",
    "CompiledVariant",
    "FunctionStep",
    "Pipeline",
    "Resources",
    "StepSource",
    "Variant",
    "__version__",
    "check_notebook",
    "compile_many",
    "compile_notebook",
    "compose",
    "explain_notebook",
    "load_notebook",
    "open_cluster",
    "run_notebook",
    "serializer",
    "submit_notebook",
    "upload_notebook",
    "verify_notebook",
]

_HOMES: Final = {
    "ArtifactType": "kale.pipeline",
    "CompiledVariant": "kale.variants",
    "FunctionStep": "kale.composition",
    "Pipeline": "kale.pipelines",
    "Resources": "kale.pipeline",
    "StepSource": "kale.pipeline",
    "Variant": "kale.variants",
    "compile_many": "kale.variants",
    "compose": "kale.composition",
    "open_cluster": "kale.servers",
    "serializer": "kale.serializers",
    "submit_notebook": "kale.clusters",
    "upload_notebook": "kale.clusters",
}
"""Modules of the public names that are not functions of :mod:`kale.api`."""


def __getattr__(name: str) -> object:
    """Load public names when they are first used, so that ``import kale`` stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "kale.api")), name)


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Put the magics into an IPython shell; ``%load_ext kale`` calls this."""
    from kale.jupyter import magics

    magics.load(shell)


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """Take the magics out of an IPython shell; ``%unload_ext kale`` calls this."""
    from kale.jupyter import magics

    magics.unload(shell)
