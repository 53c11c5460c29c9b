"""What calls of the notebook's own functions, classes and methods do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kale.analysis.class_texts import with_class_texts
from kale.analysis.events import Call
from kale.analysis.facts import Class, Function
from kale.analysis.fields import makes_field
from kale.analysis.outcomes import NOTHING_DONE, Given, Outcome, all_arguments, merged
from kale.analysis.special_methods import SUBCLASS
from kale.analysis.summaries import Summaries
from kale.analysis.text_resolution import applied
from kale.analysis.values import NO_ROOTS, Argument, Items, Result, Root, Roots, variables_in


class OwnCalls(Summaries):
    """Translates what functions do to the arguments of calls."""

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
