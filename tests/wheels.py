"""Throw-away packages for tests that install some, and Pythons to install them in; nothing needs a network."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path


def make_wheel(
    folder: Path, name: str, version: str, files: Mapping[str, str], requires: Sequence[str] = (), **extras: str
) -> Path:
    """Write a wheel.

    Args:
        folder: Where to.
        name: The package's name.
        version: Its version.
        files: The text of its files, by path.
        requires: What it requires.
        extras: What it requires besides, by the name of the extra.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    info = f"{stem}.dist-info"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}" for extra in extras]
    metadata += [f"Requires-Dist: {requirement}" for requirement in requires]
    metadata += [f'Requires-Dist: {requirement} ; extra == "{extra}"' for extra, requirement in extras.items()]
    wheel = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    content = {**files, f"{info}/METADATA": "\n".join(metadata) + "\n", f"{info}/WHEEL": wheel}
    content[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*content, f"{info}/RECORD"])
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for place, text in content.items():
            archive.writestr(place, text)
    return path


def make_index(folder: Path) -> Path:
    """Write wheels of ``thing`` and of ``dep``, which it requires, each in two versions, and of ``extra-thing``."""
    folder.mkdir()
    for version in ("1.0", "2.0"):
        make_wheel(folder, "dep", version, {"dep.py": f"VERSION = {version!r}\n"})
        thing = f"import dep\nVERSION = {version!r}\n\n\nclass Thing:\n    size = 3\n"
        make_wheel(folder, "thing", version, {"thing/__init__.py": thing}, ["dep"])
    make_wheel(folder, "extra-thing", "1.0", {"extra_thing.py": ""}, fast="dep>=2")
    return folder


def make_python(folder: Path, *packages: Path, pip: bool = True, python: str = sys.executable) -> Path:
    """Make a virtual environment and give its interpreter.

    Args:
        folder: Where to.
        packages: Wheels that it has from the start.
        pip: Whether it has pip.
        python: The interpreter that it is made of.
    """
    more = [] if pip else ["--without-pip"]
    subprocess.run([python, "-m", "venv", *more, str(folder)], check=True, capture_output=True)
    (site,) = folder.glob("lib/python*/site-packages")
    for package in packages:
        shutil.unpack_archive(package, site, "zip")
    return folder / "bin" / "python"
