"""What is known of the object that a binding makes: its kind, and the definitions that its pickled form refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from kale.analysis import knowledge
from kale.analysis.callbacks import METHOD_CALLER
from kale.analysis.computing import is_computed
from kale.analysis.effects import Effects
from kale.analysis.events import Bind, BindingKind, Call
from kale.analysis.facts import Statement
from kale.analysis.namespace import Namespace
from kale.analysis.scopes import free_names
from kale.analysis.values import Value, originals, variables_in
from kale.analysis.versions import Form, Version, VersionKind


class Contents(NamedTuple):
    """What is known of an object.

    Attributes:
        form: What kind of object it is.
        immutable: Nothing can change it.
        uncrossable: Why it cannot leave its process, in words.
        stateful: Calling it may change it.
        callback: Whoever is given it may call it, or what it holds, which may change it.
        captures: Names that functions in it read when they are called.
        functions: Functions of the notebook that it was made with.
        holds: Those among them that it may hold, so that somebody may call them.
        library: Top-level package of the library function that made it.
        container: It is a list, dictionary, set or tuple.
        defaulting: Reading a missing key of it inserts one.
        counts: It holds numbers, as a ``Counter`` does.
        draws: The random generators of the process from which it draws when it is used.
        moves: Whoever is given it may change it by using it.
        window: It looks at other objects, and going through it gives new ones.
        depth: How deep lists and dictionaries are nested in it.
        computed: Its sums and copies share nothing with it.
    """

    form: Form
    immutable: bool
    uncrossable: str | None
    stateful: bool
    callback: bool
    captures: frozenset[str]
    functions: frozenset[str]
    holds: frozenset[str]
    library: str | None
    container: bool
    defaulting: bool
    counts: bool
    draws: frozenset[str]
    moves: bool
    window: bool
    depth: int
    computed: bool


class Inspector:
    """Tells what objects are and hold.

    Args:
        effects: What calls in this notebook do.
        namespace: What names stand for now.
    """

    def __init__(self, effects: Effects, namespace: Namespace) -> None:
        self._effects = effects
        self._namespace = namespace
        self._keepers: dict[str, bool] = {}
        self._last_kept: tuple[Value, frozenset[str]] = (Value(), frozenset())

    def inspect(self, event: Bind, statement: Statement) -> Contents:
        """Give what is known of the object that a binding gives a name to."""
        value = event.value
        source = self._namespace.get(value.alias) if value.alias else None
        qualified = self._effects.qualify(value.callee)
        form = self._form(event, source, qualified)
        return Contents(
            form=form,
            immutable=_is_immutable(value, source, qualified),
            uncrossable=self._uncrossable(value, source, qualified),
            stateful=self._is_stateful(event, source, statement),
            callback=self._is_callback(event, source, statement),
            captures=value.captures | self._captured(value),
            functions=self._made_with(event, source),
            holds=self._held(value, source),
            library=_library(self._effects.qualify(value.maker), source) or self._library_of_whole(value),
            container=value.container or qualified in _CONTAINERS or (source is not None and source.container),
            defaulting=self._effects.makes_defaulting and self._is_defaulting(value, source),
            counts=source.counts if source is not None else _counts(qualified, statement),
            draws=self._draws(value, statement) if self._effects.random else frozenset(),
            moves=source.moves if source is not None else form is Form.ITERATOR or self._draws_itself(value, statement),
            window=source.window if source is not None else _is_window(value),
            depth=source.depth if source is not None else value.depth,
            computed=source.computed if source is not None else is_computed(value, self._namespace, self._effects),
        )

    def carried_by(self, value: Value) -> frozenset[Version]:
        """Give the classes and functions that the pickled form of a value may refer to."""
        found: set[Version] = set()
        kept = self._kept(value)
        for name in kept | value.passes:
            found |= self._definitions_in(name, functions=name in kept)
        for name in value.calls:
            found |= self._products_of(name)
        return frozenset(found)

    def _kept(self, value: Value) -> frozenset[str]:
        """Give the names whose objects a value may hold on to."""
        if value is not self._last_kept[0]:
            keeps = bool(value.passes) and any(map(self._may_keep, value.calls))
            self._last_kept = (value, value.mentions | value.passes if keeps else value.mentions)
        return self._last_kept[1]

    def _may_keep(self, name: str) -> bool:
        """Whether what is called by this name, or out of the module of this name, may keep functions that it is given.

        Functions of the notebook may; those of libraries that nothing is known of, too, as ``make_scorer`` does.
        """
        known = self._keepers.get(name)
        if known is None:
            known = self._keepers[name] = self._is_keeper(name)
        return known

    def _is_keeper(self, name: str) -> bool:
        if name in self._effects.functions or name in self._effects.classes:
            return True
        path = (self._effects.imports.get(name) or "").split(".")
        return bool(path[0]) and path[0] not in knowledge.LETTING_GO and ".".join(path[:2]) not in knowledge.LETTING_GO

    def carried_after(self, names: Iterable[str]) -> frozenset[Version]:
        """Give the classes and functions that an object may refer to once it holds on to what these names stand for."""
        found: set[Version] = set()
        for name in names:
            found |= self._definitions_in(name, functions=True) | self._products_of(name)
        return frozenset(found)

    def _uncrossable(self, value: Value, source: Version | None, qualified: str | None) -> str | None:
        if value.generator or self._effects.is_generator(value.callee):
            return "a generator"
        if source is not None:
            return source.uncrossable
        return knowledge.UNCROSSABLE_CALLS.get(qualified or "") or self._product_of_uncrossable(value.callee or "")

    def _product_of_uncrossable(self, callee: str) -> str | None:
        """Say why what a method gives cannot leave its process, where its object cannot."""
        receiver, _, method = callee.rpartition(".")
        owner = self._namespace.get(receiver)
        return knowledge.UNCROSSABLE_PRODUCTS.get((owner.uncrossable or "", method)) if owner is not None else None

    def _is_stateful(self, event: Bind, source: Version | None, statement: Statement) -> bool:
        value = event.value
        kept = _is_kept(value) and not self._effects.only_read(value.attributes)
        holds = kept or self._effects.change_objects(value.attributes)
        if holds or (source is not None and source.stateful):
            return True
        if value.callee is None and any(version.stateful for version in self._reached(value)):
            return True
        return self._comes_from_stateful(event, statement)

    def _is_callback(self, event: Bind, source: Version | None, statement: Statement) -> bool:
        """Whether calling an object, or what it holds, changes something, as it is with ``rows.append``."""
        value = event.value
        if source is not None and not value.attributes:
            return source.callback
        if self._effects.qualify(value.callee) == METHOD_CALLER:
            return True
        names = variables_in(originals(value.roots)) | value.mentions
        reached = [version for version in self._namespace.existing(names) if version.form is not Form.MODULE]
        if reached and self._effects.change_objects(value.attributes):
            return True
        held = _is_kept(value) and any(version.callback for version in reached)
        return held or self._comes_from_stateful(event, statement)

    def _comes_from_stateful(self, event: Bind, statement: Statement) -> bool:
        makers = set(event.value.calls)
        if event.kind is BindingKind.FUNCTION:
            makers |= {read.name for read in statement.reads() if not read.deferred}
        return any(self._effects.is_stateful_function(name) for name in makers)

    def _reached(self, value: Value) -> Iterable[Version]:
        """Give what the names stand for that a value can be reached from."""
        return self._namespace.existing(originals(value.roots))

    def held_functions(self, names: Iterable[str]) -> frozenset[str]:
        """Give the functions that an object may hold once it holds on to what these names stand for."""
        found = frozenset(name for name in names if name in self._effects.functions)
        return found.union(*(version.holds for version in self._namespace.existing(names)))

    def _held(self, value: Value, source: Version | None) -> frozenset[str]:
        returned = (function.mentions for name in value.calls for function in self._effects.functions.get(name, ()))
        found = self.held_functions(self._kept(value).union(*returned))
        return found | source.holds if source is not None else found

    def _is_defaulting(self, value: Value, source: Version | None) -> bool:
        """Whether an object is, or holds, a dictionary that inserts what is missing when it is read."""
        if source is not None:
            return source.defaulting
        made = {*value.calls, value.callee}
        for name in value.calls:
            made |= {function.maker for function in self._effects.functions.get(name, ())}
            for method in (method for one in self._effects.classes.get(name, ()) for method in one.methods):
                made |= {event.callee for event in method.events if isinstance(event, Call)}
        return any(path is not None and self._effects.qualify(path) == "collections.defaultdict" for path in made)

    def _made_with(self, event: Bind, source: Version | None) -> frozenset[str]:
        value = event.value
        names = value.mentions | value.passes | value.calls
        found = frozenset(name for name in names if name in self._effects.functions)
        for version in self._namespace.existing(names):
            found |= version.functions
        return found | (source.functions if source is not None else frozenset())

    def _library_of_whole(self, value: Value) -> str | None:
        """Give the library of a part of a figure, such as one of its axes, or a line on them."""
        if value.immutable:
            return None
        versions = self._namespace.existing(value.mentions)
        return "matplotlib" if any(version.library == "matplotlib" for version in versions) else None

    def _draws(self, value: Value, statement: Statement) -> frozenset[str]:
        """Give the generators from which an object draws, as one does that holds it."""
        made = (call for call in statement.calls() if call.callee and call.callee.partition(".")[0] in value.calls)
        found = frozenset[str]().union(*(self._effects.random.made_by(call) for call in made))
        held = value.mentions | value.passes | value.calls
        return found.union(*(version.draws for version in self._namespace.existing(held)))

    def _draws_itself(self, value: Value, statement: Statement) -> bool:
        """Whether an object is a random generator, or an instance that is made with a new one."""
        qualified = self._effects.qualify(value.callee)
        if not makes_instance(value.callee):
            return qualified in knowledge.RANDOM_CALLS
        made = (self._effects.qualify(call.callee) for call in statement.calls())
        return any(path in knowledge.RANDOM_CALLS for path in made)

    def _form(self, event: Bind, source: Version | None, qualified: str | None) -> Form:
        if event.kind is BindingKind.IMPORT:
            return Form.MODULE
        if event.kind is BindingKind.FUNCTION:
            return Form.FUNCTION
        if event.kind is BindingKind.CLASS or qualified in knowledge.TYPE_MAKERS:
            return Form.CLASS
        if source is not None and not event.value.attributes:
            return source.form
        made = self._effects.classes.get(event.value.callee or "", ())
        moves = any(method.name == "__next__" for defined in made for method in defined.methods)
        iterates = moves or qualified in knowledge.ITERATOR_CALLS or event.value.generator
        return Form.ITERATOR if iterates else Form.PLAIN

    def _captured(self, value: Value) -> frozenset[str]:
        """Give the names that functions inside a value read, when these came with other values or out of calls."""
        lambdas = (self._effects.functions.get(name, ()) for name in self._kept(value) if name[:1] == "<")
        names = frozenset[str]().union(*(free_names(function) for found in lambdas for function in found))
        for version in self._namespace.existing(value.mentions | value.passes):
            if version.kind is VersionKind.VALUE:
                names |= version.captures
        for name in value.calls:
            if self._effects.makes_functions(name) and name in self._namespace:
                names |= self._namespace[name].captures | {name}
        return names

    def _definitions_in(self, name: str, *, functions: bool) -> set[Version]:
        """Give the classes, and if wanted the functions, that what a name stands for is, or refers to."""
        first = self._namespace.get(name)
        if first is None:
            return set()
        found: set[Version] = set()
        pending = [first]
        seen = {first}
        while pending:
            version = pending.pop()
            if version.kind is not VersionKind.CODE:
                found |= version.carries | ({version.base} if version.base is not None else set())
            elif version.form is Form.CLASS or (functions and version.form is Form.FUNCTION):
                found.add(version)
            elif version.form is Form.PLAIN:
                pending += [read for read in version.inputs.values() if read not in seen]
                seen.update(version.inputs.values())
        return found

    def _products_of(self, name: str) -> set[Version]:
        """Give the classes and functions of which calling ``name`` may make or return instances."""
        found = self._definitions_in(name, functions=False)
        pending, seen = [name], {name}
        while pending:
            version = self._namespace.get(pending.pop())
            if version is None or version.form not in (Form.FUNCTION, Form.CLASS):
                continue
            for reached in sorted(version.captures - seen):
                seen.add(reached)
                pending.append(reached)
                found |= self._definitions_in(reached, functions=self._is_returned(name, reached))
        return found

    def _is_returned(self, function: str, name: str) -> bool:
        return any(name in found.mentions for found in self._effects.functions.get(function, ()))


def makes_instance(callee: str | None) -> bool:
    """Whether a callee is, by its name, a class."""
    return (callee or "").rpartition(".")[2][:1].isupper()


def _is_kept(value: Value) -> bool:
    """Whether a value is an object that was there before, a part of it, or a container or the like around it."""
    return value.callee is None or value.callee.rpartition(".")[2] in _KEEPING


_KEEPING: Final = frozenset(call.rpartition(".")[2] for call in knowledge.HOLDING_CALLS)
_COUNTING: Final = re.compile(r"defaultdict\(\s*(?:int|float)\b")
_CONTAINERS: Final = frozenset({"list", "dict", "set", "tuple", "collections.deque", "collections.OrderedDict"})


def _counts(qualified: str | None, statement: Statement) -> bool:
    if qualified == "collections.defaultdict":
        return _COUNTING.search(statement.text) is not None
    return qualified == "collections.Counter"


def _is_window(value: Value) -> bool:
    _, dot, last = (value.callee or "").rpartition(".")
    return bool(dot) and last in knowledge.WINDOW_METHODS


def _library(qualified: str | None, source: Version | None) -> str | None:
    if source is not None:
        return source.library
    return qualified.partition(".")[0] if qualified is not None and "." in qualified else None


def _is_immutable(value: Value, source: Version | None, qualified: str | None) -> bool:
    if value.immutable or (source is not None and source.immutable):
        return True
    _, dot, last = (value.callee or "").rpartition(".")
    return qualified in knowledge.IMMUTABLE_CALLS or (bool(dot) and last in knowledge.IMMUTABLE_METHODS)
