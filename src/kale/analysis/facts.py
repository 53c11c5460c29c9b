"""What one top-level statement of a cell does, as data: the symbol table of a cell is made of these.

A statement becomes a sequence of events in the order of evaluation. Events speak of *roots*: the names through
which an object can be reached. ``a.b[0].append(x)`` changes whatever the root ``a`` holds and makes it share ``x``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from kale.diagnostics import Diagnostic


class Place(NamedTuple):
    """A stretch of a cell's source: lines and columns from 1, the end column after the last character."""

    line: int
    column: int
    end_line: int
    end_column: int

    def encloses(self, other: Place) -> bool:
        """Whether another stretch of the same cell lies in this one."""
        return self[:2] <= other[:2] and other[2:] <= self[2:]


class Argument(NamedTuple):
    """The object that a function receives as the parameter of this name."""

    name: str


class Local(NamedTuple):
    """The object that a local variable of a function stands for, or something inside it."""

    name: str
    inside: bool = False


class Result(NamedTuple):
    """The object that a call returns; ``number`` counts the calls of the statement or function body."""

    number: int


class Variable(NamedTuple):
    """A part of a text that is the value of a variable."""

    name: str


Text: TypeAlias = "tuple[str | Variable | Argument | Result, ...]"
"""A text as it is put together, such as ``"out/" + name``; paths of files are made this way."""

Root: TypeAlias = "str | Argument | Local | Result"
"""Where an object can be reached from: a variable of the notebook or of a function, an argument, a call's result."""

Roots: TypeAlias = frozenset[Root]
NO_ROOTS: Roots = frozenset()


def inside(roots: Roots) -> Roots:
    """Give the roots of what is inside the objects with these roots."""
    return frozenset(Local(root.name, inside=True) if isinstance(root, Local) else root for root in roots)


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


@dataclass(frozen=True, slots=True)
class Hints:
    """What the visitors look out for in a notebook, since the events for it would be many.

    Attributes:
        properties: Names of the properties that its classes define.
        specials: Names of the special methods, such as ``__enter__``, that its classes define.
        defaulting: It makes dictionaries that insert what is missing when they are read.
        identity: It compares objects with ``is``, or asks for their ``id``.
        text_makers: Names of its functions that may return a text, such as a path.
        class_attributes: Attributes that its classes hold changeable objects under, with the names of the classes.
    """

    properties: frozenset[str] = frozenset()
    specials: frozenset[str] = frozenset()
    defaulting: bool = False
    identity: bool = False
    text_makers: frozenset[str] = frozenset()
    class_attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
        bound: It is an attribute of an object, such as a bound method.
        container: It is a display of elements, or a copy of one: a list, dictionary, set or tuple.
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
    bound: bool = False
    container: bool = False


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
        if_defaulting: Only if the object inserts what is missing when it is read, as a ``defaultdict`` does.
        carries: Names of the notebook that the object may hold on to from now on.
        captures: Names that functions among these read when they are called.
        path: Dotted path of the object, as written.
        direct: It is the object itself that changes, as a list does when it grows, not something that it holds.
        maker: Dotted path of the function that made the object, as written.
    """

    roots: Roots
    place: Place
    how: str
    if_iterator: bool = False
    if_defaulting: bool = False
    carries: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    path: str | None = None
    direct: bool = False
    maker: str | None = None


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
        getter: It is no call in the text, but an attribute that a property of the notebook's may compute.
        special: It is no call in the text, but an operation for which Python calls this method, if there is one.
        decorated: Name of the function or class that the call decorates.
        pure: The user says that it changes nothing.
        undone: What it sets in a library is put back when the block around it ends.
        deferred: It happens when a function made here is called, if that ever happens.
        texts: Arguments that are texts or paths: by position, by keyword, or ``"self"`` for the object itself.
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
    getter: bool = False
    special: bool = False
    decorated: str | None = None
    pure: bool = False
    undone: bool = False
    deferred: bool = False


Event: TypeAlias = "Read | Bind | Settle | Unbind | Enter | Leave | Mutate | Share | Call"


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """What a function does when it is called, seen from outside.

    Attributes:
        name: Its name; ``<lambda>`` for a lambda.
        parameters: Names of its parameters, positional ones first.
        positional: How many of them can be given by position.
        variadic: Name of the parameter that takes further positional arguments.
        events: What its body does to things that it did not make itself.
        returns: What the returned object may share.
        generator: Calling it gives a generator.
        owner: Name of the class that it is a method of.
        binds: Names of the notebook that it binds through ``global``.
        stateful_defaults: Parameters whose default is a mutable object.
        place: The definition.
        mentions: Names of the notebook that the returned object may carry.
        makes_functions: It makes functions or classes, which may be part of what it returns.
        stateful: A function that it makes changes what it closes over.
        caching: It keeps its results, and does nothing when it has one already.
        pure: The user says that calling it changes nothing.
        default_texts: Parameters whose default is a text or a path, with that.
        text: How the text is put together that it returns, where it always returns the same kind of text.
        static: It is a method that is not given its object.
        holds_attribute: A default may be an object that a class of the notebook holds.
    """

    name: str
    parameters: tuple[str, ...]
    positional: int
    variadic: str | None
    events: tuple[Event, ...]
    returns: Roots
    generator: bool
    owner: str | None
    binds: frozenset[str]
    stateful_defaults: frozenset[str]
    place: Place
    mentions: frozenset[str] = frozenset()
    makes_functions: bool = False
    stateful: bool = False
    caching: bool = False
    pure: bool = False
    default_texts: tuple[tuple[str, Text], ...] = ()
    text: Text | None = None
    static: bool = False
    holds_attribute: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the notebook.

    Attributes:
        name: Its name.
        bases: Dotted paths of its bases, as written.
        methods: Its functions, in order; a property has several of one name.
        place: The definition.
        metaclass: Dotted path of its metaclass, as written.
    """

    name: str
    bases: tuple[str, ...]
    methods: tuple[Function, ...]
    place: Place
    metaclass: str | None = None


class StatementKind(str, enum.Enum):
    """What a top-level statement is for."""

    DEFINITION = "definition"
    """Only imports, functions and classes (also inside ``if``, ``try`` and ``with``)."""
    VALUE = "value"
    """Computes."""
    FUTURE = "future import"


@dataclass(frozen=True, slots=True)
class Statement:
    """One top-level statement of a cell.

    Attributes:
        kind: What it is for.
        first_line: First line of its text in the cell, decorators included.
        last_line: Last line.
        alone: No other statement shares its lines.
        events: What it does, in the order of evaluation.
        functions: Functions that it defines under a name of the notebook.
        classes: Classes that it defines.
        text: Its source.
        awaits: It waits for something at top level, or runs an open-ended loop.
        docstring: It is a bare constant and does nothing.
        star_imports: Modules of which it imports all names.
        blind: Calls through which code can reach any name (``exec``, ``globals``), with their places.
    """

    kind: StatementKind
    first_line: int
    last_line: int
    alone: bool
    events: tuple[Event, ...]
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    text: str
    awaits: bool = False
    docstring: bool = False
    star_imports: tuple[str, ...] = ()
    blind: tuple[tuple[str, Place], ...] = ()

    def bindings(self) -> Iterator[Bind]:
        """The statement's bindings, in order."""
        return (event for event in self.events if isinstance(event, Bind))

    def reads(self) -> Iterator[Read]:
        """The statement's references, in order."""
        return (event for event in self.events if isinstance(event, Read))


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Everything that a cell binds, reads and changes.

    Attributes:
        cell: Number of the cell in the notebook, from 1.
        statements: Its top-level statements, in order.
        problems: What is wrong with its comments for the analysis.
        readable: Whether the cell is valid Python; nothing is known of one that is not.
    """

    cell: int
    statements: tuple[Statement, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    readable: bool = True

    @property
    def bindings(self) -> tuple[Bind, ...]:
        """All bindings of the cell, in order; those of a loop's body once."""
        return tuple(dict.fromkeys(bind for statement in self.statements for bind in statement.bindings()))

    @property
    def references(self) -> tuple[Read, ...]:
        """All reads of the cell, in order; those of a loop's body once."""
        return tuple(dict.fromkeys(read for statement in self.statements for read in statement.reads()))
