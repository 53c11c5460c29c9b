"""Notebooks for the command line, from a few words, and a way to call it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner
from tests.engines.kubeflow.server import KubeflowServer, serve

from kale.cli.group import kale

WriteNotebook: TypeAlias = Callable[..., Path]


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


CallKale: TypeAlias = Callable[..., Outcome]


@pytest.fixture
def write_notebook(tmp_path: Path) -> WriteNotebook:
    """Write a notebook of cells given as (tags, source)."""

    def write(*cells: tuple[str, str], name: str = "work.ipynb", metadata: dict[str, object] | None = None) -> Path:
        path = tmp_path / name
        notebook = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"cell-{number}",
                    "execution_count": None,
                    "metadata": {"tags": tags.split()},
                    "outputs": [],
                    "source": source,
                }
                for number, (tags, source) in enumerate(cells)
            ],
            "metadata": metadata or {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CallKale:
    """Call the command line in this process, in an empty directory."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object, environment: Mapping[str, str | None] | None = None) -> Outcome:
        words = [str(argument) for argument in arguments]
        result = CliRunner().invoke(kale, words, prog_name="kale", env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Outcome(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[KubeflowServer]:
    """A server on this machine, which the environment names."""
    found = KubeflowServer(looks_until_end=1)
    listening = serve(found)
    monkeypatch.setenv("KALE_HOST", found.host)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("kale.engines.kubeflow.connection.time.sleep", lambda _: None)
    yield found
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def notebook(write_notebook: WriteNotebook) -> Path:
    """A notebook of two steps and a parameter."""
    return write_notebook(
        ("parameters", "epochs = 3"),
        ("step:load", "total = epochs - 3"),
        ("step:fit", "print(1 / total)"),
        metadata={"kale": {"experiment_name": "Trials"}},
    )
