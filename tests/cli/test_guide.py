"""The commands of the guide to a cluster on one's own machine, against a server on this machine."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.engines.kubeflow.server import KubeflowServer

from kale.cli.group import kale

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "how-to" / "local-cluster.md").read_text(encoding="utf-8")


def test_the_examples_are_submitted(server: KubeflowServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    commands = [line for line in re.findall(r"(?m)^kale (.+)$", GUIDE) if "--profile" not in line]
    assert len(commands) >= 9
    for line in commands:
        done = CliRunner().invoke(kale, shlex.split(line), prog_name="kale")
        assert done.exit_code == 0, (line, done.stderr)
    assert sorted(pipeline.display_name for pipeline in server.pipelines.values()) == ["quickstart", "seasons", "wine"]
    assert [schedule.display_name for schedule in server.schedules.values()] == ["hourly"]
    images = {
        executor["container"]["image"]
        for version in server.versions.values()
        for executor in version.pipeline_spec["deploymentSpec"]["executors"].values()
    }
    assert images == {"python:3.11-slim", "kale-examples:1"}
