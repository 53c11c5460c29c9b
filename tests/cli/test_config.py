"""Settings of a server and options of commands, from files, with their sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.cli.conftest import CallKale
from tests.engines.kubeflow.server import KubeflowServer


def test_settings_and_their_sources(call: CallKale, server: KubeflowServer, tmp_path: Path) -> None:
    (tmp_path / "kale.toml").write_text('token = "very-secret"\n[profiles.live]\nnamespace = "team"\n')
    (tmp_path / "kale.toml").chmod(0o600)
    done = call("config", "--profile", "live")
    assert done.code == 0
    lines = [line.split(maxsplit=2) for line in done.out.splitlines()[3:]]
    assert lines == [
        ["host", server.host, "KALE_HOST"],
        ["namespace", "team", f"{tmp_path / 'kale.toml'} [profiles.live]"],
        ["token", "********", str(tmp_path / "kale.toml")],
    ]
    assert done.out.splitlines()[0] == "profile live, sign-in: token"
    document = json.loads(call("config", "--json").out)
    assert document["settings"]["host"] == {"value": server.host, "source": "KALE_HOST"}
    assert "very-secret" not in call("config", "--json").out + done.out


def test_settings_beside_a_notebook(call: CallKale, notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "home" / "kale").mkdir(parents=True)
    own = tmp_path / "home" / "kale" / "config.toml"
    own.write_text('host = "http://mine"\ntoken = "very-secret"\n')
    own.chmod(0o600)
    (tmp_path / "deep").mkdir()
    moved = notebook.rename(tmp_path / "deep" / notebook.name)
    (moved.parent / "kale.toml").write_text('verify_tls = false\nnamespace = "theirs"\n')
    here, there = (
        call("config", *arguments, environment={"XDG_CONFIG_HOME": str(tmp_path / "home"), "KALE_HOST": None})
        for arguments in ((), (moved, "--namespace", "team"))
    )
    assert ("sign-in: token" in here.out, "not used" in here.out) == (True, False)
    assert there.out.splitlines()[0] == "profile default, sign-in: none"
    assert re.search(r"namespace +team +--namespace\n", there.out)
    assert "not used: token of your own file, because a project's file decides where requests go" in there.out
    assert "very-secret" not in here.out + there.out


def test_a_file_of_options_does_not_choose_the_server(call: CallKale, server: KubeflowServer, notebook: Path) -> None:
    for key in ("host", "namespace", "profile"):
        (notebook.parent / "kale.toml").write_text(f'[submit]\n{key} = "http://theirs"\n')
        bad = call("submit", notebook)
        assert (bad.code, f"'{key}' belongs at the top of the file, or in a profile" in bad.err) == (2, True)
    assert not server.asked


def test_options_from_files(call: CallKale, server: KubeflowServer, notebook: Path, tmp_path: Path) -> None:
    settings = tmp_path / "kale.toml"
    settings.write_text('[submit]\nwait = true\nrun-name = "filed"\n[submit.parameters]\nepochs = 9\n')
    done = call("submit", notebook)
    assert "state  succeeded" in done.out
    (run,) = server.runs.values()
    assert (run.display_name, run.runtime_config.parameters) == ("filed", {"epochs": 9})
    call("submit", notebook, "--run-name", "own", "-p", "epochs=1")
    assert [run.display_name for run in server.runs.values()] == ["filed", "own"]
    assert [run.runtime_config.parameters for run in server.runs.values()] == [{"epochs": 9}, {"epochs": 1}]
    settings.write_text('[compile]\nimage = "python:3.12"\noutput = "from-file.yaml"\n')
    call("compile", notebook)
    assert "image: python:3.12" in (tmp_path / "from-file.yaml").read_text()
    for text, problem in (
        ("[submit]\nwiat = true\n", "'wiat' is not an option of kale submit; did you mean 'wait'"),
        ('[submit]\nwait = "yes"\n', "'wait' is true or false, not 'yes'"),
        ('[submit]\ntimeout = "long"\n', "'timeout' is not valid"),
        ("[submit]\nparameters = 3\n", "'parameters' is not a table"),
        ("submit = 3\n", "'submit' is not a table"),
    ):
        settings.write_text(text)
        bad = call("submit", notebook)
        assert (bad.code, problem in bad.err) == (2, True), bad.err
