"""What a step should leave as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("notebook", "watched"),
    [
        pytest.param("# %% a\nx = [1]\n# %% b\ny_ = f(x)\n# %% c\nprint(x)", ["x"], id="read later"),
        pytest.param("# %% a\nx = [1]\n# %% b\ny_ = f(x)\n# %% c\nprint(1)", [], id="never read again"),
        pytest.param("# %% a\nx = [1]\n# %% b\nx.append(2)\n# %% c\nprint(x)", [], id="handed on"),
        pytest.param("# %% a\nx = 1\n# %% b\ny_ = f(x)\n# %% c\nprint(x)", [], id="a number"),
        pytest.param("# %% a\nx = [1]\n# %% c\nprint(x)\n# %% b\ny_ = f(x)", [], id="read before"),
        pytest.param("# %% a\nx = [1]\ny = [x]\n# %% b\ny_ = f(x)\n# %% c\nprint(y)", ["x"], id="read through another"),
        pytest.param("# %% functions\nX = [1]\n# %% b\ny_ = f(X)\n# %% c\nprint(X)", ["X"], id="made from code"),
        pytest.param(
            "# %% functions\nX = 1\ndef g(): pass\n# %% b\ny_ = f(X, g)\n# %% c\nprint(X, g)", [], id="definitions"
        ),
    ],
)
def test_what_a_step_should_leave_as_it_is(notebook: str, watched: list[str], outline: Callable[[str], Any]) -> None:
    assert outline(f"# %% imports\nfrom lib import f\n{notebook}").watched("b") == watched
