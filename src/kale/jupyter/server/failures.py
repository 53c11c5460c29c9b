"""Requests that fail: the status of the answer, and what it says."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from pydantic import ValidationError

from kale import errors
from kale.jupyter.server.documents.failure import Failure
from kale.jupyter.server.documents.problem import problems_of


class RequestError(Exception):
    """A request fails.

    Attributes:
        status: Status of the answer.
        failure: What it says.
    """

    def __init__(self, status: HTTPStatus, failure: Failure) -> None:
        super().__init__(failure.message)
        self.status = status
        self.failure = failure


_STATUS: Final = (
    (errors.NotebookError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.CompileError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.ParameterError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.ConfigurationError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.NotFoundOnServerError, HTTPStatus.NOT_FOUND),
    (errors.UnreachableError, HTTPStatus.BAD_GATEWAY),
    (errors.SignInError, HTTPStatus.BAD_GATEWAY),
    (errors.ServerError, HTTPStatus.BAD_GATEWAY),
)
"""Statuses of our own errors, the more particular ones first; the others are 500."""


def not_found(message: str, advice: str | None = None) -> RequestError:
    """Give the error of a request for something that there is not."""
    return RequestError(HTTPStatus.NOT_FOUND, Failure(message=message, help=advice))


def refused(message: str, advice: str | None = None) -> RequestError:
    """Give the error of a request that cannot be carried out as things are."""
    return RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, Failure(message=message, help=advice))


def of_kale(error: errors.KaleError, ids: tuple[str, ...] = ()) -> RequestError:
    """Give one of our errors as an answer.

    Args:
        error: The error.
        ids: Ids of the notebook's cells.
    """
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)
    return RequestError(status, Failure(message=error.message, problems=problems_of(error.diagnostics, ids)))


def of_validation(error: ValidationError) -> RequestError:
    """Give what is wrong with a request, without what it holds."""
    details = error.errors(include_url=False, include_input=False, include_context=False)[0]
    where = ".".join(map(str, details["loc"])) or "the request"
    advice = "reload the page, so that the user interface and the server are of one version"
    return RequestError(HTTPStatus.BAD_REQUEST, Failure(message=f"{where}: {details['msg']}", help=advice))
