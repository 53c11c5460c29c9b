"""Who saves what, when, and together with what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kale.analysis.dataflow import Flow
from kale.analysis.events import Read
from kale.analysis.needs import Use
from kale.analysis.rules import VALUE_CANNOT_CROSS
from kale.analysis.versions import Form, Version, VersionKind
from kale.diagnostics import Related, Report
from kale.pipeline.names import artifact_name


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Versions that one step saves together, because they share objects.

    Attributes:
        step: Number of the step.
        cell: Number of the cell after which they are saved.
        artifact: Name of the artifact.
        versions: What is saved, in order of name.
    """

    step: int
    cell: int
    artifact: str
    versions: tuple[Version, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of what is saved."""
        return tuple(version.name for version in self.versions)

    @property
    def definitions(self) -> tuple[str, ...]:
        """Names of the functions and classes that the saved values may refer to."""
        carried = {found.name for version in self.versions for found in version.carries if found.form is not Form.PLAIN}
        carried |= {version.base.name for version in self.versions if version.base is not None}
        return tuple(sorted(carried))


def bundles(flow: Flow, report: Report) -> tuple[Bundle, ...]:
    """Give what every step saves; a version that no cell ends with is left out, see :func:`lost_versions`.

    Args:
        flow: What the steps need.
        report: Takes values that cannot be handed over.
    """
    wanted = _wanted(flow, report)
    found: list[Bundle] = []
    for step in sorted(wanted):
        at_cell: dict[int, list[Version]] = {}
        for version in wanted[step]:
            cell = _last_cell_with(flow.cells.get(step, ()), version)
            if cell is not None:
                at_cell.setdefault(cell, []).append(version)
        taken: set[str] = set()
        for cell in sorted(at_cell):
            for group in _components(at_cell[cell]):
                found.append(Bundle(step, cell, _unique(artifact_name(v.name for v in group), taken), group))
    return tuple(found)


def settled_bundles(flow: Flow, report: Report) -> tuple[Bundle, ...]:
    """Give what every step saves, after every step has got what it needs to read the artifacts that it loads.

    An artifact is read as a whole, so a step that loads one variable of it needs the classes of all of them.

    Args:
        flow: What the steps need; more may be added.
        report: Takes values that cannot be handed over.
    """
    found = bundles(flow, report)
    while _add_companions(flow, found):
        found = bundles(flow, report)
    return found


def lost_versions(flow: Flow, bundles: Iterable[Bundle]) -> frozenset[Version]:
    """Give the versions that steps need and that are gone whenever another step could save them."""
    saved = {version for bundle in bundles for version in bundle.versions}
    return frozenset(version for needs in flow.needs for version in needs.loads if version not in saved)


def _add_companions(flow: Flow, found: Iterable[Bundle]) -> bool:
    """Let steps carry the definitions of what lies beside the variables that they load; say whether any was missing."""
    by_version = {version: bundle for bundle in found for version in bundle.versions}
    missing = False
    for step, needs in enumerate(flow.needs):
        before = (len(needs.defines), len(needs.loads))
        for version, use in list(needs.loads.items()):
            for companion in by_version[version].versions if version in by_version else ():
                for definition in sorted(companion.carries, key=lambda carried: carried.position):
                    flow.requirements.require_definition(step, definition, use)
                if companion.base is not None:
                    flow.requirements.require_definition(step, companion.base, use)
        missing = missing or before != (len(needs.defines), len(needs.loads))
    return missing


def _wanted(flow: Flow, report: Report) -> dict[int, dict[Version, None]]:
    """Give the versions that other steps load, by the step that makes them."""
    wanted: dict[int, dict[Version, None]] = {}
    for step, needs in enumerate(flow.needs):
        for version, use in needs.loads.items():
            if version.step is None or version.step == step or version.kind is not VersionKind.VALUE:
                continue
            wanted.setdefault(version.step, {})[version] = None
            if version.uncrossable is not None:
                _report_uncrossable(version, use, flow, report)
    return wanted


def _last_cell_with(cells: Sequence[int], version: Version) -> int | None:
    """Give the last cell of a version's step at whose end the name still stands for it."""
    assert version.line is not None
    made = version.line.cell.number
    if version.ended is None:
        return next((cell for cell in reversed(cells) if cell >= made), None)
    return next((cell for cell in reversed(cells) if made <= cell < version.ended), None)


def _components(versions: Iterable[Version]) -> list[tuple[Version, ...]]:
    """Give the groups of versions that share objects, directly or through each other."""
    left = {version.name: version for version in versions}
    groups: list[tuple[Version, ...]] = []
    for name in sorted(left):
        if name not in left:
            continue
        group: dict[str, Version] = {}
        pending = [name]
        while pending:
            current = pending.pop()
            if current in left:
                group[current] = left.pop(current)
                pending.extend(group[current].partners)
        groups.append(tuple(group[member] for member in sorted(group)))
    return groups


def _unique(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate


def _report_uncrossable(version: Version, use: Use, flow: Flow, report: Report) -> None:
    made = _bound(version, flow.requirements.history)
    assert made.line is not None
    subject = f"{version.name!r} is" if _mentions(use, version.name) else f"this needs {version.name!r},"
    report.add(
        VALUE_CANNOT_CROSS.at(
            use.line.span(use.place),
            f"{subject} {version.uncrossable}, which cannot be handed to another step",
            related=[Related(span=made.line.span(made.place), message=f"{version.name!r} is made here")],
            help="make it in the step that uses it, or hand over plain data made from it",
        )
    )


def _bound(version: Version, history: Iterable[Version]) -> Version:
    """Give the version that the name was bound to, of which this one may be a change."""
    bound = version
    for earlier in history:
        if earlier.name == version.name and _is_binding(earlier):
            bound = earlier
        if earlier is version:
            break
    return bound


def _is_binding(version: Version) -> bool:
    bindings = version.line.statement.bindings() if version.line is not None else ()
    return any((bind.name, bind.place) == (version.name, version.place) for bind in bindings)


def _mentions(use: Use, name: str) -> bool:
    """Whether a name stands where a version of it is used; an object that holds on to it may stand there instead."""
    return any(isinstance(event, Read) and event.name == name for event in use.line.statement.events)
