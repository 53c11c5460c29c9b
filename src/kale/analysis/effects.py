"""What a call does to objects that exist already, and what its result shares with them.

The notebook's own functions are summarised from their bodies, to a fixed point; for everything else
:mod:`kale.analysis.knowledge` speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from kale.analysis import knowledge
from kale.analysis.callbacks import called_arguments
from kale.analysis.class_hierarchy import ClassHierarchy
from kale.analysis.class_texts import with_class_texts
from kale.analysis.definitions import Definitions, ModuleFunctions
from kale.analysis.events import Call
from kale.analysis.facts import Class, Function, Statement
from kale.analysis.fields import makes_field
from kale.analysis.file_calls import file_uses, mentions
from kale.analysis.files import FileUse
from kale.analysis.holders import Holders
from kale.analysis.hooks import Hooked, Hooks
from kale.analysis.library_effects import function_outcome, method_outcome
from kale.analysis.outcomes import NOTHING_DONE, Given, Outcome, all_arguments, few, merged
from kale.analysis.random_objects import RandomObjects
from kale.analysis.reflection import ANY
from kale.analysis.special_methods import SUBCLASS
from kale.analysis.text_resolution import applied
from kale.analysis.trace import Trace
from kale.analysis.values import NO_ROOTS, Argument, Items, Result, Root, Roots, variables_in

_ROUNDS: Final = 12
_LIBRARY_METHODS: Final = knowledge.READING_METHODS | knowledge.CONTAINER_METHODS


@dataclass
class Effects(Definitions):
    """Knows what every call in a notebook does.

    Names are taken over the whole notebook: where two functions have one name, a call is taken to do what either does.

    Attributes:
        saved_classes: Names of the classes that are handed over as values: an instance brings its class along.
    """

    saved_classes: frozenset[str] = frozenset()
    _summaries: dict[Function, Outcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._hierarchy = ClassHierarchy(self.classes, self.qualify)
        self._hooks = Hooks(self._hierarchy, self.qualify, self.summary_of)
        self.random = RandomObjects(self)

    @classmethod
    def of(
        cls,
        statements: Iterable[Statement],
        modules: ModuleFunctions | None = None,
        saved_classes: frozenset[str] = frozenset(),
    ) -> Effects:
        """Learn the functions, classes and imports of a notebook.

        Args:
            statements: The notebook's statements.
            modules: The functions of modules beside it.
            saved_classes: Names of the classes that are handed over as values.
        """
        effects = cls(saved_classes=saved_classes)
        if modules is not None:
            effects.learn_modules(modules)
        for statement in statements:
            effects.learn(statement, modules)
            effects.random.learn(statement)
        effects.random.settle()
        effects._summarise()
        return effects

    def outcome(self, call: Call, owner: Function | None = None) -> Outcome:
        """Give what ``call`` does; ``owner`` is the function whose body it stands in."""
        found = self._outcome(call, owner)
        if not (call.accessor or call.special):
            qualified = self.qualify(call.callee)
            files = (*mentions(call, qualified), *file_uses(call, qualified))
            found = found._replace(files=(*files, *found.files)) if files else found
        if not call.pure:
            return found
        reading = tuple(use for use in found.files if not use.writes)
        return Outcome(returned=found.returned, functions=found.functions, files=reading, text=found.text)

    def _outcome(self, call: Call, owner: Function | None) -> Outcome:
        if call.callee == "super" and owner is not None and owner.owner is not None and owner.parameters:
            return Outcome(returned=frozenset((Argument(owner.parameters[0]),)))
        if call.callee == "type" and owner is not None and owner.owner is not None and len(call.positional) == 1:
            return Outcome(returned=self._hierarchy.family(owner.owner))
        if call.accessor or call.special:
            return self._accessed(call) if call.accessor else self._by_instance(call.method or "", call)
        if call.makes_decorator and self.makes_contexts(call.callee or ""):
            # What stands in the generator runs when the decorated function is called.
            return NOTHING_DONE
        known = self._notebook_call(call)
        if call.method == SUBCLASS:
            known = merged((known or NOTHING_DONE, self._made_by_metaclass(call)))
        callbacks = self._callbacks(call)
        if known is not None:
            return merged((known, callbacks))
        hooks = self._hooks.called_by(call, owner) if self.classes else NOTHING_DONE
        # What a function draws belongs to what it was given, which may be axes.
        draws = owner is not None and call.method in knowledge.PLOTTING_METHODS
        drawn = Outcome(returned=call.receiver, drawn=call.receiver) if draws else NOTHING_DONE
        return merged((self._library_call(call), drawn, callbacks, hooks))

    @cached_property
    def hooked(self) -> Mapping[str, Hooked]:
        """What Python and libraries set off by calling methods of classes, for those classes where they do."""
        return self._hooks.all()

    @property
    def computes_gradients(self) -> bool:
        """Whether the notebook may let gradients flow back with PyTorch."""
        return self.imports_tensors or any(summary.backpropagates for summary in self._summaries.values())

    # -- the notebook's own ---------------------------------------------------------------------------------------

    def summary_of(self, function: Function) -> Outcome:
        """Give what calling a function does, in terms of its arguments and of the names around it."""
        return self._summaries.get(function, NOTHING_DONE)

    def _summarise(self) -> None:
        groups = (self.functions, self.methods)
        outer = [function for group in groups for found in group.values() for function in found]
        every = [*outer, *(inner for function in outer for inner in function.made())]
        for _ in range(_ROUNDS):
            changed = False
            for function in every:
                summary = self._summary(function)
                if summary != self._summaries.get(function):
                    self._summaries[function] = summary
                    changed = True
            if not changed:
                return

    def _summary(self, function: Function) -> Outcome:
        trace = Trace(self, function)
        for event in function.events:
            trace.follow(event)
        holders = Holders(trace.stored)
        returned = holders.handed_out(trace.resolve(function.returns))
        files = few(use for use in trace.files if use.is_likely)
        if function.pure:
            return Outcome(returned=returned, files=tuple(use for use in files if not use.writes))
        return Outcome(
            mutated=holders.changed(trace.mutated),
            mutated_instances=holders.changed(trace.mutated_instances),
            stored=holders.pairs(),
            returned=returned,
            raised=holders.handed_out(trace.resolve(function.raises) | trace.raised),
            bound=function.binds | trace.bound,
            states=frozenset(trace.states),
            files=files,
            text=trace.text_of(function.text),
            called=holders.handed_out(trace.called),
            keyed=holders.handed_out(trace.keyed),
            iterated=holders.handed_out(trace.iterated),
            handed=holders.handed_out(trace.handed),
            drawn=holders.handed_out(trace.drawn),
            backpropagates=trace.backpropagates,
        )

    def _accessed(self, call: Call) -> Outcome:
        """Give what reading, setting or deleting an attribute does that a method with as many parameters computes."""
        taken = 1 + len(call.positional)
        methods = [method for method in self.methods.get(call.method or "", ()) if len(method.parameters) == taken]
        kept = call.receiver if any(method.kept_by_object for method in methods) else NO_ROOTS
        itself = Outcome(returned=call.receiver, mutated_instances=kept)
        computed = merged(self._applied(method, call, call.receiver) for method in methods)
        return merged((itself, computed))._replace(text=computed.text)

    def _by_instance(self, name: str, call: Call) -> Outcome:
        """Give what an operation does if the object is of a class that defines this method."""
        found = merged(self._applied(method, call, call.receiver) for method in self.methods.get(name, ()))
        own = found.mutated & call.receiver
        return found._replace(mutated=found.mutated - own, mutated_instances=found.mutated_instances | own)

    def change_objects(self, attributes: Iterable[str]) -> bool:
        """Whether methods among some attributes may change the object that they are taken out of."""
        return any(n in knowledge.HANDED_METHODS or self._changes_object(n) for n in map(_last, attributes))

    def only_read(self, attributes: Iterable[str]) -> bool:
        """Whether methods of all these names are known to change nothing."""
        return all(map(self._only_reads, map(_last, attributes)))

    def _only_reads(self, name: str) -> bool:
        own = [self.summary_of(method) for method in self.methods.get(name, ())]
        busy = any(found.mutated | found.mutated_instances | found.called | found.keyed for found in own)
        known = bool(own) or name in knowledge.READING_METHODS
        return known and not busy and name not in knowledge.MUTATING_METHODS

    def _changes_object(self, name: str) -> bool:
        own = ((method, self.summary_of(method)) for method in self.methods.get(name, ()))
        return any(bool(summary.mutated & set(map(Argument, method.parameters[:1]))) for method, summary in own)

    def carried_functions(self, names: Iterable[str]) -> Outcome:
        """Give what calling an object may do that was made with these functions of the notebook."""
        return merged(self._as_it_is(function) for function in self.own_functions(names))

    def made_by_classes(self, names: Iterable[str]) -> Outcome:
        """Give what calling an object may do that is, or holds, one of these classes of the notebook."""
        classes = (defined for name in sorted(names) for defined in self.classes.get(name, ()))
        return merged(self._as_it_is(method) for defined in classes for method in self._hierarchy.makers(defined))

    def files_of(self, names: Iterable[str], call: Call) -> tuple[FileUse, ...]:
        """Give the files that functions touch if they are what a call calls."""
        own = self.own_functions(names)
        uses = (Given.by(call, function, None).texts_in(self.summary_of(function)).files for function in own)
        return few(use for files in uses for use in files)

    def _as_it_is(self, function: Function) -> Outcome:
        """Give what a function does, as long as nobody says what it is called with."""
        summary = self.summary_of(function)
        return Given({}, {}).texts_in(summary._replace(functions=(function,)))

    def _notebook_call(self, call: Call) -> Outcome | None:
        """Give what a call of the notebook's own function, class or method does; ``None`` when it is not one."""
        named = self._named_call(call)
        if named is not None or call.method is None:
            return named
        methods = self.methods_named(call.method)
        root = (call.callee or "").partition(".")[0]
        foreign = self.is_module_path(call.callee) and root not in self.classes and root not in self.assigned
        if not methods or foreign:
            return None
        outcomes = [self._applied(method, call, call.receiver) for method in methods]
        may_be_other = call.method in knowledge.MUTATING_METHODS or ANY in call.method
        if may_be_other and not self._is_receiver_ours(call):
            outcomes.append(self._library_call(call))
        return merged(outcomes)

    def _named_call(self, call: Call) -> Outcome | None:
        """Give what a call does whose callee is, by its path, a function or class of the notebook or of its modules."""
        path = call.callee if call.method is None else self.qualify(call.callee)
        if path not in self.functions and path not in self.classes and path in self.imports:
            path = self.imports[path]
        if path in self.functions:
            found = self.functions[path]
            return merged([*(self._applied(function, call, None) for function in found), self._wrapped(found, call)])
        if path in self.classes:
            return self._construction(call, self.classes[path])
        if call.method is None and path in self.bound and path not in self.imports and "__call__" in self.methods:
            receiver = frozenset((path,))
            return merged([self._applied(method, call, receiver) for method in self.methods["__call__"]])
        return None

    def _wrapped(self, functions: Iterable[Function], call: Call) -> Outcome:
        """Give what a call does that finds an instance of a notebook's class in the place of a decorated function."""
        receiver = frozenset(
            function.name for function in functions if not function.decorators.isdisjoint(self.classes)
        )
        if not receiver:
            return NOTHING_DONE
        return merged(self._applied(method, call, receiver) for method in self.methods.get("__call__", ()))

    def _is_receiver_ours(self, call: Call) -> bool:
        return all(isinstance(root, Argument) and root.name in ("self", "cls") for root in call.receiver)

    def _construction(self, call: Call, classes: Iterable[Class]) -> Outcome:
        arguments = all_arguments(call)
        outcomes = [Outcome(returned=arguments)]
        for defined in classes:
            arguments |= self._hierarchy.sharing(defined)
            if defined.name in self.saved_classes:
                arguments |= {defined.name}
            outcomes.append(self.carried_functions(self._hierarchy.factories(defined)))
            instance, own = frozenset((Result(call.number),)), frozenset((defined.name,))
            for method in self._hierarchy.makers(defined):
                outcomes.append(self._applied(method, call, own if method.name == "__new__" else instance))
            for method in self._hierarchy.makers_by_metaclass(defined):
                outcomes.append(self._applied(method, call, own))
        made = merged(outcomes)
        return made._replace(
            mutated=made.mutated - {Result(call.number)},
            mutated_instances=made.mutated_instances - {Result(call.number)},
            stored=frozenset(pair for pair in made.stored if Result(call.number) not in pair),
            returned=arguments | _partners(Result(call.number), made.stored) | variables_in(made.returned),
            items=tuple(item for defined in classes for item in self._attributes(defined, call)),
            constructs=True,
        )

    def _made_by_metaclass(self, call: Call) -> Outcome:
        """Give what metaclasses do that make a class, of which the call is how a base hears."""
        base = (call.callee or "").removesuffix(f".{SUBCLASS}")
        return merged(self._construction(call, [one]) for one in self._hierarchy.inherited_metaclasses(base))

    def _attributes(self, defined: Class, call: Call) -> Items:
        """Give the texts that attributes of a new object are."""
        found = {keys: text for one in self._hierarchy.ancestry(defined) for keys, text in one.attributes}
        makers = [method for method in self._hierarchy.makers(defined) if method.name == "__init__"]
        if not makers:
            given = {place: text for place, text in call.texts if place != "self"}
            for position, name in enumerate(defined.fields):
                text = given.get(name, given.get(position))
                found.update({(name,): text} if text is not None else {})
        for method in makers:
            texts = Given.by(call, method, NO_ROOTS).texts
            known = ((keys, applied(text, texts)) for keys, text in method.attributes)
            found.update((keys, text) for keys, text in known if text is not None)
        return tuple(found.items())

    def _applied(self, function: Function, call: Call, receiver: Roots | None) -> Outcome:
        """Translate a function's summary to the arguments of one call."""
        summary = self.summary_of(function)
        given = Given.by(call, function, receiver)
        for name in function.stateful_defaults - given.roots.keys():
            given.roots[name] = frozenset((function.owner or function.name,))
        if function.owner is not None:
            owners = self.classes.get(function.owner, ())
            summary = with_class_texts(summary, function, given, owners, self._hierarchy)
        found = given.outcome(function, summary)
        mutated = found.mutated
        if Argument("cls") in summary.mutated and function.owner is not None:
            mutated |= self._hierarchy.family(function.owner)
        if function.caching and (mutated or summary.bound or any(use.moves for use in summary.states)):
            # Whether the next call does all this again depends on what the cache holds.
            mutated |= {function.owner or function.name}
        found = found if mutated is found.mutated else found._replace(mutated=mutated)
        return merged((found, self._decorating(function, call, receiver))) if function.decorators else found

    def _wrappers(self, function: Function) -> Iterator[Function]:
        """Give the functions that may be called in the place of a decorated one: those that its decorators make."""
        return (made for decorator in self.own_functions(function.decorators) for made in decorator.made())

    def _decorating(self, function: Function, call: Call, receiver: Roots | None) -> Outcome:
        """Give what the notebook's functions and methods do that a function is wrapped in."""
        found = [self._applied(wrapper, call, receiver) for wrapper in self._wrappers(function)]
        for path in sorted(function.decorators):
            root, dot, last = path.partition(".")
            if not dot and (function.owner is not None or self.makes_contexts(path)):
                found.append(_without_arguments(self.carried_functions((root,)), NO_ROOTS))
            elif dot and root in self.bound and root not in self.imports:
                methods = merged(map(self._as_it_is, self.methods.get(last.rpartition(".")[2], ())))
                found.append(_without_arguments(methods, frozenset((root,))))
        return merged(found)

    def _callbacks(self, call: Call) -> Outcome:
        """Give what the notebook's functions do that are handed to a call, should it call them."""
        if makes_field(call.callee):
            # They are called when an instance is made.
            return NOTHING_DONE
        names = call.passed
        if call.callee not in self.functions:
            # A library's decorator keeps what it is given, and does not call it.
            names -= {call.decorated}
        found = [function for name in sorted(names) for function in self.functions_named(name)]
        if not found:
            return NOTHING_DONE
        everything = all_arguments(call) | call.receiver
        every = [*found, *(wrapper for function in found for wrapper in self._wrappers(function))]
        return merged([self._called_back(function, everything) for function in every])

    def _called_back(self, function: Function, everything: Roots) -> Outcome:
        """Give what a function does that is called with any of the objects that a call was given."""
        given = Given(dict.fromkeys(function.parameters, everything - {function.name}), {})
        given.roots.update((name, given.roots[name] | {function.name}) for name in function.stateful_defaults)
        return given.outcome(function, self.summary_of(function))

    # -- everything else ------------------------------------------------------------------------------------------

    def _library_call(self, call: Call) -> Outcome:
        qualified = self.qualify(call.callee)
        if qualified is not None and (call.method is None or self._is_of_module_or_type(call.callee)):
            found = _calling(function_outcome(call, qualified), called_arguments(call, qualified))
            if call.discarded and not knowledge.is_known(qualified):
                found = found._replace(mutated=found.mutated | self._data_in(all_arguments(call)))
            both = call.method is not None and (call.callee or "").partition(".")[0] in self.assigned
            return merged((found, method_outcome(call))) if both else found
        if call.method is not None:
            found = method_outcome(call)
            if found.backpropagates and self.imports_tensors and not self.has_own_backward:
                # Which tensors get a gradient, the dataflow knows.
                return Outcome(returned=found.returned, backpropagates=True)
            if call.method in _LIBRARY_METHODS or not call.receiver:
                return _calling(found, called_arguments(call, None))
            # It may be a function that the object holds.
            return found._replace(called=call.receiver | called_arguments(call, None))
        held = call.receiver | all_arguments(call)
        return merged((Outcome(returned=held, called=call.receiver), self._made_call(call)))

    def _is_of_module_or_type(self, path: str | None) -> bool:
        """Whether a path leads to a function of something imported, or to a method of a builtin type."""
        return self.is_module_path(path) or (path or "").partition(".")[0] in knowledge.BUILTIN_CONTAINERS

    def _data_in(self, roots: Roots) -> Roots:
        """Give the roots without the notebook's functions and classes, which libraries call but do not change."""
        return frozenset(root for root in roots if root not in self.functions and root not in self.classes)

    def _made_call(self, call: Call) -> Outcome:
        """Give what a call of an expression does, such as ``register("name")(function)``, going by what made that."""
        makers = call.makers if call.decorated is None else {n for n in call.makers if not self.makes_contexts(n)}
        found = self.carried_functions(makers)
        mutated: Roots = variables_in(found.mutated)
        stored = frozenset((root, held) for root in mutated for held in all_arguments(call))
        if any(isinstance(root, Argument) for root in found.mutated):
            mutated |= call.receiver | all_arguments(call)
        made = Outcome(mutated=mutated, stored=stored, functions=found.functions)
        return merged((made, self._by_instance("__call__", call)))


def _without_arguments(outcome: Outcome, receiver: Roots) -> Outcome:
    """Give what functions change and use of the notebook, whatever they are called with.

    Args:
        outcome: What they do, in terms of their arguments.
        receiver: The object whose methods they are.
    """
    if not outcome.functions:
        return NOTHING_DONE
    mutated: Roots = variables_in(outcome.mutated)
    if any(isinstance(root, Argument) for root in outcome.mutated):
        mutated |= receiver
    returned: Roots = variables_in(outcome.returned)
    return Outcome(mutated=mutated, functions=outcome.functions, states=outcome.states, returned=returned | receiver)


def _partners(root: Root, pairs: Iterable[tuple[Root, Root]]) -> Roots:
    """Give what holds on to an object, and what it holds on to."""
    return frozenset(other for first, second in pairs for other in (first, second) if root in (first, second)) - {root}


def _calling(outcome: Outcome, called: Roots) -> Outcome:
    """Give an outcome in which these objects are called besides."""
    return outcome._replace(called=outcome.called | called) if called else outcome


def _last(path: str) -> str:
    return path.rpartition(".")[2]
