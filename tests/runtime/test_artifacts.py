"""Artifacts as files: whole or not there, refused when changed; what else travels in them."""

from __future__ import annotations

import io
import pickle
import signal
import string
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.runtime.bench import Bench

from kale.runtime.loading import load
from kale.runtime.namespace import NAMESPACE
from kale.runtime.pickling import Pickler
from kale.runtime.saving import save

KEYS = st.one_of(st.integers(), st.text(string.printable, max_size=4), st.booleans(), st.none())
LEAVES = st.one_of(KEYS, st.floats(), st.binary(max_size=6), st.complex_numbers(), st.text())
NESTED = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner, inner),
        st.dictionaries(KEYS, inner, max_size=4),
        st.frozensets(KEYS, max_size=4),
        st.builds(bytearray, st.binary(max_size=9000)),
    ),
    max_leaves=12,
)


def _written_out(value: object) -> object:
    """Give what a value is, down to its parts' types, so that NaN and -0.0 compare, and sets without their order."""
    if isinstance(value, frozenset):
        return frozenset, sorted(map(repr, value))
    if isinstance(value, (list, tuple)):
        return type(value), [_written_out(part) for part in value]
    if isinstance(value, dict):
        return dict, [(repr(key), _written_out(part)) for key, part in value.items()]
    return type(value), repr(value)


def _given(path: Path) -> dict[str, Any]:
    return {"artifacts": {"a": {"artifacts": [{"uri": str(path)}]}}}


@settings(max_examples=150)
@given(value=NESTED)
def test_saving_and_loading_gives_the_same(value: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "law"
    NAMESPACE.update(one=value, two=[value])
    save(_given(path), "a", ["one", "two"], [])
    NAMESPACE.pop("one")
    load(_given(path), "a", ["one", "two"])
    assert _written_out(NAMESPACE["one"]) == _written_out(value)
    assert NAMESPACE["two"][0] is NAMESPACE["one"] or isinstance(
        value, (int, float, str, bytes, complex, tuple, frozenset)
    )


@given(size=st.integers(0, 20000))
@settings(max_examples=30)
def test_large_buffers_leave_the_stream(size: int) -> None:
    file = io.BytesIO()
    pickler = Pickler(file)
    pickler.dump(pickle.PickleBuffer(bytes(size)))
    assert bytes(pickle.loads(file.getvalue(), buffers=pickler.buffers)) == bytes(size)
    assert len(file.getvalue()) < 5000


@pytest.fixture
def saved(bench: Bench) -> Bench:
    code = "class Trap:\n  def __reduce__(self): return print, ('unpickled',)\nx = [Trap(), bytearray(9000)]"
    assert bench.run([["run", 0], ["save", "a", ["x"], []]], code).code == 0
    return bench


LOAD = [["load", "a", ["x"]]]


def test_whole_file_is_read(saved: Bench) -> None:
    assert saved.run(LOAD).out == "unpickled\n"


def test_changed_file_is_refused_before_it_is_unpickled(saved: Bench) -> None:
    path = saved.artifact("a")
    good = path.read_bytes()
    flipped = [
        bytes([*good[:place], good[place] ^ 4, *good[place + 1 :]]) for place in (0, 9, len(good) // 2, len(good) - 3)
    ]
    others = [good[:-1], good[: len(good) // 2], b"", b"kale1\n", pickle.dumps([1]), good + b"\n", b"x" * 4000]
    for content in (*flipped, *others):
        path.write_bytes(content)
        done = saved.run(LOAD)
        assert (done.code, done.out) == (1, "")
        assert (done.error["phase"], done.error["type"]) == ("load", "ValueError")
        assert str(path) in done.error["message"]
        assert "x would come" in done.error["message"]
        assert "cut or changed" in done.error["message"]


def test_missing_file_is_named(bench: Bench) -> None:
    done = bench.run(LOAD)
    assert done.error["type"] == "FileNotFoundError"
    assert str(bench.artifact("a")) in done.error["message"]


def test_unknown_variable_is_named(saved: Bench) -> None:
    assert saved.run([["load", "a", ["y"]]]).error["message"].endswith("holds x, but not y'")


def test_killed_while_saving_leaves_nothing_under_the_name(bench: Bench) -> None:
    code = (
        "import time\nclass Slow:\n  def __reduce__(self):\n    print('saving', flush=True)\n    time.sleep(60)\n"
        "x = [bytes(9), Slow()]"
    )
    plan = [["run", 0], ["save", "a", ["x"], []]]
    (bench.folder / "artifacts").mkdir()
    with subprocess.Popen(
        bench.command(plan, [code], {}, {}), env=bench.environment(1, {}), cwd=bench.folder, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"saving\n"
        time.sleep(0.05)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert not bench.artifact("a").exists()
    assert not (bench.folder / "output.json").exists()


def test_full_disk_leaves_nothing_under_the_name(bench: Bench) -> None:
    code = (
        "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000))\nx = bytearray(90000)"
    )
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], code)
    assert (done.error["phase"], done.error["type"]) == ("save", "OSError")
    assert not bench.artifact("a").exists()


def test_absent_variable_is_unbound_in_the_reader(bench: Bench) -> None:
    assert bench.run([["run", 0], ["save", "a", ["x", "y"], []]], "x = 1").code == 0
    done = bench.run([["run", 0], ["load", "a", ["x", "y"]], ["run", 1]], "y = 2", "print(x)\nprint(y)")
    assert (done.out, done.error["type"]) == ("1\n", "NameError")


def test_state_of_carried_classes_follows_their_source(bench: Bench) -> None:
    code = "class A:\n  seen = []\n  def m(self): return 1\n"
    make = "A.seen.append(2); A.new = A.seen\ndef other(self): return 3\nA.m = other"
    plan = [["define", 0], ["run", 1], ["save", "a", ["A"], ["A"]]]
    assert bench.run(plan, code, make).code == 0
    done = bench.run([["define", 0], ["load", "a", ["A"]], ["run", 1]], code, "A.seen, A.new is A.seen, A().m()")
    assert (done.code, done.out) == (0, "([2], True, 3)\n"), done.err


def test_random_states_go_on_where_they_were(bench: Bench) -> None:
    names = ["<random>", "<numpy.random>"]
    make = "import random, numpy as np\nrandom.seed(3); np.random.seed(4); random.random(); np.random.rand();"
    draw = "import random, numpy as np\nrandom.random(), float(np.random.rand())"
    assert bench.run([["run", 0], ["save", "a", names, []]], make).code == 0
    done = bench.run([["load", "a", names], ["run", 0]], draw)
    assert done.out == bench.cells(make, draw).out


def test_state_of_a_module_that_was_never_imported_is_absent(bench: Bench) -> None:
    assert bench.run([["save", "a", ["<numpy.random>"], []]]).code == 0
    assert (
        bench.run([["load", "a", ["<numpy.random>"]], ["run", 0]], "import sys; 'numpy' in sys.modules").out
        == "False\n"
    )


def test_files_and_folders_are_handed_on(bench: Bench) -> None:
    names = ["<file:data/table.csv>", "<file:model>", "<file:missing>"]
    make = (
        "import os\nos.makedirs('model/deep'); os.makedirs('data')\n"
        "open('data/table.csv', 'wb').write(b'a\\0' * 9000)\n"
        "open('model/deep/w', 'w').write('7'); open('model/empty', 'w').close()"
    )
    assert bench.run([["run", 0], ["save", "a", names, []]], make).code == 0
    other = bench.folder / "other"
    other.mkdir()
    use = (
        "import os\n[open('data/table.csv', 'rb').read() == b'a\\0' * 9000, open('model/deep/w').read(), "
        "sorted(os.listdir('model')), os.path.exists('missing')]"
    )
    done = bench.run([["define", 0], ["load", "a", names], ["run", 1]], f"import os\nos.chdir({str(other)!r})", use)
    assert (done.code, done.out) == (0, "[True, '7', ['deep', 'empty'], False]\n"), done.err


def test_files_that_fit_a_pattern_are_handed_on_unless_they_are_older_than_the_step(bench: Bench) -> None:
    here, other = bench.folder / "here", bench.folder / "other"
    (here / "parts").mkdir(parents=True)
    other.mkdir()
    old = here / "parts" / "old.csv"
    old.write_text("old")
    while time.time() - old.stat().st_ctime < 0.3:
        time.sleep(0.05)
    make = (
        f"import os, shutil\nos.chdir({str(here)!r})\nos.makedirs('parts/deep')\n"
        "for name in ('a.csv', 'b.txt', 'deep/c.csv'):\n    open('parts/' + name, 'w').write(name)\n"
        "shutil.copy2('parts/old.csv', 'parts/copy.csv')"
    )
    names = ["<file:parts/*.csv>", "<file:no*>"]
    assert bench.run([["run", 0], ["save", "a", names, []]], make).code == 0
    use = "import pathlib\n[str(path) for path in sorted(pathlib.Path().rglob('*.*'))]"
    done = bench.run([["define", 0], ["load", "a", names], ["run", 1]], f"import os\nos.chdir({str(other)!r})", use)
    assert (done.code, done.out) == (0, "['parts/a.csv', 'parts/copy.csv', 'parts/deep/c.csv']\n"), done.err


def test_a_file_or_folder_that_was_removed_is_removed(bench: Bench) -> None:
    names = ["<file:gone.txt>", "<file:empty>"]
    assert bench.run([["save", "a", names, []]]).code == 0
    make = "import os\nopen('gone.txt', 'w').close(); os.makedirs('empty/deep')"
    done = bench.run(
        [["run", 0], ["load", "a", names], ["run", 1]], make, "[os.path.exists('gone.txt'), os.path.exists('empty')]"
    )
    assert (done.code, done.out) == (0, "[False, False]\n"), done.err


def test_folders_of_earlier_steps_are_made(bench: Bench) -> None:
    done = bench.run([["folders", ["out/a", "out"]], ["run", 0]], "import os\nos.listdir('out')")
    assert (done.code, done.out) == (0, "['a']\n"), done.err


@pytest.mark.parametrize(
    ("artifact", "expected"),
    [
        ({"uri": "/a/b"}, "/a/b"),
        ({"uri": "gs://x/y"}, "/gcs/x/y"),
        ({"uri": "minio://x/y"}, "/minio/x/y"),
        ({"uri": "s3://x/y"}, "/s3/x/y"),
        ({"uri": "oci://a/b"}, "/oci/a_b/models"),
        ({"uri": "s3://x/y", "customPath": "/z"}, "/z"),
        ({"uri": "s3://x/y", "metadata": {"_kfp_workspace": True}}, "/kfp-workspace/.artifacts/s3/x/y"),
    ],
)
def test_path_of_an_artifact(artifact: dict[str, Any], expected: str) -> None:
    from kale.runtime.outputs import local_path

    assert local_path(artifact) == expected
