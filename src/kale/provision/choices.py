"""What the user says of packages for the whole pipeline, on the command line or to the API."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kale.errors import PackageError
from kale.pipeline import PackagePolicy, RequirementText, checked_requirement


@dataclass(frozen=True)
class PackageChoices:
    """What the user says of packages, over what the notebook says.

    Attributes:
        policy: What all steps install, whatever their own annotations say; ``None`` leaves it to these.
        requirements: Packages that every step needs besides those that its code imports.
        pin: Whether to name the versions that are installed where the notebook is compiled.
        constraints: Versions that steps keep to, also for packages that come along with others.
    """

    policy: PackagePolicy | None = None
    requirements: tuple[RequirementText, ...] = ()
    pin: bool = True
    constraints: tuple[RequirementText, ...] = ()

    @classmethod
    def of(
        cls,
        policy: str | None = None,
        requirements: Iterable[str] = (),
        *,
        pin: bool = True,
        constraints: str | os.PathLike[str] | None = None,
    ) -> PackageChoices:
        """Give the choices that the user writes down.

        Args:
            policy: ``missing``, ``exact`` or ``none``.
            requirements: Packages that every step needs.
            pin: Whether to name the versions that are installed here.
            constraints: A file of versions to keep to.

        Raises:
            kale.errors.PackageError: One of them is not valid.
        """
        return cls(
            None if policy is None else _policy(policy),
            tuple(_requirement(text) for text in requirements),
            pin,
            () if constraints is None else read_constraints(constraints),
        )


NO_CHOICES: Final = PackageChoices()


def _policy(text: str) -> PackagePolicy:
    try:
        return PackagePolicy(text)
    except ValueError:
        names = ", ".join(repr(policy.value) for policy in PackagePolicy)
        raise PackageError(f"{text!r} is not a way to treat packages; there are {names}") from None


def _requirement(text: str) -> RequirementText:
    try:
        return checked_requirement(text)
    except ValueError as error:
        raise PackageError(str(error)) from None


def read_constraints(path: str | os.PathLike[str]) -> tuple[RequirementText, ...]:
    """Give the constraints in a file: one name with versions a line, as pip reads it, comments left out.

    Raises:
        kale.errors.PackageError: The file cannot be read, or a line is something else.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PackageError(f"the constraints cannot be read: {reason}", source=os.fspath(path)) from None
    return tuple(_constraints(text, os.fspath(path)))


def _constraints(text: str, path: str) -> Iterator[RequirementText]:
    for number, line in enumerate(text.splitlines(), start=1):
        written = line.partition(" #")[0].strip()
        if written and not written.startswith("#"):
            try:
                yield _requirement(written)
            except PackageError as error:
                raise PackageError(f"line {number}: {error.message}", source=path) from None
