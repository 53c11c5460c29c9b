"""Packages in the form in which the runtime looks for them, so that it need not read requirements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from typing import Final

from packaging.requirements import Requirement
from packaging.specifiers import Specifier
from pydantic import JsonValue

from kale.pipeline import Package

_COMPARISONS: Final = {"==": "eq", "!=": "ne", ">=": "ge", "<=": "le", ">": "gt", "<": "lt"}
_EXTRA: Final = re.compile(r"^([\w.-]+)[^;]*;.*\bextra\s*==\s*[\"']([^\"']+)[\"']")


def sought(package: Package) -> list[JsonValue]:
    """Give a package as the runtime takes it: requirement, names, module, bounds, and whether they must be met.

    A requirement that only pip can judge, because of a marker or an odd version, has no bounds.
    """
    requirement = Requirement(package.requirement)
    more = list(_of_extras(requirement))
    bounds: list[JsonValue] | None = [_bound(clause) for clause in requirement.specifier]
    known = None not in (bounds or ()) and requirement.marker is None and bool(more) >= bool(requirement.extras)
    module = "" if requirement.extras else package.module or ""
    names: list[JsonValue] = [requirement.name, *more]
    return [package.requirement, names, module, bounds if known else None, package.exact or bool(requirement.extras)]


def _bound(clause: Specifier) -> JsonValue:
    """Give a comparison and the numbers to compare with, without zeros at the end; nothing where there is more."""
    compare = _COMPARISONS.get(clause.operator)
    if compare is None or not re.fullmatch(r"\d+(\.\d+)*", clause.version):
        return None
    numbers = [int(part) for part in clause.version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return [compare, list[JsonValue](numbers)]


def _of_extras(requirement: Requirement) -> Iterator[str]:
    """Give the names of the packages that a requirement's extras bring, as far as the package is installed here."""
    if not requirement.extras:
        return
    try:
        lines = metadata.requires(requirement.name) or []
    except metadata.PackageNotFoundError:
        return
    for line in lines:
        found = _EXTRA.search(line)
        if found and found[2] in requirement.extras:
            yield found[1]
