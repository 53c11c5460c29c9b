"""What happens when a statement is carried out, as a sequence of events in the order of evaluation.

Events speak of roots: ``a.b[0].append(x)`` changes whatever the root ``a`` holds and makes it share ``x``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from kale.analysis.values import NO_ROOTS, Key, Place, Roots, Text, Value


class BindingKind(str, enum.Enum):
    """The forms in which Python binds a name."""

    ASSIGNMENT = "assignment"
    AUGMENTED = "augmented assignment"
    IMPORT = "import"
    FUNCTION = "function"
    CLASS = "class"
    LOOP = "loop target"
    CONTEXT = "with target"
    EXCEPTION = "exception target"
    PATTERN = "match capture"
    TYPE_ALIAS = "type alias"


class Read(NamedTuple):
    """A name is read. ``deferred`` reads happen when a function made here is called; ``guarded`` ones may fail."""

    name: str
    place: Place
    deferred: bool = False
    guarded: bool = False


class Bind(NamedTuple):
    """A name is bound."""

    name: str
    place: Place
    kind: BindingKind
    value: Value = Value()
    qualified: str | None = None


class Settle(NamedTuple):
    """A name that was bound on several paths is bound on all of them by now."""

    name: str


class Unbind(NamedTuple):
    """A name is deleted."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Enter:
    """What follows may not happen, up to the matching :class:`Leave`."""


class Leave(NamedTuple):
    """What may not happen ends here; ``names`` are bound or deleted in it, so they may be what they were before.

    It is a ``loop`` when it does not happen only if there is nothing to go through.
    """

    names: tuple[str, ...]
    loop: bool = False


class Mutate(NamedTuple):
    """An object is changed in place.

    Attributes:
        roots: Where it can be reached from.
        place: The change.
        how: By what, for people.
        if_iterator: Only if the object is an iterator.
        within: What it holds may change in place, too, unless it counts.
        if_defaulting: Only if the object inserts what is missing when it is read, as a ``defaultdict`` does.
        carries: Names of the notebook that the object may hold on to from now on.
        captures: Names that functions among these read when they are called.
        path: Dotted path of the object, as written.
        direct: It is the object itself that changes, as a list does when it grows, not something that it holds.
        maker: Dotted path of the function that made the object, as written.
        attributes: Names of attributes, such as those of bound methods, that it is given to hold on to.
        item: The key or attribute that is set, where the code shows it, with the text that it becomes.
        registers: A definition is registered with it, as with a function of ``functools.singledispatch``.
        stored: What is put into it.
        depth: How deep displays are nested in what is put into it.
        fills_cells: What is put into it holds lists or the like in its cells.
    """

    roots: Roots
    place: Place
    how: str
    if_iterator: bool = False
    if_defaulting: bool = False
    within: bool = False
    carries: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    path: str | None = None
    direct: bool = False
    maker: str | None = None
    attributes: frozenset[str] = frozenset()
    item: tuple[Key, Text | None] | None = None
    registers: bool = False
    stored: Roots = NO_ROOTS
    depth: int = 0
    fills_cells: bool = False


class Share(NamedTuple):
    """From here on, one object can be reached through the other.

    Attributes:
        target: The object that holds on to the other.
        source: The other.
        if_made_by: Only if one of these names is a function of the notebook.
        direct: It is the object itself that holds on to the other, not something inside it.
    """

    target: Roots
    source: Roots
    if_made_by: frozenset[str] = frozenset()
    direct: bool = False


class Call(NamedTuple):
    """A function or method is called.

    Attributes:
        number: Number of the call in its statement or body.
        callee: Dotted path as written, such as ``np.random.seed``; ``None`` when the callee is an expression.
        method: Last part of the callee, when it is an attribute.
        receiver: Roots of the object before the last dot.
        positional: Roots of each positional argument.
        keywords: Names and roots of the keyword arguments.
        passed: Names that the arguments mention: functions among them may be called.
        captures: Names that functions made in the arguments read when they are called.
        discarded: Nothing uses the result.
        place: The call.
        accessor: It is no call in the text, but an attribute that a property of the notebook's may read, set or delete.
        special: It is no call in the text, but an operation for which Python calls this method, if there is one.
        decorated: Name of the function or class that the call decorates.
        pure: The user says that it changes nothing.
        attributes: Names of attributes, such as those of bound methods, that arguments are or hold.
        undone: What it sets in a library is put back when the block around it ends.
        deferred: It happens when a function made here is called, if that ever happens.
        texts: Arguments that are texts or paths: by position, by keyword, or ``"self"`` for the object itself.
        makers: Names that the callee was made with, where it is an expression such as ``make("x")``.
        depth: How deep displays are nested among the arguments.
        fills_cells: The text shows that it puts lists or the like into cells of a frame or series.
        makes_decorator: What it gives decorates a function.
        uncopied: It is told not to copy, as with ``copy=False``, so that its result may share what it is given.
    """

    number: int
    callee: str | None
    method: str | None
    receiver: Roots
    positional: tuple[Roots, ...]
    keywords: tuple[tuple[str | None, Roots], ...]
    passed: frozenset[str]
    discarded: bool
    place: Place
    texts: tuple[tuple[int | str, Text], ...] = ()
    captures: frozenset[str] = frozenset()
    accessor: bool = False
    special: bool = False
    decorated: str | None = None
    pure: bool = False
    undone: bool = False
    attributes: frozenset[str] = frozenset()
    deferred: bool = False
    makers: frozenset[str] = frozenset()
    depth: int = 0
    fills_cells: bool = False
    makes_decorator: bool = False
    uncopied: bool = False


Event: TypeAlias = "Read | Bind | Settle | Unbind | Enter | Leave | Mutate | Share | Call"
