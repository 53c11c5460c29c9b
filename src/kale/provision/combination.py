"""All that asks for one package, brought into one requirement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from kale.analysis.distributions import Provider
from kale.diagnostics import Span
from kale.pipeline import Package, RequirementText


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
        return str(canonicalize_name(Requirement(self.requirement).name))


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
    written = [Requirement(statement.requirement) for statement in statements]
    versions = SpecifierSet(",".join(str(part.specifier) for part in written if part.specifier))
    pinned = {version.version for version in versions if version.operator == "==" and "*" not in version.version}
    if len(pinned) > 1:
        raise ContradictionError(" and ".join(sorted(pinned)))
    stated = bool(versions)
    if not stated:
        versions = _unstated(name, provider, constraints, pin=pin)
    extras = sorted({extra for part in written for extra in part.extras})
    marker = next((f"; {part.marker}" for part in written if part.marker is not None), "")
    text = f"{name}{f'[{chr(44).join(extras)}]' if extras else ''}{versions}{marker}"
    return Package(
        requirement=text,
        module=provider.module if provider is not None and provider.module else None,
        exact=stated or (exact and bool(versions)),
    )


def _unstated(
    name: str, provider: Provider | None, constraints: Iterable[RequirementText], *, pin: bool
) -> SpecifierSet:
    """Give the versions of a package of which the user states none: the one installed here, if it may be used."""
    kept = _kept(name, constraints)
    version = provider.version.partition("+")[0] if provider is not None else ""
    may_be_used = pin and version and kept.contains(version, prereleases=True)
    return SpecifierSet(f"=={version}") if may_be_used else kept


def _kept(name: str, constraints: Iterable[RequirementText]) -> SpecifierSet:
    parts = (Requirement(text) for text in constraints)
    mine = [str(part.specifier) for part in parts if canonicalize_name(part.name) == canonicalize_name(name)]
    return SpecifierSet(",".join(filter(None, mine)))
