"""What two rules would say of one thing is said once, by the one that knows more."""

from __future__ import annotations

import pytest

import kale
from kale.rules.examples import Example

LOG = """
# %% step:a
open('l', 'a').write('')
# %% step:b prev:c
open('l', 'a').write('')
# %% step:c
print(1)
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# %% skip\nx = 1\n# %% step:a\nprint(x)\n", ["K502"]),
        ("# %% skip\nx = 1\n# %% step:a\nprint(x, y)\n", ["K502", "K104"]),
        ("# %% step:a\nopen('/home/anna/a.txt').read()\n", ["K506"]),
        ("# %% step:a\nopen('/home/anna/a.txt').read()\nopen('b.txt').read()\n", ["K506", "K113"]),
        (LOG, ["K507"]),
    ],
)
def test_one_problem_is_reported_once(text: str, expected: list[str]) -> None:
    assert [diagnostic.code for diagnostic in kale.check_notebook(Example(text).notebook())] == expected


def test_translated_magics_are_not_linted() -> None:
    text = "# %% step:a\n!rm -rf /home/anna/cache\n%cd /home/anna\n"
    assert "K506" not in [diagnostic.code for diagnostic in kale.check_notebook(Example(text).notebook())]


def test_a_secret_is_never_repeated() -> None:
    secret = "q8Zr1mV0tLs7"  # noqa: S105 - the test needs something that looks like one
    text = f"# %% step:a\nfrom math import *; api_key = '{secret}'\nprint(pi, len(api_key))\n"
    found = kale.check_notebook(Example(text).notebook())
    assert [diagnostic.code for diagnostic in found] == ["K501", "K512"]
    assert secret not in "".join(diagnostic.model_dump_json() for diagnostic in found)
