"""Compiling a notebook that is open in a browser, as the command line would compile its file."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from kale import api
from kale.errors import KaleError, OutputError
from kale.jupyter.server.documents import Compiled
from kale.jupyter.server.documents.problem import problems_of
from kale.jupyter.server.failures import of_kale, refused
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.project import compile_table

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline


def compiled(found: OpenNotebook) -> CompiledPipeline:
    """Compile a notebook with what its project says.

    Raises:
        kale.errors.KaleError: No pipeline can be made from it, or a file of the project is wrong.
    """
    folder = found.notebook.folder
    table = compile_table(folder.path if folder is not None else None)
    return api.compile_notebook(
        found.notebook,
        name=table.name,
        parameters=table.parameters,
        image=table.image,
        watch=table.watch,
        runtime=table.runtime,
        packages=table.packages,
        requirements=table.requirements,
        pin=not table.no_pin,
        constraints=table.constraints,
    )


def compile_beside(found: OpenNotebook) -> Compiled:
    """Write the YAML of a notebook beside it.

    Raises:
        RequestError: It does not compile, or there is no place to write to.
    """
    with placed(found):
        pipeline = compiled(found)
        pipeline.save(_checked(target_of(found)))
    path = PurePosixPath(found.path.strip("/")).with_suffix(".yaml")
    return Compiled(path=str(path), diagnostics=problems_of(pipeline.diagnostics, found.ids))


def target_of(found: OpenNotebook) -> Path | None:
    """Give the file that a notebook is compiled to; ``None`` where the server does not keep notebooks in files."""
    return found.file.with_suffix(".yaml") if found.file is not None else None


@contextlib.contextmanager
def placed(found: OpenNotebook) -> Iterator[None]:
    """Answer a request with what our errors say, their places in the terms of the notebook's cells.

    Raises:
        RequestError: One of our errors was raised inside.
    """
    try:
        yield
    except KaleError as error:
        raise of_kale(error, found.ids) from error


def _checked(target: Path | None) -> Path:
    if target is None:
        raise refused("this server does not keep notebooks in files, so there is no place beside the notebook")
    if target.is_symlink():
        # It may lead out of the folder that the server shows, and may have come with somebody else's notebook.
        raise OutputError(f"{target.name} is a link to another file, which is not written to")
    return target
