"""Which Python runs the steps of a run on this machine: that of the notebook's kernel, which has its packages.

Steps need Python and the packages that they use, and nothing of kale, so any environment can run them.
"""

from __future__ import annotations

import itertools
import os
import platform
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from packaging.version import Version

from kale.jupyter.server.documents import Interpreter

OLDEST: Final = Version("3.9")
"""The oldest Python that runs steps."""

SECONDS: Final = 20.0
"""How long a Python may take to say its version."""

_KERNELS: Final = ("ipykernel_launcher", "ipykernel")
_NAMES: Final = ("python", f"python{sys.version_info[0]}", f"python{sys.version_info[0]}.{sys.version_info[1]}")
"""What a kernel's command may begin with to say the Python of Jupyter's server, as Jupyter itself takes it."""

_VERSION: Final = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


@dataclass(frozen=True)
class Kernel:
    """How a kernel is started on this machine.

    Attributes:
        title: What users know it as.
        command: The program and its arguments.
        variables: Environment variables that it gets besides.
    """

    title: str
    command: tuple[str, ...]
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables, with those of the server that they refer to put in."""
        return {name: string.Template(value).safe_substitute(os.environ) for name, value in self.variables.items()}


def interpreter_of(kernel: Kernel | None, fault: str | None = None) -> Interpreter:
    """Give the Python of a kernel; where there is none that can run steps, that of this process, and why.

    Args:
        kernel: The kernel; ``None`` where it is not known.
        fault: Why it is not known.
    """
    if kernel is None:
        return _own(fault)
    python = _python_in(kernel.command)
    if python is None:
        return _own(f"how the kernel {kernel.title!r} is started does not tell which Python it runs in")
    if _is_own(python):
        return _own(kernel=kernel.title)
    version = _version_of(python)
    if version is None:
        return _own(f"the Python of the kernel {kernel.title!r} does not start: {python}")
    if Version(version) < OLDEST:
        return _own(f"the kernel {kernel.title!r} is Python {version}; steps need {OLDEST} or later")
    return Interpreter(path=python, version=version, kernel=kernel.title)


def _own(fault: str | None = None, *, kernel: str | None = None) -> Interpreter:
    return Interpreter(path=sys.executable, version=platform.python_version(), kernel=kernel, fault=fault)


def _python_in(command: tuple[str, ...]) -> str | None:
    """Give the interpreter of a command that starts IPython's kernel with it, and not by way of another program."""
    program, *arguments = command or ("",)
    given = list(itertools.dropwhile(_is_option, arguments))
    if given[:2] not in (["-m", name] for name in _KERNELS):
        return None
    return sys.executable if program in _NAMES else shutil.which(program) or program


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument != "-m"


def _is_own(python: str) -> bool:
    """Whether a Python is the one of this process, under whatever name its environment has for it."""
    # That both are the same file says nothing: environments link to the Python that they were made of.
    theirs, ours = Path(python).absolute(), Path(sys.executable).absolute()
    return theirs.parent == ours.parent and theirs.exists() and theirs.samefile(ours)


def _version_of(python: str) -> str | None:
    try:
        said = subprocess.run(  # noqa: S603 - the program that Jupyter would start for the kernel
            [python, "-I", "-S", "-c", _VERSION],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = said.stdout.decode("ascii", "replace").strip()
    return version if re.fullmatch(r"\d+\.\d+\.\d+", version) else None
