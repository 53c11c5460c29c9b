"""Single random statements, each of which runs without an error where it stands."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from hypothesis import strategies as st
from tests.equivalence.grammar import (
    BEGINNINGS,
    DEFINITIONS,
    EXPRESSIONS,
    FIRST,
    LEAVES,
    NAMES,
    RANKS,
    STATEMENTS,
)

_GAP: Final = re.compile(r"\{(=?)([A-Z_]+|[a-z]+)(#\d)?\}")
_DEEPEST_EXPRESSION: Final = 3
_DEEPEST_BLOCK: Final = 2

T = TypeVar("T")


class Statements:
    """Writes statements and knows which names are bound.

    Args:
        draw: Hypothesis' way to make a choice.

    Attributes:
        bound: Names that are bound on every path so far.
    """

    def __init__(self, draw: st.DrawFn) -> None:
        self.bound: set[str] = set()
        self._draw = draw
        self._pinned: set[str] = set()
        self._function: str | None = None

    def beginning(self) -> str:
        """Give statements that bind a first name of every kind of data."""
        self.bound |= {"a", "b", "p", "q", "m", "d", "u"}
        return f"{self._one_of(BEGINNINGS)}\n{FIRST}"

    def statement(self, depth: int = 0) -> str:
        """Give one statement.

        Args:
            depth: How many blocks it stands in.
        """
        kinds: list[Callable[[], str]] = [self._simple] * 8
        if depth < _DEEPEST_BLOCK:
            kinds += [lambda: self._condition(depth), lambda: self._loop(depth), lambda: self._attempt(depth)]
        if depth == 0:
            kinds += [self._definition] * 3 + [self._deletion]
        return self._one_of(kinds)()

    def _simple(self) -> str:
        return self._fill(self._one_of(self._usable(STATEMENTS)))

    def _one_of(self, choices: Sequence[T]) -> T:
        return self._draw(st.sampled_from(choices))

    def _choices(self, kind: str) -> list[str]:
        """Give the names of a kind that may be read here."""
        names = [name for name in NAMES[kind] if name in self.bound]
        if self._function is None:
            return names
        allowed = RANKS[: RANKS.index(self._function)]
        return [name for name in names if name not in RANKS or name in allowed]

    def _usable(self, forms: Sequence[str]) -> list[str]:
        return [
            form
            for form in forms
            if all(new or kind not in NAMES or self._choices(kind) for new, kind, _ in _GAP.findall(form))
        ]

    def _fill(self, form: str, depth: int = 0) -> str:
        """Give a form with its gaps filled, and note what it binds."""
        fixed: dict[str, str] = {}
        made: list[str] = []

        def gap(match: re.Match[str]) -> str:
            new, kind, number = match.groups()
            if new:
                made.append(self._one_of(NAMES[kind]))
                return made[-1]
            if kind not in NAMES:
                return self._expression(kind, depth + 1)
            key = f"{kind}{number}" if number else f"{kind}{match.start()}"
            if key not in fixed:
                fixed[key] = self._one_of(self._choices(kind))
                if self._function is not None:
                    self._pinned.add(fixed[key])
            return fixed[key]

        text = _GAP.sub(gap, form)
        self.bound.update(made)
        return text

    def _expression(self, kind: str, depth: int) -> str:
        deep = depth > _DEEPEST_EXPRESSION and kind in LEAVES
        return self._fill(self._one_of(self._usable(LEAVES[kind] if deep else EXPRESSIONS[kind])), depth)

    def _definition(self) -> str:
        kind = self._one_of(sorted(DEFINITIONS))
        name = self._one_of(NAMES[kind])
        self._function = name
        text = self._fill(self._one_of(self._usable(DEFINITIONS[kind]))).replace("NAME", name)
        self._function = None
        self.bound.add(name)
        return text

    def _deletion(self) -> str:
        free = [
            name
            for kind, names in NAMES.items()
            for name in names
            if name in self.bound - self._pinned
            and kind in ("INT", "LIST", "NEST", "TABLE", "BOX")
            and len(self._choices(kind)) > 1
        ]
        if not free:
            return "pass"
        name = self._one_of(free)
        self.bound.discard(name)
        return f"del {name}"

    def _block(self, depth: int) -> str:
        statements = [self.statement(depth + 1) for _ in range(self._draw(st.integers(1, 2)))]
        return textwrap.indent("\n".join(statements), "    ")

    def _branch(self, depth: int) -> str:
        """Give a block that may not run: what it binds counts for itself alone."""
        before = set(self.bound)
        block = self._block(depth)
        self.bound = before
        return block

    def _condition(self, depth: int) -> str:
        head = self._fill(self._one_of(("if {int} > {digit}:", "if ({=INT} := {int}) > {digit}:")))
        text = f"{head}\n{self._branch(depth)}"
        if self._draw(st.booleans()):
            text += f"\nelse:\n{self._branch(depth)}"
        return text

    def _loop(self, depth: int) -> str:
        head = self._fill(f"for {{=INT}} in range({self._draw(st.integers(1, 3))}):")
        return f"{head}\n{self._block(depth)}"

    def _attempt(self, depth: int) -> str:
        head = self._fill("try:\n    {LIST}.remove({int})\nexcept ValueError:")
        return f"{head}\n{self._branch(depth)}"
