"""Packages that the image lacks, installed when the step starts, with the image's own pip and its configuration."""

from __future__ import annotations

import operator
import os
import sys
from typing import Any

from kale.runtime.events import EVENTS
from kale.runtime.registry import OPERATIONS


def numbers(version: str) -> list[int]:
    """Give the numbers of a version, without its local label and without zeros at its end.

    Raises:
        ValueError: There is more in it than numbers.
    """
    found = [*map(int, version.partition("+")[0].split("."))]
    while found and not found[-1]:
        found.pop()
    return found


def is_lacking(requirement: str, names: list[str], module: str, bounds: Any, exact: bool) -> bool:
    """Whether the image lacks a package.

    Args:
        requirement: Its name and versions.
        names: Its name, and those of packages that have to be there as well.
        module: What the code imports from it, or an empty text.
        bounds: Comparisons that its version must meet, each with numbers; ``None`` where only pip can tell.
        exact: They must be met; otherwise any version is enough.
    """
    from importlib import metadata, util

    try:
        found, *_ = map(metadata.version, names)
    except metadata.PackageNotFoundError:
        try:
            return exact or not module or not util.find_spec(module)
        except ModuleNotFoundError:
            return True
    try:
        met = all(getattr(operator, compare)(numbers(found), wanted) for compare, wanted in bounds)
    except (TypeError, ValueError):
        met = requirement.endswith("==" + found)
    if not (met or exact):
        print(f"kale: the notebook was compiled with {requirement}, this is {found}", file=sys.stderr)
    return exact and not met


def provide(step: str, wanted: list[str], constraints: list[str]) -> None:
    """Install packages into a folder of their own; on the author's machine, only say which are missing.

    Raises:
        ImportError: They cannot be installed.
    """
    import site
    from subprocess import run
    from tempfile import mkdtemp

    names = ", ".join(wanted)
    if EVENTS:
        print(f"kale: this environment lacks {names}; a run on this machine installs nothing", file=sys.stderr)
        return
    print("kale: installing", names, file=sys.stderr)
    folder = mkdtemp(prefix="kale-packages-")
    with open(folder + "/constraints", "w") as file:
        file.write("\n".join(constraints))
    pip = [sys.executable, "-m", "pip", "install", "--no-input", "--no-user", "--prefix", folder, "-c", file.name]
    # A version that is there and cannot be taken away is stepped in front of.
    for more in [], ["--ignore-installed"]:
        done = run([*pip, *more, *wanted], stdin=-3, stdout=-1, stderr=-2, check=False)  # noqa: S603
        said = done.stdout.decode(errors="replace")
        if not done.returncode or "Attempting uninstall" not in said:
            break
    if done.returncode:
        raise ImportError(
            f"step {step!r} needs {names}, which could not be installed. pip said:\n{said[-1500:]}"
            "Name an image that has the packages, or give its pip an index that has them."
        )
    before = sys.path[:]
    for place, _, _ in os.walk(folder):
        if place.endswith("-packages"):
            site.addsitedir(place)
    fresh = [place for place in sys.path if place not in before]
    sys.path[:] = fresh + before
    for name, places in ("PYTHONPATH", fresh), ("PATH", [folder + "/bin"]):
        os.environ[name] = os.pathsep.join([*places, *filter(None, [os.environ.get(name)])])


def install(_: Any, step: str, wanted: list[list[Any]], lent: dict[str, str], constraints: list[str]) -> None:
    """See to it that the step has its packages, and later those that the values which it loads turn out to need.

    Args:
        step: The step's name.
        wanted: For each package its requirement and what :func:`is_lacking` takes besides.
        lent: Requirements of the steps that made the values, by module.
        constraints: What pip is told of further packages that come with these.
    """
    lacking = [facts[0] for facts in wanted if is_lacking(*facts)]
    if lacking:
        provide(step, lacking, constraints)
    load = OPERATIONS.get("load", print)

    def load_with_packages(*details: Any) -> None:
        try:
            load(*details)
        except Exception as error:
            cause = error.__cause__ or error
            path = str(cause.name) if isinstance(cause, ModuleNotFoundError) else ""
            while path and path not in lent:
                path = path.rpartition(".")[0]
            if not path or EVENTS:
                raise
            provide(step, [lent.pop(path)], constraints)
            load_with_packages(*details)

    OPERATIONS["load"] = load_with_packages


OPERATIONS["install"] = install
