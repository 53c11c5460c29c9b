"""What the source tells of values: what they share objects with, and the texts that they are.

Objects are told apart by their *roots*: the names through which they can be reached.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias


class Place(NamedTuple):
    """A stretch of a cell's source: lines and columns from 1, the end column after the last character."""

    line: int
    column: int
    end_line: int
    end_column: int

    def encloses(self, other: Place) -> bool:
        """Whether another stretch of the same cell lies in this one."""
        return self[:2] <= other[:2] and other[2:] <= self[2:]


class Take(enum.Enum):
    """How something is taken out of a container whose key or position the code does not show."""

    ITEM = "item"
    ELEMENT = "element"
    """Going through a container, which for a dictionary gives its keys."""


Key: TypeAlias = "str | int | Take"
"""What an item is taken out of a container by, or the name of an attribute."""


class Argument(NamedTuple):
    """The object that a function receives as the parameter of this name.

    Attributes:
        name: The parameter.
        keys: As a part of a text: what is taken out of the object, one after the other.
    """

    name: str
    keys: tuple[Key, ...] = ()


class Local(NamedTuple):
    """The object that a local variable of a function stands for, or something inside it."""

    name: str
    inside: bool = False


class Result(NamedTuple):
    """The object that a call returns, or what going through it gives.

    Attributes:
        number: Counts the calls of the statement or function body.
        element: It is what going through the object gives.
        inside: It is taken out of the object.
        raised: It is not what the call returns, but the exception that it may raise.
    """

    number: int
    element: bool = False
    inside: bool = False
    raised: bool = False


class Copy(NamedTuple):
    """A list or the like that has the elements of another one, such as a copy of it, or the sum of several.

    Attributes:
        of: Where the other one can be reached from; what is no list or the like shares nothing with its copy.
    """

    of: str | Argument | Result


class Variable(NamedTuple):
    """A part of a text that is the value of a variable, or that is taken out of it.

    Attributes:
        name: The variable.
        keys: What is taken out of it, one after the other.
    """

    name: str
    keys: tuple[Key, ...] = ()


class Choice(NamedTuple):
    """A part of a text that is one of several texts."""

    texts: tuple[Text, ...]


class Derived(NamedTuple):
    """A part of a text that is a path made of another one, such as ``path.with_suffix(".txt")`` or ``path.stem``.

    Attributes:
        method: The method or attribute that makes it.
        text: The other path.
        argument: What the method is given.
    """

    method: str
    text: Text
    argument: Text = ()


class Unknown(enum.Enum):
    """A part of a text that only running the code tells, such as the number in ``f"part_{number}.csv"``."""

    PART = "*"


TextPart: TypeAlias = "str | Variable | Argument | Result | Choice | Derived | Unknown"
Text: TypeAlias = "tuple[TextPart, ...]"
"""A text as it is put together, such as ``"out/" + name``; paths of files are made this way."""

Items: TypeAlias = "tuple[tuple[tuple[Key, ...], Text], ...]"
"""Texts that an object holds, such as a dictionary of paths, each with the keys that lead to it."""

Root: TypeAlias = "str | Argument | Local | Result | Copy"
"""Where an object can be reached from: a variable of the notebook or of a function, an argument, a call's result, or
what was copied."""

Roots: TypeAlias = frozenset[Root]
NO_ROOTS: Roots = frozenset()


def within(roots: Roots) -> Roots:
    """Give the roots of what may be the objects with these roots, or something inside them."""
    return frozenset(Local(root.name, inside=True) if isinstance(root, Local) else root for root in roots)


def inside(roots: Roots) -> Roots:
    """Give the roots of what is inside the objects with these roots."""
    return frozenset(map(_inside, roots))


def _inside(root: Root) -> Root:
    if isinstance(root, str):
        return root
    if isinstance(root, Result):
        return Result(root.number, root.element, inside=True, raised=root.raised)
    if isinstance(root, Local):
        return Local(root.name, inside=True)
    return root.of if isinstance(root, Copy) else root


def copied(roots: Roots) -> Roots:
    """Give the roots of copies of the objects with these roots."""
    return frozenset(_copy(root) for root in roots)


def _copy(root: Root) -> Root:
    if isinstance(root, Local):
        return Local(root.name, inside=True)
    return root if isinstance(root, Copy) else Copy(root)


def elements(roots: Roots) -> Roots:
    """Give the roots of what going through the objects with these roots gives."""
    return frozenset(root._replace(element=True) if isinstance(root, Result) else root for root in inside(roots))


def originals(roots: Roots) -> Roots:
    """Give roots with what was copied in the place of the copies, of which the elements are meant."""
    return frozenset(root.of if isinstance(root, Copy) else root for root in roots)


def without_copies(roots: Roots) -> Roots:
    """Give roots without those of copies, as what is changed when the copies themselves are."""
    copies = [root for root in roots if isinstance(root, Copy)]
    return roots.difference(copies) if copies else roots


def copies_in(roots: Iterable[Root]) -> frozenset[str]:
    """Give the names of the notebook of which copies are among roots."""
    return frozenset(root.of for root in roots if isinstance(root, Copy) and isinstance(root.of, str))


class Value(NamedTuple):
    """What the source tells of a value.

    Attributes:
        roots: What it may share mutable objects with.
        immutable: It is a number, a string or another value that nothing can change.
        alias: The name whose object it is, when it is just another name for it.
        callee: Dotted path of the function that made it, as written.
        mentions: Names of the notebook that the expression refers to without calling them.
        calls: Names of the notebook that the expression calls.
        passes: Names that it hands to functions which, as far as is known, keep nothing of them.
        captures: Names of the notebook that functions made here read when they are called.
        generator: It is a generator expression.
        text: How it is put together, when it is a text or a path.
        maker: Dotted path of the function that made it, or that made what it is a part of.
        attributes: Names of attributes of objects, such as those of bound methods, that it is or holds.
        container: It is a display of elements, or a copy of one: a list, dictionary, set or tuple.
        items: Texts that it holds, as far as they are known.
        depth: How deep the displays are nested that it is written as: 2 for a list of lists.
        fills_cells: The code shows that its cells hold lists or the like.
        computed: It is what an operator gives that no list knows.
    """

    roots: Roots = NO_ROOTS
    immutable: bool = False
    alias: str | None = None
    callee: str | None = None
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    generator: bool = False
    text: Text | None = None
    maker: str | None = None
    attributes: frozenset[str] = frozenset()
    container: bool = False
    items: Items = ()
    depth: int = 0
    fills_cells: bool = False
    computed: bool = False

    @property
    def origin(self) -> str | None:
        """The dotted path that it is taken from, if it is a name or an attribute and nothing else."""
        plain = not (self.container or self.calls or self.generator) and len(self.attributes) == 1
        return self.alias or (next(iter(self.attributes)) if plain else None)


def variables_in(roots: Iterable[Root]) -> frozenset[str]:
    """Give the names of the notebook among roots."""
    return frozenset(root for root in roots if isinstance(root, str))


def names_in(roots: Iterable[object]) -> list[str]:
    """Give the names of the notebook among roots, in order."""
    return sorted(root for root in roots if isinstance(root, str))
