"""Notebooks in one process and step by step, in real processes: what is equal, and what only chance changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.verification.changes import edit
from tests.verification.verifications import CELLS, Verify, as_notebook, found

import kale
from kale.errors import ParameterError
from kale.verification import Outcome, Status, Verification


@pytest.mark.smoke
def test_an_equal_notebook(verify: Verify) -> None:
    verification = verify(*CELLS)
    assert verification.outcome is Outcome.EQUAL
    assert (verification.equal, verification.runs, verification.differences) == (True, 1, ())
    assert {(one.step, one.name, one.type) for one in verification.variables} >= {
        ("make", "values", "list"),
        ("make", "alias", "list"),
        ("make", "count", "int"),
        ("make", "limit", "int"),
        ("make", "box", "Box"),
        ("use", "Box", "type"),
        ("use", "total", "float"),
    }
    assert found(verification, "make", "values").cell == 5
    assert verify.events[:2] == [("notebook", "running"), ("notebook", "succeeded")]
    assert verify.events[2:4] == [("make", "running"), ("make", "succeeded")]


def test_parameters_count_for_both_sides(verify: Verify) -> None:
    cells = (
        ("pipeline-parameters", "count = 3; twice = count * 2\nrate = 0.5"),
        ("step:make", "values = [rate] * twice"),
        ("step:use prev:make", "total = sum(values)"),
    )
    verification = verify(*cells, parameters={"count": 5, "rate": 2})
    assert verification.equal
    wrong = verify(*cells, parameters={"count": 5}, change=edit("make", "* twice", "* 6"))
    assert found(wrong, "make", "values").difference == "values: 10 elements in the notebook, 6 in the pipeline"


def test_parameters_between_other_statements(verify: Verify) -> None:
    cells = (
        (
            "pipeline-parameters",
            "import functools\ncount = 3\n@functools.cache\ndef double():\n    return 2 * count\nm = double()",
        ),
        ("step:one", "n = m + count"),
    )
    verification = verify(*cells, parameters={"count": 5})
    assert found(
        verify(*cells, parameters={"count": 5}, change=edit("one", "n = m", "n = 0 + m + 1")), "one", "n"
    ).difference == ("n: 15 in the notebook, 16 in the pipeline")
    assert verification.equal


def test_an_unknown_parameter_runs_nothing(verify: Verify) -> None:
    with pytest.raises(ParameterError, match="cuont"):
        verify(*CELLS, parameters={"cuont": 5})
    assert verify.events == []


def test_the_result_survives_json(verify: Verify) -> None:
    verification = verify(*CELLS, change=edit("use", "sum(values)", "0.0"))
    facts = verification.to_dict()
    assert (facts["equal"], facts["outcome"], facts["version"]) == (False, "different", 1)
    facts.pop("equal")
    assert Verification.model_validate_json(json.dumps(facts)) == verification


CHANCE = (
    ("step:one", "import os, random, time\nnow = time.time_ns()\npid = os.getpid()\nplace = repr(object())"),
    ("step:one", "facts = {'at': now, 'n': 1}\nwords = list({'a', 'b', 'c', 'd', 'e', 'f'})"),
    ("step:two prev:one", "doubled = facts['n'] * 2\nnoise = random.random()\nlater = now + 1"),
)


def test_what_changes_from_run_to_run_is_told_apart(verify: Verify) -> None:
    verification = verify(*CHANCE)
    assert verification.outcome is Outcome.EQUAL
    assert verification.runs == 2
    by_chance = {one.name for one in verification.variables if one.status is Status.NOT_REPRODUCIBLE}
    assert by_chance == {"now", "pid", "place", "facts", "noise", "later"}
    assert "in one run of the notebook" in str(found(verification, "one", "now").difference)
    assert found(verification, "two", "doubled").status is Status.EQUAL


def test_chance_in_one_part_hides_no_difference_in_another(verify: Verify) -> None:
    verification = verify(*CHANCE, change=edit("one", "'n': 1", "'n': 2"))
    assert found(verification, "one", "facts").difference == "facts['n']: 1 in the notebook, 2 in the pipeline"
    assert found(verification, "two", "doubled").status is Status.DIFFERENT


def test_the_order_of_sets_is_chance(verify: Verify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    cells = (("step:one", "words = list({'a', 'b', 'c', 'd', 'e', 'f'})\nn = 0"), ("step:two", "k = n"))
    assert verify(*cells).runs == 1
    verification = verify(*cells, change=edit("one", "list(", "sorted("))
    assert found(verification, "one", "words").status is Status.NOT_REPRODUCIBLE


def test_what_cannot_be_compared_is_said(verify: Verify) -> None:
    verification = verify(
        ("step:one", "stream = (n for n in [1, 2])\nfirst = next(stream)"),
        ("step:two", "import threading\nclass Box:\n    pass\nbox = Box()\nbox.lock = threading.Lock()"),
    )
    assert verification.equal
    stream, box = found(verification, "one", "stream"), found(verification, "two", "box")
    assert (stream.status, stream.difference) == (
        Status.NOT_COMPARED,
        "looking into a generator would use it up",
    )
    assert (box.status, box.remarks) == (Status.EQUAL, ("box.lock is not compared: it is a lock",))


ODD = """\
asked = []
class Odd(dict):
    def __getattribute__(self, name):
        asked.append(name)
        return super().__getattribute__(name)
    def __iter__(self):
        asked.append("iter")
        return super().__iter__()
    def __reduce__(self):
        asked.append("reduce")
        return super().__reduce__()
    def __eq__(self, other):
        asked.append("eq")
        return True
    __hash__ = None
    @property
    def size(self):
        asked.append("size")
        return 1
    def __repr__(self):
        asked.append("repr")
        return ""
class Lazy:
    def __getattr__(self, name):
        asked.append("lazy " + name)
        raise AttributeError(name)
    @property
    def __class__(self):
        asked.append("class")
        return int
class Holder:
    part = Lazy()
holder = [Holder(), Lazy(), {Holder: Holder.part}]
odd = Odd(a=1)
stream = iter([1, 2, 3])
names = set(globals())
"""


def test_looking_changes_nothing(verify: Verify) -> None:
    verification = verify(
        ("step:one", f"import random\nrandom.seed(1)\n{ODD}"),
        ("step:one", "seen = list(asked)\nrest = list(stream)\ndraw = random.random()\nnew = set(globals()) - names"),
        ("step:one", "assert seen == [], seen\nassert rest == [1, 2, 3]\nassert draw == 0.13436424411240122"),
        ("step:one", "assert new == {'names', 'seen', 'rest', 'draw', 'new'} - {'new'}, new"),
    )
    assert (verification.notebook_failure, verification.pipeline_failure) == (None, None)
    assert verification.equal


def test_a_cell_that_binds_names_unseen(verify: Verify) -> None:
    cells = (("step:one", "exec('x = 1')\nglobals()['y'] = 2"), ("step:two", "z = 1"))
    assert {one.name for one in verify(*cells).variables} == {"x", "y", "z"}
    verification = verify(*cells, change=edit("one", "x = 1", "x = 3"))
    assert found(verification, "one", "x").difference == "x: 1 in the notebook, 3 in the pipeline"


def test_an_object_changed_under_another_name_is_seen(verify: Verify) -> None:
    cells = (("step:one", "a = []\nholder = {'list': a}"), ("step:one", "holder['list'].append(1)"))
    verification = verify(*cells, change=edit("one", "append(1)", "append(2)"))
    assert found(verification, "one", "a").difference == "a[0]: 1 in the notebook, 2 in the pipeline"


def test_the_public_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text("3")
    notebook = as_notebook(("step:one", "n = int(open('in.txt').read())"), ("step:two", "m = n + 1"))
    (tmp_path / "work.ipynb").write_text(json.dumps(notebook))
    for source in ("work.ipynb", notebook):
        verification = kale.verify_notebook(source)
        assert verification.equal
        assert Path(verification.directory).parent == tmp_path / "kale-runs"


def test_a_compiled_pipeline_knows_nothing_of_it() -> None:
    text = kale.compile_notebook(Path(__file__).parents[2] / "examples" / "quickstart.ipynb").yaml
    assert "observer" not in text
