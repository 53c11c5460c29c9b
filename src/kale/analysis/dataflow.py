"""Which version of which name every step needs, and who makes it.

The notebook is followed statement by statement, in its own order, as one kernel would run it. What a name stands for
at each point is a :class:`~kale.analysis.versions.Version`; a step that reads a version made elsewhere needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kale.analysis.call_flow import CallFlow
from kale.analysis.cells import CellFlow
from kale.analysis.classification import Classifier, Nature
from kale.analysis.contents import Inspector, makes_instance
from kale.analysis.effects import Effects
from kale.analysis.events import Bind, BindingKind, Call, Enter, Event, Leave, Mutate, Read, Settle, Share, Unbind
from kale.analysis.file_flow import FileFlow
from kale.analysis.generator_flow import GeneratorFlow
from kale.analysis.gradients import GradientFlow
from kale.analysis.namespace import Namespace
from kale.analysis.needs import Needs, Requirements
from kale.analysis.program import Line, Program
from kale.analysis.rules import BLIND_SPOT
from kale.analysis.sharing import Sharing
from kale.analysis.situation import Situation
from kale.analysis.surroundings import NO_SURROUNDINGS, ModuleChange, Surroundings
from kale.analysis.text_resolution import resolved
from kale.analysis.unknown_names import UnknownNames
from kale.analysis.values import Items, Result, Roots, Value, Variable, copies_in, names_in, without_copies
from kale.analysis.versions import Form, Version, VersionKind
from kale.diagnostics import Report
from kale.pipeline import Reason


@dataclass
class Flow:
    """The result of following a notebook.

    Attributes:
        program: The notebook.
        requirements: Collects what each step needs.
        once: Statements of shared cells that one step carries out for all, by number of the step.
        cells: Numbers of the cells that each step has statements in, by number of the step.
        files: Paths of the files that steps write.
        folders: Folders that steps find and did not make, by number of the step.
        orders: Why steps wait for others that hand nothing over to them, by the numbers of both.
        module_changes: What steps change in modules, for themselves alone.
    """

    program: Program
    requirements: Requirements
    once: dict[int, list[Line]] = field(default_factory=dict)
    cells: dict[int, list[int]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    folders: dict[int, set[str]] = field(default_factory=dict)
    orders: dict[tuple[int, int], list[Reason]] = field(default_factory=dict)
    module_changes: list[ModuleChange] = field(default_factory=list)

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
        identity: The notebook compares objects by identity.
        surroundings: What stands beside the notebook.
        saved_classes: Positions of the classes that are handed over as values.
    """

    def __init__(
        self,
        program: Program,
        effects: Effects,
        parameters: dict[int, list[Version]],
        report: Report,
        *,
        identity: bool = False,
        surroundings: Surroundings = NO_SURROUNDINGS,
        saved_classes: frozenset[int] = frozenset(),
    ) -> None:
        self._program = program
        self._effects = effects
        self._parameters = parameters
        self._report = report
        mentioned = frozenset(read.name for line in program.lines for read in line.statement.reads())
        self._classifier = Classifier(effects, mentioned, saved_classes)
        self._namespace = Namespace(len(program.steps))
        self._requirements = Requirements(len(program.steps), self._namespace)
        self._at = Situation(program, effects, report, self._namespace, self._requirements, surroundings)
        self._inspector = Inspector(effects, self._namespace)
        self._cells = CellFlow(self._at)
        self._sharing = Sharing(self._at, self._inspector, self._cells, identity=identity)
        self._files = FileFlow(self._at)
        self._gradients = GradientFlow(self._at)
        self._generators = GeneratorFlow(self._at)
        self._calls = CallFlow(
            self._at,
            self._sharing,
            self._files,
            self._cells,
            gradients=self._gradients,
            generators=self._generators,
            bind=self._bind,
        )
        self._unknown = UnknownNames(program, effects, report)
        self._settings: list[tuple[Line, dict[str, Version]]] = []
        self._settings_seen = [0] * len(program.steps)
        self._flow = Flow(program, self._requirements)

    def follow(self) -> Flow:
        """Follow the whole notebook and give what its steps need."""
        for line in self._program.lines:
            self._follow_line(line)
        self._unknown.report_the_rest(self._requirements.history)
        self._requirements.settle()
        self._flow.files |= self._files.written
        self._flow.folders.update(self._files.folders)
        self._flow.orders.update(self._files.addresses.orders)
        self._flow.module_changes += self._at.module_changes
        return self._flow

    # -- statements -----------------------------------------------------------------------------------------------

    def _follow_line(self, line: Line) -> None:
        self._at.begin(line)
        if line.position in self._parameters:
            for version in self._parameters[line.position]:
                self._sharing.bind(version)
            return
        self._at.nature = self._classifier.nature(line, self._namespace)
        if line.step is None and self._at.nature is Nature.VALUE:
            self._at.owner = line.home
            if line.home is not None:
                self._flow.once.setdefault(line.home, []).append(line)
        if self._at.owner is not None:
            self._begin_cell(self._at.owner, line.cell.number)
            self._take_settings(self._at.owner)
        self._note_blind_spots(line)
        for event in line.statement.events:
            self._event(event)
        if self._at.nature is Nature.SETTING:
            self._settings.append((line, self._at.inputs))
            self._unknown.star_import |= bool(line.statement.star_imports)

    def _event(self, event: Event) -> None:
        match event:
            case Read():
                self._read(event)
            case Bind():
                self._bind(event)
            case Call():
                self._calls.follow(event)
            case Mutate():
                self._change(event)
            case Share():
                if not event.if_made_by or self._makes_related_objects(event.if_made_by):
                    target, source = self._at.trace.resolve(event.target), self._at.trace.resolve(event.source)
                    self._sharing.share(target, source, direct=event.direct)
                    self._share_cells(target, event.source)
            case Settle():
                self._settle(event.name)
            case Enter():
                self._namespace.enter()
            case Leave():
                self._namespace.leave(event.names, loop=event.loop)
            case Unbind():
                self._unbind(event)

    def _change(self, event: Mutate) -> None:
        roots = without_copies(self._at.trace.resolve(event.roots))
        found = self._cells.of(event.roots)
        if found is not None:
            roots |= found.common | found.put
        self._sharing.change(roots, event)
        self._gradients.note_change(event, self._sharing.ties)
        self._generators.note_held(roots, event.carries, event.attributes)
        if event.if_iterator:
            self._calls.draw(roots, event.place)
        elif event.if_defaulting:
            self._calls.insert_missing(roots, event.place)
        for use in self._at.trace.changed_state(event):
            self._at.touch(use, event.place)

    def _makes_related_objects(self, names: Iterable[str]) -> bool:
        """Whether what a call gives in one go may share objects, as a figure and its axes do."""
        imports = self._effects.imports
        if any(n in self._effects.functions or imports.get(n, "").startswith("matplotlib") for n in names):
            return True
        return any(version.form is Form.CLASS or version.is_instance for version in self._namespace.existing(names))

    def _begin_cell(self, step: int, cell: int) -> None:
        cells = self._flow.cells.setdefault(step, [])
        if cells[-1:] != [cell]:
            cells.append(cell)

    def _take_settings(self, step: int) -> None:
        """Carry the settings made since the step's last statement."""
        for line, inputs in self._settings[self._settings_seen[step] :]:
            if line.step != step:
                self._flow.needs[step].defines[line.position] = line
                for version in inputs.values():
                    self._at.require(version, None)
        self._settings_seen[step] = len(self._settings)

    # -- events ---------------------------------------------------------------------------------------------------

    def _read(self, event: Read) -> None:
        version = self._namespace.get(event.name)
        if version is None:
            self._unknown.note(self._at.line, event)
        elif not event.deferred:
            if version.kind is VersionKind.ABSENT and not self._namespace.in_branch:
                self._unknown.note_deleted(self._at.line, event, version)
            self._at.read(version, event.place)

    def _bind(self, event: Bind) -> None:
        current = self._namespace.get(event.name)
        value = event.value
        if event.kind is BindingKind.AUGMENTED and current is not None and not current.immutable:
            current.carries |= self._inspector.carried_by(value)
            current.captures |= value.captures
            current.gradients |= self._gradients.behind(event)
            return
        if event.kind is BindingKind.IMPORT and event.qualified:
            # Whoever carries the import needs the file, too.
            found = self._files.read(f"{event.qualified.partition('.')[0]}.py", event.place)
            self._at.inputs.update((version.name, version) for version in found)
        version = self._made(event)
        if event.kind is BindingKind.IMPORT and current is not None and current.form is Form.MODULE:
            # ``import a.b`` and ``import a`` bind one name, and what the first one brought stays.
            self._at.inputs.setdefault(event.name, current)
        # ``x = x`` and ``x = y = x`` must not lose what x was tied to, so the partners are found first.
        shared = self._at.trace.resolve(value.roots)
        roots = names_in(shared)
        copies = self._sharing.ties.groups(copies_in(shared)) - {event.name}
        if event.kind is BindingKind.LOOP:
            roots = [version.name for version in self._namespace.existing(roots) if not version.window]
        if makes_instance(value.callee):
            # It may hold a random generator, as a split with ``random_state=rng`` does.
            version.moves |= any(held.moves for held in self._namespace.existing(roots))
        partners = set(roots).union(*(self._sharing.ties.of(root) for root in roots)) - {event.name}
        again = event.kind is BindingKind.LOOP and current is not None and current.loop
        self._sharing.bind(version, surely=again and not self._namespace.in_nested_branch)
        if not version.immutable:
            self._sharing.tie_all(event.name, partners, holds=version.container and value.alias is None)
            self._sharing.tie_group(event.name, copies)
            self._tie_cells(version, value, partners)

    def _share_cells(self, targets: Roots, source: Roots) -> None:
        """Note that what stands in the cells of an object stands in those of others from here on."""
        found = self._cells.of(source)
        if found is not None:
            for target in names_in(targets):
                self._sharing.tie_elements(target, (found.common | found.put) - {target})

    def _tie_cells(self, version: Version, value: Value, partners: set[str]) -> None:
        """Note what stands in the cells of an object that a name is given to."""
        if not (self._cells.met or value.fills_cells):
            return
        found = self._cells.of(value.roots)
        sources = self._namespace.existing(partners)
        version.cells = found is not None or value.fills_cells or any(source.cells for source in sources)
        if found is None:
            return
        if any(isinstance(root, Result) and not root.element for root in value.roots):
            self._sharing.tie_elements(version.name, found.common)
            self._sharing.tie_all(version.name, found.put, holds=True)
        else:
            self._sharing.tie_all(version.name, found.common | found.put)

    def _made(self, event: Bind) -> Version:
        """Give the version that a binding makes."""
        as_code = self._at.nature is not Nature.VALUE
        contents = self._inspector.inspect(event, self._at.line.statement)
        return Version(
            name=event.name,
            kind=VersionKind.CODE if as_code else VersionKind.VALUE,
            line=self._at.line,
            step=self._at.owner,
            place=event.place,
            form=contents.form,
            inputs=self._at.inputs if as_code else {},
            captures=contents.captures,
            carries=frozenset() if as_code else self._inspector.carried_by(event.value),
            immutable=contents.immutable,
            uncrossable=contents.uncrossable,
            stateful=contents.stateful,
            callback=contents.callback,
            text=resolved(self._at.trace.text_of(event.value.text), self._namespace.text_of),
            items=self._items_in(event.value),
            depth=contents.depth,
            functions=contents.functions,
            holds=contents.holds,
            library=contents.library,
            container=contents.container,
            defaulting=contents.defaulting,
            counts=contents.counts,
            draws=contents.draws,
            moves=contents.moves,
            generators=self._generators.behind(event),
            gradients=self._gradients.behind(event),
            loop=event.kind is BindingKind.LOOP,
            window=contents.window,
            computed=contents.computed or self._at.trace.computes(event.value.roots),
        )

    def _items_in(self, value: Value) -> Items:
        """Give the texts that the object holds that is bound."""
        first = value.text[0] if value.text is not None and len(value.text) == 1 else None
        if isinstance(first, Variable):
            return self._namespace.items_of(first)
        trace = self._at.trace
        items = value.items or trace.items_of(value.roots)
        if not items:
            return ()
        known = ((keys, resolved(trace.text_of(text), self._namespace.text_of)) for keys, text in items)
        return tuple((keys, text) for keys, text in known if text is not None)

    def _settle(self, name: str) -> None:
        version = self._namespace.get(name)
        if version is not None and version.line is self._at.line:
            version.previous = None

    def _unbind(self, event: Unbind) -> None:
        current = self._namespace.get(event.name)
        if current is not None and current.kind is not VersionKind.ABSENT:
            self._at.require(current, event.place)
        self._sharing.rebind(event.name)
        self._namespace.set(Version(event.name, VersionKind.ABSENT, self._at.line, self._at.owner, event.place))

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
                    self._at.require(version, place)
