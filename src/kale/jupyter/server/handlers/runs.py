"""What is asked of runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from kale.jupyter.server.documents import NotebookRequest, RunRequest
from kale.jupyter.server.failures import not_found
from kale.jupyter.server.handlers.base import KaleHandler
from kale.jupyter.server.handlers.kernels import interpreter_for
from kale.jupyter.server.profile_choices import profile_choices
from kale.jupyter.server.runs import Registry, Surroundings, start_run

REPORT_POLICY: Final = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "media-src data:",
        "font-src data:",
        "frame-ancestors 'self'",
    )
)
"""What a report may do in a browser: be looked at. It holds what the notebook's code has put out."""


class _RunsHandler(KaleHandler):
    def initialize(self, registry: Registry) -> None:
        """Take the runs that the server knows."""
        self.registry = registry


class RunsHandler(_RunsHandler):
    """``GET kale/runs``: all runs; ``POST kale/runs``: start one, a :class:`RunRequest` gives a :class:`RunState`."""

    @authenticated
    @authorized
    def get(self) -> None:
        """Answer with a :class:`RunList`."""
        self.answer(self.registry.list())

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with a :class:`RunState`."""
        asked = await self.asked(RunRequest)
        home = Path(getattr(self.contents_manager, "root_dir", "") or os.curdir).resolve()
        interpreter, variables = await interpreter_for(self, asked.notebook)
        around = Surroundings(home, interpreter, variables)
        await self.answer_with(start_run, self.registry, asked, self.file_of(asked.path), around)


class RunHandler(_RunsHandler):
    """``GET kale/runs/ID``: how far a run is."""

    @authenticated
    @authorized
    def get(self, identity: str) -> None:
        """Answer with a :class:`RunState`."""
        self.answer(self.registry.run(identity).state())


class CancelHandler(_RunsHandler):
    """``POST kale/runs/ID/cancel``: end a run before its time."""

    @authenticated
    @authorized
    async def post(self, identity: str) -> None:
        """Answer with a :class:`RunState`."""
        run = self.registry.run(identity)
        await self.worked(run.cancel)
        self.answer(run.state())


class LogHandler(_RunsHandler):
    """``GET kale/runs/ID/steps/NAME/log``: what a step has printed."""

    @authenticated
    @authorized
    async def get(self, identity: str, step: str) -> None:
        """Answer with a :class:`StepLog`."""
        run = self.registry.run(identity)
        if step not in run.plan.steps:
            raise not_found(f"the run has no step {step!r}")
        await self.answer_with(run.log, step)


class ReportHandler(_RunsHandler):
    """``GET kale/runs/ID/steps/NAME/report``: the page that a step has written, which may do nothing but be shown."""

    @authenticated
    @authorized
    async def get(self, identity: str, step: str) -> None:
        """Answer with HTML."""
        page = await self.worked(self.registry.run(identity).report, step)
        if page is None:
            raise not_found(f"step {step!r} has written no report")
        self.set_header("Content-Security-Policy", REPORT_POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        await self.finish(page, set_content_type="text/html; charset=utf-8")


class InterpreterHandler(KaleHandler):
    """``POST kale/interpreter``: what runs steps here; a :class:`NotebookRequest` gives an :class:`Interpreter`."""

    @authenticated
    @authorized
    async def post(self) -> None:
        """Answer with an :class:`Interpreter`."""
        asked = await self.asked(NotebookRequest)
        interpreter, _ = await interpreter_for(self, asked.notebook)
        self.answer(interpreter)


class ProfilesHandler(KaleHandler):
    """``GET kale/profiles?path=PATH``: the Kubeflow servers that can be chosen for a notebook."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Answer with a :class:`ProfileList`."""
        file = self.file_of(self.get_argument("path", ""))
        await self.answer_with(profile_choices, file.parent if file is not None else None)
