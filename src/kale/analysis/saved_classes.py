"""Classes that are handed over as values, since carrying out their source again would give something else.

A class travels as code. Where its body reads objects that are changed afterwards, or changes them itself, as a registry
of classes does, there is no telling what the code would give in another step; such a class is made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from kale.analysis.dataflow import Flow
from kale.analysis.program import Program
from kale.analysis.supply import Bundle, lost_versions
from kale.analysis.versions import Form, Version, VersionKind


def classes_to_save(flow: Flow, bundles: Sequence[Bundle]) -> frozenset[int]:
    """Give the positions of the classes that cannot be carried as code.

    Args:
        flow: What the steps need if they are.
        bundles: What the steps save then.
    """
    lost = lost_versions(flow, bundles)
    saved = {version for bundle in bundles for version in bundle.versions}
    return frozenset(
        version.position
        for version in flow.requirements.history
        if version.form is Form.CLASS and version.kind is VersionKind.CODE and _is_late(version, lost, saved)
    )


def names_of(program: Program, positions: Iterable[int]) -> frozenset[str]:
    """Give the names of the classes that are defined at these positions."""
    return frozenset(defined.name for at in positions for defined in program.lines[at].statement.classes)


def _is_late(version: Version, lost: Set[Version], saved: Set[Version]) -> bool:
    """Whether what a class needs to be defined is gone by then, or comes with the state that the class is in."""
    values = [read for read in _inputs(version) if read.kind is VersionKind.VALUE]
    return not lost.isdisjoint(values) or (bool(values) and any(changed.base is version for changed in saved))


def _inputs(version: Version) -> Iterator[Version]:
    """Give what a definition reads when it runs, and what that reads in turn where it is carried as code."""
    pending, seen = [version], {version}
    while pending:
        for read in pending.pop().inputs.values():
            if read not in seen:
                seen.add(read)
                yield read
                if read.kind is VersionKind.CODE:
                    pending.append(read)
