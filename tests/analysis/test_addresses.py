"""Steps that touch the same address wait for each other, and hand nothing over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kale.pipeline import EdgeKind

Analysed = Callable[[str], Any]

_IMPORTS = "# %% imports\nimport fsspec\nimport pandas as pd\nBASE = 'gs://sales/run'\n# %% make\ndf = pd.DataFrame()\n"


@pytest.mark.parametrize(
    ("writes", "reads", "address"),
    [
        pytest.param("df.to_csv('s3://b/x.csv')", "pd.read_csv('s3://b/x.csv')", "s3://b/x.csv", id="literal"),
        pytest.param(
            "df.to_csv(f'{BASE}/x.csv')", "pd.read_csv(BASE + '/x.csv')", "gs://sales/run/x.csv", id="put together"
        ),
        pytest.param(
            "for i in range(2):\n    df.to_csv(f's3://b/p-{i}.csv')",
            "pd.read_csv('s3://b/p-1.csv')",
            "s3://b/p-*.csv",
            id="known in parts",
        ),
        pytest.param("df.to_parquet('s3://b/x')", "pd.read_parquet('s3://b/x/part')", "s3://b/x", id="folder"),
        pytest.param(
            "with fsspec.open('s3://b/x', 'w') as f:\n    f.write('1')",
            "fsspec.open('s3://b/x').open()",
            "s3://b/x",
            id="opened",
        ),
        pytest.param("df.to_csv('s3://b/x.csv')", "load('s3://b/x.csv')", "s3://b/x.csv", id="mentioned"),
    ],
)
def test_who_reads_waits_for_who_writes(outline: Analysed, writes: str, reads: str, address: str) -> None:
    found = outline(
        f"{_IMPORTS}# %% functions\ndef load(a):\n    return pd.read_csv(a)\n# %% a\n{writes}\n# %% b\n{reads}"
    )
    (edge,) = (edge for edge in found.analysis.edges if edge.target == "b")
    (reason,) = edge.reasons
    assert (edge.source, reason.kind, reason.variable) == ("a", EdgeKind.ORDER, address)
    assert (reason.made.cell, reason.used.cell) == (4, 5)
    assert found.loads("b") == []
    assert found.codes == []


def test_who_writes_waits_for_who_has_read(outline: Analysed) -> None:
    notebook = (
        "# %% a\npd.read_csv('s3://b/x.csv')\n# %% b\ndf.to_csv('s3://b/x.csv')\n# %% c\ndf.to_csv('s3://b/x.csv')"
    )
    found = outline(_IMPORTS + notebook)
    assert found.edges["a>b"] == ["s3://b/x.csv"]
    assert found.edges["b>c"] == ["s3://b/x.csv"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("pd.read_csv('s3://b/x.csv')", "pd.read_csv('s3://b/x.csv')", id="two that read"),
        pytest.param("df.to_csv('s3://b/x.csv')", "pd.read_csv('s3://b/y.csv')", id="another address"),
        pytest.param("df.to_csv('s3://b/x.csv')", "pd.read_csv('gs://b/x.csv')", id="another store"),
        pytest.param("df.to_csv(f's3://b/{id(df)}')", "df.to_csv(f's3://b/{id(df)}')", id="patterns that are written"),
    ],
)
def test_others_stay_parallel(outline: Analysed, first: str, second: str) -> None:
    found = outline(f"{_IMPORTS}# %% a\n{first}\n# %% b\n{second}")
    assert "a>b" not in found.edges


def test_an_address_of_which_nothing_is_shown_is_a_note(outline: Analysed) -> None:
    found = outline(f"{_IMPORTS}# %% a\ndf.to_csv(f's3://{{input()}}/x.csv')\n# %% b\npd.read_csv('s3://b/x.csv')")
    assert found.codes == ["K114"]
    assert "a>b" not in found.edges
