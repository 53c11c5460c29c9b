"""What a call does to objects that exist already, and what its result shares with them.

The notebook's own functions are summarised from their bodies, to a fixed point; for everything else
:mod:`kale.analysis.knowledge` speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from kale.analysis import knowledge
from kale.analysis.callbacks import called_arguments
from kale.analysis.definitions import ModuleFunctions
from kale.analysis.events import Call
from kale.analysis.facts import Function, Statement
from kale.analysis.file_calls import file_uses, mentions
from kale.analysis.hooks import Hooked, Hooks
from kale.analysis.library_effects import function_outcome, method_outcome
from kale.analysis.outcomes import NOTHING_DONE, Outcome, all_arguments, merged
from kale.analysis.own_calls import OwnCalls
from kale.analysis.random_objects import RandomObjects
from kale.analysis.reflection import ANY
from kale.analysis.special_methods import SUBCLASS
from kale.analysis.values import Argument, Roots, variables_in

_LIBRARY_METHODS: Final = knowledge.READING_METHODS | knowledge.CONTAINER_METHODS


class Effects(OwnCalls):
    """Knows what every call in a notebook does.

    Names are taken over the whole notebook: where two functions have one name, a call is taken to do what either does.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
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
        effects.summarise()
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

    def _is_receiver_ours(self, call: Call) -> bool:
        return all(isinstance(root, Argument) and root.name in ("self", "cls") for root in call.receiver)

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


def _calling(outcome: Outcome, called: Roots) -> Outcome:
    """Give an outcome in which these objects are called besides."""
    return outcome._replace(called=outcome.called | called) if called else outcome
