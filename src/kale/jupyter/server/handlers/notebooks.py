"""What is asked of a notebook that is open in the browser."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from kale._version import __version__
from kale.jupyter.server.compiling import compile_beside
from kale.jupyter.server.documents import EditRequest, NotebookRequest, Version
from kale.jupyter.server.edits import edit_of
from kale.jupyter.server.handlers.base import KaleHandler
from kale.jupyter.server.open_notebook import opened
from kale.jupyter.server.previewing import preview
from kale.jupyter.server.viewing import view


class VersionHandler(KaleHandler):
    """``GET kale/version``: which versions speak to each other."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with a :class:`Version`."""
        self.answer(Version(version=__version__))


class ViewHandler(KaleHandler):
    """``POST kale/view``: what a notebook means; a :class:`NotebookRequest` gives a :class:`View`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a :class:`View`."""
        asked = await self.asked(NotebookRequest)
        await self.answer_with(view, asked.notebook, asked.path, self.file_of(asked.path))


class EditHandler(KaleHandler):
    """``POST kale/edit``: what an action changes; an :class:`EditRequest` gives an :class:`Edit`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with an :class:`Edit`."""
        asked = await self.asked(EditRequest)
        found = await self.worked(opened, asked.notebook, asked.path, self.file_of(asked.path))
        await self.answer_with(edit_of, found, asked.action)


class PreviewHandler(KaleHandler):
    """``POST kale/preview``: what compiling would give; a :class:`NotebookRequest` gives a :class:`Preview`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a :class:`Preview`."""
        asked = await self.asked(NotebookRequest)
        found = await self.worked(opened, asked.notebook, asked.path, self.file_of(asked.path))
        await self.answer_with(preview, found)


class CompileHandler(KaleHandler):
    """``POST kale/compile``: write the YAML beside it; a :class:`NotebookRequest` gives a :class:`Compiled`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a :class:`Compiled`."""
        asked = await self.asked(NotebookRequest)
        found = await self.worked(opened, asked.notebook, asked.path, self.file_of(asked.path))
        await self.answer_with(compile_beside, found)
