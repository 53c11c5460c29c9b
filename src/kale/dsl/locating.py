"""Finding a pipeline function by its name: ``package.module:pipeline`` or ``file.py:pipeline``.

The module is imported, so its code runs: unlike a notebook, a pipeline function has to be called to be known.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import Final

from kale.dsl.pipeline_functions import PipelineFunction
from kale.errors import CompileError, NotebookError, NotebookNotFoundError
from kale.suggestion import closest

_OWN_FOLDER: Final = str(Path(__file__).parents[1])
_REFERENCE: Final = re.compile(r"(?P<module>.+\.py|[^\W\d]\w*(?:\.[^\W\d]\w*)*):(?P<name>[^\W\d]\w*)")


def is_reference(text: str) -> bool:
    """Whether a text names a pipeline function rather than a file."""
    return _REFERENCE.fullmatch(text) is not None and not Path(text).exists()


def find_pipeline(reference: str) -> PipelineFunction[..., object]:
    """Give a pipeline function. Its module is imported, so the module's code runs.

    Args:
        reference: ``package.module:pipeline``, found as ``python -m`` finds modules, or ``file.py:pipeline``.

    Raises:
        kale.errors.NotebookNotFoundError: There is no such module.
        kale.errors.NotebookError: The module cannot be imported, or has no such pipeline.
        kale.errors.CompileError: The module makes a pipeline while it is imported, and none can be made.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise NotebookError("not of the form module:pipeline or file.py:pipeline", source=reference)
    target, name = match["module"], match["name"]
    module = file_module(target) if target.endswith(".py") else _named_module(target)
    found = getattr(module, name, None)
    if isinstance(found, PipelineFunction):
        return found
    pipelines = [name for name, value in vars(module).items() if isinstance(value, PipelineFunction)]
    hint = closest(name, pipelines) or (f"it has {', '.join(pipelines)}" if pipelines else "it has none")
    what = f"{name!r} is not decorated with @pipeline" if hasattr(module, name) else f"there is no pipeline {name!r}"
    raise NotebookError(f"{what}; {hint}", source=target)


def file_module(target: str) -> ModuleType:
    """Import a Python file, unless it has been imported, and give its module.

    Args:
        target: Path of the file.

    Raises:
        kale.errors.NotebookNotFoundError: There is no such file.
        kale.errors.NotebookError: It cannot be imported.
        kale.errors.CompileError: It makes a pipeline while it is imported, and none can be made.
    """
    path = Path(target).resolve()
    if not path.is_file():
        raise NotebookNotFoundError("there is no such file", source=target)
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) == str(path):
            return module
    _search_first(path.parent)
    name = path.stem if path.stem.isidentifier() and path.stem not in sys.modules else f"_kale_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (KeyboardInterrupt, CompileError):
        del sys.modules[name]
        raise
    except BaseException as error:
        del sys.modules[name]
        raise _import_error(target, error) from error
    return module


def _named_module(target: str) -> ModuleType:
    _search_first(Path.cwd())
    try:
        return importlib.import_module(target)
    except ModuleNotFoundError as error:
        if error.name is not None and (target == error.name or target.startswith(f"{error.name}.")):
            raise NotebookNotFoundError(f"there is no module {error.name!r}", source=target) from None
        raise _import_error(target, error) from error
    except (KeyboardInterrupt, CompileError):
        raise
    except BaseException as error:
        raise _import_error(target, error) from error


def _search_first(folder: Path) -> None:
    """Let imports look into a folder first, as they do when a script in it runs."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))


def _import_error(target: str, error: BaseException) -> BaseException:
    frames = traceback.extract_tb(error.__traceback__)
    machinery = ("<frozen importlib", str(Path(importlib.__file__).parent), _OWN_FOLDER)
    own = [frame for frame in frames if not frame.filename.startswith(machinery)]
    place = f", {own[-1].filename} line {own[-1].lineno}" if own else ""
    return NotebookError(f"importing it raises {type(error).__name__}: {error}{place}", source=target)
