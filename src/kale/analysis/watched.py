"""Variables that a step takes in, leaves as they are as far as the analysis knows, and that others read afterwards.

If a library changes such a value unseen, later steps get the value without the change. The runtime can look whether it
did: it compares the value before and after each cell.
"""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.dataflow import Flow
from kale.analysis.events import BindingKind
from kale.analysis.process_state import is_state
from kale.analysis.supply import Bundle
from kale.analysis.versions import Version

_DATA: frozenset[BindingKind] = frozenset({BindingKind.ASSIGNMENT, BindingKind.LOOP, BindingKind.CONTEXT})


def watched(flow: Flow, bundles: Iterable[Bundle]) -> tuple[tuple[str, ...], ...]:
    """Give the names of what each step should not change, by number of the step, in order of name."""
    saved = tuple(bundles)
    bundle_of = {version: bundle for bundle in saved for version in bundle.versions}
    names: list[tuple[str, ...]] = []
    for step in range(len(flow.program.steps)):
        handed_on = {name for bundle in saved if bundle.step == step for name in bundle.variables}
        found = {*_loaded(flow, step, bundle_of), *_carried(flow, step)}
        names.append(tuple(sorted(found - handed_on)))
    return tuple(names)


def _loaded(flow: Flow, step: int, bundle_of: dict[Version, Bundle]) -> Iterable[str]:
    """Give what a step loads and some other step loads for a later use, itself or what is saved with it."""
    for version, use in flow.needs[step].loads.items():
        bundle = bundle_of.get(version)
        if bundle is None or version.immutable or is_state(version.name):
            continue
        later = (
            flow.needs[other].loads[companion].line.position > use.line.position
            for other in range(len(flow.program.steps))
            for companion in bundle.versions
            if other != step and companion in flow.needs[other].loads
        )
        if any(later):
            yield version.name


def _carried(flow: Flow, step: int) -> Iterable[str]:
    """Give the data that a step makes from code that a later step carries as well."""
    for position, line in flow.needs[step].defines.items():
        if any(position in needs.defines for needs in flow.needs[step + 1 :]):
            for bind in line.statement.bindings():
                if bind.kind in _DATA and not bind.value.immutable:
                    yield bind.name
