"""A server on this machine that answers as Kubeflow Pipelines does, as far as the engine asks.

What it is told is read with the SDK's own generated models, and refused if they do not know it; what it answers is
written from them. On demand it fails in the ways in which servers, proxies and networks fail.
"""

from __future__ import annotations

import datetime
import json
import re
import socket
import struct
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import kfp_server_api
import yaml

NOW = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)
BASE = "/pipeline"


@dataclass
class Fault:
    """A request that fails.

    Attributes:
        match: Searched for in ``METHOD path``.
        kind: ``status``, ``reset``, ``unread`` (reset while the request is being sent), ``cut``, ``slow``, ``html`` or
            ``garbage``.
        status: The HTTP status, for ``status``.
        done: Whether the request is carried out all the same.
        times: How many requests fail so.
        seconds: How slow.
        headers: Further headers.
    """

    match: str
    kind: str = "status"
    status: int = 503
    done: bool = False
    times: int = 1
    seconds: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


class RefusalError(Exception):
    """The server does not do what it is asked."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass
class KubeflowServer:
    """The server and all that it knows."""

    multi_user: bool = False
    namespaces: tuple[str, ...] = ("team",)
    tokens: set[str] | None = None
    passwords: dict[str, str] | None = None
    proxy: str = "dex"
    repeats_headers: bool = False
    tag_name: str | None = "2.17.0"
    clock_skew: datetime.timedelta = datetime.timedelta()
    pipelines: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, Any] = field(default_factory=dict)
    experiments: dict[str, Any] = field(default_factory=dict)
    runs: dict[str, Any] = field(default_factory=dict)
    schedules: dict[str, Any] = field(default_factory=dict)
    artifacts: list[dict[str, Any]] | None = None
    logs: dict[str, str] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    looks_until_end: int = 2
    most_looks: int = 10**9
    faults: list[Fault] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    headers_seen: list[dict[str, str]] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)
    port: int = 0

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE}"

    def fail(self, match: str, kind: str = "status", **details: Any) -> None:
        """Have requests fail."""
        self.faults.append(Fault(match, kind, **details))

    def count(self, pattern: str) -> int:
        """Count the requests so far whose ``METHOD path`` matches."""
        return sum(times for asked, times in self.asked.items() if re.search(pattern, asked))

    def next_fault(self, asked: str) -> Fault | None:
        """Give the fault that a request meets."""
        with self.lock:
            for fault in self.faults:
                if fault.times and re.search(fault.match, asked):
                    fault.times -= 1
                    return fault
        return None


def read(kind: str, body: bytes) -> Any:
    """Read a request with the SDK's model, which must know all of it."""
    try:
        document = json.loads(body)
    except ValueError as error:
        raise RefusalError(400, f"invalid JSON: {error}") from error
    model = getattr(kfp_server_api.models, kind)
    unknown = set(document) - set(model.attribute_map.values())
    if unknown:
        raise RefusalError(400, f"unknown field {min(unknown)!r}")
    return kfp_server_api.ApiClient()._ApiClient__deserialize(document, kind)


def write(answer: Any) -> bytes:
    """Write an answer from the SDK's models, with times as Go writes them."""
    document = kfp_server_api.ApiClient().sanitize_for_serialization(answer)
    return json.dumps(document).replace("+00:00", "Z").encode()


def predicates(query: dict[str, str]) -> dict[str, str]:
    filters = json.loads(query.get("filter", "{}"))
    assert all(each["operation"] == "EQUALS" for each in filters.get("predicates", []))
    return {each["key"]: each["stringValue"] for each in filters.get("predicates", [])}


def in_order(tasks: dict[str, Any]) -> list[str]:
    """Give tasks so that each comes after those that it waits for."""
    done: list[str] = []
    while len(done) < len(tasks):
        done += [name for name in tasks if name not in done and set(tasks[name].get("dependentTasks", ())) <= set(done)]
    return done


def run_order(document: dict[str, Any]) -> list[str]:
    """Give the tasks of a pipeline as they are run: those of a group in its place, what is done at the end last."""
    tasks = document["root"]["dag"]["tasks"]
    names: list[str] = []
    for name in in_order(tasks):
        inside = document["components"][tasks[name]["componentRef"]["name"]].get("dag", {}).get("tasks", {})
        names += [name, *in_order(inside)]
    return sorted(names, key=lambda name: "triggerPolicy" in tasks.get(name, {}))


def page(things: list[Any], query: dict[str, str]) -> tuple[list[Any], str | None]:
    """Give a page of things, which are in the order in which they were made, and the token of the next."""
    wanted = predicates(query)
    found = [each for each in things if all(getattr(each, key) == value for key, value in wanted.items())]
    if query.get("sort_by") == "created_at desc":
        found.reverse()
    start, size = int(query.get("page_token") or 0), int(query.get("page_size") or 10)
    rest = start + size < len(found)
    return found[start : start + size], str(start + size) if rest else None


class Api:
    """The endpoints."""

    def __init__(self, server: KubeflowServer) -> None:
        self.server = server

    def routes(self) -> Iterator[tuple[str, str, Callable[..., Any]]]:
        yield "GET", r"/apis/v2beta1/healthz", self.health
        yield "GET", r"/apis/v1beta1/healthz", self.old_health
        yield "GET", r"/apis/v2beta1/pipelines/names/([^/]+)", self.pipeline_by_name
        yield "POST", r"/apis/v2beta1/pipelines", self.create_pipeline
        yield "POST", r"/apis/v2beta1/pipelines/upload_version", self.upload_version
        yield "GET", r"/apis/v2beta1/pipelines/([^/]+)/versions", self.list_versions
        yield "GET", r"/apis/v2beta1/pipelines/([^/]+)/versions/([^/]+)", self.get_version
        yield "GET", r"/apis/v2beta1/experiments", self.list_experiments
        yield "POST", r"/apis/v2beta1/experiments", self.create_experiment
        yield "GET", r"/apis/v2beta1/runs", self.list_runs
        yield "POST", r"/apis/v2beta1/runs", self.create_run
        yield "GET", r"/apis/v2beta1/runs/([^/:]+)", self.get_run
        yield "POST", r"/apis/v2beta1/runs/([^/:]+):terminate", self.terminate_run
        yield "POST", r"/apis/v2beta1/runs/([^/:]+):retry", self.retry_run
        yield "GET", r"/apis/v2beta1/recurringruns", self.list_schedules
        yield "POST", r"/apis/v2beta1/recurringruns", self.create_schedule
        yield "GET", r"/apis/v2beta1/recurringruns/([^/:]+)", self.get_schedule
        yield "POST", r"/apis/v2beta1/recurringruns/([^/:]+):(enable|disable)", self.switch_schedule
        yield "DELETE", r"/apis/v2beta1/recurringruns/([^/:]+)", self.delete_schedule
        yield "GET", r"/apis/v2beta1/artifact_tasks", self.list_artifact_tasks
        yield "GET", r"/apis/v2beta1/artifacts/([^/]+)", self.get_artifact
        yield "GET", r"/apis/v1alpha1/runs/([^/]+)/nodes/([^/]+)/log", self.log

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Any:
        for wanted, pattern, endpoint in self.routes():
            found = re.fullmatch(pattern, path)
            if wanted == method and found:
                arguments = [unquote(part) for part in found.groups()]
                with self.server.lock:
                    return endpoint(*arguments, query=query, body=body)
        raise RefusalError(404, f"Not Found: {method} {path}")

    def health(self, **_: Any) -> Any:
        return kfp_server_api.V2beta1GetHealthzResponse(multi_user=self.server.multi_user)

    def old_health(self, **_: Any) -> Any:
        if self.server.tag_name is None:
            raise RefusalError(404, "Not Found")
        return {"commit_sha": "abc", "tag_name": self.server.tag_name, "multi_user": self.server.multi_user}

    def check_namespace(self, namespace: str | None) -> None:
        if not self.server.multi_user:
            return
        if not namespace:
            raise RefusalError(400, "Invalid input error: In multi-user mode, a namespace must be specified")
        if namespace not in self.server.namespaces:
            raise RefusalError(403, f"User 'me' is not authorized in namespace {namespace}: Bearer abcdef.secret")

    def pipeline_by_name(self, name: str, query: dict[str, str], **_: Any) -> Any:
        self.check_namespace(query.get("namespace"))
        for pipeline in self.server.pipelines.values():
            if pipeline.display_name == name:
                return pipeline
        raise RefusalError(404, f"ResourceNotFoundError: Pipeline {name} not found.")

    def create_pipeline(self, body: bytes, **_: Any) -> Any:
        pipeline = read("V2beta1Pipeline", body)
        self.check_namespace(pipeline.namespace)
        if any(each.display_name == pipeline.display_name for each in self.server.pipelines.values()):
            raise RefusalError(409, f"Already exist error: pipeline {pipeline.display_name}")
        pipeline.pipeline_id, pipeline.created_at = str(uuid.uuid4()), NOW
        self.server.pipelines[pipeline.pipeline_id] = pipeline
        return pipeline

    def upload_version(self, query: dict[str, str], body: bytes) -> Any:
        content = body.split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n--", 1)[0]
        if query["pipelineid"] not in self.server.pipelines:
            raise RefusalError(404, f"pipeline {query['pipelineid']} not found")
        if any(
            (each.pipeline_id, each.display_name) == (query["pipelineid"], query["name"])
            for each in self.server.versions.values()
        ):
            raise RefusalError(409, f"Already exist error: version {query['name']}")
        documents = list(yaml.safe_load_all(content))
        version = kfp_server_api.V2beta1PipelineVersion(
            pipeline_id=query["pipelineid"],
            pipeline_version_id=str(uuid.uuid4()),
            display_name=query["name"],
            name=query["name"],
            created_at=NOW,
            pipeline_spec={"pipeline_spec": documents[0], "platform_spec": documents[1]}
            if len(documents) > 1
            else documents[0],
        )
        self.server.versions[version.pipeline_version_id] = version
        return version

    def list_versions(self, pipeline_id: str, query: dict[str, str], **_: Any) -> Any:
        things = [each for each in self.server.versions.values() if each.pipeline_id == pipeline_id]
        found, token = page(things, query)
        return kfp_server_api.V2beta1ListPipelineVersionsResponse(
            pipeline_versions=found or None, next_page_token=token
        )

    def get_version(self, pipeline_id: str, version_id: str, **_: Any) -> Any:
        found = self.server.versions.get(version_id)
        if found is None or found.pipeline_id != pipeline_id:
            raise RefusalError(404, f"version {version_id} not found")
        return found

    def list_experiments(self, query: dict[str, str], **_: Any) -> Any:
        self.check_namespace(query.get("namespace"))
        found, token = page(list(self.server.experiments.values()), query)
        return kfp_server_api.V2beta1ListExperimentsResponse(experiments=found or None, next_page_token=token)

    def create_experiment(self, body: bytes, **_: Any) -> Any:
        experiment = read("V2beta1Experiment", body)
        self.check_namespace(experiment.namespace)
        if any(each.display_name == experiment.display_name for each in self.server.experiments.values()):
            raise RefusalError(409, f"Already exist error: experiment {experiment.display_name}")
        experiment.experiment_id, experiment.created_at = str(uuid.uuid4()), NOW
        self.server.experiments[experiment.experiment_id] = experiment
        return experiment

    def list_runs(self, query: dict[str, str], **_: Any) -> Any:
        chosen = query.get("experiment_id")
        if chosen is None:
            self.check_namespace(query.get("namespace"))
        things = [each for each in self.server.runs.values() if chosen in (None, each.experiment_id)]
        found, token = page(things, query)
        return kfp_server_api.V2beta1ListRunsResponse(runs=found or None, next_page_token=token)

    def check_order(self, order: Any) -> None:
        version = self.server.versions.get(order.pipeline_version_reference.pipeline_version_id)
        if version is None or order.experiment_id not in self.server.experiments:
            raise RefusalError(404, "pipeline version or experiment not found")
        document = version.pipeline_spec.get("pipeline_spec", version.pipeline_spec)
        known = document["root"].get("inputDefinitions", {}).get("parameters", {})
        unknown = set(order.runtime_config.parameters or {}) - set(known)
        if unknown:
            raise RefusalError(400, f"Invalid input error: unknown parameters {sorted(unknown)}")

    def create_run(self, body: bytes, **_: Any) -> Any:
        run = read("V2beta1Run", body)
        self.check_order(run)
        run.run_id, run.created_at, run.state = str(uuid.uuid4()), NOW, "PENDING"
        run.looks = 0
        self.server.runs[run.run_id] = run
        return run

    def known_run(self, run_id: str) -> Any:
        if run_id not in self.server.runs:
            raise RefusalError(404, f"ResourceNotFoundError: Run {run_id} not found.")
        return self.server.runs[run_id]

    def get_run(self, run_id: str, **_: Any) -> Any:
        run = self.known_run(run_id)
        run.looks = min(run.looks + 1, self.server.most_looks)
        if run.state in ("PENDING", "RUNNING"):
            ended = run.looks > self.server.looks_until_end
            run.state = ("FAILED" if self.server.failing else "SUCCEEDED") if ended else "RUNNING"
            run.finished_at = NOW + datetime.timedelta(minutes=5) if ended else None
        version = self.server.versions[run.pipeline_version_reference.pipeline_version_id]
        run.run_details = kfp_server_api.V2beta1RunDetails(task_details=self.tasks(run, version.pipeline_spec))
        return run

    def tasks(self, run: Any, spec: Any) -> list[Any]:
        document = spec.get("pipeline_spec", spec)
        names = run_order(document)
        closing = [name for name, task in document["root"]["dag"]["tasks"].items() if "triggerPolicy" in task]
        details = [self.task(run, "root", "RUNNING" if run.state == "RUNNING" else run.state, 0, ())]
        failed = False
        for number, name in enumerate(names):
            started = run.looks > number or run.state not in ("PENDING", "RUNNING")
            if not started or (failed and name not in closing):
                continue
            state = "RUNNING" if run.looks == number + 1 and run.state == "RUNNING" else "SUCCEEDED"
            if run.state == "CANCELED":
                state = "CANCELED"
            if run.state == "FAILED" and name in self.server.failing:
                state, failed = "FAILED", True
            executor = self.task(run, "executor", state, 100 + number, ())
            details += [
                self.task(run, f"{name}-driver", "SUCCEEDED", 200 + number, ()),
                self.task(run, name, state, 300 + number, (executor,)),
                executor,
            ]
        return details

    def task(self, run: Any, name: str, state: str, number: int, children: tuple[Any, ...]) -> Any:
        start = NOW + datetime.timedelta(seconds=number)
        ended = state not in ("RUNNING", "PENDING")
        message = self.server.failing.get(name, "Error (exit code 1)") if state == "FAILED" else None
        return kfp_server_api.V2beta1PipelineTaskDetail(
            run_id=run.run_id,
            task_id=f"{run.run_id}-{number}",
            display_name=name,
            create_time=start,
            start_time=start,
            end_time=start + datetime.timedelta(seconds=90) if ended else None,
            state=state,
            pod_name=f"work-x7k2p-{number}",
            error=kfp_server_api.GoogleRpcStatus(code=2, message=message) if message else None,
            child_tasks=[kfp_server_api.PipelineTaskDetailChildTask(pod_name=child.pod_name) for child in children]
            or None,
        )

    def terminate_run(self, run_id: str, **_: Any) -> Any:
        self.known_run(run_id).state = "CANCELED"
        return {}

    def retry_run(self, run_id: str, **_: Any) -> Any:
        run = self.known_run(run_id)
        if run.state not in ("FAILED", "CANCELED"):
            raise RefusalError(400, f"Workflow must be Failed/Error to retry; it is {run.state}")
        run.state, run.looks = "RUNNING", 0
        self.server.failing = {}
        return {}

    def list_schedules(self, query: dict[str, str], **_: Any) -> Any:
        chosen = query.get("experiment_id")
        things = [each for each in self.server.schedules.values() if chosen in (None, each.experiment_id)]
        found, token = page(things, query)
        return kfp_server_api.V2beta1ListRecurringRunsResponse(recurring_runs=found or None, next_page_token=token)

    def create_schedule(self, body: bytes, **_: Any) -> Any:
        schedule = read("V2beta1RecurringRun", body)
        self.check_order(schedule)
        cron = schedule.trigger.cron_schedule
        if cron is not None and len(cron.cron.split()) != 6:
            raise RefusalError(400, f"Invalid input error: cron {cron.cron!r} has not six fields")
        schedule.recurring_run_id, schedule.created_at = str(uuid.uuid4()), NOW
        schedule.status = "ENABLED" if schedule.mode == "ENABLE" else "DISABLED"
        self.server.schedules[schedule.recurring_run_id] = schedule
        return schedule

    def known_schedule(self, schedule_id: str) -> Any:
        if schedule_id not in self.server.schedules:
            raise RefusalError(404, f"ResourceNotFoundError: RecurringRun {schedule_id} not found.")
        return self.server.schedules[schedule_id]

    def get_schedule(self, schedule_id: str, **_: Any) -> Any:
        return self.known_schedule(schedule_id)

    def switch_schedule(self, schedule_id: str, way: str, **_: Any) -> Any:
        self.known_schedule(schedule_id).status = "ENABLED" if way == "enable" else "DISABLED"
        return {}

    def delete_schedule(self, schedule_id: str, **_: Any) -> Any:
        self.known_schedule(schedule_id)
        del self.server.schedules[schedule_id]
        return {}

    def list_artifact_tasks(self, query: dict[str, str], **_: Any) -> Any:
        """Give the links of one artifact a page, as a server with many would."""
        if self.server.artifacts is None:
            raise RefusalError(404, "Not Found")
        places = [place for place, each in enumerate(self.server.artifacts) if each["run_id"] == query["run_ids"]]
        page = int(query.get("page_token", "0"))
        links = [{"artifact_id": f"artifact/{place}", "run_id": query["run_ids"]} for place in places[page : page + 1]]
        return {"artifact_tasks": links, "next_page_token": str(page + 1) if page + 1 < len(places) else ""}

    def get_artifact(self, artifact_id: str, **_: Any) -> Any:
        found = (self.server.artifacts or [])[int(artifact_id.rpartition("/")[2])]
        return {name: value for name, value in found.items() if name != "run_id"}

    def log(self, run_id: str, pod: str, **_: Any) -> Any:
        self.known_run(run_id)
        for number, (task, template) in enumerate(self.templates(run_id)):
            if pod == f"work-x7k2p-{template}system-container-impl-{100 + number}" and task in self.server.logs:
                return self.server.logs[task]
        raise RefusalError(404, f'pods "{pod}" not found')

    def templates(self, run_id: str) -> Iterator[tuple[str, str]]:
        """Give the tasks of a run, each with what the name of its template begins with."""
        reference = self.server.runs[run_id].pipeline_version_reference
        both = self.server.versions[reference.pipeline_version_id].pipeline_spec
        document, platform = both.get("pipeline_spec", both), both.get("platform_spec")
        pods = platform["platforms"]["kubernetes"].get("deploymentSpec", {}).get("executors", {}) if platform else {}
        for task in run_order(document):
            metadata = pods.get(f"exec-{task}", {}).get("podMetadata")
            counts = [len((metadata or {}).get(kind, {})) for kind in ("annotations", "labels")]
            yield task, "metadata-{}-{}-".format(*counts) if metadata is not None else ""


LOGIN_PAGE = """<!DOCTYPE html><html><body><form method="post" action="{action}">
<input required id="login" name="login" type="text"/><input required id="password" name="password" type="password"/>
<input type="hidden" name="state" value="kept"/><button type="submit">Login</button></form>{problem}</body></html>"""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True
    kubeflow: KubeflowServer

    def do_GET(self) -> None:
        self.handle_request()

    def do_POST(self) -> None:
        self.handle_request()

    def do_DELETE(self) -> None:
        self.handle_request()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the library's signature
        return format_datetime(NOW + datetime.timedelta(minutes=10) + self.kubeflow.clock_skew, usegmt=True)

    def handle_request(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        server = self.kubeflow
        asked = f"{self.command} {parts.path}"
        with server.lock:
            server.asked[asked] += 1
            server.headers_seen.append(dict(self.headers.items()))
        fault = server.next_fault(asked)
        if fault is not None and fault.kind == "unread":
            self.break_down(fault, b"")
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if fault is not None and not fault.done:
            self.break_down(fault, b"")
            return
        status, kind, content = self.outcome(asked, parts.path, query, body)
        if fault is not None:
            self.break_down(fault, content)
        else:
            self.reply(status, kind, content)

    def outcome(self, asked: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        if path.startswith(("/dex/", "/oauth2/", "/callback")):
            return self.sign_in(asked, path, query, body)
        refused = self.stranger(path)
        if refused is not None:
            return refused
        if not path.startswith(f"{BASE}/apis/"):
            return self.user_interface(path, query)
        try:
            answer = Api(self.kubeflow).answer(self.command, path.removeprefix(BASE), query, body)
        except RefusalError as refusal:
            problem = {"error": refusal.message, "code": 5, "message": refusal.message, "details": []}
            return refusal.status, "application/json", json.dumps(problem).encode()
        if isinstance(answer, str):
            return 200, "text/plain", answer.encode()
        return 200, "application/json", write(answer)

    def user_interface(self, path: str, query: dict[str, str]) -> tuple[int, str, bytes]:
        """Give a page, or what the object store has: of a type that no browser draws."""
        server = self.kubeflow
        if path != f"{BASE}/artifacts/get":
            return 200, "text/html", b"<!doctype html><html><body>Kubeflow</body></html>"
        if server.multi_user and query.get("namespace") not in server.namespaces:
            return 403, "text/plain", b"Namespace parameter is required when authentication is enabled"
        uri = "{source}://{bucket}/{key}".format_map(query)
        if uri not in server.stored:
            return 500, "text/plain", b"Failed to get object in bucket: The specified key does not exist."
        return 200, "application/octet-stream", server.stored[uri].encode()

    def stranger(self, path: str) -> tuple[int, str, bytes] | None:
        """Send those away who do not say who they are."""
        server = self.kubeflow
        if server.tokens is not None:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            if token not in server.tokens:
                sent = dict(self.headers.items()) if server.repeats_headers else {}
                problem = f"Unauthenticated: Bearer {token} {sent.get('Authorization')} <{token}> {sent.get('Cookie')}"
                return 401, "application/json", json.dumps({"message": problem}).encode()
        if server.passwords is not None:
            cookies = dict(part.strip().split("=", 1) for part in self.headers.get("Cookie", "").split(";") if part)
            if cookies.get("session") not in server.sessions:
                if server.proxy == "oauth2":
                    return 403, "text/html", b"<!DOCTYPE html><html>Sign in with Dex</html>"
                return self.redirect(f"/dex/auth?client_id=kubeflow&redirect_uri=/callback&state={path}")
        return None

    def sign_in(  # noqa: PLR0911 - a page each
        self, asked: str, path: str, query: dict[str, str], body: bytes
    ) -> tuple[int, str, bytes]:
        server = self.kubeflow
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if path == "/oauth2/start":
            return self.redirect("/dex/auth?client_id=kubeflow&state=s")
        if path == "/dex/auth":
            if server.proxy == "oauth2":
                links = b'<a href="/dex/auth/google?x=1">Google</a><a href="/dex/auth/local?x=1">Email</a>'
                return 200, "text/html", b"<html><body>" + links + b"</body></html>"
            return self.redirect("/dex/auth/local?req=r1")
        if asked == "GET /dex/auth/local":
            return 200, "text/html", LOGIN_PAGE.format(action="/dex/auth/local?req=r1&amp;back=", problem="").encode()
        if asked == "POST /dex/auth/local":
            assert form.get("state") == "kept"
            if (server.passwords or {}).get(form.get("login", "")) != form.get("password"):
                text = LOGIN_PAGE.format(action="/dex/auth/local?req=r1", problem="Invalid Email Address and password.")
                return 200, "text/html", text.encode()
            return self.redirect("/callback?code=c1", 303)
        if path == "/callback":
            session = str(uuid.uuid4())
            server.sessions.add(session)
            self.extra = {"Set-Cookie": f"session={session}; Path=/; HttpOnly"}
            return self.redirect("/pipeline/", keep=True)
        return 404, "text/plain", str(query).encode()

    extra: dict[str, str] = {}  # noqa: RUF012 - set anew by every request

    def redirect(self, place: str, status: int = 302, *, keep: bool = False) -> tuple[int, str, bytes]:
        self.extra = {**(self.extra if keep else {}), "Location": place}
        return status, "text/html", b"<a href='" + place.encode() + b"'>Found</a>."

    def reply(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        for name, value in self.extra.items():
            self.send_header(name, value)
        self.extra = {}
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def break_down(self, fault: Fault, content: bytes) -> None:
        if fault.kind == "status":
            self.extra = fault.headers
            self.reply(fault.status, "application/json", b'{"message": "injected, Authorization: Bearer top.secret"}')
        elif fault.kind == "html":
            self.reply(200, "text/html", b"<!DOCTYPE html><html><body>Sign in</body></html>")
        elif fault.kind == "garbage":
            self.reply(200, "application/json", b'{"run_id": "cut of')
        elif fault.kind == "slow":
            time.sleep(fault.seconds)
            self.close_connection = True
        elif fault.kind in ("reset", "unread"):
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
        elif fault.kind == "cut":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(content[:40] or b"{")
            self.wfile.flush()
            self.close_connection = True


@contextmanager
def serving() -> Iterator[KubeflowServer]:
    """Give a server that answers until the block ends."""
    server = KubeflowServer()
    listening = serve(server)
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()


class QuietServer(ThreadingHTTPServer):
    """A server that says nothing of connections that it breaks itself."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def serve(server: KubeflowServer) -> QuietServer:
    """Start to answer, in a thread, on a port that is free."""
    handler = type("BoundHandler", (Handler,), {"kubeflow": server})
    listening = QuietServer(("127.0.0.1", 0), handler)
    server.port = listening.server_address[1]
    threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return listening
