"""What the distributions hold, built from a copy of what is committed and of what is about to be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

import pytest

from kale import __version__

REPOSITORY: Final = Path(__file__).parents[2]
UI: Final = f"kale_pipelines-{__version__}.data/data/share/jupyter/labextensions/kale-pipelines-lab"
CONFIG: Final = f"kale_pipelines-{__version__}.data/data/etc/jupyter/jupyter_server_config.d/kale.json"
LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".nox", ".venv", ".*_cache", ".hypothesis", "node_modules", "dist", "lib"
)

needs_node = pytest.mark.skipif(shutil.which("npm") is None, reason="there is no Node to build the user interface with")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the repository, so that no build is left behind in it; Node's packages are used where they are."""
    target = tmp_path_factory.mktemp("copy") / "kale"
    shutil.copytree(REPOSITORY, target, ignore=LEFT_OUT)
    modules = REPOSITORY / "labextension" / "node_modules"
    if modules.is_dir():
        (target / "labextension" / "node_modules").symlink_to(modules)
    yield target
    shutil.rmtree(target)


def build(folder: Path, kind: str, **environment: str) -> tuple[Path, str]:
    """Build a distribution, and give its file and what was said."""
    output = folder / "built"
    shutil.rmtree(output, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", output],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    [file] = output.iterdir()
    return file, done.stdout


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@needs_node
def test_a_wheel_holds_the_user_interface(copy: Path) -> None:
    names = names_in(build(copy, "wheel", KALE_LAB_UI="required")[0])
    inside = {PurePosixPath(name).relative_to(UI) for name in names if name.startswith(UI)}
    assert PurePosixPath("package.json") in inside
    assert any(path.match("static/remoteEntry*.js") for path in inside)
    assert CONFIG in names
    assert "kale/jupyter/server/extension.py" in names


def test_without_node_a_wheel_says_what_it_lacks(copy: Path, tmp_path: Path) -> None:
    wheel, said = build(copy, "wheel", PATH=str(tmp_path))
    names = names_in(wheel)
    assert not any(name.startswith(UI) for name in names)
    assert CONFIG in names
    assert "without its user interface for JupyterLab: Node and npm are not installed" in said


def test_a_wheel_can_do_without_the_user_interface(copy: Path) -> None:
    wheel, said = build(copy, "wheel", KALE_LAB_UI="skip")
    assert not any(name.startswith(UI) for name in names_in(wheel))
    assert "user interface" not in said


def test_a_source_distribution_holds_what_a_wheel_needs(copy: Path) -> None:
    with tarfile.open(build(copy, "sdist")[0]) as archive:
        names = {
            PurePosixPath(name).relative_to(f"kale_pipelines-{__version__}").as_posix() for name in archive.getnames()
        }
    wanted = {"hatch_build.py", "pyproject.toml", "README.md", "jupyter-config/jupyter_server_config.d/kale.json"}
    wanted |= {
        f"labextension/{name}" for name in ("package.json", "package-lock.json", "tsconfig.json", "src/index.ts")
    }
    assert wanted <= names
    assert not any(name.startswith(("labextension/node_modules", "labextension/dist")) for name in names)
