"""Everything that is checked, measured and shown: ``nox -l`` lists it."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nox

PYTHONS = ("3.10", "3.11", "3.12", "3.13")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
WHOLE_SUITE = RUNNING if RUNNING in PYTHONS else PYTHONS[0]
SOURCES = ("src", "tests", "benchmarks", "hatch_build.py", "noxfile.py")
WITHOUT_LAB = {"KALE_LAB_UI": "skip"}
# Most files of what is installed for a short session are never imported: compiling them all takes half a minute.
SPARINGLY = "--no-compile"

nox.options.sessions = ["lint", "types", "tests", "smoke"]
nox.options.error_on_missing_interpreters = False
nox.options.download_python = "never"
nox.options.reuse_venv = "yes"


def _offer_pyenv_versions() -> None:
    """Put Pythons that pyenv installed on the path: its shims only answer for versions that are switched on."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = sorted(str(path) for path in root.glob("versions/3.*/bin"))
    os.environ["PATH"] = os.pathsep.join([*found, os.environ["PATH"]])


_offer_pyenv_versions()


@nox.session(python=[WHOLE_SUITE])
def tests(session: nox.Session) -> None:
    """Run the whole suite, on one Python."""
    session.install("-e", ".[test]")
    session.run("pytest", "-n", "2", *session.posargs)


@nox.session(python=[version for version in PYTHONS if version != WHOLE_SUITE])
def smoke(session: nox.Session) -> None:
    """Run the short road through everything, on the other Pythons."""
    session.install(SPARINGLY, "-e", ".[test]")
    session.run("pytest", "-n", "2", "-m", "smoke", *session.posargs)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Check style, formatting and the direction of imports, with the tools of the environment at hand."""
    session.run(sys.executable, "-m", "ruff", "check", *SOURCES)
    session.run(sys.executable, "-m", "ruff", "format", "--check", *SOURCES)
    session.run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Check types, with mypy of the environment at hand."""
    session.run(sys.executable, "-m", "mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link is an error. Arguments replace ``build``, such as ``serve``."""
    session.install(*nox.project.load_toml("pyproject.toml")["project"]["optional-dependencies"]["docs"])
    session.run("mkdocs", *(session.posargs or ("build", "--strict")))


@functools.cache
def _wheel_with_user_interface() -> Path:
    """Check and build the JupyterLab extension, and make a wheel with it, once for all versions that it is tried on."""
    npm = functools.partial(subprocess.run, cwd="labextension", check=True)
    npm(["npm", "ci", "--ignore-scripts"])
    npm(["npm", "run", "check"])
    folder = Path(tempfile.mkdtemp(prefix="kale-wheel-"))
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), "."]
    subprocess.run(pip, check=True, env={**os.environ, "KALE_LAB_UI": "required"})  # noqa: S603 - no shell
    npm(["npm", "run", "size"])
    [wheel] = folder.iterdir()
    return wheel


@nox.session
@nox.parametrize("jupyterlab", [nox.param("4.2.*", id="4.2"), nox.param("4.*", id="newest")])
def lab(session: nox.Session, jupyterlab: str) -> None:
    """Try the JupyterLab extension in a browser: one wheel, on the oldest JupyterLab it supports and the newest."""
    wheel = str(_wheel_with_user_interface())
    session.install(SPARINGLY, f"{wheel}[test]", f"jupyterlab=={jupyterlab}")
    session.install("--no-deps", "--force-reinstall", wheel)
    environment = {"KALE_REQUIRE_BROWSER": "1", "KALE_LAB_WHEEL": wheel}
    session.run("pytest", "tests/labextension", *session.posargs, env=environment)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure and print a table; ``-- --peer`` compares with another tool, ``-- --values`` saves large values."""
    session.install(".[test]", env=WITHOUT_LAB)
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def kills(session: nox.Session) -> None:
    """Kill 200 saves at random moments, where the suite kills a dozen."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/runtime/test_crashes.py", *session.posargs, env={"KALE_KILLS": "200"})


@nox.session
def demo(session: nox.Session) -> None:
    """Install the project as a user would and run the examples."""
    session.install(".[examples]", env=WITHOUT_LAB)
    for notebook in sorted(Path("examples").glob("*.ipynb")):
        session.run("kale", "run", str(notebook), *session.posargs)
    for module in sorted(Path("examples").glob("*.py")):
        session.run("kale", "run", f"{module}:{module.stem}", *session.posargs)
