"""Files reach the steps that read them, not only because steps share a folder on this machine."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from tests.equivalence.case import Case
from tests.equivalence.conversion import run_in_containers
from tests.equivalence.forking import ForkServer
from tests.equivalence.trial import try_case


def test_case(separate_case: Case, notebook_server: ForkServer, tmp_path: Path) -> None:
    if separate_case.files:
        pytest.skip("what stands beside the notebook is not in a container, unless the notebook includes it")
    try_case(separate_case, notebook_server, tmp_path, partial(run_in_containers, server=notebook_server))
