"""What is asked of a notebook that is open in the browser."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from kale._version import __version__
from kale.jupyter.server.documents import Edit, EditRequest, NotebookRequest, Version
from kale.jupyter.server.edits import edit_of
from kale.jupyter.server.handlers.base import KaleHandler
from kale.jupyter.server.open_notebook import opened
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
        asked = self.asked(NotebookRequest)
        self.answer(await self.worked(view, asked.notebook, asked.path, self.file_of(asked.path)))


class EditHandler(KaleHandler):
    """``POST kale/edit``: what an action changes; an :class:`EditRequest` gives an :class:`Edit`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with an :class:`Edit`."""
        asked = self.asked(EditRequest)
        file = self.file_of(asked.path)

        def edit() -> Edit:
            return edit_of(opened(asked.notebook, asked.path, file), asked.action)

        self.answer(await self.worked(edit))
