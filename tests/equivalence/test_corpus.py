"""Every case of the corpus: the pipeline computes what the notebook computes, or says why it cannot."""

from __future__ import annotations

from pathlib import Path

from tests.equivalence.case import Case
from tests.equivalence.conversion import run_conversion
from tests.equivalence.forking import ForkServer
from tests.equivalence.trial import try_case


def test_case(case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    try_case(case, notebook_server, tmp_path, run_conversion)


def test_sample(sample: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    try_case(sample, notebook_server, tmp_path, run_conversion)
