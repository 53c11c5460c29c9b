"""What all handlers share: requests as models, work that does not hold up the server, answers as models."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Final, ParamSpec, TypeVar

from jupyter_server.base.handlers import APIHandler
from jupyter_server.services.contents.fileio import FileManagerMixin
from jupyter_server.utils import ApiPath, to_os_path
from pydantic import ValidationError
from tornado.web import HTTPError

from kale.errors import KaleError
from kale.jupyter.server.answers import as_json
from kale.jupyter.server.documents.failure import Failure
from kale.jupyter.server.failures import RequestError, of_kale, of_validation
from kale.pipeline.model import Model

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")
_Request = TypeVar("_Request", bound=Model)

_WORKERS: Final = ThreadPoolExecutor(max_workers=4, thread_name_prefix="kale")
"""Where notebooks are looked at, so that kernels and other pages do not wait meanwhile."""


class KaleHandler(APIHandler):
    """A handler whose methods take a model and give a model."""

    auth_resource = "kale"

    async def asked(self, kind: type[_Request]) -> _Request:
        """Give the request as a model.

        Raises:
            RequestError: It is not one.
        """
        return await self.worked(_read, self.request.body, kind)

    async def worked(
        self, function: Callable[_Arguments, _Result], *arguments: _Arguments.args, **named: _Arguments.kwargs
    ) -> _Result:
        """Give what a function gives, which runs in a thread of its own.

        Raises:
            RequestError: The function raised one of our errors.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(_WORKERS, partial(function, *arguments, **named))
        except KaleError as error:
            raise of_kale(error) from error

    def file_of(self, path: str) -> Path | None:
        """Give the file of a path on the server; ``None`` where the server does not keep notebooks in files.

        Raises:
            tornado.web.HTTPError: The path leads out of the server's folder.
        """
        manager = self.contents_manager
        if not isinstance(manager, FileManagerMixin):
            return None
        root = Path(manager.root_dir).absolute()
        file = Path(os.path.normpath(to_os_path(ApiPath(path), str(root))))
        if not file.is_relative_to(root) or "\0" in path:
            raise HTTPError(404, "%s is outside of the folder that this server shows", path)
        return file

    async def answer_with(
        self, function: Callable[_Arguments, Model], *arguments: _Arguments.args, **named: _Arguments.kwargs
    ) -> None:
        """Answer with what a function gives, which runs in a thread of its own.

        Raises:
            RequestError: The function raised one of our errors.
        """
        text = await self.worked(lambda: as_json(function(*arguments, **named)))
        await self.finish(text)

    def answer(self, model: Model) -> None:
        """Answer with a model."""
        self.finish(as_json(model))

    def log_exception(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        """Write down why a request failed; where that is no fault of ours, without a traceback."""
        if isinstance(error, RequestError):
            self.log.warning("%d %s %s: %s", error.status, self.request.method, self.request.path, error)
        else:
            super().log_exception(kind, error, at)

    def write_error(self, status_code: int, **facts: Any) -> None:  # noqa: ANN401, ARG002 - tornado's signature
        """Say in words why a request failed."""
        error = (facts.get("exc_info") or (None, None, None))[1]
        if isinstance(error, RequestError):
            self.set_status(error.status)
            self.answer(error.failure)
        elif isinstance(error, HTTPError) and error.log_message:
            words = error.log_message % error.args if error.args else error.log_message
            self.answer(Failure(message=words))
        elif isinstance(error, HTTPError):
            self.answer(Failure(message=self._reason))
        else:
            advice = "the server's log says more; please report it"
            self.answer(Failure(message=f"kale failed: {type(error).__name__}", help=advice))


def _read(body: bytes, kind: type[_Request]) -> _Request:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        message = "the request is not JSON"
        raise RequestError(HTTPStatus.BAD_REQUEST, Failure(message=message)) from None
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        raise of_validation(error) from None
