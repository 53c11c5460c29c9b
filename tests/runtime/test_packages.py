"""What the image lacks is installed by its own pip, without a network: the packages are wheels made for the test."""

from __future__ import annotations

import os
import shutil
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.bench import Bench, Outcome
from tests.wheels import make_index, make_python

from kale.emit.requirements import sought
from kale.pipeline import Package
from kale.runtime.packages import is_lacking

CONTAINER = {"KALE_EVENTS": ""}
"""No engine of this machine listens, as in a container."""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_index(tmp_path_factory.mktemp("index") / "wheels")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with pip alone."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    make_python(folder)
    return folder


def install(*wanted: Package, lent: dict[str, str] | None = None, constraints: tuple[str, ...] = ()) -> list[Any]:
    """Give the operation that installs packages, as it stands in a plan."""
    return ["install", "train", [sought(package) for package in wanted], lent or {}, list(constraints)]


def package(requirement: str, module: str = "", *, exact: bool = False) -> Package:
    return Package(requirement=requirement, module=module or None, exact=exact)


class Image:
    """A Python to run steps with, whose pip takes packages from a folder.

    Args:
        folder: Where to keep it.
        environment: The virtual environment that it is a copy of.
        index: The folder of wheels.
    """

    def __init__(self, folder: Path, environment: Path, index: Path) -> None:
        self.home = folder / "image"
        shutil.copytree(environment, self.home, symlinks=True)
        self.python = self.home / "bin" / "python"
        (self.site,) = self.home.glob("lib/python*/site-packages")
        self.index = index
        configuration = folder / "pip.conf"
        configuration.write_text(f"[install]\nno-index = true\nfind-links = {index}\n")
        self.variables = {**CONTAINER, "PIP_CONFIG_FILE": str(configuration)}
        self.bench = Bench(folder, packed=True, python=str(self.python))

    def add(self, wheel: str) -> None:
        shutil.unpack_archive(self.index / f"{wheel}-py3-none-any.whl", self.site, "zip")

    def run(
        self,
        cell: str,
        *wanted: Package,
        lent: dict[str, str] | None = None,
        constraints: tuple[str, ...] = (),
        environment: dict[str, str] | None = None,
    ) -> Outcome:
        return self.bench.run(
            [install(*wanted, lent=lent, constraints=constraints), ["run", 0]],
            cell,
            environment={**self.variables, **(environment or {})},
        )


@pytest.fixture(autouse=True)
def no_other_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def image(tmp_path: Path, fresh: Path, index: Path) -> Image:
    return Image(tmp_path, fresh, index)


THING = package("thing==1.0", "thing")
SHOW = "import dep, thing\nprint(thing.VERSION, dep.VERSION)"


def test_what_is_missing_is_installed(image: Image) -> None:
    done = image.run(SHOW, THING)
    assert (done.code, done.out) == (0, "1.0 2.0\n"), done.err
    assert done.err == "kale: installing thing==1.0\n"
    assert not (image.site / "thing").exists()


def test_pip_is_not_even_imported_where_nothing_is_missing(image: Image) -> None:
    image.add("thing-1.0")
    image.add("dep-1.0")
    shutil.rmtree(image.site / "pip")
    (image.site / "pip.py").write_text(f"open({str(image.home / 'started')!r}, 'w')\n")
    done = image.run("import sys, thing\nprint('pip' in sys.modules)", THING)
    assert (done.code, done.out, done.err) == (0, "False\n", "")
    assert not (image.home / "started").exists()


def test_another_version_is_kept_and_said_unless_the_versions_must_be_met(image: Image) -> None:
    image.add("thing-2.0")
    image.add("dep-1.0")
    kept = image.run(SHOW, THING)
    assert kept.out == "2.0 1.0\n"
    assert kept.err == "kale: the notebook was compiled with thing==1.0, this is 2.0\n"
    replaced = image.run(SHOW, package("thing==1.0", "thing", exact=True))
    assert replaced.out == "1.0 1.0\n", replaced.err


def test_a_module_that_is_there_is_enough_whatever_package_it_came_from(image: Image) -> None:
    (image.site / "thing.py").write_text("VERSION = 'own'\n")
    done = image.run("import thing\nprint(thing.VERSION)", THING)
    assert (done.out, done.err) == ("own\n", "")


def test_a_part_of_a_shared_namespace_is_missed_by_itself(image: Image) -> None:
    (image.site / "google" / "other").mkdir(parents=True)
    done = image.run("1", package("thing", "google.cloud.thing"))
    assert done.err == "kale: installing thing\n"


def test_extras_are_looked_at(image: Image, monkeypatch: pytest.MonkeyPatch) -> None:
    image.add("extra_thing-1.0")
    wanted = package("extra-thing[fast]", "extra_thing")
    monkeypatch.setattr(metadata, "requires", lambda _: ["near", 'dep>=2 ; extra == "fast"', "six; extra == 'slow'"])
    assert sought(wanted)[1] == ["extra-thing", "dep"]
    assert image.run("import dep\nprint(dep.VERSION)", wanted).out == "2.0\n"
    image.add("dep-2.0")
    assert image.run("1", wanted).err == ""


def test_constraints_reach_what_comes_along(image: Image) -> None:
    assert image.run(SHOW, THING, constraints=("dep<2", "nothing-else==1")).out == "1.0 1.0\n"


def test_what_pip_alone_can_judge_is_left_to_pip(image: Image) -> None:
    wanted = package('dep~=1.0; python_version < "3"', exact=True)
    done = image.run("print('ran')", wanted)
    assert done.out == "ran\n", done.err


def without_power(command: list[str]) -> list[str]:
    """Give a command that even root cannot use to write where the permissions forbid it."""
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *command]


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv to give up root's rights")
@pytest.mark.parametrize("earlier", ["nothing", "another version"])
def test_a_folder_of_its_own_where_the_image_is_read_only(image: Image, earlier: str) -> None:
    if earlier == "another version":
        image.add("thing-2.0")
        image.add("dep-1.0")
    for folder in [image.site, *(path for path in image.site.rglob("*") if path.is_dir())]:
        folder.chmod(0o555)
    cell = (
        "import subprocess, sys, multiprocessing, thing, dep\n"
        "print(thing.VERSION, thing.__file__.startswith(sys.prefix))\n"
        "subprocess.run([sys.executable, '-c', 'import thing; print(thing.VERSION)']);"
    )
    plan = [install(package("thing==1.0", "thing", exact=True)), ["run", 0]]
    command = image.bench.command(plan, [cell], {}, {})
    environment = image.bench.environment(1, {**image.variables, "PIP_USER": "1"})
    done = subprocess.run(
        without_power(command), check=False, env=environment, cwd=image.bench.folder, capture_output=True, text=True
    )
    for folder in [image.site, *(path for path in image.site.rglob("*") if path.is_dir())]:
        folder.chmod(0o755)
    assert (done.returncode, done.stdout) == (0, "1.0 False\n1.0\n"), done.stderr


def test_an_image_without_pip_says_what_to_do(tmp_path: Path, index: Path) -> None:
    make_python(tmp_path / "bare", pip=False)
    done = Image(tmp_path, tmp_path / "bare", index).run("print('ran')", THING)
    assert (done.code, done.out) == (1, "")
    assert "ImportError: step 'train' needs thing==1.0, which could not be installed. pip said:" in done.err
    assert "No module named pip" in done.err
    assert done.err.endswith("Name an image that has the packages, or give its pip an index that has them.\n")


def test_a_package_that_the_index_lacks_is_named(image: Image) -> None:
    done = image.run("print('ran')", THING, package("missing-thing==3", "missing_thing"))
    assert (done.code, done.out) == (1, "")
    assert "step 'train' needs missing-thing==3" not in done.err
    assert "step 'train' needs thing==1.0, missing-thing==3" in done.err
    assert "No matching distribution found for missing-thing==3" in done.err


def test_a_run_on_the_authors_machine_installs_nothing(image: Image, tmp_path: Path) -> None:
    done = image.run("import thing", THING, environment={"KALE_EVENTS": str(tmp_path / "events.jsonl")})
    assert "kale: this environment lacks thing==1.0; a run on this machine installs nothing\n" in done.err
    assert done.error["type"] == "ModuleNotFoundError"


def test_what_loaded_values_need_is_installed_when_they_need_it(image: Image) -> None:
    bench, variables = image.bench, image.variables
    making = [install(THING), ["run", 0], ["save", "a", ["a"], []], ["save", "n", ["n"], []]]
    assert bench.run(making, "import thing\na = thing.Thing()\nn = 3", environment=variables).code == 0
    lending = install(lent={"thing": "thing==1.0"})
    number = bench.run([lending, ["load", "n", ["n"]], ["run", 0]], "print(n)", environment=variables)
    assert (number.out, number.err) == ("3\n", "")
    thing = bench.run([lending, ["load", "a", ["a"]], ["run", 0]], "print(a.size)", environment=variables)
    assert (thing.out, thing.err) == ("3\n", "kale: installing thing==1.0\n")


@pytest.mark.parametrize(
    ("requirement", "met", "unmet"),
    [
        ("a", ["1", "2.0rc1"], []),
        ("a==1.0", ["1.0", "1", "1.0.0", "1.0+cpu"], ["1.1", "1.0rc1", "2"]),
        ("a==1.0+cpu", ["1.0+cpu"], ["1.0", "1.0+cu121"]),
        ("a==1.0rc1", ["1.0rc1"], ["1.0"]),
        ("a<2,>=1.5", ["1.5", "1.10", "1.99.9"], ["1.4.9", "2", "2.0.0", "1.6b1"]),
        ("a!=1.5", ["1.4"], ["1.5", "1.5.0"]),
        ("a>1", ["1.0.1"], ["1", "1.0"]),
        # Only pip can tell, so that pip is asked.
        ("a~=1.4", [], ["1.4"]),
        ("a==1.*", [], ["1.4"]),
        ("a<=1.5; python_version > '3'", [], ["1.5"]),
        ("a[b]", [], ["1"]),
    ],
)
def test_versions(requirement: str, met: list[str], unmet: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: Any = sought(package(requirement, exact=True))

    def lacking(found: str) -> bool:
        monkeypatch.setattr(metadata, "version", lambda _: found)
        return is_lacking(*wanted)

    assert [version for version in [*met, *unmet] if not lacking(version)] == met
