"""Which version of which name every step needs, and who makes it.

The notebook is followed statement by statement, in its own order, as one kernel would run it. What a name stands for
at each point is a :class:`~kale.analysis.versions.Version`; a step that reads a version made elsewhere needs it.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kale.analysis import knowledge
from kale.analysis.classification import Classifier, Nature
from kale.analysis.effects import Effects, Trace
from kale.analysis.facts import (
    Bind,
    BindingKind,
    Call,
    Enter,
    Event,
    Function,
    Leave,
    Mutate,
    Place,
    Read,
    Roots,
    Settle,
    Share,
    Unbind,
    Value,
)
from kale.analysis.process_state import StateUse
from kale.analysis.program import Line, Program
from kale.analysis.rules import BLIND_SPOT, NOTEBOOK_HISTORY, UNDEFINED_IN_FUNCTION, UNDEFINED_NAME, WORKING_DIRECTORY
from kale.analysis.suggestion import closest
from kale.analysis.ties import Ties
from kale.analysis.versions import Form, Version, VersionKind
from kale.diagnostics import Report


@dataclass(frozen=True, slots=True)
class Use:
    """Where a step first needs a version."""

    line: Line
    place: Place | None


@dataclass
class Needs:
    """What one step needs from elsewhere.

    Attributes:
        defines: Statements to carry as code, by position.
        loads: Versions to load, with their first use.
        parameters: Parameters, with their first use.
    """

    defines: dict[int, Line] = field(default_factory=dict)
    loads: dict[Version, Use] = field(default_factory=dict)
    parameters: dict[str, tuple[Version, Use]] = field(default_factory=dict)


@dataclass
class Flow:
    """The result of following a notebook.

    Attributes:
        program: The notebook.
        needs: What each step needs, by number of the step.
        once: Statements of shared cells that one step carries out for all, by number of the step.
        finals: What each step holds at the end of each of its cells: (step, cell number) → name → version.
        ties: What shared objects at the end of each cell: (step, cell number) → name → names.
    """

    program: Program
    needs: list[Needs]
    once: dict[int, list[Line]] = field(default_factory=dict)
    finals: dict[tuple[int, int], dict[str, Version]] = field(default_factory=dict)
    ties: dict[tuple[int, int], dict[str, frozenset[str]]] = field(default_factory=dict)


class Interpreter:
    """Follows a notebook's statements.

    Args:
        program: The notebook.
        effects: What its calls do.
        parameters: Versions of the pipeline's parameters, by the position of the statement that gives the default.
        report: Takes the problems.
    """

    def __init__(
        self, program: Program, effects: Effects, parameters: dict[int, list[Version]], report: Report
    ) -> None:
        self._program = program
        self._effects = effects
        self._parameters = parameters
        self._report = report
        mentioned = frozenset(read.name for line in program.lines for read in line.statement.reads())
        self._classifier = Classifier(effects, mentioned)
        self._versions: dict[str, Version] = {}
        self._held: list[dict[str, Version]] = [{} for _ in program.steps]
        self._ties = Ties()
        self._settings: list[tuple[Line, dict[str, Version]]] = []
        self._settings_seen = [0] * len(program.steps)
        self._star = False
        self._unresolved: list[tuple[Line, Read]] = []
        self._flow = Flow(program, [Needs() for _ in program.steps])
        self._line = program.lines[0] if program.lines else None
        self._nature = Nature.VALUE
        self._owner: int | None = None
        self._inputs: dict[str, Version] = {}
        self._trace = Trace(effects)
        self._branches: list[dict[str, Version | None]] = []
        self._chosen: set[tuple[int, Version]] = set()

    def follow(self) -> Flow:
        """Follow the whole notebook and give what its steps need."""
        for line in self._program.lines:
            self._ending_cell(line)
            self._follow_line(line)
        self._ending_cell(None)
        self._report_unresolved()
        self._drop_idle_ties()
        return self._flow

    # -- statements -----------------------------------------------------------------------------------------------

    def _follow_line(self, line: Line) -> None:
        self._line = line
        if line.position in self._parameters:
            for version in self._parameters[line.position]:
                self._set(version)
                self._ties.forget(version.name)
            return
        self._nature = self._classifier.nature(line, self._versions)
        shared_once = line.step is None and self._nature is Nature.VALUE
        self._owner = line.home if shared_once else line.step
        if shared_once and line.home is not None:
            self._flow.once.setdefault(line.home, []).append(line)
        self._inputs = {}
        self._trace = Trace(self._effects)
        if self._owner is not None:
            self._take_settings(self._owner)
        self._note_blind_spots(line)
        for event in line.statement.events:
            self._event(event)
        if self._nature is Nature.SETTING:
            self._settings.append((line, self._inputs))
            self._star = self._star or bool(line.statement.star_imports)

    def _event(self, event: Event) -> None:
        match event:
            case Read():
                self._read(event)
            case Bind():
                self._bind(event)
            case Call():
                self._call(event)
            case Mutate():
                self._mutate(self._trace.resolve(event.roots), event)
            case Share():
                self._share(self._trace.resolve(event.target), self._trace.resolve(event.source))
            case Settle():
                self._settle(event.name)
            case Enter():
                self._branches.append({})
            case Leave():
                self._leave(event.names)
            case Unbind():
                self._unbind(event)

    def _ending_cell(self, following: Line | None) -> None:
        """Remember what the step whose cell ends here holds."""
        line = self._line
        if line is None or self._owner is None or (following is not None and following.cell is line.cell):
            return
        key = (self._owner, line.cell.number)
        self._flow.finals[key] = dict(self._held[self._owner])
        self._flow.ties[key] = self._ties.among(self._held[self._owner])

    def _take_settings(self, step: int) -> None:
        """Carry the settings made since the step's last statement."""
        seen = self._settings_seen[step]
        for line, inputs in self._settings[seen:]:
            if line.step != step:
                self._flow.needs[step].defines[line.position] = line
                for version in inputs.values():
                    self.require(step, version, None)
        self._settings_seen[step] = len(self._settings)

    def _set(self, version: Version) -> None:
        """Let the version be what its name stands for from here on."""
        for branch in self._branches:
            branch.setdefault(version.name, self._versions.get(version.name))
        self._versions[version.name] = version
        if version.step is not None:
            self._held[version.step][version.name] = version

    # -- needing --------------------------------------------------------------------------------------------------

    def require(self, step: int, version: Version, place: Place | None) -> None:
        """Note that ``step`` needs ``version`` here, and all that it needs in turn."""
        assert self._line is not None
        needs, use = self._flow.needs[step], Use(self._line, place)
        stack, seen = [version], {version}
        while stack:
            current = stack.pop()
            following = self._fallback(step, current)
            if current.step != step:
                following += self._take(needs, current, use)
            following += [self._versions[name] for name in sorted(current.captures) if name in self._versions]
            for found in following:
                if found not in seen:
                    seen.add(found)
                    stack.append(found)

    def _fallback(self, step: int, version: Version) -> list[Version]:
        """Give the version that stands where a condition did not hold; the step that made the choice needs it."""
        if version.previous is None:
            return []
        if version.step in (None, step) or version.kind is VersionKind.CODE:
            return [version.previous]
        if (version.step, version) in self._chosen:
            return []
        self._chosen.add((version.step, version))
        current, self._line = self._line, version.line
        self.require(version.step, version.previous, version.place)
        self._line = current
        return []

    def _drop_idle_ties(self) -> None:
        """Let steps load a version from where it was made, unless they also load what it was tied to later."""
        for step, needs in enumerate(self._flow.needs):
            idle = True
            while idle:
                idle = False
                for version, use in list(needs.loads.items()):
                    if version.original is not None and not _has_partner(version, needs):
                        del needs.loads[version]
                        self._line = use.line
                        self.require(step, version.original, use.place)
                        idle = True

    def _take(self, needs: Needs, version: Version, use: Use) -> list[Version]:
        if version.kind is VersionKind.CODE and version.line is not None:
            needs.defines[version.line.position] = version.line
            return list(version.inputs.values())
        if version.kind is VersionKind.PARAMETER:
            needs.parameters.setdefault(version.name, (version, use))
        elif version.kind is VersionKind.VALUE:
            needs.loads.setdefault(version, use)
            carried = sorted(version.carries, key=lambda found: found.position)
            return carried + ([version.base] if version.base is not None else [])
        return []

    # -- events ---------------------------------------------------------------------------------------------------

    def _read(self, event: Read) -> None:
        version = self._versions.get(event.name)
        if version is None:
            self._unknown(event)
            return
        if event.deferred:
            return
        self._inputs.setdefault(event.name, version)
        if self._owner is not None:
            self.require(self._owner, version, event.place)

    def _bind(self, event: Bind) -> None:
        current = self._versions.get(event.name)
        value = event.value
        if event.kind is BindingKind.AUGMENTED and current is not None and not current.immutable:
            current.carries |= self._carried(value)
            current.captures |= value.captures
            return
        version = self._made(event)
        if not self._branches:
            self._ties.forget(event.name)
        self._set(version)
        if not version.immutable:
            for root in sorted(r for r in self._trace.resolve(value.roots) if isinstance(r, str)):
                if root != event.name:
                    self._tie(event.name, root)

    def _made(self, event: Bind) -> Version:
        """Give the version that a binding makes."""
        value = event.value
        source = self._versions.get(value.alias) if value.alias else None
        qualified = self._effects.qualify(value.callee)
        carried = self._nature is not Nature.VALUE
        form = self._form(event, source, qualified)
        return Version(
            name=event.name,
            kind=VersionKind.CODE if carried else VersionKind.VALUE,
            line=self._line,
            step=self._owner,
            place=event.place,
            form=form,
            inputs=self._inputs if carried else {},
            captures=value.captures | self._captured(value),
            carries=frozenset() if carried else self._carried(value),
            immutable=self._is_immutable(value, source, qualified),
            uncrossable=self._uncrossable(value, source, qualified),
            stateful=self._is_stateful(event, source),
        )

    def _form(self, event: Bind, source: Version | None, qualified: str | None) -> Form:
        if event.kind is BindingKind.IMPORT:
            return Form.MODULE
        if event.kind is BindingKind.FUNCTION:
            return Form.FUNCTION
        if event.kind is BindingKind.CLASS or qualified in knowledge.TYPE_MAKERS:
            return Form.CLASS
        if source is not None:
            return source.form
        return Form.ITERATOR if qualified in knowledge.ITERATOR_CALLS or event.value.generator else Form.PLAIN

    def _is_immutable(self, value: Value, source: Version | None, qualified: str | None) -> bool:
        if value.immutable or (source is not None and source.immutable):
            return True
        last = (value.callee or "").rpartition(".")
        return qualified in knowledge.IMMUTABLE_CALLS or (bool(last[1]) and last[2] in knowledge.IMMUTABLE_METHODS)

    def _uncrossable(self, value: Value, source: Version | None, qualified: str | None) -> str | None:
        if value.generator or self._effects.is_generator(value.callee):
            return "a generator"
        if source is not None:
            return source.uncrossable
        return knowledge.UNCROSSABLE_CALLS.get(qualified or "")

    def _is_stateful(self, event: Bind, source: Version | None) -> bool:
        if source is not None and source.stateful:
            return True
        assert self._line is not None
        makers = set(event.value.calls)
        if event.kind is BindingKind.FUNCTION:
            makers |= {read.name for read in self._line.statement.reads() if not read.deferred}
        return any(self._effects.is_stateful_function(name) for name in makers)

    def _captured(self, value: Value) -> frozenset[str]:
        """Give the names that functions inside a value read, when these came with other values or out of calls."""
        names: frozenset[str] = frozenset()
        for name in value.mentions | value.passes:
            version = self._versions.get(name)
            if version is not None and version.kind is VersionKind.VALUE:
                names |= version.captures
        for name in value.calls:
            if self._effects.makes_functions(name) and name in self._versions:
                names |= self._versions[name].captures | {name}
        return names

    def _carried(self, value: Value) -> frozenset[Version]:
        """Give the classes and functions that the pickled form of a value may refer to."""
        found: set[Version] = set()
        ours = any(name in self._effects.functions or name in self._effects.classes for name in value.calls)
        for name in value.mentions:
            found |= self._definitions_in(name, functions=True)
        for name in value.passes:
            found |= self._definitions_in(name, functions=ours)
        for name in value.calls:
            found |= self._products_of(name)
        return frozenset(found)

    def _definitions_in(self, name: str, *, functions: bool) -> set[Version]:
        version = self._versions.get(name)
        if version is None:
            return set()
        if version.kind is not VersionKind.CODE:
            return set(version.carries) | ({version.base} if version.base is not None else set())
        if version.form is Form.CLASS or (functions and version.form is Form.FUNCTION):
            return {version}
        if version.form is Form.PLAIN:
            return {made for read in version.inputs for made in self._definitions_in(read, functions=functions)}
        return set()

    def _products_of(self, name: str) -> set[Version]:
        """Give the classes and functions of which calling ``name`` may make or return instances."""
        found = self._definitions_in(name, functions=False)
        pending, seen = [name], {name}
        while pending:
            version = self._versions.get(pending.pop())
            if version is None or version.form not in (Form.FUNCTION, Form.CLASS):
                continue
            for reached in sorted(version.captures - seen):
                seen.add(reached)
                pending.append(reached)
                found |= self._definitions_in(reached, functions=self._is_returned(name, reached))
        return found

    def _is_returned(self, function: str, name: str) -> bool:
        return any(name in found.mentions for found in self._effects.functions.get(function, ()))

    def _call(self, event: Call) -> None:
        outcome = self._trace.call(event)
        for function in outcome.functions:
            self._read_in(function)
        mutated = self._trace.resolve(outcome.mutated) | self._stateful_callee(event)
        if mutated:
            how = f"call of {event.callee or event.method or 'a function'}"
            change = Mutate(mutated, event.place, how, carries=event.passed, captures=event.captures)
            self._mutate(mutated, change)
        for target, source in sorted(outcome.stored, key=repr):
            self._share(self._trace.resolve(frozenset((target,))), self._trace.resolve(frozenset((source,))))
        for name in sorted(outcome.bound):
            self._branches.append({})
            self._bind(Bind(name, event.place, BindingKind.ASSIGNMENT))
            self._leave((name,))
        for use in sorted(outcome.states):
            self._touch_state(use, event)
        if self._effects.qualify(event.callee) == "os.chdir":
            self._changed_directory(event)

    def _stateful_callee(self, event: Call) -> Roots:
        name = event.callee
        if name is None or event.method is not None:
            return frozenset()
        version = self._versions.get(name)
        return frozenset((name,)) if version is not None and version.stateful else frozenset()

    def _read_in(self, function: Function) -> None:
        """Take the names that a called function reads as read here."""
        for event in function.events:
            if isinstance(event, Read) and event.name in self._versions:
                self._inputs.setdefault(event.name, self._versions[event.name])
                if self._owner is not None:
                    assert self._line is not None
                    self.require(self._owner, self._versions[event.name], self._own_place(function))

    def _own_place(self, _function: Function) -> Place | None:
        assert self._line is not None
        statement = self._line.statement
        return Place(statement.first_line, 1, statement.last_line, 1)

    def _mutate(self, roots: Roots, event: Mutate) -> None:
        changed: set[str] = set()
        for root in roots:
            version = self._versions.get(root) if isinstance(root, str) else None
            if version is None or version.form is Form.MODULE or version.kind is VersionKind.ABSENT:
                continue
            if version.immutable or (event.if_iterator and version.form is not Form.ITERATOR):
                continue
            changed |= {version.name} | self._ties.of(version.name)
        for name in sorted(changed):
            if name in self._versions and not self._versions[name].immutable:
                self._change(name, event, direct=name in roots)

    def _change(self, name: str, event: Mutate, *, direct: bool) -> None:
        current = self._versions[name]
        carried = self._nature is not Nature.VALUE and self._owner is None
        if self._owner is not None:
            self.require(self._owner, current, event.place)
        self._inputs.setdefault(name, current)
        carries = frozenset[Version]()
        for handed in event.carries if direct else ():
            carries |= self._definitions_in(handed, functions=True) | self._products_of(handed)
        is_class = current.form is Form.CLASS and current.kind is VersionKind.CODE
        self._set(
            replace(
                current,
                kind=VersionKind.CODE if carried else VersionKind.VALUE,
                line=self._line,
                step=self._owner,
                place=event.place,
                previous=None,
                inputs=self._inputs if carried else {},
                captures=current.captures | event.captures,
                carries=current.carries | carries,
                original=None,
                partners=frozenset(),
                base=current if is_class and not carried else current.base,
            )
        )

    def _share(self, targets: Roots, sources: Roots) -> None:
        for target in sorted(root for root in targets if isinstance(root, str)):
            for source in sorted(root for root in sources if isinstance(root, str)):
                self._tie(target, source)
                for partner in sorted(self._ties.of(target)):
                    self._tie(partner, source)

    def _tie(self, first: str, second: str) -> None:
        """Note that two names reach a common object from here on."""
        if first == second or not (self._is_object(first) and self._is_object(second)):
            return
        group = {second} | {name for name in self._ties.of(second) if self._is_object(name)}
        for name in sorted(group - {first}):
            self._ties.tie(first, name)
        if self._owner is not None:
            for name in sorted(group | {first}):
                self._tie_here(name, group | {first})

    def _tie_here(self, name: str, group: Iterable[str]) -> None:
        """Let the running step be a source of a name that it ties to others, though it does not change it."""
        version = self._versions[name]
        assert self._owner is not None
        if version.step == self._owner:
            version.partners |= frozenset(group) - {name}
            return
        needs = self._flow.needs[self._owner]
        is_held = (
            version in needs.loads
            or (version.line is not None and version.line.position in needs.defines)
            or version.name in needs.parameters
        )
        if is_held:
            self._set(
                replace(
                    version,
                    kind=VersionKind.VALUE,
                    line=self._line,
                    step=self._owner,
                    previous=None,
                    inputs={},
                    original=version,
                    partners=frozenset(group) - {name},
                )
            )

    def _is_object(self, name: str) -> bool:
        """Whether a name stands for an object that can be shared between variables."""
        version = self._versions.get(name)
        if version is None or version.immutable or version.form is Form.MODULE:
            return False
        return not (version.kind is VersionKind.CODE and version.form in (Form.FUNCTION, Form.CLASS))

    def _settle(self, name: str) -> None:
        version = self._versions.get(name)
        if version is not None and version.previous is not None and version.line is self._line:
            version.previous = None

    def _leave(self, names: Iterable[str]) -> None:
        """Let names that were bound where it may not have happened be what they were before, too."""
        before = self._branches.pop()
        for name in names:
            earlier, version = before.get(name), self._versions.get(name)
            if earlier is None or version is None or version is earlier:
                continue
            if version.kind is VersionKind.ABSENT:
                version.kind, version.carries = VersionKind.VALUE, earlier.carries
            last = version
            while last.previous is not None and last is not earlier:
                last = last.previous
            if last is not earlier:
                last.previous = earlier

    def _unbind(self, event: Unbind) -> None:
        self._ties.forget(event.name)
        self._set(Version(event.name, VersionKind.ABSENT, self._line, self._owner, event.place))

    def _touch_state(self, use: StateUse, event: Call) -> None:
        current = self._versions.get(use.name)
        if self._owner is None or (current is None and not use.sets):
            return
        if not use.sets and current is not None:
            self.require(self._owner, current, event.place)
        self._set(Version(use.name, VersionKind.VALUE, self._line, self._owner, event.place, immutable=True))

    # -- problems -------------------------------------------------------------------------------------------------

    def _changed_directory(self, event: Call) -> None:
        if len(self._program.steps) > 1 and self._owner is not None and self._nature is Nature.VALUE:
            assert self._line is not None
            self._report.add(
                WORKING_DIRECTORY.at(
                    self._line.span(event.place),
                    "os.chdir changes the working directory of this step only; later steps start in their own",
                    help="use paths that do not depend on the working directory",
                )
            )

    def _note_blind_spots(self, line: Line) -> None:
        for name, place in line.statement.blind:
            self._report.add(
                BLIND_SPOT.at(
                    line.span(place),
                    f"{name}() can reach variables that the text of the cell does not name",
                    help="name what the cell needs in plain code, so that it is brought to this step",
                )
            )
            if self._owner is not None:
                for version in list(self._versions.values()):
                    if version.kind is not VersionKind.CODE or version.form is not Form.MODULE:
                        self.require(self._owner, version, place)

    def _unknown(self, event: Read) -> None:
        assert self._line is not None
        name = event.name
        own = any(bind.name == name for bind in self._line.statement.bindings())
        if own or hasattr(builtins, name) or name in knowledge.NOTEBOOK_BUILTINS or name.startswith("__"):
            return
        if event.deferred or event.guarded:
            if event.deferred:
                self._unresolved.append((self._line, event))
            return
        if self._star or self._line.statement.blind:
            return
        span = self._line.span(event.place)
        if name in knowledge.HISTORY_NAMES or (
            name.startswith("_") and name.strip("_").isdigit() or name in ("_", "__")
        ):
            self._report.add(
                NOTEBOOK_HISTORY.at(
                    span,
                    f"{name!r} is the notebook's own record of what was run, which a step does not have",
                    help="give the value a name in the cell that computes it",
                )
            )
            return
        later = name in self._effects.bound
        self._report.add(
            UNDEFINED_NAME.at(
                span,
                f"{name!r} is used before the notebook binds it"
                if later
                else f"nothing in the notebook binds {name!r}",
                help=None if later else closest(name, self._effects.bound),
            )
        )

    def _report_unresolved(self) -> None:
        if self._star:
            return
        for line, event in self._unresolved:
            if event.name not in self._effects.bound and not event.guarded:
                self._report.add(
                    UNDEFINED_IN_FUNCTION.at(
                        line.span(event.place),
                        f"a function reads {event.name!r}, which nothing in the notebook binds",
                        help=closest(event.name, self._effects.bound),
                    )
                )


def _has_partner(version: Version, needs: Needs) -> bool:
    return any(other.name in version.partners and other.step == version.step for other in needs.loads)
