"""What one top-level statement of a cell does, as data: the symbol table of a cell is made of these."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kale.analysis.events import Bind, Call, Event, Read
from kale.analysis.values import NO_ROOTS, Items, Place, Roots, Text
from kale.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Hints:
    """What the visitors look out for in a notebook, since the events for it would be many.

    Attributes:
        properties: Attributes that its classes compute, with the names of the methods that read, set or delete them.
        specials: Names of the special methods, such as ``__enter__``, that its classes define.
        total_ordering: It lets ``functools.total_ordering`` make the methods that classes compare their objects with.
        defaulting: It makes dictionaries that insert what is missing when they are read.
        identity: It compares objects with ``is``, or asks for their ``id``.
        text_makers: Names of its functions that may return a text, such as a path.
        holders: Names, keys and attributes under which the code keeps paths, or what holds them.
        reset: Attributes that are set in more places than one, so that nobody knows what they are.
        class_attributes: Attributes that its classes hold changeable objects under, with the names of the classes.
        gradients: It lets gradients flow back to what something was computed from.
        classes: It defines classes.
        collections: Names of attributes that are used, or annotated, as lists or the like, or that are handed on.
        generators: Names that imports give to modules with a random generator of their own, and to what is in them.
    """

    properties: Mapping[str, frozenset[str]] = field(default_factory=dict)
    specials: frozenset[str] = frozenset()
    total_ordering: bool = False
    defaulting: bool = False
    identity: bool = False
    text_makers: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    reset: frozenset[str] = frozenset()
    class_attributes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gradients: bool = False
    classes: bool = False
    collections: frozenset[str] = frozenset()
    generators: frozenset[str] = frozenset()


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
        kept_by_object: It computes an attribute that its object keeps from then on.
        pure: The user says that calling it changes nothing.
        default_texts: Parameters whose default is a text or a path, with that.
        text: How the text is put together that it returns, where it always returns the same kind of text.
        maker: Dotted path of the function that makes what it returns, as written.
        raises: What exceptions that it raises share objects with.
        makers: Dotted paths of what makes the objects that it returns, without those that it computes by operators;
            ``None`` if it may return others.
        static: It is a method that is not given its object.
        holds_attribute: A default may be an object that a class of the notebook holds.
        decorators: Dotted paths of its decorators, as written.
        attributes: Texts that it gives attributes of its object, where nothing else sets them.
        gives_container: It returns a list or the like.
        inner: Functions that it makes, such as the wrapper that a decorator returns.
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
    kept_by_object: bool = False
    pure: bool = False
    default_texts: tuple[tuple[str, Text], ...] = ()
    text: Text | None = None
    maker: str | None = None
    raises: Roots = NO_ROOTS
    makers: frozenset[str] | None = None
    static: bool = False
    holds_attribute: bool = False
    decorators: frozenset[str] = frozenset()
    attributes: Items = ()
    gives_container: bool = False
    inner: tuple[Function, ...] = ()

    def made(self) -> Iterator[Function]:
        """Give the functions that it makes, and those that they make, from the outside to the inside."""
        for function in self.inner:
            yield function
            yield from function.made()


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the notebook.

    Attributes:
        name: Its name.
        bases: Dotted paths of its bases, as written.
        methods: Its functions, in order; a property has several of one name.
        place: The definition.
        metaclass: Dotted path of its metaclass, as written.
        factories: Functions that make default values of its fields.
        shares_defaults: Its instances hold the defaults of its fields, as those of a dataclass do.
        fields: Names of its annotated attributes, which a dataclass or named tuple takes as arguments.
        attributes: Texts that its attributes are, where nothing else sets them.
    """

    name: str
    bases: tuple[str, ...]
    methods: tuple[Function, ...]
    place: Place
    metaclass: str | None = None
    factories: frozenset[str] = frozenset()
    shares_defaults: bool = False
    fields: tuple[str, ...] = ()
    attributes: Items = ()


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

    _bindings: tuple[Bind, ...] = field(init=False, repr=False, compare=False)
    _calls: tuple[Call, ...] = field(init=False, repr=False, compare=False)
    _reads: tuple[Read, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Everybody asks for these, so the events are sorted once.
        bindings: list[Bind] = []
        calls: list[Call] = []
        reads: list[Read] = []
        kinds: dict[type, list[Any]] = {Bind: bindings, Call: calls, Read: reads}
        for event in self.events:
            if type(event) in kinds:
                kinds[type(event)].append(event)
        object.__setattr__(self, "_bindings", tuple(bindings))
        object.__setattr__(self, "_calls", tuple(calls))
        object.__setattr__(self, "_reads", tuple(reads))

    def bindings(self) -> tuple[Bind, ...]:
        """The statement's bindings, in order."""
        return self._bindings

    def calls(self) -> tuple[Call, ...]:
        """The statement's calls, in order."""
        return self._calls

    def reads(self) -> tuple[Read, ...]:
        """The statement's references, in order."""
        return self._reads


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
