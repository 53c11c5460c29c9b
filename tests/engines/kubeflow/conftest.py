"""A server for each test, and ways to talk to it that wait for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from tests.engines.kubeflow.server import KubeflowServer, serving

from kale.emit import compile_pipeline
from kale.engines.kubeflow import Cluster, Package, package_of
from kale.engines.kubeflow.connection import Connection
from kale.pipeline import (
    CodeBlock,
    Edge,
    EdgeKind,
    Load,
    Parameter,
    ParameterType,
    Pipeline,
    PipelineOptions,
    Range,
    Reason,
    Run,
    Save,
    Step,
    TakeParameter,
)
from kale.profiles import Profile

Connect: TypeAlias = Callable[..., Cluster]


@pytest.fixture
def server() -> Iterator[KubeflowServer]:
    """A server on this machine."""
    with serving() as found:
        yield found


@pytest.fixture
def pauses() -> list[float]:
    """The pauses that were asked for, none of which was made."""
    return []


@pytest.fixture
def connect(server: KubeflowServer, pauses: list[float]) -> Iterator[Connect]:
    """Connect to the server; keyword arguments are settings of the profile."""
    opened: list[Cluster] = []

    def open_cluster(patience: float = 30.0, **settings: Any) -> Cluster:
        cluster = Cluster(Profile.model_validate({"host": server.host, "request_timeout": 5, **settings}))
        connection = cluster.connection
        assert isinstance(connection, Connection)
        connection.pause, connection.patience = pauses.append, patience
        opened.append(cluster)
        return cluster

    yield open_cluster
    for cluster in opened:
        cluster.close()


@pytest.fixture(scope="session")
def package() -> Package:
    """A pipeline of two steps with parameters."""
    return package_of(compile_pipeline(two_steps()))


def two_steps(name: str = "work", text: str = "x = epochs") -> Pipeline:
    save = Save(artifact="x", variables=("x",))
    load = Load(producer="Load data", artifact="x", variables=("x",))
    return Pipeline(
        name=name,
        display_name=name.title(),
        source="work.ipynb",
        parameters=(
            Parameter(name="epochs", type=ParameterType.INT, default=3, range=Range(at_least=1)),
            Parameter(name="note", type=ParameterType.STR, default=None, optional=True),
            Parameter(name="Épochs", type=ParameterType.FLOAT, default=0.5),
        ),
        steps=(
            Step(
                name="Load data",
                plan=(
                    *(TakeParameter(name=parameter) for parameter in ("epochs", "note", "Épochs")),
                    Run(code=CodeBlock(cell=2, text=text)),
                    save,
                ),
            ),
            Step(name="train", plan=(load, Run(code=CodeBlock(cell=3, text="print(x)"), metrics=True))),
        ),
        edges=(Edge(source="Load data", target="train", reasons=(Reason(kind=EdgeKind.VALUE, variable="x"),)),),
        options=PipelineOptions(experiment="Trials"),
    )
