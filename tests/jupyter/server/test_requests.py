"""The extension in a real Jupyter server, over HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.jupyter.server.jupyter_process import TOKEN, JupyterServer
from tests.jupyter.server.notebooks import code, document, tagged

import kale

NOTEBOOK = document(
    code("import math", "imports"),
    code("n: int = 3", "parameters"),
    code("x = [n, 2]", "step:make"),
    code("print(sum(x), math.pi)", "step:tell"),
)


def asked(notebook: dict[str, Any] = NOTEBOOK, path: str = "work.ipynb", **facts: Any) -> dict[str, Any]:
    return {"path": path, "notebook": notebook, **facts}


@pytest.mark.smoke
def test_the_versions(jupyter: JupyterServer) -> None:
    assert jupyter.ask("version").json == {"version": kale.__version__, "protocol": 1}


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("version", None),
        ("view", asked()),
        ("edit", asked(action={"kind": "delete_step", "step": "make"})),
        ("preview", asked()),
        ("compile", asked()),
        ("profiles", None),
        ("runs", None),
        ("runs", asked(where="local")),
        ("runs/abc", None),
        ("runs/abc/cancel", {}),
        ("runs/abc/steps/make/log", None),
        ("runs/abc/steps/make/report", None),
    ],
)
def test_strangers_are_told_nothing(jupyter: JupyterServer, address: str, body: Any) -> None:
    before = sorted(jupyter.root.rglob("*"))
    for token in (None, "wrong"):
        assert jupyter.ask(address, body, token=token).status == 403
    assert sorted(jupyter.root.rglob("*")) == before


@pytest.mark.smoke
def test_a_view_and_an_edit(jupyter: JupyterServer) -> None:
    found = jupyter.ask("view", asked()).json
    assert [step["name"] for step in found["steps"]] == ["make", "tell"]
    assert found["steps"][1]["needs"] == [{"step": "make", "variables": ["x"]}]
    action = {"kind": "rename_step", "step": "make", "to": "prepare"}
    assert jupyter.ask("edit", asked(action=action)).json["cells"] == [
        {"id": "c3", "tags": ["step:prepare"], "kale": {"change": False, "value": None}, "source": None}
    ]


BAD: list[tuple[str, Any, int, str]] = [
    ("view", [], 400, "valid"),
    ("view", {"path": "x"}, 400, "notebook"),
    ("view", {**asked(), "more": 1}, 400, "more"),
    ("edit", asked(action={"kind": "explode"}), 400, "explode"),
    (
        "edit",
        asked(document(kernelspec={"language": "julia"}), action={"kind": "delete_step", "step": "a"}),
        422,
        "julia",
    ),
    ("compile", asked(document(code("x = (", "step:a"))), 422, "no pipeline can be made"),
    ("preview", asked({}), 422, "nbformat"),
    ("view", asked(path="../work.ipynb"), 404, "outside"),
    ("compile", asked(path="../../work.ipynb"), 404, "outside"),
    ("compile", asked(path="a/../../work.ipynb"), 404, "outside"),
    ("compile", asked(path="a\0b.ipynb"), 404, "outside"),
    ("runs", asked(where="moon"), 400, "where"),
    ("runs", asked(where="local", parameters={"m": 1}), 422, "'m'"),
    ("runs", asked(where="local", parameters={"n": "many"}), 422, "'many'"),
    ("runs", asked(where="kubeflow"), 422, "no server is named"),
    ("runs", asked(where="kubeflow", profile="ghost"), 422, "'ghost'"),
    ("runs/0123456789abcdef/cancel", {}, 404, "there is no run"),
]


@pytest.mark.parametrize(("address", "body", "status", "message"), BAD)
def test_bad_requests(jupyter: JupyterServer, address: str, body: Any, status: int, message: str) -> None:
    found = jupyter.ask(address, body)
    assert found.status == status
    assert set(found.json) == {"message", "help", "problems"}
    assert message in found.json["message"]


def test_what_is_no_json(jupyter: JupyterServer) -> None:
    for raw in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
        found = jupyter.ask("view", raw=raw)
        assert (found.status, found.json["message"]) == (400, "the request is not JSON")


def test_problems_come_along_with_a_refusal(jupyter: JupyterServer) -> None:
    found = jupyter.ask("compile", asked(document(code("x = 1", "step:a"), code("y = (", "step:b")))).json
    assert [(p["slug"], p["cell"], p["line"]) for p in found["problems"]] == [("syntax-error", "c2", 1)]


def test_compiling_writes_what_the_command_line_writes(jupyter: JupyterServer) -> None:
    folder = jupyter.root / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "helper.py").write_text("def help(): return 1\n")
    (folder / "kale.toml").write_text('[compile]\nimage = "python:3.12-slim"\nparameters = { n = 5 }\n')
    notebook = document(*NOTEBOOK["cells"], code("import helper\nprint(helper.help())", "step:ask"))
    found = jupyter.ask("compile", asked(notebook, "deep/er/a b.ipynb"))
    assert found.json == {"path": "deep/er/a b.yaml", "diagnostics": []}
    (folder / "a b.ipynb").write_text(json.dumps(notebook))
    subprocess.run(
        [sys.executable, "-m", "kale", "compile", "a b.ipynb", "-o", "other.yaml"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert (folder / "a b.yaml").read_bytes() == (folder / "other.yaml").read_bytes()
    text = (folder / "a b.yaml").read_text()
    assert "python:3.12-slim" in text
    assert "helper" in text


def test_a_preview_says_what_has_changed(jupyter: JupyterServer) -> None:
    path = "preview.ipynb"
    first = jupyter.ask("preview", asked(path=path)).json
    assert first["changes"] is None
    assert [step["name"] for step in first["steps"]] == ["make", "tell"]
    assert "# from step 'make': x" in first["steps"][1]["source"]
    assert "print(sum(x), math.pi)" in first["steps"][1]["source"]
    assert not (jupyter.root / "preview.yaml").exists()
    jupyter.ask("compile", asked(path=path))
    assert (jupyter.root / "preview.yaml").read_text() == first["yaml"]
    assert jupyter.ask("preview", asked(path=path)).json["changes"] == ""
    changed = document(*NOTEBOOK["cells"][:3], code("print(max(x))", "step:tell"))
    changes = jupyter.ask("preview", asked(changed, path)).json["changes"].splitlines()
    assert any(line.startswith("+") and "max(x)" in line for line in changes)
    broken = jupyter.ask("preview", asked(document(code("x = (", "step:a")), path)).json
    assert (broken["yaml"], broken["steps"], broken["changes"]) == ("", [], None)
    assert broken["problems"]


@pytest.mark.skipif(os.name != "posix", reason="links need a right of their own elsewhere")
def test_compiling_follows_no_link(jupyter: JupyterServer, tmp_path: Path) -> None:
    victim = tmp_path / "precious"
    victim.write_text("mine")
    (jupyter.root / "linked.yaml").symlink_to(victim)
    found = jupyter.ask("compile", asked(path="linked.ipynb"))
    assert "is a link" in found.json["message"]
    assert victim.read_text() == "mine"


def test_nothing_is_written_by_looking(jupyter: JupyterServer) -> None:
    before = sorted(jupyter.root.rglob("*"))
    for address, facts in (
        ("view", {}),
        ("preview", {}),
        ("edit", {"action": {"kind": "delete_step", "step": "make"}}),
    ):
        assert jupyter.ask(address, asked(path="untouched.ipynb", **facts)).status == 200
    assert sorted(jupyter.root.rglob("*")) == before


def test_profiles_without_their_secrets(jupyter: JupyterServer) -> None:
    folder = jupyter.root / "profiles"
    folder.mkdir()
    settings = folder / "kale.toml"
    settings.write_text(
        'profile = "team"\n'
        '[profiles.team]\nhost = "https://kf.example.org/pipeline"\nnamespace = "us"\ntoken = "s3cr3t-t0ken"\n'
        '[profiles.broken]\nhost = "https://me:s3cr3t@example.org"\n'
        '[profiles.empty]\nnamespace = "them"\n'
    )
    settings.chmod(0o600)
    found = jupyter.ask("profiles?path=profiles/work.ipynb")
    assert b"s3cr3t" not in found.body
    by_name = {each["name"]: each for each in found.json["profiles"]}
    assert found.json["default"] == "team"
    assert by_name["team"] == {
        "name": "team",
        "host": "https://kf.example.org/pipeline",
        "namespace": "us",
        "fault": None,
    }
    assert "no user and no password" in by_name["broken"]["fault"]
    assert "no server is named" in by_name["empty"]["fault"]
    settings.write_text("profile = [")
    assert "is not TOML" in jupyter.ask("profiles?path=profiles/work.ipynb").json["profiles"][0]["fault"]
    settings.write_text("")
    assert jupyter.ask("profiles").json["default"] == "default"


def test_a_large_notebook_does_not_hold_up_others(jupyter: JupyterServer) -> None:
    large = document(*(code(f"x{number} = {number}", "step:s" if not number else "") for number in range(1200)))
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(jupyter.ask, "view", asked(large))
        quick = [jupyter.ask("version").status for _ in range(5)]
        assert quick == [200] * 5
        assert len(waiting.result().json["cells"]) == 1200


def test_two_pages_may_ask_at_once(jupyter: JupyterServer) -> None:
    notebooks = [tagged(*(f"step:s{number}" for number in range(size))) for size in range(1, 9)]
    with ThreadPoolExecutor() as threads:
        answers = list(threads.map(lambda notebook: jupyter.ask("view", asked(notebook)).json, notebooks))
    assert [len(answer["steps"]) for answer in answers] == list(range(1, 9))


def test_other_sites_cannot_ask_with_the_cookies_of_the_user(jupyter: JupyterServer) -> None:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    site = f"http://127.0.0.1:{jupyter.port}/user/me"
    with browser.open(f"{site}/kale/version?token={TOKEN}", timeout=30) as answer:
        assert answer.status == 200
    with browser.open(f"{site}/kale/version", timeout=30) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError) as caught:
        browser.open(f"{site}/kale/view", json.dumps(asked()).encode(), timeout=30)
    with caught.value as error:
        assert error.code == 403
