"""Installs in a cell: plain requirements become packages of the step, and the line itself does nothing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from typing import Final

from kale.notebook.ipython.outcome import Package, Problem, Replacement, UntranslatableError
from kale.notebook.rules import UNPINNED_UPGRADE, UNSUPPORTED_INSTALL
from kale.pipeline import checked_requirement

_PIP: Final = re.compile(
    r"\s*(?:(?:\{sys\.executable\}|[\w./]*python[\d.]*)\s+-m\s+)?(?:uv\s+)?[\w./]*\bpip[\d.]*\s+(?P<arguments>\S.*)"
)
_QUIET_ENDING: Final = re.compile(r"(?:\s*(?:[12&]?>+\s*/dev/null|2>&1))+\s*$")
_HIDDEN_INSTALL: Final = re.compile(r"\bpip[\d.]*\s+(?:un)?install\b|\b(?:conda|mamba|micromamba)\s+(?:un)?install\b")
_READ_ONLY: Final = frozenset({"list", "show", "freeze", "check", "help", "debug", "--version", "-V", "--help"})
_UPGRADE: Final = frozenset({"-U", "--upgrade"})
_IDLE: Final = frozenset(
    {
        "-q", "-qq", "-qqq", "--quiet", "-v", "-vv", "--verbose", "-y", "--yes", "--user", "--no-cache-dir",
        "--no-input", "--disable-pip-version-check", "--no-warn-script-location", "--no-color", "--system",
        "--prefer-binary", "--break-system-packages", "--no-warn-conflicts", "--exists-action=i",
        "--root-user-action=ignore",
    }
)  # fmt: skip
_IDLE_WITH_VALUE: Final = frozenset({"--progress-bar", "--timeout", "--retries", "--root-user-action", "--cache-dir"})
_HELP: Final = "list the packages with their versions, or put what else is needed into the image"


def pip_arguments(command: str) -> str | None:
    """Give what follows ``pip`` in a shell command, or nothing when the command installs nothing.

    Raises:
        UntranslatableError: The command does more than calling pip, or calls another installer.
    """
    found = _PIP.fullmatch(command)
    if found is not None:
        return found.group("arguments")
    if _HIDDEN_INSTALL.search(command):
        raise _unsupported("the command installs packages in a way that cannot be carried to the step's image", _HELP)
    return None


def pip(arguments: str) -> Replacement:
    """Give what an invocation of pip comes to in a step.

    Args:
        arguments: What follows ``pip``.

    Raises:
        UntranslatableError: It does something other than installing plain requirements.
    """
    words = _words(arguments)
    if not words or words[0] in _READ_ONLY:
        return Replacement()
    if words[0] != "install":
        raise _unsupported(f"'pip {words[0]}' changes the environment of the step", _HELP)
    requirements, upgrades = _requirements(words[1:])
    if not requirements:
        raise _unsupported("'pip install' names no package", _HELP)
    notes = (_upgrade_note(requirements),) if upgrades and not all(_is_pinned(r) for r in requirements) else ()
    return Replacement("", tuple(Package(requirement) for requirement in requirements), notes)


def other_installer(name: str) -> UntranslatableError:
    """Give the refusal of an installer whose packages do not come from the package index."""
    return _unsupported(f"{name!r} installs packages that do not come from the package index", _HELP)


def _words(arguments: str) -> list[str]:
    command = _QUIET_ENDING.sub("", arguments)
    try:
        return shlex.split(command, comments=True)
    except ValueError as error:
        raise _unsupported(f"the install cannot be read: {error}", _HELP) from None


def _requirements(words: Sequence[str]) -> tuple[list[str], bool]:
    requirements: list[str] = []
    upgrades = False
    rest = iter(words)
    for word in rest:
        if word in _UPGRADE:
            upgrades = True
        elif word in _IDLE_WITH_VALUE:
            next(rest, None)
        elif word in _IDLE or word.partition("=")[0] in _IDLE_WITH_VALUE:
            continue
        elif word.startswith("-"):
            raise _unsupported(f"the install's option {word!r} is more than a list of packages", _HELP)
        else:
            requirements.append(_requirement(word))
    return requirements, upgrades


def _requirement(word: str) -> str:
    try:
        return checked_requirement(word)
    except ValueError as error:
        raise _unsupported(str(error), _HELP) from None


def _is_pinned(requirement: str) -> bool:
    return "==" in requirement


def _upgrade_note(requirements: Sequence[str]) -> Problem:
    names = ", ".join(requirement for requirement in requirements if not _is_pinned(requirement))
    return Problem(
        UNPINNED_UPGRADE,
        f"the install asks for the newest {names}, but a step keeps the version that its image has",
        "name the version that the step needs, as in 'package>=1.2'",
    )


def _unsupported(message: str, help_text: str) -> UntranslatableError:
    return UntranslatableError(UNSUPPORTED_INSTALL, message, help_text)
