"""Packages that a step needs from the index, and how far it goes to have them."""

from __future__ import annotations

import enum
import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator

from kale.pipeline.model import Model

_LONGEST: Final = 500

_PLAIN: Final = re.compile(r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:==[0-9]+(?:\.[0-9]+)*)?")
"""A name, alone or with a release: nearly every requirement, for which the parser of all others need not be loaded."""


class PackagePolicy(str, enum.Enum):
    """What a step does when it starts."""

    MISSING = "missing"
    """It installs what its image lacks. A package that the code imports may be there in any version."""
    EXACT = "exact"
    """It installs what its image lacks or has in another version than the environment that compiled the notebook."""
    NONE = "none"
    """It installs nothing."""


def checked_requirement(text: str) -> str:
    """Give a requirement in its usual form: a name with extras, versions and a marker, and nothing else.

    Raises:
        ValueError: The text is something else that an installer might understand, or nothing that one does.
    """
    written = text.strip()
    if not written or len(written) > _LONGEST or not written.isascii() or not written.isprintable():
        raise ValueError(f"{text!r} is not the name of a package with versions")
    if written.startswith("-"):
        raise ValueError(f"{written!r} is an option of an installer, not the name of a package")
    return written if _PLAIN.fullmatch(written) else _parsed(written)


def _parsed(written: str) -> str:
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        requirement = Requirement(written)
    except InvalidRequirement:
        raise ValueError(f"{written!r} is not the name of a package with versions, such as 'pandas>=2,<3'") from None
    if requirement.url is not None:
        raise ValueError(f"{requirement.name!r} comes from a URL; only packages of the index can be installed")
    return str(requirement)


RequirementText: TypeAlias = Annotated[str, AfterValidator(checked_requirement)]
"""A package's name, with versions, extras and a marker where wanted: ``pandas>=2,<3``. Options and URLs are refused."""


class Package(Model):
    """A package that a step needs.

    Attributes:
        requirement: Name and versions, as the index takes them.
        module: The module that the code imports from it, dotted; ``None`` where only the package itself is asked for.
        exact: The versions must be met, because the user has asked for them; otherwise they say what to install where
            the package is not there at all.
    """

    requirement: RequirementText
    module: str | None = None
    exact: bool = False

    @property
    def name(self) -> str:
        """The package's name in the form in which names are compared."""
        return package_name(self.requirement)


def package_name(requirement: RequirementText) -> str:
    """Give the name in a requirement, in the form in which names are compared."""
    plain = _PLAIN.fullmatch(requirement)
    if plain is not None:
        return canonical_name(plain["name"])
    from packaging.requirements import Requirement

    return canonical_name(Requirement(requirement).name)


def canonical_name(name: str) -> str:
    """Give a package's name in the form in which names are compared, which the Simple Repository API defines."""
    return re.sub(r"[-_.]+", "-", name).lower()
