"""kale: an annotated Jupyter notebook becomes a Kubeflow Pipelines pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kale._version import __version__

if TYPE_CHECKING:
    from kale.api import check_notebook, compile_notebook, load_notebook, run_notebook, verify_notebook

__all__ = ["__version__", "check_notebook", "compile_notebook", "load_notebook", "run_notebook", "verify_notebook"]


def __getattr__(name: str) -> object:
    """Load the public functions when they are first used, so that ``import kale`` stays cheap."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kale import api

    return getattr(api, name)
