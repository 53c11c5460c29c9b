"""Fixtures of the equivalence corpus, and the option that adds cases kept elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.equivalence.case import Case, read_case, read_sample
from tests.equivalence.forking import NOTEBOOK_LIBRARIES, ForkServer

CORPUS = Path(__file__).parent / "corpus"
ONE_IN = 10
"""Of how many cases one is run with a workspace, unless ``--equivalence-workspace`` asks for all."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--equivalence-samples",
        metavar="DIR",
        help="also run the cases of a folder of notebooks with JSON files beside them and an oracle_obs.py "
        "(the environment variable KALE_EQUIVALENCE_SAMPLES says the same)",
    )
    parser.addoption(
        "--equivalence-kernel",
        action="store_true",
        help="also check that the quick way to the truth gives what a Jupyter kernel gives (slow)",
    )
    parser.addoption(
        "--equivalence-workspace",
        action="store_true",
        help="hand the values of all cases on through a workspace too, not only those of some",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    # pytest knows the options only when this folder is named on its command line.
    kernel = metafunc.config.getoption("equivalence_kernel", default=False)
    workspace = metafunc.config.getoption("equivalence_workspace", default=False)
    samples = metafunc.config.getoption("equivalence_samples", default=None)
    if "case" in metafunc.fixturenames:
        _parametrize(metafunc, "case", _corpus())
    if "kernel_case" in metafunc.fixturenames:
        _parametrize(metafunc, "kernel_case", _corpus() if kernel else [])
    if "workspace_case" in metafunc.fixturenames:
        _parametrize(metafunc, "workspace_case", _corpus()[:: 1 if workspace else ONE_IN])
    if "separate_case" in metafunc.fixturenames:
        _parametrize(
            metafunc, "separate_case", [case for case in _corpus() if case.name.startswith(("files/", "ipython/"))]
        )
    if "sample" in metafunc.fixturenames:
        _parametrize(metafunc, "sample", _samples(samples or os.environ.get("KALE_EQUIVALENCE_SAMPLES")))


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    """A case of the corpus that this Python can read."""
    return _readable(request.param)


@pytest.fixture
def kernel_case(request: pytest.FixtureRequest) -> Case:
    """The same, only when ``--equivalence-kernel`` asks for it."""
    return _readable(request.param)


@pytest.fixture
def workspace_case(request: pytest.FixtureRequest) -> Case:
    """A case whose values go through a workspace."""
    return _readable(request.param)


@pytest.fixture
def separate_case(request: pytest.FixtureRequest) -> Case:
    """A case about files."""
    return _readable(request.param)


@pytest.fixture
def sample(request: pytest.FixtureRequest) -> Case:
    """A case that is kept elsewhere."""
    return _readable(request.param)


@pytest.fixture(scope="session")
def notebook_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """A server for notebooks, with the libraries that take long to import."""
    with ForkServer(tmp_path_factory.mktemp("notebooks"), NOTEBOOK_LIBRARIES) as server:
        yield server


@pytest.fixture(scope="session")
def plain_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkServer]:
    """A server for plain programs and for the commands of steps."""
    with ForkServer(tmp_path_factory.mktemp("programs")) as server:
        yield server


def _parametrize(metafunc: pytest.Metafunc, name: str, cases: list[Case]) -> None:
    metafunc.parametrize(name, cases, ids=[case.name for case in cases], indirect=True)


def _readable(case: Case) -> Case:
    if sys.version_info < case.python:
        pytest.skip(f"needs Python {'.'.join(map(str, case.python))}")
    return case


def _corpus() -> list[Case]:
    return [read_case(path) for path in sorted(CORPUS.glob("*/*.txt"))]


def _samples(folder: str | None) -> list[Case]:
    if folder is None:
        return []
    root = Path(folder).resolve()
    return [read_sample(path, root) for path in sorted(root.glob("*/*.ipynb"))]
