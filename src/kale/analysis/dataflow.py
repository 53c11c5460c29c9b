"""Which version of which name every step needs, and who makes it.

The notebook is followed statement by statement, in its own order, as one kernel would run it. What a name stands for
at each point is a :class:`~kale.analysis.versions.Version`; a step that reads a version made elsewhere needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kale.analysis.classification import Classifier, Nature
from kale.analysis.contents import Inspector
from kale.analysis.effects import Effects, Trace
from kale.analysis.facts import (
    Argument,
    Bind,
    BindingKind,
    Call,
    Enter,
    Event,
    Function,
    Hints,
    Leave,
    Mutate,
    Place,
    Read,
    Root,
    Roots,
    Settle,
    Share,
    Unbind,
)
from kale.analysis.files import (
    FileUse,
    file_name,
    file_uses,
    matching,
    mentioned_paths,
)
from kale.analysis.knowledge import CONSUMERS, PLOTTING_METHODS
from kale.analysis.namespace import Namespace
from kale.analysis.needs import Needs, Requirements, Use
from kale.analysis.process_state import StateUse
from kale.analysis.program import Line, Program
from kale.analysis.rules import AUTHOR_FILE, BLIND_SPOT, UNDECIDED_PATH, VALUE_CANNOT_CROSS, WORKING_DIRECTORY
from kale.analysis.texts import resolved
from kale.analysis.ties import Ties
from kale.analysis.unknown_names import UnknownNames
from kale.analysis.versions import Form, Version, VersionKind
from kale.diagnostics import Report


@dataclass
class Flow:
    """The result of following a notebook.

    Attributes:
        program: The notebook.
        requirements: Collects what each step needs.
        once: Statements of shared cells that one step carries out for all, by number of the step.
        finals: What each step has made at the end of each of its cells: (step, cell number) → name → version.
        ties: What shares objects at the end of each cell: (step, cell number) → name → names.
    """

    program: Program
    requirements: Requirements
    once: dict[int, list[Line]] = field(default_factory=dict)
    finals: dict[tuple[int, int], dict[str, Version]] = field(default_factory=dict)
    ties: dict[tuple[int, int], dict[str, frozenset[str]]] = field(default_factory=dict)

    def amend(self, step: int, cell: int, version: Version) -> None:
        """Let a step be taken to have made a version in a cell that has been followed already."""
        for (owner, number), held in self.finals.items():
            if owner == step and number >= cell and version.name not in held:
                held[version.name] = version
                ties = self.ties[owner, number]
                for partner in version.partners:
                    ties[version.name] = ties.get(version.name, frozenset()) | {partner}
                    ties[partner] = ties.get(partner, frozenset()) | {version.name}

    @property
    def needs(self) -> list[Needs]:
        """What each step needs, by number of the step."""
        return self.requirements.needs


class Interpreter:
    """Follows a notebook's statements.

    Args:
        program: The notebook.
        effects: What its calls do.
        parameters: Versions of the pipeline's parameters, by the position of the statement that gives the default.
        report: Takes the problems.
        hints: What the notebook's code asks of objects.
    """

    def __init__(
        self,
        program: Program,
        effects: Effects,
        parameters: dict[int, list[Version]],
        report: Report,
        hints: Hints = Hints(),  # noqa: B008 - frozen
    ) -> None:
        self._program = program
        self._effects = effects
        self._parameters = parameters
        self._report = report
        self._hints = hints
        mentioned = frozenset(read.name for line in program.lines for read in line.statement.reads())
        self._classifier = Classifier(effects, mentioned)
        self._namespace = Namespace(len(program.steps))
        self._requirements = Requirements(len(program.steps), self._namespace)
        self._inspector = Inspector(effects, self._namespace)
        self._unknown = UnknownNames(effects, report)
        self._ties = Ties()
        self._files: set[str] = set()
        self._settings: list[tuple[Line, dict[str, Version]]] = []
        self._settings_seen = [0] * len(program.steps)
        self._flow = Flow(program, self._requirements)
        self._line: Line | None = None
        self._nature = Nature.VALUE
        self._owner: int | None = None
        self._inputs: dict[str, Version] = {}
        self._trace = Trace(effects)

    def follow(self) -> Flow:
        """Follow the whole notebook and give what its steps need."""
        for line in self._program.lines:
            self._end_cell(line)
            self._follow_line(line)
        self._end_cell(None)
        self._unknown.report_deferred()
        self._requirements.drop_idle_ties()
        return self._flow

    # -- statements -----------------------------------------------------------------------------------------------

    def _follow_line(self, line: Line) -> None:
        self._line = line
        if line.position in self._parameters:
            for version in self._parameters[line.position]:
                self._namespace.set(version)
                self._ties.forget(version.name)
            return
        self._nature = self._classifier.nature(line, self._namespace)
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
            self._unknown.star_import |= bool(line.statement.star_imports)

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
                if not event.if_made_by or self._makes_related_objects(event.if_made_by):
                    self._share(self._trace.resolve(event.target), self._trace.resolve(event.source))
            case Settle():
                self._settle(event.name)
            case Enter():
                self._namespace.enter()
            case Leave():
                self._namespace.leave(event.names)
            case Unbind():
                self._unbind(event)

    def _makes_related_objects(self, names: Iterable[str]) -> bool:
        """Whether what a call gives in one go may share objects, as a figure and its axes do."""
        imports = self._effects.imports
        return any(n in self._effects.functions or imports.get(n, "").startswith("matplotlib") for n in names)

    def _end_cell(self, following: Line | None) -> None:
        """Remember what the step whose cell ends here has made."""
        line = self._line
        if line is None or self._owner is None or (following is not None and following.cell is line.cell):
            return
        held = self._namespace.held(self._owner)
        self._flow.finals[self._owner, line.cell.number] = dict(held)
        self._flow.ties[self._owner, line.cell.number] = self._ties.among(held)

    def _take_settings(self, step: int) -> None:
        """Carry the settings made since the step's last statement."""
        for line, inputs in self._settings[self._settings_seen[step] :]:
            if line.step != step:
                self._flow.needs[step].defines[line.position] = line
                for version in inputs.values():
                    self._require(version, None)
        self._settings_seen[step] = len(self._settings)

    def _require(self, version: Version, place: Place | None) -> None:
        """Note that the running step needs a version."""
        if self._owner is not None:
            self._requirements.require(self._owner, version, Use(self._here, place))

    @property
    def _here(self) -> Line:
        assert self._line is not None
        return self._line

    # -- events ---------------------------------------------------------------------------------------------------

    def _read(self, event: Read) -> None:
        version = self._namespace.get(event.name)
        if version is None:
            self._unknown.note(self._here, event)
        elif not event.deferred:
            self._inputs.setdefault(event.name, version)
            self._require(version, event.place)
            if self._hints.identity and self._owner is not None:
                self._keep_identity(version, self._owner, event.place)

    def _keep_identity(self, version: Version, step: int, place: Place) -> None:
        """Let what a step has brought in, and what shares objects with it, come from one artifact."""
        for partner in self._namespace.existing(self._ties.of(version.name)):
            if partner in self._flow.needs[step].loads and partner.step != version.step:
                self._bring_together(version, partner)
                for name in (version.name, partner.name):
                    self._require(self._namespace[name], place)

    def _bind(self, event: Bind) -> None:
        current = self._namespace.get(event.name)
        value = event.value
        if event.kind is BindingKind.AUGMENTED and current is not None and not current.immutable:
            current.carries |= self._inspector.carried_by(value)
            current.captures |= value.captures
            return
        if event.kind is BindingKind.IMPORT and event.qualified:
            self._read_files(f"{event.qualified.partition('.')[0]}.py", event.place)
        version = self._made(event)
        if event.kind is BindingKind.IMPORT and current is not None and current.form is Form.MODULE:
            # ``import a.b`` and ``import a`` bind one name, and what the first one brought stays.
            self._inputs.setdefault(event.name, current)
        # ``x = x`` and ``x = y = x`` must not lose what x was tied to, so the partners are found first.
        roots = _names(self._trace.resolve(value.roots))
        partners = set(roots).union(*(self._ties.of(root) for root in roots)) - {event.name}
        if not self._namespace.in_branch:
            self._ties.forget(event.name)
        self._namespace.set(version)
        if not version.immutable:
            for partner in sorted(partners):
                self._tie(event.name, partner)

    def _made(self, event: Bind) -> Version:
        """Give the version that a binding makes."""
        as_code = self._nature is not Nature.VALUE
        contents = self._inspector.inspect(event, self._here.statement)
        return Version(
            name=event.name,
            kind=VersionKind.CODE if as_code else VersionKind.VALUE,
            line=self._line,
            step=self._owner,
            place=event.place,
            form=contents.form,
            inputs=self._inputs if as_code else {},
            captures=contents.captures,
            carries=frozenset() if as_code else self._inspector.carried_by(event.value),
            immutable=contents.immutable,
            uncrossable=contents.uncrossable,
            stateful=contents.stateful,
            text=resolved(event.value.text, self._text_of),
            functions=contents.functions,
            library=contents.library,
            container=contents.container,
            defaulting=contents.defaulting,
        )

    def _text_of(self, name: str) -> str | None:
        version = self._namespace.get(name)
        return version.text if version is not None and version.previous is None else None

    def _call(self, event: Call) -> None:
        outcome = self._trace.call(event)
        self._follow_special_results(event)
        for function in outcome.functions:
            self._read_in(function)
        mutated = self._trace.resolve(outcome.mutated) | self._stateful_callee(event) | self._drawn_on(event)
        if mutated:
            how = f"call of {event.callee or event.method or 'a function'}"
            self._mutate(mutated, Mutate(mutated, event.place, how, carries=event.passed, captures=event.captures))
        for target, source in sorted(outcome.stored, key=repr):
            self._share(self._trace.resolve(frozenset((target,))), self._trace.resolve(frozenset((source,))))
        for name in sorted(outcome.bound):
            self._namespace.enter()
            self._bind(Bind(name, event.place, BindingKind.ASSIGNMENT))
            self._namespace.leave((name,))
        for use in sorted(outcome.states):
            self._touch_state(use, event)
        qualified = self._effects.qualify(event.callee)
        if qualified in CONSUMERS:
            used_up = frozenset[Root]().union(*(self._trace.resolve(roots) for roots in event.positional))
            self._mutate(used_up, Mutate(used_up, event.place, "iteration", if_iterator=True))
        self._touch_files(event, qualified)
        if event.method == "register":
            self._note_virtual_subclass(event)
        if qualified == "os.chdir":
            self._note_changed_directory(event)

    def _follow_special_results(self, event: Call) -> None:
        """Let the copy of a container share the container's elements."""
        receivers = [self._namespace.get(name) for name in _names(self._trace.resolve(event.receiver))]
        if event.method == "copy" and any(version is not None and version.container for version in receivers):
            self._trace.let(event.number, event.receiver)

    def _drawn_on(self, event: Call) -> Roots:
        """Give the figure that a plotting method changes; on a frame the method of that name only reads."""
        if not (event.discarded and event.method in PLOTTING_METHODS):
            return frozenset()
        roots = _names(self._trace.resolve(event.receiver))
        return frozenset(v.name for v in self._namespace.existing(roots) if v.library == "matplotlib")

    def _stateful_callee(self, event: Call) -> Roots:
        """Give what a call changes beyond what its name tells: the callee itself, and what it was made with."""
        version = self._namespace.get(event.callee) if event.callee is not None and event.method is None else None
        if version is None or version.form is Form.MODULE:
            return frozenset()
        found: Roots = frozenset((version.name,)) if version.stateful else frozenset()
        inside = self._effects.carried_functions(version.functions)
        for function in inside.functions:
            self._read_in(function)
        found |= frozenset(root for root in inside.mutated if isinstance(root, str))
        if any(isinstance(root, Argument) for root in inside.mutated) and version.form is not Form.CLASS:
            found |= {version.name}
            if version.name not in self._effects.functions:
                found = found.union(*(self._trace.resolve(roots) for roots in event.positional))
        return found

    def _read_in(self, function: Function) -> None:
        """Take the names that a called function reads as read here."""
        for event in function.events:
            version = self._namespace.get(event.name) if isinstance(event, Read) else None
            if version is not None:
                self._inputs.setdefault(version.name, version)
                self._require(version, None)

    def _mutate(self, roots: Roots, event: Mutate) -> None:
        changed: set[str] = set()
        for version in self._namespace.existing(_names(roots)):
            if version.form is Form.MODULE or version.kind is VersionKind.ABSENT or version.immutable:
                continue
            applies = not event.if_iterator or version.form is Form.ITERATOR
            if applies and (not event.if_defaulting or version.defaulting):
                for partner in self._namespace.existing(self._ties.of(version.name)):
                    self._bring_together(self._namespace[version.name], partner)
                changed |= {version.name} | self._ties.of(version.name)
        for version in self._namespace.existing(changed):
            if not version.immutable:
                self._change(version, event, direct=version.name in roots)

    def _bring_together(self, first: Version, second: Version) -> None:
        """Let two versions that share objects come from one step: the one in which the sharing arose last.

        They were handed on apart as long as nobody changed what they share; now each would get a copy of its own.
        """
        earlier, later = sorted((first, second), key=lambda version: version.position)
        step, line = later.step, later.line
        apart = earlier.step != step and step not in (None, self._owner) and line is not None
        if not apart or later.kind is not VersionKind.VALUE or earlier.immutable:
            return
        assert step is not None
        assert line is not None
        self._requirements.require(step, earlier, Use(line, later.place))
        tied = earlier.tied(step, line, frozenset((later.name,)))
        later.partners |= {earlier.name}
        self._flow.amend(step, line.cell.number, tied)
        self._namespace.set(tied)

    def _change(self, current: Version, event: Mutate, *, direct: bool) -> None:
        extends = current.form is Form.FUNCTION and current.kind is VersionKind.CODE
        as_code = self._nature is not Nature.VALUE and (self._owner is None or extends)
        self._require(current, event.place)
        self._inputs.setdefault(current.name, current)
        carries = self._inspector.carried_after(event.carries) if direct else frozenset()
        is_class = current.form is Form.CLASS and current.kind is VersionKind.CODE
        self._namespace.set(
            replace(
                current,
                kind=VersionKind.CODE if as_code else VersionKind.VALUE,
                line=self._line,
                step=self._owner,
                place=event.place,
                previous=None,
                inputs=self._inputs if as_code else {},
                captures=current.captures | event.captures,
                carries=current.carries | carries,
                original=None,
                partners=frozenset(),
                base=current if is_class and not as_code else current.base,
            )
        )

    def _share(self, targets: Roots, sources: Roots) -> None:
        for target in _names(targets):
            for source in _names(sources):
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
                self._tie_here(self._namespace[name], self._owner, group | {first})

    def _tie_here(self, version: Version, step: int, group: Iterable[str]) -> None:
        """Let the running step be a source of a version that it ties to others, though it does not change it."""
        partners = frozenset(group) - {version.name}
        if version.step == step:
            version.partners |= partners
        elif self._flow.needs[step].holds(version):
            self._namespace.set(version.tied(step, self._line, partners))

    def _is_object(self, name: str) -> bool:
        """Whether a name stands for an object that can be shared between variables."""
        version = self._namespace.get(name)
        if version is None or version.immutable or version.form is Form.MODULE:
            return False
        return not (version.kind is VersionKind.CODE and version.form is Form.FUNCTION)

    def _settle(self, name: str) -> None:
        version = self._namespace.get(name)
        if version is not None and version.line is self._line:
            version.previous = None

    def _unbind(self, event: Unbind) -> None:
        current = self._namespace.get(event.name)
        if current is not None and current.kind is not VersionKind.ABSENT:
            self._require(current, event.place)
        self._ties.forget(event.name)
        self._namespace.set(Version(event.name, VersionKind.ABSENT, self._line, self._owner, event.place))

    def _touch_state(self, use: StateUse, event: Call) -> None:
        current = self._namespace.get(use.name)
        if self._owner is None or (current is None and not use.sets):
            return
        if not use.sets and current is not None:
            self._require(current, event.place)
        version = Version(use.name, VersionKind.VALUE, self._line, self._owner, event.place, immutable=True)
        self._namespace.set(version)

    def _touch_files(self, event: Call, qualified: str | None) -> None:
        """Take files that a call reads or writes like variables that it reads or changes."""
        if self._owner is None:
            return
        uses = list(file_uses(event, qualified, self._text_of))
        written = {use.path for use in uses if use.writes}
        for path in mentioned_paths(event, self._text_of):
            if path not in written:
                self._read_files(path, event.place)
        for use in uses:
            if use.path is not None and use.writes:
                self._write_file(use, event.place)
            elif use.path is not None and not self._known_files(use.path):
                self._note_author_file(use.path, event)
            elif use.path is None and use.writes and len(self._program.steps) > 1:
                self._note_undecided_path(event)

    def _known_files(self, path: str) -> list[str]:
        return matching(path, self._files)

    def _read_files(self, path: str, place: Place) -> None:
        for file in self._known_files(path):
            self._require(self._namespace[file_name(file)], place)

    def _write_file(self, use: FileUse, place: Place) -> None:
        assert use.path is not None
        self._files.add(use.path)
        name = file_name(use.path)
        current = self._namespace.get(name)
        if current is not None and (use.keeps or self._namespace.in_branch):
            self._require(current, place)
        self._namespace.set(Version(name, VersionKind.VALUE, self._line, self._owner, place, immutable=True))

    # -- problems -------------------------------------------------------------------------------------------------

    def _note_changed_directory(self, event: Call) -> None:
        if len(self._program.steps) > 1 and self._owner is not None and self._nature is Nature.VALUE:
            self._report.add(
                WORKING_DIRECTORY.at(
                    self._here.span(event.place),
                    "os.chdir and %cd change the working directory of this step only; later steps start in their own",
                    help="use paths that do not depend on the working directory",
                )
            )

    def _note_virtual_subclass(self, event: Call) -> None:
        version = self._namespace.get((event.callee or "").partition(".")[0])
        own = "register" in self._effects.methods
        if version is not None and version.form is Form.CLASS and not own and len(self._program.steps) > 1:
            self._report.add(
                VALUE_CANNOT_CROSS.at(
                    self._here.span(event.place),
                    f"what is registered with the abstract class {version.name!r} is known in this step only",
                    help="register it in a cell tagged 'functions', or derive from the class",
                )
            )

    def _note_author_file(self, path: str, event: Call) -> None:
        self._report.add(
            AUTHOR_FILE.at(
                self._here.span(event.place),
                f"the step reads {path!r}, which no step writes; it must exist where the step runs",
                help="write the file in an earlier step, put it into the image or on a volume, or read it from a URL",
            )
        )

    def _note_undecided_path(self, event: Call) -> None:
        self._report.add(
            UNDECIDED_PATH.at(
                self._here.span(event.place),
                "the step writes a file whose path the code does not show; later steps will not find it",
                help="write to a path that is spelled out, so that the file can be handed over",
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
            for version in self._namespace.every():
                if version.form is not Form.MODULE:
                    self._require(version, place)


def _names(roots: Iterable[object]) -> list[str]:
    return sorted(root for root in roots if isinstance(root, str))
