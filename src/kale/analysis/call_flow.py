"""What a call at the top level of a cell does to the notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kale.analysis.artists import drawn_on, follow_artists, sets_artist
from kale.analysis.callbacks import may_call_arguments
from kale.analysis.cells import CellFlow
from kale.analysis.classification import Nature
from kale.analysis.events import Bind, BindingKind, Call, Mutate
from kale.analysis.file_flow import FileFlow
from kale.analysis.generator_flow import GeneratorFlow
from kale.analysis.given_objects import changed_arguments
from kale.analysis.gradients import GradientFlow
from kale.analysis.instances import changed_by_hooks
from kale.analysis.knowledge import CONSUMERS, CONTAINER_METHODS, MUTATING_METHODS, words
from kale.analysis.log_handlers import note_handler
from kale.analysis.outcomes import NOTHING_DONE, Outcome, all_arguments
from kale.analysis.process_state import StateUse
from kale.analysis.random_objects import USING_METHODS
from kale.analysis.rules import VALUE_CANNOT_CROSS, WORKING_DIRECTORY
from kale.analysis.scopes import free_names
from kale.analysis.sharing import Sharing
from kale.analysis.situation import Situation
from kale.analysis.values import (
    NO_ROOTS,
    Argument,
    Key,
    Place,
    Root,
    Roots,
    Variable,
    names_in,
    originals,
    variables_in,
)
from kale.analysis.versions import Form, Version, VersionKind

_DEALING: Final = words("sklearn.model_selection.train_test_split sklearn.utils.shuffle sklearn.utils.resample")
"""Functions that deal the elements of lists out to new ones."""


class CallFlow:
    """Follows calls.

    Args:
        situation: Where in the notebook the dataflow is.
        sharing: Takes what calls change and store.
        files: Takes the files that calls read and write.
        cells: Takes what stands in the cells of what calls give.
        gradients: Knows where gradients flow back to.
        generators: Knows who holds the process's random generators.
        bind: Takes the names that calls bind.
    """

    def __init__(
        self,
        situation: Situation,
        sharing: Sharing,
        files: FileFlow,
        cells: CellFlow,
        *,
        gradients: GradientFlow,
        generators: GeneratorFlow,
        bind: Callable[[Bind], None],
    ) -> None:
        self._at = situation
        self._sharing = sharing
        self._files = files
        self._cells = cells
        self._gradients = gradients
        self._generators = generators
        self._bind = bind

    def follow(self, event: Call) -> None:
        """Take a call into account."""
        trace, effects = self._at.trace, self._at.effects
        outcome = trace.call(event)
        qualified = effects.qualify(event.callee)
        if qualified in _DEALING:
            self._deal(event)
        self._cells.follow(event)
        follow_artists(self._at, event)
        for function in outcome.functions:
            self._at.read_in(function)
            if function.caching and function.owner is None:
                self._sharing.note_cache(function.name, effects.reads_of(function))
        mutated = self._mutated(event, outcome) | self._gradients.filled_by(event, outcome)
        if mutated and not event.pure:
            self._change(event, outcome, mutated)
            self._gradients.note_call(event, mutated, self._sharing.ties)
            self._generators.note_held(mutated, event.passed, event.attributes)
        self._read_through(event, outcome)
        self._bind_globals(outcome.bound, event)
        for target, source in sorted(outcome.stored, key=repr) if not sets_artist(self._at, event) else ():
            held = trace.resolve(frozenset((source,)))
            self._sharing.share(trace.resolve(frozenset((target,))), held, direct=self._changes_container(event))
        for use in sorted(outcome.states):
            self._at.touch(use, event.place)
        self._touch_generators(self._generators.drawn_from(event, outcome), event.place)
        if effects.random:
            self._draw_in_call(event, outcome)
        if qualified in CONSUMERS:
            used_up = NO_ROOTS.union(*(trace.resolve(roots) for roots in event.positional))
            self.draw(used_up, event.place)
            self._sharing.change(used_up, Mutate(used_up, event.place, "iteration", if_iterator=True))
        self._files.touch(event, outcome.files)
        self._follow_module(event, qualified)
        if event.method == "register" and (event.callee or "").count(".") == 1:
            self._note_virtual_subclass(event)
        if event.method == "addHandler":
            note_handler(self._at, event)
        if qualified == "os.chdir":
            self._note_changed_directory(event)

    def _mutated(self, event: Call, outcome: Outcome) -> Roots:
        """Give what a call changes in place."""
        resolve = self._at.trace.resolve
        found = originals(self._at.trace.changed(outcome)) | self._called(event, outcome.called)
        found |= drawn_on(self._at, event, outcome) | changed_arguments(self._at, event)
        found |= changed_by_hooks(self._at, event, outcome)
        if outcome.mutated_instances:
            found |= self._at.trace.changed_instances(outcome) | self._instances(resolve(outcome.mutated_instances))
        return found

    def _change(self, event: Call, outcome: Outcome, mutated: Roots) -> None:
        """Note what a call changes, and what that holds on to from then on."""
        trace = self._at.trace
        how = f"call of {event.callee or event.method or 'a function'}"
        alone = not outcome.functions and mutated <= trace.resolve(event.receiver)
        direct = alone and self._changes_container(event)
        change = Mutate(
            mutated,
            event.place,
            how,
            carries=event.passed,
            captures=event.captures | self._read_by(event.passed),
            direct=direct,
            attributes=event.attributes,
            depth=event.depth if direct else 0,
            item=_item_changed(event),
            registers=self._registers(event),
        )
        aside = self._changed_aside(event, mutated)
        self._sharing.change(mutated - aside, change._replace(roots=mutated - aside))
        if aside:
            # What a function changes that a library calls does not hold on to the function.
            known = change._replace(roots=aside, carries=frozenset(), captures=frozenset())
            self._sharing.change(aside, known)

    def _changed_aside(self, event: Call, mutated: Roots) -> Roots:
        """Give what a call of a library's function changes without having been given it."""
        effects = self._at.effects
        made = event.callee is None and event.method is None
        own = made or event.method in effects.methods or bool(effects.functions_named(event.callee)) or event.special
        if own or not event.passed or (event.callee or "") in effects.bound:
            return NO_ROOTS
        return mutated - self._at.trace.resolve(event.receiver | all_arguments(event))

    def _registers(self, event: Call) -> bool:
        """Whether a call is one such as ``Encoder.encode.register(dict)``, which defines something for other calls."""
        calls = self._at.line.statement.calls() if event.decorated else (event,)
        found = any(call.method == "register" and (call.callee or "").count(".") > 1 for call in calls)
        return found and "register" not in self._at.effects.methods

    def _read_through(self, event: Call, outcome: Outcome) -> None:
        """Note what a function reads in a way that changes some kinds of objects."""
        trace, how = self._at.trace, f"call of {event.callee or event.method or 'a function'}"
        if outcome.keyed:
            keyed = trace.resolve(outcome.keyed)
            self._sharing.change(keyed, Mutate(keyed, event.place, how, if_defaulting=True))
            self.insert_missing(keyed, event.place)
        if outcome.iterated:
            iterated = trace.resolve(outcome.iterated)
            self._sharing.change(iterated, Mutate(iterated, event.place, how, if_iterator=True))
            self.draw(iterated, event.place)
        if outcome.handed:
            handed = trace.resolve(outcome.handed)
            self._sharing.change(handed, Mutate(handed, event.place, how, if_iterator=True))

    def insert_missing(self, roots: Iterable[Root], place: Place) -> None:
        """Note that objects may call what makes their missing items."""
        for version in self._at.namespace.existing(roots):
            if version.defaulting and version.holds:
                inside = self._at.effects.carried_functions(version.holds)
                for function in inside.functions:
                    self._at.read_in(function)
                changed = variables_in(inside.mutated)
                self._sharing.change(changed, Mutate(changed, place, "factory of missing items"))

    def draw(self, roots: Iterable[Root], place: Place) -> None:
        """Note that objects are used, which may draw from the process's random generators."""
        versions = self._at.namespace.existing(roots)
        self._touch_generators((name for version in versions for name in version.draws), place)

    def _touch_generators(self, names: Iterable[str], place: Place) -> None:
        for name in sorted(set(names)):
            self._at.touch(StateUse(name, sets=False), place)

    def _draw_in_call(self, event: Call, outcome: Outcome) -> None:
        """Note what a call draws by using objects that were made to do so, here or before."""
        trace, random = self._at.trace, self._at.effects.random
        uses = event.method in USING_METHODS
        used = trace.resolve(event.receiver) if uses else NO_ROOTS
        if uses or random.are_used_by(outcome.functions):
            here = (name for call in self._at.line.statement.calls() for name in random.made_by(call))
            self._touch_generators(here, event.place)
        if event.callee is not None and event.method is None:
            used |= {event.callee}
        if outcome.functions:
            read = frozenset(name for function in outcome.functions for name in free_names(function))
            used |= read | trace.resolve(event.receiver | all_arguments(event))
            self._touch_generators(random.drawn_by(outcome.functions), event.place)
        self.draw(used, event.place)

    def _follow_module(self, event: Call, qualified: str | None) -> None:
        """Note calls that change what a module holds: of a method of what it holds, or of a function that does so."""
        effects, stateful = self._at.effects, self._at.surroundings.modules.stateful
        of_module = effects.is_module_path(event.callee)
        module = stateful.get(qualified or "") or (stateful.get(event.method or "") if not of_module else None)
        if module is not None:
            self._at.note_module_change(module, event.place, certain=False)
            return
        receiver = (qualified or "").rpartition(".")[0]
        if event.method in MUTATING_METHODS and of_module and self._at.surroundings.modules.holds(receiver):
            self._at.note_module_change(receiver, event.place, certain=True)

    def _changes_container(self, event: Call) -> bool:
        """Whether a call is one such as ``rows.append(x)``, which changes a list but nothing that it holds."""
        own = event.method in self._at.effects.methods
        named = event.callee is not None and event.callee.count(".") == 1
        return event.method in CONTAINER_METHODS and named and not own

    def _bind_globals(self, names: frozenset[str], event: Call) -> None:
        """Take the names that a called function may bind as bound on some paths."""
        for name in sorted(names):
            self._at.namespace.enter()
            self._bind(Bind(name, event.place, BindingKind.ASSIGNMENT))
            self._at.namespace.leave((name,))

    def _instances(self, roots: Roots) -> Roots:
        """Give those of the roots that may stand for instances of the notebook's classes."""
        versions = self._at.namespace.existing(roots)
        return frozenset(version.name for version in versions if version.form is Form.CLASS or version.is_instance)

    def _deal(self, event: Call) -> None:
        """Let the parts of a list or the like share its elements."""
        for roots in event.positional:
            sources = self._at.namespace.existing(self._at.trace.resolve(roots))
            if any(version.merges for version in sources):
                self._at.trace.let(event.number, roots)

    def _called(self, event: Call, called: Roots) -> Roots:
        """Give what a call changes beyond what its name tells: what it calls, and what that was made with.

        What is called may also be taken out of something, as in ``actions["add"](x)``, here or in a function.
        """
        names = names_in(self._at.trace.resolve(called))
        if event.callee is not None and event.method is None:
            names.append(event.callee)
        # Any other method may be a function that the object holds.
        known = event.method is None or event.method in self._at.effects.methods
        found: Roots = NO_ROOTS
        for version in self._at.namespace.existing(names):
            if version.form is not Form.MODULE and (known or version.holds):
                found |= self._changed_by_calling(version, event, version.functions if known else version.holds)
                found |= self._changed_by_making(version) if known else NO_ROOTS
                self._files.touch(event, self._at.effects.files_of(version.functions, event))
        return found | self._changed_by_callbacks(event)

    def _changed_by_callbacks(self, event: Call) -> Roots:
        """Give what functions change that the arguments hold, as in ``sorted(rows, key=keys["size"])``."""
        found: Roots = NO_ROOTS
        for version in self._at.namespace.existing(event.passed):
            if version.callback and self._may_call(version, event):
                found |= {version.name}
                if version.library == "operator":
                    found |= self._at.trace.resolve(all_arguments(event))
            if version.holds and version.form is Form.PLAIN:
                inside = self._at.effects.carried_functions(version.holds)
                for function in inside.functions:
                    self._at.read_in(function)
                found |= variables_in(inside.mutated)
        return found

    def _may_call(self, version: Version, event: Call) -> bool:
        """Whether a call may call something that it is given."""
        is_object = version.form not in (Form.MODULE, Form.CLASS)
        return is_object and may_call_arguments(event, self._at.effects.qualify(event.callee))

    def _read_by(self, names: frozenset[str]) -> frozenset[str]:
        """Give the names that functions read which cross as values."""
        versions = self._at.namespace.existing(names)
        values = (version.captures for version in versions if version.kind is VersionKind.VALUE)
        return frozenset[str]().union(*values)

    def _changed_by_calling(self, version: Version, event: Call, functions: frozenset[str]) -> Roots:
        found: Roots = frozenset[Root]((version.name,)) if version.stateful else NO_ROOTS
        if version.library == "operator":
            # What ``methodcaller`` gives calls a method of what it is given.
            found = found.union(*(self._at.trace.resolve(roots) for roots in event.positional))
        inside = self._at.effects.carried_functions(functions)
        for function in inside.functions:
            self._at.read_in(function)
        found |= variables_in(inside.mutated)
        self._at.trace.let(event.number, variables_in(inside.returned))
        if any(isinstance(root, Argument) for root in inside.mutated) and version.form is not Form.CLASS:
            found |= {version.name}
            if version.name not in self._at.effects.functions:
                found = found.union(*(self._at.trace.resolve(roots) for roots in event.positional))
        return found

    def _changed_by_making(self, version: Version) -> Roots:
        """Give what instances change when they are made of classes that an object is or holds, as a registry does."""
        held = (version, *version.carries, *(version.inputs.values() if version.kind is VersionKind.CODE else ()))
        classes = {each.name for each in held if each.form is Form.CLASS}
        inside = self._at.effects.made_by_classes(classes) if classes else NOTHING_DONE
        for function in inside.functions:
            self._at.read_in(function)
        return variables_in(inside.mutated)

    def _note_changed_directory(self, event: Call) -> None:
        if len(self._at.program.steps) > 1 and self._at.owner is not None and self._at.nature is Nature.VALUE:
            self._at.report.add(
                WORKING_DIRECTORY.at(
                    self._at.line.span(event.place),
                    "os.chdir and %cd change the working directory of this step only; later steps start in their own",
                    help="use paths that do not depend on the working directory",
                )
            )

    def _note_virtual_subclass(self, event: Call) -> None:
        version = self._at.namespace.get((event.callee or "").partition(".")[0])
        own = "register" in self._at.effects.methods
        if version is None or version.form is not Form.CLASS or own or len(self._at.program.steps) == 1:
            return
        self._at.report.add(
            VALUE_CANNOT_CROSS.at(
                self._at.line.span(event.place),
                f"what is registered with the abstract class {version.name!r} is known in this step only",
                help="register it in a cell tagged 'functions', or derive from the class",
            )
        )


def _item_changed(event: Call) -> tuple[Key, None] | None:
    """Give the key of what a call such as ``config["columns"].append("age")`` changes in what the name stands for."""
    text = next((text for place, text in event.texts if place == "self"), ())
    whole = text[0] if len(text) == 1 else None
    return (whole.keys[0], None) if isinstance(whole, Variable) and whole.keys else None
