"""One trial of a case: both sides run, and the test fails with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from tests.equivalence.case import Case
from tests.equivalence.conversion import Conversion
from tests.equivalence.forking import ForkServer
from tests.equivalence.time_limit import time_limit
from tests.equivalence.truth import run_truth
from tests.equivalence.verdict import problems

SECONDS: Final = 45

Convert: TypeAlias = Callable[[Case, Path], Conversion]


def try_case(case: Case, server: ForkServer, folder: Path, convert: Convert) -> None:
    """Run a case as a notebook and as a pipeline, and let the test fail where they differ.

    Args:
        case: The case.
        server: A server that has IPython, for the notebook.
        folder: Empty folder for both sides.
        convert: Makes the pipeline and runs it in a folder that it is given.
    """
    for side in ("truth", "pipeline"):
        (folder / side).mkdir()
    truth = run_truth(case, server, folder / "truth")
    with time_limit(SECONDS, case.name):
        conversion = convert(case, folder / "pipeline")
    wrong = problems(case, truth, conversion)
    if wrong:
        pytest.fail("\n".join((f"{case.name}: {case.note}", *wrong)), pytrace=False)
