"""Order in a directed graph of names."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable


def topological_order(nodes: Collection[str], arrows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Give the nodes so that every arrow points forward, otherwise in the order given.

    Args:
        nodes: The names.
        arrows: Pairs (earlier, later).

    Raises:
        ValueError: The arrows form a cycle.
    """
    position = {name: index for index, name in enumerate(nodes)}
    successors, waiting = _adjacency(position, arrows)
    ready = [position[name] for name in nodes if not waiting[name]]
    heapq.heapify(ready)
    names = tuple(nodes)
    ordered: list[str] = []
    while ready:
        name = names[heapq.heappop(ready)]
        ordered.append(name)
        for successor in successors[name]:
            waiting[successor] -= 1
            if not waiting[successor]:
                heapq.heappush(ready, position[successor])
    if len(ordered) < len(names):
        raise ValueError("the arrows form a cycle")
    return tuple(ordered)


def find_cycle(nodes: Collection[str], arrows: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Give the names along one cycle, first name repeated at the end, or nothing when there is none."""
    successors, _ = _adjacency({name: index for index, name in enumerate(nodes)}, arrows)
    done: set[str] = set()
    for start in nodes:
        trail: dict[str, None] = {}
        stack = [(start, iter(successors[start]))] if start not in done else []
        if stack:
            trail[start] = None
        while stack:
            name, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                trail.pop(name)
                done.add(name)
            elif following in trail:
                names = list(trail)
                return (*names[names.index(following) :], following)
            elif following not in done:
                trail[following] = None
                stack.append((following, iter(successors[following])))
    return ()


def ancestors(name: str, arrows: Collection[tuple[str, str]]) -> frozenset[str]:
    """Give every node from which a path of arrows leads to ``name``."""
    before: dict[str, list[str]] = {}
    for earlier, later in arrows:
        before.setdefault(later, []).append(earlier)
    found: set[str] = set()
    frontier = [name]
    while frontier:
        for earlier in before.get(frontier.pop(), ()):
            if earlier not in found:
                found.add(earlier)
                frontier.append(earlier)
    return frozenset(found)


def _adjacency(
    position: dict[str, int], arrows: Iterable[tuple[str, str]]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    successors: dict[str, list[str]] = {name: [] for name in position}
    waiting = dict.fromkeys(position, 0)
    for earlier, later in sorted(set(arrows), key=lambda arrow: (position[arrow[0]], position[arrow[1]])):
        successors[earlier].append(later)
        waiting[later] += 1
    return successors, waiting
