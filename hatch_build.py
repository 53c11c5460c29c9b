"""Builds the part of the JupyterLab extension that runs in the browser, for wheels.

Editable installs are left alone: CONTRIBUTING.md says how the extension is developed. Where there is no Node, or the
build fails, the wheel is made without it, and says so; with ``KALE_LAB_UI=required`` in the environment that is an
error, and with ``KALE_LAB_UI=skip`` nothing is built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CHOICE: Final = "KALE_LAB_UI"
SOURCES: Final = "labextension"
PLACE: Final = "share/jupyter/labextensions/kale-pipelines-lab"


class BuildError(Exception):
    """The user interface cannot be built."""


class LabExtensionHook(BuildHookInterface[Any]):
    """Builds the user interface and puts it where JupyterLab looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the wheel is put together.

        Args:
            version: ``editable`` or ``standard``.
            build_data: Takes the files that the wheel gets besides.
        """
        choice = os.environ.get(CHOICE, "")
        if version == "editable" or choice == "skip":
            return
        try:
            built = build(Path(self.root) / SOURCES)
        except BuildError as error:
            if choice == "required":
                raise
            self.app.display_warning(f"kale is built without its user interface for JupyterLab: {error}")
            return
        build_data["shared_data"][str(built)] = PLACE


def build(folder: Path) -> Path:
    """Build the user interface and give the folder of what JupyterLab loads.

    Args:
        folder: Its sources.

    Raises:
        BuildError: Node is missing, or the build fails.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise BuildError("Node and npm are not installed")
    if not (folder / "package.json").is_file():
        raise BuildError(f"there is no {folder / 'package.json'}")
    shutil.rmtree(folder / "dist", ignore_errors=True)
    if not (folder / "node_modules").is_dir():
        _run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    _run([npm, "run", "build"], folder)
    built = folder / "dist"
    if not list(built.glob("static/remoteEntry*.js")):
        raise BuildError("the build has left no remoteEntry*.js")
    return built


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - no shell, and npm is the one that is installed
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip().splitlines()
        last = "\n".join(said[-20:])
        raise BuildError(f"{' '.join(['npm', *command[1:]])} failed with exit code {done.returncode}:\n{last}")
