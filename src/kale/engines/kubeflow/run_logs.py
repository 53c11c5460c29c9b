"""What the steps of a run have printed, and what can be read out of it: why a step failed, what it measured."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from kale.engines.kubeflow.connection import Connection
from kale.engines.kubeflow.records import ClusterStep
from kale.engines.records import StepError
from kale.engines.reports import step_error
from kale.errors import KaleError, NotFoundOnServerError, SignInError

_TEMPLATES: Final = ("system-container-impl", "retry-system-container-impl")
_METRICS: Final = re.compile(r"^.*?kale: metrics (\{.*\})\s*$", re.MULTILINE)
_TRACEBACK: Final = "Traceback (most recent call last):"
_LAST_LINE: Final = re.compile(r"^([A-Za-z_][\w.]*)(?:: (.*))?$")


def step_log(
    connection: Connection, run_id: str, step: ClusterStep, namespace: str | None, *, template: str = ""
) -> str:
    """Give what a step has printed.

    Args:
        connection: The server.
        run_id: The server's id of the run.
        step: The step.
        namespace: Namespace of its pod.
        template: What the name of the template begins with from which the pod is made.

    Raises:
        kale.errors.NotFoundOnServerError: The server has no log of it, or no longer.
        kale.errors.KaleError: The server does not answer.
    """
    for pod in _pod_names(step, template):
        for path, query in _places(run_id, pod, namespace):
            try:
                return connection.text(path, query)
            except (NotFoundOnServerError, SignInError):
                # A server without its user interface answers with some other page.
                continue
    raise NotFoundOnServerError(f"the server has no log of step {step.name!r}; its pod may be gone")


def failure_of(step: ClusterStep, log: Callable[[ClusterStep], str]) -> StepError:
    """Give why a step failed: the notebook's traceback where there is one, else what the server says.

    Args:
        step: The step.
        log: Gives what a step has printed.
    """
    said = StepError("process", "Failed", step.message or "the server does not say why")
    try:
        text = log(step)
    except KaleError:
        return said
    return error_in(text) or said


def error_in(log: str) -> StepError | None:
    """Give the last error that a log ends in, with its place in the notebook."""
    start = log.rfind(_TRACEBACK)
    if start < 0:
        return None
    lines = log[start:].splitlines()
    for number, line in enumerate(lines[1:], start=1):
        ending = _LAST_LINE.match(line)
        if ending is not None:
            message = [ending[2] or "", *_message_lines(lines[number + 1 :])]
            traceback = "\n".join(lines[: number + len(message)]) + "\n"
            facts = {"phase": "run", "type": ending[1].rpartition(".")[2], "message": "\n".join(message)}
            return step_error({**facts, "traceback": traceback})
    return None


def metrics_in(log: str) -> dict[str, float]:
    """Give the metrics that a step has reported in its log; the last report counts."""
    reports = _METRICS.findall(log)
    try:
        found = json.loads(reports[-1]) if reports else {}
    except ValueError:
        return {}
    return {str(name): value for name, value in found.items() if isinstance(value, int | float)}


def _message_lines(lines: list[str]) -> Iterator[str]:
    """Give the further lines of a message, up to what the launcher prints after it."""
    for line in lines:
        if not line.strip() or re.match(r"[IWEF]\d{4} |\d{4}[-/]\d{2}[-/]\d{2}|time=|kale: ", line):
            return
        yield line


def _pod_names(step: ClusterStep, template: str) -> Iterator[str]:
    """Give the names that a pod may have: that of its node, and since Argo 3.4 with the template's name in it."""
    for name in step.pods:
        workflow, dash, suffix = name.rpartition("-")
        if dash and suffix.isdigit():
            yield from (f"{workflow}-{template}{rest}-{suffix}" for rest in _TEMPLATES)
        yield name


def _places(run_id: str, pod: str, namespace: str | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Give where a pod's log may be had: from the API, and from the user interface, which keeps those of old pods."""
    yield f"/apis/v1alpha1/runs/{run_id}/nodes/{pod}/log", {}
    query = {"podname": pod, "runid": run_id}
    yield "/k8s/pod/logs", {**query, "podnamespace": namespace} if namespace else query
