"""Why a pipeline is as it is: what flows along each edge, what each step carries, and the life of each variable.

Everything is read from the pipeline itself, so it can be told of one that came back from JSON as well.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from kale.diagnostics import Span
from kale.pipeline.edges import Edge, EdgeKind, Reason
from kale.pipeline.mentions import Mention, mentions
from kale.pipeline.model import Model
from kale.pipeline.names import shown_name
from kale.pipeline.steps import Define, Load, Run, Save, Step, TakeParameter

if TYPE_CHECKING:
    from kale.pipeline.pipeline import Pipeline


class Crossing(Model):
    """One thing that flows along an edge.

    Attributes:
        kind: What kind of thing it is.
        variable: Its name; ``None`` for order alone.
        made: Where the earlier step last binds or changes it.
        used: Where the later step needs it, or the annotation that asks for the order.
        artifact: Name of the output in which the earlier step saves it.
        together: Names of what is saved with it, because they share objects.
    """

    kind: EdgeKind
    variable: str | None
    made: Span | None
    used: Span | None
    artifact: str | None = None
    together: tuple[str, ...] = ()


class EdgeExplanation(Model):
    """Why one step comes after another.

    Attributes:
        source: Name of the earlier step.
        target: Name of the later step.
        crossings: What flows, at least one.
    """

    source: str
    target: str
    crossings: tuple[Crossing, ...]


class Carried(Model):
    """Code from elsewhere that a step runs because it needs what the code defines.

    Attributes:
        names: What the code binds.
        cell: The cell in which it stands.
        line: Its first line there.
        user: Where the step needs it first: in its own cells, or in other code that it carries.
    """

    names: tuple[str, ...]
    cell: int
    line: int
    user: Span | None


class StepExplanation(Model):
    """What a step gets, does and gives.

    Attributes:
        name: The step.
        cells: Numbers of its own cells.
        after: Names of the steps that it waits for.
        before: Names of the steps that wait for it.
        carries: Code that it carries.
        parameters: Pipeline parameters that it takes.
        loads: Variables that it loads, by the step that saved them.
        saves: Variables that it saves.
    """

    name: str
    cells: tuple[int, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    carries: tuple[Carried, ...]
    parameters: tuple[str, ...]
    loads: dict[str, tuple[str, ...]]
    saves: tuple[str, ...]


class EventKind(str, enum.Enum):
    """What happens to a variable."""

    PARAMETER = "parameter"
    CARRIED = "carried"
    LOADED = "loaded"
    ASSIGNED = "assigned"
    USED = "used"
    SAVED = "saved"


class Event(Model):
    """Something that happens to a variable.

    Attributes:
        kind: What.
        step: In which step.
        span: Where in the notebook.
        other: The step that it is loaded from; for a saved one the steps that load it.
    """

    kind: EventKind
    step: str
    span: Span | None = None
    other: tuple[str, ...] = ()


class VariableExplanation(Model):
    """The life of a variable.

    Attributes:
        name: The variable.
        events: What happens to it, step by step in notebook order; of its uses in a step the first.
    """

    name: str
    events: tuple[Event, ...]


class Explanation(Model):
    """Why a pipeline is as it is.

    Attributes:
        version: Version of this form.
        pipeline: Name of the pipeline.
        edges: Why steps come after others.
        steps: What each step gets, does and gives.
        variables: The lives of the variables that steps bind, take or hand on.
    """

    version: Literal[1] = 1
    pipeline: str
    edges: tuple[EdgeExplanation, ...]
    steps: tuple[StepExplanation, ...]
    variables: tuple[VariableExplanation, ...]

    def edge(self, source: str, target: str) -> EdgeExplanation:
        """Give the explanation of one edge.

        Raises:
            KeyError: There is none between the two steps.
        """
        for edge in self.edges:
            if (edge.source, edge.target) == (source, target):
                return edge
        raise KeyError((source, target))

    def step(self, name: str) -> StepExplanation:
        """Give the explanation of one step.

        Raises:
            KeyError: There is no step of that name.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def variable(self, name: str) -> VariableExplanation:
        """Give the life of one variable.

        Raises:
            KeyError: No step binds, takes or hands on a variable of that name.
        """
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise KeyError(name)


def explain(pipeline: Pipeline) -> Explanation:
    """Say why ``pipeline`` is as it is."""
    lives: dict[str, list[Event]] = {}
    for step in pipeline.steps:
        for name, event in _events(step, pipeline):
            lives.setdefault(name, []).append(event)
    return Explanation(
        pipeline=pipeline.display_name or pipeline.name,
        edges=explain_edges(pipeline),
        steps=tuple(_step(step, pipeline) for step in pipeline.steps),
        variables=tuple(VariableExplanation(name=name, events=tuple(lives[name])) for name in sorted(lives)),
    )


def explain_edges(pipeline: Pipeline) -> tuple[EdgeExplanation, ...]:
    """Say why steps of ``pipeline`` come after others."""
    return tuple(_edge(edge, pipeline) for edge in pipeline.edges)


def _edge(edge: Edge, pipeline: Pipeline) -> EdgeExplanation:
    saves = {save.artifact: save for save in pipeline.step(edge.source).saves}
    loaded = {
        variable: saves[load.artifact]
        for load in pipeline.step(edge.target).loads
        if load.producer == edge.source
        for variable in load.variables
    }
    crossings = tuple(_crossing(reason, loaded) for reason in edge.reasons)
    return EdgeExplanation(source=edge.source, target=edge.target, crossings=crossings)


def _crossing(reason: Reason, loaded: dict[str, Save]) -> Crossing:
    save = next(
        (save for name, save in loaded.items() if reason.variable and shown_name(name) == reason.variable), None
    )
    others = (shown_name(name) for name in save.variables) if save is not None else ()
    return Crossing(
        kind=reason.kind,
        variable=reason.variable,
        made=reason.made,
        used=reason.used,
        artifact=save.artifact if save is not None else None,
        together=tuple(name for name in others if name != reason.variable),
    )


def _step(step: Step, pipeline: Pipeline) -> StepExplanation:
    loads: dict[str, tuple[str, ...]] = {}
    for load in step.loads:
        loads[load.producer] = (*loads.get(load.producer, ()), *map(shown_name, load.variables))
    runs = [operation.code for operation in step.plan if isinstance(operation, Run)]
    defines = [operation for operation in step.plan if isinstance(operation, Define)]
    return StepExplanation(
        name=step.name,
        cells=tuple(dict.fromkeys(code.cell for code in runs)),
        after=tuple(edge.source for edge in pipeline.edges if edge.target == step.name),
        before=tuple(edge.target for edge in pipeline.edges if edge.source == step.name),
        carries=tuple(_carried(define, step) for define in defines),
        parameters=step.parameters,
        loads=loads,
        saves=tuple(shown_name(name) for save in step.saves for name in save.variables),
    )


def _carried(define: Define, step: Step) -> Carried:
    code = define.code
    own = (op.code for op in step.plan if isinstance(op, Run))
    others = (op.code for op in step.plan if isinstance(op, Define) and op is not define)
    uses = (mention for block in (*own, *others) for mention in mentions(block))
    user = next((mention.span for mention in uses if mention.name in define.names and not mention.binds), None)
    return Carried(names=define.names, cell=code.cell, line=code.line, user=user)


def _events(step: Step, pipeline: Pipeline) -> Iterator[tuple[str, Event]]:
    """Give what happens to variables in a step, in the order in which it happens."""
    used: set[str] = set()
    for operation in step.plan:
        match operation:
            case TakeParameter(name=name):
                span = pipeline.parameter(name).span
                yield name, Event(kind=EventKind.PARAMETER, step=step.name, span=span)
            case Load(producer=producer, variables=names):
                for name in names:
                    yield shown_name(name), Event(kind=EventKind.LOADED, step=step.name, other=(producer,))
            case Define(code=code, names=names):
                for name in names:
                    span = _first(mentions(code), name)
                    yield name, Event(kind=EventKind.CARRIED, step=step.name, span=span)
            case Run(code=code):
                yield from _in_cell(mentions(code), step.name, used)
            case Save(artifact=artifact, variables=names):
                for name in names:
                    readers = tuple(_readers(pipeline, step.name, artifact, name))
                    yield shown_name(name), Event(kind=EventKind.SAVED, step=step.name, other=readers)


def _in_cell(found: Iterable[Mention], step: str, used: set[str]) -> Iterator[tuple[str, Event]]:
    for mention in found:
        if mention.binds:
            yield mention.name, Event(kind=EventKind.ASSIGNED, step=step, span=mention.span)
        elif mention.name not in used:
            used.add(mention.name)
            yield mention.name, Event(kind=EventKind.USED, step=step, span=mention.span)


def _first(found: Iterable[Mention], name: str) -> Span | None:
    return next((mention.span for mention in found if mention.name == name and mention.binds), None)


def _readers(pipeline: Pipeline, producer: str, artifact: str, name: str) -> Iterator[str]:
    for step in pipeline.steps:
        if any(
            load.producer == producer and load.artifact == artifact and name in load.variables for load in step.loads
        ):
            yield step.name
