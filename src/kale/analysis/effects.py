"""What a call does to objects that exist already, and what its result shares with them.

The notebook's own functions are summarised from their bodies, to a fixed point; for everything else
:mod:`kale.analysis.knowledge` speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from kale.analysis import knowledge
from kale.analysis.facts import (
    NO_ROOTS,
    Argument,
    Bind,
    BindingKind,
    Call,
    Class,
    Event,
    Function,
    Mutate,
    Result,
    Root,
    Roots,
    Share,
    Statement,
    inside,
)
from kale.analysis.holders import Holders
from kale.analysis.nodes import ON_THE_SPOT
from kale.analysis.process_state import ENVIRONMENT_CHANGE, ENVIRONMENT_PATH, StateUse, state_uses

_ROUNDS: Final = 12
_UFUNC_INPUTS: Final = 2
"""After so many inputs, a numpy function whose result nobody uses takes the array that it writes to."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call does.

    Attributes:
        mutated: What it changes in place.
        mutated_instances: What it changes in place if that is of a class of the notebook's.
        stored: Pairs of which the first holds on to the second afterwards.
        returned: What its result shares objects with.
        bound: Names of the notebook that it binds.
        states: Pieces of process state that it sets or uses.
        functions: Functions of the notebook that it may call.
    """

    mutated: Roots = NO_ROOTS
    mutated_instances: Roots = NO_ROOTS
    stored: frozenset[tuple[Root, Root]] = frozenset()
    returned: Roots = NO_ROOTS
    bound: frozenset[str] = frozenset()
    states: frozenset[StateUse] = frozenset()
    functions: tuple[Function, ...] = ()


class ModuleFunctions(Protocol):
    """The functions and classes of modules beside the notebook, by dotted path, and the modules' names."""

    functions: dict[str, list[Function]]
    classes: dict[str, list[Class]]
    names: dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What calling a function of the notebook does, in terms of its arguments and of the notebook's names."""

    mutated: Roots = NO_ROOTS
    mutated_instances: Roots = NO_ROOTS
    stored: frozenset[tuple[Root, Root]] = frozenset()
    returned: Roots = NO_ROOTS
    bound: frozenset[str] = frozenset()
    states: frozenset[StateUse] = frozenset()


@dataclass
class Effects:
    """Knows what every call in a notebook does.

    Names are taken over the whole notebook: where two functions have one name, a call is taken to do what either does.
    """

    functions: dict[str, list[Function]] = field(default_factory=dict)
    classes: dict[str, list[Class]] = field(default_factory=dict)
    methods: dict[str, list[Function]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    _summaries: dict[Function, Summary] = field(default_factory=dict)

    @classmethod
    def of(cls, statements: Iterable[Statement], modules: ModuleFunctions | None = None) -> Effects:
        """Learn the functions, classes and imports of a notebook.

        Args:
            statements: The notebook's statements.
            modules: The functions of modules beside it.
        """
        effects = cls()
        if modules is not None:
            effects._learn_modules(modules)
        for statement in statements:
            for event in statement.events:
                if isinstance(event, Bind):
                    effects._learn_name(event)
            if modules is not None:
                for module in statement.star_imports:
                    names = modules.names.get(module, frozenset())
                    effects.imports.update((name, f"{module}.{name}") for name in names)
            for function in statement.functions:
                effects.functions.setdefault(function.name, []).append(function)
            for defined in statement.classes:
                effects.classes.setdefault(defined.name, []).append(defined)
                for method in defined.methods:
                    effects.methods.setdefault(method.name, []).append(method)
        effects._summarise()
        return effects

    def qualify(self, path: str | None) -> str | None:
        """Give the full dotted path of something imported or built in; ``None`` for the notebook's own names."""
        if path is None:
            return None
        root, dot, rest = path.partition(".")
        if root.startswith(ON_THE_SPOT):
            return root[len(ON_THE_SPOT) :] + dot + rest
        if root in self.imports:
            return self.imports[root] + dot + rest
        return None if root in self.bound else path

    def is_module_path(self, path: str | None) -> bool:
        """Whether a dotted path starts at something imported."""
        root = (path or "").partition(".")[0]
        return root in self.imports or root.startswith(ON_THE_SPOT)

    def outcome(self, call: Call, owner: Function | None = None) -> Outcome:
        """Give what ``call`` does; ``owner`` is the function whose body it stands in."""
        found = self._outcome(call, owner)
        return Outcome(returned=found.returned, functions=found.functions) if call.pure else found

    def _outcome(self, call: Call, owner: Function | None) -> Outcome:
        if call.callee == "super" and owner is not None and owner.owner is not None and owner.parameters:
            return Outcome(returned=frozenset((Argument(owner.parameters[0]),)))
        if call.callee == "type" and owner is not None and owner.owner is not None and len(call.positional) == 1:
            return Outcome(returned=frozenset((owner.owner,)))
        if call.getter:
            return self._getter(call)
        if call.special:
            return self._special(call)
        known = self._notebook_call(call)
        callbacks = self._callbacks(call)
        if known is not None:
            return _merged((known, callbacks))
        return _merged((self._library_call(call), callbacks))

    def is_stateful_function(self, name: str) -> bool:
        """Whether calling what ``name()`` returns, or what ``@name`` decorates, may change that very object."""
        return any(function.stateful for function in self.functions.get(name, ()))

    def keeps_results(self, name: str) -> bool:
        """Whether ``name`` is a function that does not run again for arguments that it has a result for."""
        return any(function.caching for function in self.functions.get(name, ()))

    def makes_functions(self, name: str) -> bool:
        """Whether the result of ``name()`` may hold functions made inside it."""
        return any(function.makes_functions for function in self.functions.get(name, ()))

    def is_generator(self, name: str | None) -> bool:
        """Whether ``name()`` gives a generator."""
        return any(function.generator for function in self.functions_named(name))

    # -- the notebook's own ---------------------------------------------------------------------------------------

    def functions_named(self, path: str | None) -> Sequence[Function]:
        """Give the functions of the notebook, or of modules beside it, that a path stands for."""
        if path in self.functions:
            return self.functions[path]
        return self.functions.get(self.qualify(path) or "", ())

    def summary_of(self, function: Function) -> Summary:
        """Give what calling a function does, in terms of its arguments and of the names around it."""
        return self._summaries.get(function, Summary())

    def _learn_modules(self, modules: ModuleFunctions) -> None:
        self.functions.update((path, list(found)) for path, found in modules.functions.items())
        self.classes.update((path, list(found)) for path, found in modules.classes.items())
        for found in modules.classes.values():
            for method in (method for defined in found for method in defined.methods):
                self.methods.setdefault(method.name, []).append(method)

    def _learn_name(self, event: Bind) -> None:
        self.bound.add(event.name)
        if event.kind is BindingKind.IMPORT and event.qualified is not None:
            self.imports.setdefault(event.name, event.qualified)

    def _summarise(self) -> None:
        every = [function for group in (self.functions, self.methods) for found in group.values() for function in found]
        for _ in range(_ROUNDS):
            changed = False
            for function in every:
                summary = self._summary(function)
                if summary != self._summaries.get(function):
                    self._summaries[function] = summary
                    changed = True
            if not changed:
                return

    def _summary(self, function: Function) -> Summary:
        trace = Trace(self, function)
        for event in function.events:
            trace.follow(event)
        holders = Holders(trace.stored)
        returned = holders.handed_out(trace.resolve(function.returns))
        if function.pure:
            return Summary(returned=returned)
        return Summary(
            mutated=holders.changed(trace.mutated),
            mutated_instances=holders.changed(trace.mutated_instances),
            stored=holders.pairs(),
            returned=returned,
            bound=function.binds | trace.bound,
            states=frozenset(trace.states),
        )

    def _getter(self, call: Call) -> Outcome:
        getters = [method for method in self.methods.get(call.method or "", ()) if len(method.parameters) == 1]
        return _merged([Outcome(returned=call.receiver), *(self._applied(m, call, call.receiver) for m in getters)])

    def _special(self, call: Call) -> Outcome:
        """Give what an operation does if the object is of a class that defines this method."""
        found = _merged(
            self._applied(method, call, call.receiver) for method in self.methods.get(call.method or "", ())
        )
        own = found.mutated & call.receiver
        return replace(found, mutated=found.mutated - own, mutated_instances=own)

    def carried_functions(self, names: Iterable[str]) -> Outcome:
        """Give what calling an object may do that was made with these functions of the notebook."""
        found = [function for name in sorted(names) for function in self.functions.get(name, ())]
        summaries = [self._summaries.get(function, Summary()) for function in found]
        return Outcome(
            mutated=NO_ROOTS.union(*(summary.mutated for summary in summaries)),
            mutated_instances=NO_ROOTS.union(*(summary.mutated_instances for summary in summaries)),
            stored=frozenset[tuple[Root, Root]]().union(*(summary.stored for summary in summaries)),
            returned=NO_ROOTS.union(*(summary.returned for summary in summaries)),
            states=frozenset[StateUse]().union(*(summary.states for summary in summaries)),
            bound=frozenset[str]().union(*(summary.bound for summary in summaries)),
            functions=tuple(found),
        )

    def _notebook_call(self, call: Call) -> Outcome | None:
        """Give what a call of the notebook's own function, class or method does; ``None`` when it is not one."""
        named = self._named_call(call)
        if named is not None or call.method is None:
            return named
        methods = self.methods.get(call.method)
        if not methods or (
            self.is_module_path(call.callee) and (call.callee or "").partition(".")[0] not in self.classes
        ):
            return None
        outcomes = [self._applied(method, call, call.receiver) for method in methods]
        if call.method in knowledge.MUTATING_METHODS and not self._is_receiver_ours(call):
            outcomes.append(self._library_call(call))
        return _merged(outcomes)

    def _named_call(self, call: Call) -> Outcome | None:
        """Give what a call does whose callee is, by its path, a function or class of the notebook or of its modules."""
        path = call.callee if call.method is None else self.qualify(call.callee)
        if path not in self.functions and path not in self.classes and path in self.imports:
            path = self.imports[path]
        if path in self.functions:
            return _merged([self._applied(function, call, None) for function in self.functions[path]])
        if path in self.classes:
            return self._construction(call, self.classes[path])
        if call.method is None and path in self.bound and path not in self.imports and "__call__" in self.methods:
            receiver = frozenset((path,))
            return _merged([self._applied(method, call, receiver) for method in self.methods["__call__"]])
        return None

    def _is_receiver_ours(self, call: Call) -> bool:
        return all(isinstance(root, Argument) and root.name in ("self", "cls") for root in call.receiver)

    def _construction(self, call: Call, classes: Iterable[Class]) -> Outcome:
        arguments = _all_arguments(call)
        outcomes = [Outcome(returned=arguments)]
        for defined in classes:
            for method in defined.methods:
                if method.name in ("__init__", "__post_init__"):
                    outcomes.append(self._applied(method, call, frozenset((Result(call.number),))))
                elif method.name == "__new__":
                    outcomes.append(self._applied(method, call, frozenset((defined.name,))))
        merged = _merged(outcomes)
        return replace(
            merged,
            mutated=merged.mutated - {Result(call.number)},
            mutated_instances=merged.mutated_instances - {Result(call.number)},
            stored=frozenset(pair for pair in merged.stored if Result(call.number) not in pair),
            returned=arguments | _partners(Result(call.number), merged.stored),
        )

    def _applied(self, function: Function, call: Call, receiver: Roots | None) -> Outcome:
        """Translate a function's summary to the arguments of one call."""
        summary = self._summaries.get(function, Summary())
        given = _bindings(function, call, receiver)
        for name in function.stateful_defaults - given.keys():
            given[name] = frozenset((function.owner or function.name,))
        mutated = _translated(summary.mutated, given)
        if Argument("cls") in summary.mutated and function.owner is not None:
            mutated |= {function.owner}
        if function.caching and (mutated or summary.bound or any(use.moves for use in summary.states)):
            # Whether the next call does all this again depends on what the cache holds.
            mutated |= {function.owner or function.name}
        return replace(_in_terms_of(given, function, summary), mutated=mutated)

    def _callbacks(self, call: Call) -> Outcome:
        """Give what the notebook's functions do that are handed to a call, should it call them."""
        names = call.passed
        if call.callee not in self.functions:
            # A library's decorator keeps what it is given, and does not call it.
            names -= {call.decorated}
        found = [function for name in sorted(names) for function in self.functions_named(name)]
        if not found:
            return Outcome()
        everything = _all_arguments(call) | call.receiver
        return _merged([self._called_back(function, everything) for function in found])

    def _called_back(self, function: Function, everything: Roots) -> Outcome:
        """Give what a function does that is called with any of the objects that a call was given."""
        summary = self._summaries.get(function, Summary())
        given = dict.fromkeys(function.parameters, everything - {function.name})
        return _in_terms_of(given, function, summary)

    # -- everything else ------------------------------------------------------------------------------------------

    def _library_call(self, call: Call) -> Outcome:
        qualified = self.qualify(call.callee)
        if qualified is not None and (call.method is None or self.is_module_path(call.callee)):
            return self._library_function(call, qualified)
        if call.method is not None:
            return self._library_method(call)
        return Outcome(returned=call.receiver | _all_arguments(call))

    def _library_function(self, call: Call, qualified: str) -> Outcome:
        positions = knowledge.MUTATING_FUNCTIONS.get(qualified, ())
        mutated = _at(call, positions) | _outputs(call)
        if call.discarded and qualified.startswith("numpy.") and len(call.positional) > _UFUNC_INPUTS:
            mutated |= call.positional[-1]
        first, second = knowledge.STORING_FUNCTIONS.get(qualified, (-1, -1))
        stored = frozenset((a, b) for a in _at(call, (first,)) for b in _at(call, (second,)))
        returned = NO_ROOTS
        last = qualified.rpartition(".")[2]
        # ``sum`` of lists begins with a list, so it is given two arguments.
        holds = qualified in knowledge.HOLDING_CALLS or (qualified == "sum" and len(call.positional) > 1)
        if holds or (last[:1].isupper() and qualified not in knowledge.FRESH_CONSTRUCTORS):
            returned = _all_arguments(call)
        states = state_uses(qualified, frozenset(name for name, _ in call.keywords if name))
        return Outcome(mutated=mutated, stored=stored, returned=returned, states=states)

    def _library_method(self, call: Call) -> Outcome:
        method = call.method or ""
        keywords = {name for name, _ in call.keywords}
        changes = method in knowledge.MUTATING_METHODS and (call.discarded or method not in knowledge.RESULT_METHODS)
        unknown = call.discarded and method not in knowledge.READING_METHODS and not _is_private_hook(method)
        mutated = _outputs(call)
        stores = method in knowledge.STORING_METHODS
        if changes or unknown or stores or keywords & knowledge.INPLACE_BY_KEYWORD:
            mutated |= call.receiver
        if method in knowledge.ARGUMENT_SHUFFLERS:
            mutated |= _at(call, (0,))
        arguments = _all_arguments(call)
        stored = frozenset((a, b) for a in call.receiver for b in arguments) if stores else frozenset()
        shares = method in knowledge.VIEW_METHODS or method not in knowledge.READING_METHODS
        returned = call.receiver if shares else NO_ROOTS
        if method[:1].isupper() or stores:
            returned |= arguments
        states = state_uses(f"?.{method}", frozenset(name for name, _ in call.keywords if name))
        return Outcome(mutated=mutated, stored=stored, returned=returned, states=states)


class Trace:
    """Follows events and resolves the results of calls on the way.

    Attributes:
        mutated: What was changed in place.
        mutated_instances: What was changed in place if it is of a class of the notebook's.
        stored: Pairs of which the first now holds on to the second.
        bound: Names of the notebook bound by functions that were called.
        states: Process state that was touched.
    """

    def __init__(self, effects: Effects, owner: Function | None = None) -> None:
        self._effects = effects
        self._owner = owner
        self._results: dict[int, Roots] = {}
        self.mutated: set[Root] = set()
        self.mutated_instances: set[Root] = set()
        self.stored: set[tuple[Root, Root]] = set()
        self.bound: frozenset[str] = frozenset()
        self.states: set[StateUse] = set()

    def follow(self, event: Event) -> None:
        """Take one event into account."""
        if isinstance(event, Call):
            self.call(event)
        elif isinstance(event, Mutate) and not (event.if_iterator or event.if_defaulting):
            self.mutated |= self.resolve(event.roots)
            if self._effects.qualify(event.path) == ENVIRONMENT_PATH:
                self.states.add(ENVIRONMENT_CHANGE)
        elif isinstance(event, Share) and not event.if_made_by:
            self._store(event.target, event.source)
        elif isinstance(event, Bind):
            self._store(frozenset((event.name,)), event.value.roots)

    def call(self, event: Call) -> Outcome:
        """Take a call into account and give what it does, in terms of arguments and names."""
        outcome = self._effects.outcome(event, self._owner)
        self._results[event.number] = inside(self.resolve(outcome.returned - {Result(event.number)}))
        self.mutated |= self.resolve(outcome.mutated)
        self.mutated_instances |= self.resolve(outcome.mutated_instances)
        for target, source in outcome.stored:
            self._store(frozenset((target,)), frozenset((source,)))
        self.bound |= outcome.bound
        self.states |= outcome.states
        return outcome

    def _store(self, targets: Roots, sources: Roots) -> None:
        held = self.resolve(sources)
        self.stored |= {(target, source) for target in self.resolve(targets) for source in held}

    def let(self, number: int, roots: Roots) -> None:
        """Let the result of a call share objects with ``roots``."""
        self._results[number] = self._results.get(number, NO_ROOTS) | self.resolve(roots)

    def resolve(self, roots: Roots) -> Roots:
        """Replace the results of calls by what they share."""
        found: Roots = NO_ROOTS
        for root in roots:
            found |= self._results.get(root.number, NO_ROOTS) if isinstance(root, Result) else frozenset((root,))
        return found


def _merged(outcomes: Iterable[Outcome]) -> Outcome:
    every = tuple(outcomes)
    if len(every) == 1:
        return every[0]
    return Outcome(
        mutated=NO_ROOTS.union(*(outcome.mutated for outcome in every)),
        mutated_instances=NO_ROOTS.union(*(outcome.mutated_instances for outcome in every)),
        stored=frozenset[tuple[Root, Root]]().union(*(outcome.stored for outcome in every)),
        returned=NO_ROOTS.union(*(outcome.returned for outcome in every)),
        bound=frozenset[str]().union(*(outcome.bound for outcome in every)),
        states=frozenset[StateUse]().union(*(outcome.states for outcome in every)),
        functions=tuple(dict.fromkeys(function for outcome in every for function in outcome.functions)),
    )


def _partners(root: Root, pairs: Iterable[tuple[Root, Root]]) -> Roots:
    """Give what holds on to an object, and what it holds on to."""
    return frozenset(other for first, second in pairs for other in (first, second) if root in (first, second)) - {root}


def _all_arguments(call: Call) -> Roots:
    return NO_ROOTS.union(*call.positional, *(roots for _, roots in call.keywords))


def _at(call: Call, positions: Iterable[int]) -> Roots:
    return NO_ROOTS.union(*(call.positional[i] for i in positions if 0 <= i < len(call.positional)))


def _outputs(call: Call) -> Roots:
    return NO_ROOTS.union(*(roots for name, roots in call.keywords if name in knowledge.OUTPUT_KEYWORDS))


def _is_private_hook(method: str) -> bool:
    return method.startswith("_repr_")


def _bindings(function: Function, call: Call, receiver: Roots | None) -> dict[str, Roots]:
    """Give what each parameter stands for in one call; parameters left at their default are missing."""
    given: dict[str, Roots] = {}
    positional = list(call.positional)
    if receiver is not None:
        positional.insert(0, receiver)
    for name, roots in zip(function.parameters[: function.positional], positional, strict=False):
        given[name] = roots
    spare = NO_ROOTS.union(*positional[function.positional :])
    if function.variadic is not None:
        given[function.variadic] = spare
    for keyword, roots in call.keywords:
        if keyword is None or keyword not in function.parameters:
            spare |= roots
        else:
            given[keyword] = roots
    if spare:
        # Arguments that were unpacked or collected may have reached any parameter.
        for name in function.parameters:
            given[name] = given.get(name, NO_ROOTS) | spare
    return given


def _translated(roots: Roots, given: Mapping[str, Roots]) -> Roots:
    found: Roots = NO_ROOTS
    for root in roots:
        if isinstance(root, Argument):
            found |= given.get(root.name, NO_ROOTS)
        elif isinstance(root, str):
            found |= {root}
    return found


def _translated_pairs(pairs: Iterable[tuple[Root, Root]], given: Mapping[str, Roots]) -> frozenset[tuple[Root, Root]]:
    return frozenset(
        (first, second)
        for target, source in pairs
        for first in _translated(frozenset((target,)), given)
        for second in _translated(frozenset((source,)), given)
    )


def _in_terms_of(given: Mapping[str, Roots], function: Function, summary: Summary) -> Outcome:
    """Give what a function does in terms of what its parameters stand for."""
    return Outcome(
        mutated=_translated(summary.mutated, given),
        mutated_instances=_translated(summary.mutated_instances, given),
        stored=_translated_pairs(summary.stored, given),
        returned=_translated(summary.returned, given),
        bound=summary.bound,
        states=summary.states,
        functions=(function,),
    )
