"""The reports of the steps of a run, which the platform keeps in its object store.

A step says in its log where its report goes: most servers list no artifacts. The user interface of Kubeflow Pipelines
hands out what is there, to those who may see it.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.records import ClusterStep
from kale.errors import KaleError, NotFoundOnServerError

_REPORT: Final = re.compile(r"^.*?kale: report (\S+)\s*$", re.MULTILINE)
_SOURCES: Final = {"minio": "minio", "s3": "s3", "gs": "gcs"}
"""What the user interface calls an object store, by the scheme of a URI."""

_PATIENCE: Final = 3.0
"""Seconds for which to try again: somebody waits for the page, and some servers call a missing object a failure."""


def step_report(connection: Connection, step: ClusterStep, log: str, namespace: str | None) -> str:
    """Give the page that a step has written, as HTML.

    Args:
        connection: The server.
        step: The step.
        log: What it has printed.
        namespace: Namespace of the run.

    Raises:
        kale.errors.NotFoundOnServerError: The step has written none, or the server does not hand it out.
        kale.errors.KaleError: The server does not answer.
    """
    uri = report_uri_in(log)
    if uri is None:
        raise NotFoundOnServerError(f"the log of step {step.name!r} names no report")
    place = urlsplit(uri)
    query = {"source": _SOURCES.get(place.scheme, ""), "bucket": place.netloc, "key": place.path.lstrip("/")}
    if not all(query.values()):
        raise NotFoundOnServerError(f"the report of step {step.name!r} is at {uri}, where it cannot be fetched from")
    try:
        return connection.text(
            "/artifacts/get", query | ({"namespace": namespace} if namespace else {}), patience=_PATIENCE
        )
    except KaleError as error:
        message = f"the report of step {step.name!r} is at {uri}, but the server does not hand it out: {error.message}"
        raise NotFoundOnServerError(message) from error


def report_uri_in(log: str) -> str | None:
    """Give the place of the report that a log names; the last one counts."""
    found: list[str] = _REPORT.findall(log)
    return found[-1] if found else None
