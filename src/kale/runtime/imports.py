"""What is changed of a library when the notebook imports it, as a notebook's kernel does before the first cell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

ADAPTED: dict[str, Callable[[Any], object]] = {}
"""By the name of a module: called with it once it has been imported."""


class Adapter:
    """A finder that leaves finding to the others, and has the module adapted after it has run."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:  # noqa: ARG004 - how Python calls finders
        """Give how a module is imported; ``None`` for those that are imported as always."""
        if name not in ADAPTED:
            return None
        from importlib.util import find_spec

        adapt = ADAPTED.pop(name)
        spec = find_spec(name)
        if spec and spec.loader and hasattr(spec.loader, "exec_module"):
            run = spec.loader.exec_module

            def run_and_adapt(module: Any) -> None:
                run(module)
                adapt(module)

            spec.loader.exec_module = run_and_adapt  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Adapter)
