"""All that asks for one package, brought into one requirement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kale.analysis.distributions import Provider
from kale.diagnostics import Span
from kale.pipeline import Package, RequirementText, canonical_name, package_name

if TYPE_CHECKING:
    from packaging.specifiers import SpecifierSet


@dataclass(frozen=True)
class Statement:
    """A requirement that the user has written down.

    Attributes:
        requirement: The requirement.
        span: Where in the notebook; ``None`` for the metadata and the command line.
    """

    requirement: RequirementText
    span: Span | None = None

    @property
    def name(self) -> str:
        """The package's name in the form in which names are compared."""
        return package_name(self.requirement)


class ContradictionError(ValueError):
    """Two statements ask for versions of which no package can have both."""


def combined(
    name: str,
    statements: Iterable[Statement],
    provider: Provider | None,
    *,
    pin: bool,
    exact: bool,
    constraints: Iterable[RequirementText] = (),
) -> Package:
    """Give the package that all requests for it come to.

    Args:
        name: The package's name.
        statements: What the user has written down of it.
        provider: What is known of it because the code imports it, or it is installed here.
        pin: Whether to name the version that is installed here where nobody names another.
        exact: Whether that version must be met.
        constraints: Versions that the user keeps to; they win over the version installed here.

    Raises:
        ContradictionError: The statements cannot all be met.
    """
    mine, kept = tuple(statements), tuple(constraints)
    module = provider.module if provider is not None and provider.module else None
    version = provider.version.partition("+")[0] if provider is not None and pin else ""
    if not mine and not kept:
        return Package(
            requirement=f"{name}=={version}" if version else name, module=module, exact=exact and bool(version)
        )
    return _merged(name, mine, version, kept, module=module, exact=exact)


def _merged(
    name: str,
    statements: Sequence[Statement],
    version: str,
    constraints: Sequence[RequirementText],
    *,
    module: str | None,
    exact: bool,
) -> Package:
    """Give the package that is asked for in words, which most are not: to load what reads them takes its time."""
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    written = [Requirement(statement.requirement) for statement in statements]
    versions = SpecifierSet(",".join(str(part.specifier) for part in written if part.specifier))
    pinned = {version.version for version in versions if version.operator == "==" and "*" not in version.version}
    if len(pinned) > 1:
        raise ContradictionError(" and ".join(sorted(pinned)))
    stated = bool(versions)
    if not stated:
        versions = _unstated(name, version, constraints)
    extras = sorted({extra for part in written for extra in part.extras})
    marker = next((f"; {part.marker}" for part in written if part.marker is not None), "")
    text = f"{name}{f'[{chr(44).join(extras)}]' if extras else ''}{versions}{marker}"
    return Package(requirement=text, module=module, exact=stated or (exact and bool(versions)))


def _unstated(name: str, version: str, constraints: Iterable[RequirementText]) -> SpecifierSet:
    """Give the versions of a package of which the user states none: the one installed here, if it may be used."""
    from packaging.specifiers import SpecifierSet

    kept = _kept(name, constraints)
    return SpecifierSet(f"=={version}") if version and kept.contains(version, prereleases=True) else kept


def _kept(name: str, constraints: Iterable[RequirementText]) -> SpecifierSet:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    parts = (Requirement(text) for text in constraints)
    mine = [str(part.specifier) for part in parts if canonical_name(part.name) == canonical_name(name)]
    return SpecifierSet(",".join(filter(None, mine)))
