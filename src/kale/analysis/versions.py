"""Versions of names: what a name stands for between one change and the next."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace

from kale.analysis.program import Line
from kale.analysis.values import Items, Place, Text


class VersionKind(str, enum.Enum):
    """How a version reaches another step."""

    CODE = "code"
    """As source: the statement runs in every step that needs the name."""
    VALUE = "value"
    """As data: one step computes it, and others load what it saved."""
    PARAMETER = "parameter"
    """From the platform."""
    ABSENT = "absent"
    """Not at all: the name is not bound any more."""


class Form(str, enum.Enum):
    """What is known of the object that a version stands for."""

    PLAIN = "plain"
    MODULE = "module"
    FUNCTION = "function"
    CLASS = "class"
    ITERATOR = "iterator"


@dataclass(slots=True, eq=False)
class Version:
    """What a name stands for from one statement on.

    Attributes:
        name: The name.
        kind: How it reaches other steps.
        line: The statement that made it; ``None`` for a parameter's value.
        step: Number of the step in whose process it is made; ``None`` for code and parameters.
        place: Where exactly.
        form: What kind of object it is.
        previous: The version that stays when the statement's condition does not hold.
        inputs: What a definition reads when it runs, by name.
        captures: Names that functions in it read when they are called.
        carries: Classes and functions, as code, that its pickled form refers to.
        immutable: Nothing can change the object.
        uncrossable: Why it cannot leave its process, in words.
        stateful: Calling the object may change it.
        callback: Whoever is given it may call it, or what it holds, which may change it.
        original: The version with the same value that this one only ties to other objects.
        before: What its step must have of it to hand it on, although the step's code may not speak of it.
        partners: Names that it shares objects with since then.
        origins: What these names stood for when they came to share objects with it.
        functions: Functions of the notebook that it was made with, which calling it may call.
        holds: Functions of the notebook that it may hold, so that somebody may call them.
        library: Top-level package of the library function that made it.
        container: It is a list, dictionary, set or tuple, whose copies share its elements.
        defaulting: Reading a missing key of it inserts one.
        counts: It holds numbers, as a ``Counter`` does.
        loop: It is the variable of a loop.
        window: It looks at other objects, and going through it gives new ones, as a grouped frame does.
        matters: That it shares objects with others can be told from later values: one of them is changed, or objects
            are compared by identity.
        ended: Number of the cell in which its own step gave the name another version.
        depth: How deep lists and dictionaries are nested in it, as far as the code shows it.
        cells: It is a frame, series or array whose cells may hold objects that can be changed.
        text: The text or path that it is, as far as that is known.
        items: Texts or paths that it holds, as far as they are known.
        base: The code of a class of which this version is the changed state.
        draws: The random generators of the process from which the object draws when it is used.
        moves: Whoever is given the object may change it by using it: it is an iterator or a random generator.
        generators: The random generators of the process that it is or holds.
        gradients: Names of what collects gradients that it is, holds or was computed from.
        computed: An operator or a library has computed it, so that its sums and copies share nothing with it.
    """

    name: str
    kind: VersionKind
    line: Line | None
    step: int | None
    place: Place | None = None
    form: Form = Form.PLAIN
    previous: Version | None = None
    inputs: dict[str, Version] = field(default_factory=dict)
    captures: frozenset[str] = frozenset()
    carries: frozenset[Version] = frozenset()
    immutable: bool = False
    uncrossable: str | None = None
    stateful: bool = False
    callback: bool = False
    original: Version | None = None
    before: Version | None = None
    partners: set[str] = field(default_factory=set)
    origins: set[Version] = field(default_factory=set)
    functions: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    library: str | None = None
    container: bool = False
    defaulting: bool = False
    counts: bool = False
    loop: bool = False
    window: bool = False
    matters: bool = False
    ended: int | None = None
    depth: int = 0
    cells: bool = False
    text: Text | None = None
    items: Items = ()
    base: Version | None = None
    draws: frozenset[str] = frozenset()
    moves: bool = False
    generators: frozenset[str] = frozenset()
    gradients: frozenset[str] = frozenset()
    computed: bool = False

    def tied(self, step: int, line: Line | None, partners: set[str], *, matters: bool) -> Version:
        """Give the version as which a step hands this one on, unchanged, together with what it shares objects with.

        Args:
            step: Number of the step.
            line: The statement from which on they share objects.
            partners: Names of what it shares them with.
            matters: That they share objects can be told from later values.
        """
        return replace(
            self,
            kind=VersionKind.VALUE,
            line=line,
            step=step,
            previous=None,
            inputs={},
            original=self,
            before=self,
            partners=partners,
            origins=set(),
            matters=matters,
            ended=None,
            base=self if self.form is Form.CLASS and self.kind is VersionKind.CODE else self.base,
        )

    def mark(self) -> None:
        """Note that what it shares with others can be told from later values, and what it shared before as well."""
        pending: list[Version | None] = [self]
        while pending:
            version = pending.pop()
            if version is not None and not version.matters:
                version.matters = True
                pending += [version.before, version.previous, *version.origins]

    def is_at_hand(self, step: int) -> bool:
        """Whether a step made it itself, and nothing else is needed along with it."""
        return self.step == step and not self.captures and self.previous is None and self.before is None

    @property
    def is_instance(self) -> bool:
        """Whether it may be, or hold, instances of the notebook's classes, which are equal only to themselves."""
        return any(carried.form is Form.CLASS for carried in self.carries)

    @property
    def merges(self) -> bool:
        """Whether it may be a list or the like, whose copies and sums share its elements."""
        plain = self.form is Form.PLAIN and not self.immutable and self.kind is not VersionKind.ABSENT
        return self.container or (plain and not self.computed)

    @property
    def position(self) -> int:
        """Position of the statement in the program; -1 for a parameter's value."""
        return self.line.position if self.line is not None else -1
