"""What is secret is neither printed nor logged nor put into a pipeline, whatever goes wrong."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from typing import Final

import pytest
import yaml
from click.testing import CliRunner, Result
from tests.engines.kubeflow.server import KubeflowServer

from kale.cli.group import kale

SECRET: Final = "hunter2-is-very-secret"  # noqa: S105 - made up
COMMANDS: Final = (
    ("config",),
    ("config", "--json"),
    ("upload",),
    ("submit", "--wait", "--json"),
    ("runs",),
    ("schedule",),
)

ENVIRONMENTS: Final[dict[str, dict[str, str]]] = {
    "token": {"KALE_TOKEN": SECRET},
    "token of two lines": {"KALE_TOKEN": f"{SECRET}\nmore"},
    "token and password": {"KALE_TOKEN": SECRET, "KALE_USERNAME": "me", "KALE_PASSWORD": SECRET},
    "password": {"KALE_USERNAME": "me", "KALE_PASSWORD": SECRET},
    "password without a name": {"KALE_PASSWORD": SECRET},
    "cookies": {"KALE_COOKIES": f"session={SECRET}; other={SECRET}2"},
    "cookies that no header carries": {"KALE_COOKIES": f"session={SECRET}\x07"},
    "host": {"KALE_HOST": f"http://me:{SECRET}@127.0.0.1:1"},
    "proxy": {"KALE_PROXY": f"http://me:{SECRET}@127.0.0.1:1"},
    "command": {"KALE_TOKEN_COMMAND": f"{sys.executable} -c 'import sys; sys.exit(3)' --key {SECRET}"},
    "command with a variable": {"KALE_TOKEN_COMMAND": f"KEY={SECRET} print-token"},
    "command that prints it": {"KALE_TOKEN_COMMAND": f"{sys.executable} -c 'print(\"{SECRET}\")'"},
    "command that prints two lines": {"KALE_TOKEN_COMMAND": f"{sys.executable} -c 'print(\"{SECRET}\\n{SECRET}\")'"},
    "password command": {"KALE_USERNAME": "me", "KALE_PASSWORD_COMMAND": f"{sys.executable} -c 'print(\"{SECRET}\")'"},
    "client of a proxy": {"KALE_IAP_CLIENT_ID": "i", "KALE_APP_CLIENT_ID": "a", "KALE_APP_CLIENT_SECRET": SECRET},
}
FILES: Final = {
    "broken": f'password = "{SECRET}\n',
    "broken later": f'password = "{SECRET}"\nusername = \n',
    "twice": f'password = "{SECRET}"\npassword = "{SECRET}"\n',
    "not a text": f'password = ["{SECRET}"]\nusername = "me"\n',
    "not private": f'token = "{SECRET}"\n',
    "mistyped": f'pasword = "{SECRET}"\n',
    "in a table that is none": f'profiles = "{SECRET}"\n',
    "where a flag belongs": f'[submit]\ntoken = "{SECRET}"\n',
}


def shown(result: Result) -> str:
    """Give all that a user, or whoever sees a traceback, gets to see."""
    error = result.exception
    return result.stdout + result.stderr + ("".join(traceback.format_exception(error)) if error else "")


def call(words: tuple[str, ...], notebook: Path, environment: dict[str, str] | None = None) -> Result:
    verb, *options = words
    path = str(notebook)
    takes = {"upload": (path,), "submit": (path,), "schedule": (path, "--every", "1d")}
    arguments = [verb, *takes.get(verb, ()), *options]
    return CliRunner().invoke(kale, arguments, prog_name="kale", env=environment)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty directory, and without Google, whose library opens a browser."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("kfp.client.auth.get_auth_token", refuse)


def refuse(*arguments: object) -> None:
    raise ValueError(f"invalid_client: {arguments}")


@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize("known", [True, False])
def test_secrets_in_the_environment(
    server: KubeflowServer, notebook: Path, caplog: pytest.LogCaptureFixture, name: str, known: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    if not known:
        server.tokens, server.repeats_headers = {"another"}, True
    results = [call(words, notebook, ENVIRONMENTS[name]) for words in COMMANDS]
    assert [shown(each) for each in results if SECRET in shown(each)] == []
    assert SECRET not in caplog.text
    assert all(each.exit_code in (0, 2) for each in results)
    uploaded = yaml.safe_dump([version.pipeline_spec for version in server.versions.values()])
    assert SECRET not in uploaded


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("own", [True, False])
def test_secrets_in_files(server: KubeflowServer, notebook: Path, tmp_path: Path, name: str, own: bool) -> None:
    file = tmp_path / ("home/kale/config.toml" if own else "kale.toml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(FILES[name], encoding="utf-8")
    file.chmod(0o644 if name == "not private" else 0o600)
    results = [call(words, notebook) for words in COMMANDS]
    assert [shown(each) for each in results if SECRET in shown(each)] == []
    assert {2} <= {each.exit_code for each in results}
    assert not server.asked or name == "where a flag belongs"
