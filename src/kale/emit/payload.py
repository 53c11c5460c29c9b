"""What the container of a step is given: the plan, the sources, and where in the notebook they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pydantic import JsonValue

from kale.emit.bundles import bundle, cut
from kale.emit.escaping import choose_mark, escape, split, to_json
from kale.emit.interface import StepInterface
from kale.emit.requirements import sought
from kale.pipeline import CodeBlock, Define, Load, Parameter, ParameterType, Run, Save, Step, TakeParameter
from kale.platform.transports import Routes

FORMAT: Final = 1
"""Version of the plan's form; a runtime that is in the image checks it."""

MAX_ARGUMENT: Final = 100 * 1024
"""Most bytes of source in one argument; Linux takes no more than 128 KiB, with room for what escaping adds."""


Places: TypeAlias = tuple[int, int, int, int]
"""Cell and line that make a variable, cell and line that use it."""


@dataclass(frozen=True)
class ValuePlaces:
    """Where the notebook makes and uses the variables that cross a step's border, by name.

    Attributes:
        load: Of those that the step loads.
        save: Of those that it saves.
    """

    load: dict[str, Places]
    save: dict[str, Places]


@dataclass(frozen=True)
class StepPayload:
    """What a step's process is told.

    Attributes:
        plan: The plan as JSON.
        sources: The plan's sources, escaped; a long one takes several arguments.
        bundles: The files that travel with the step; many take several arguments.
        places: Where the sources stand in the notebook, as JSON.
        escaped: The sources hold text that was escaped.
    """

    plan: str
    sources: tuple[str, ...]
    places: str
    bundles: tuple[str, ...] = ()
    escaped: bool = False

    @property
    def size(self) -> int:
        """How many bytes the payload takes."""
        return sum(len(text.encode()) for text in (self.plan, *self.sources, *self.bundles, self.places))


def build_payload(
    step: Step,
    interface: StepInterface,
    parameters: Mapping[str, Parameter],
    notebook: str,
    values: ValuePlaces | None = None,
    *,
    routes: Routes | None = None,
    watch: bool = False,
    constraints: Sequence[str] = (),
) -> StepPayload:
    """Give the payload of ``step``.

    Args:
        step: The step, whose texts have passed :func:`~kale.platform.texts.check_texts`.
        interface: The names of its inputs and outputs.
        parameters: The pipeline's parameters by name.
        notebook: What to call the notebook in tracebacks.
        values: Where the notebook makes and uses the variables that the step loads and saves.
        routes: Which artifacts go through the workspace, and where they lie in it.
        watch: Let it look for changes of objects that the analysis has not seen.
        constraints: Versions that an install keeps to.
    """
    blocks = tuple(operation.code for operation in step.plan if isinstance(operation, Define | Run))
    mark = choose_mark([block.text for block in blocks])
    pieces = [split(block.text if mark is None else escape(block.text, mark), MAX_ARGUMENT) for block in blocks]
    document: dict[str, JsonValue] = {"kale": FORMAT, "step": step.name, "sources": [len(cut) for cut in pieces]}
    if mark is not None:
        document["escape"] = mark
    modules, files = (cut(bundle(carried), MAX_ARGUMENT) for carried in (step.modules, step.files))
    preparations = _preparations(step, constraints, len(modules), len(files))
    setting_up = (*preparations, *_workspace(step, interface, routes or {}), *(_watch(step) if watch else ()))
    document["plan"] = [*setting_up, *_entries(step, interface, parameters)]
    if interface.metrics is not None:
        document["metrics"] = interface.metrics
    return StepPayload(
        plan=to_json(document),
        sources=tuple(piece for cut in pieces for piece in cut),
        places=to_json(_places(blocks, notebook, values)),
        bundles=(*modules, *files),
        escaped=mark is not None,
    )


def _places(blocks: Iterable[CodeBlock], notebook: str, values: ValuePlaces | None) -> dict[str, JsonValue]:
    document: dict[str, JsonValue] = {"notebook": notebook, "places": [_place(block) for block in blocks]}
    for kind, found in (("load", values.load), ("save", values.save)) if values else ():
        if found:
            document[kind] = {name: list(places) for name, places in found.items()}
    return document


def _workspace(step: Step, interface: StepInterface, routes: Routes) -> Iterable[JsonValue]:
    if interface.workspace is not None:
        read: dict[str, JsonValue] = {name: routes[key] for key, name in interface.fetched.items()}
        kept: dict[str, JsonValue] = {name: routes[step.name, name] for name in interface.kept}
        yield ["workspace", interface.workspace, read, kept]


def _watch(step: Step) -> Iterable[JsonValue]:
    artifacts: list[JsonValue] = [[name for name in save.variables if name[:1] != "<"] for save in step.saves]
    yield ["watch", list(step.watched), artifacts]


def _place(block: CodeBlock) -> JsonValue:
    cell = block.cell if block.script is None else f"{block.cell} {block.script.path}"
    return [cell, block.line, *([block.file] if block.file is not None else [])]


def _preparations(step: Step, constraints: Sequence[str], modules: int, files: int) -> Iterable[JsonValue]:
    """Give what the step does before all else: install packages, unpack what travels with it, and make folders."""
    if step.packages or step.lent:
        wanted: list[JsonValue] = [sought(package) for package in step.packages]
        lent: dict[str, JsonValue] = {package.module or package.name: package.requirement for package in step.lent}
        yield ["install", step.name, wanted, lent, list(constraints)]
    if modules or files:
        yield ["carry", modules, files]
    if step.folders:
        yield ["folders", list(step.folders)]


def _entries(step: Step, interface: StepInterface, parameters: Mapping[str, Parameter]) -> Iterable[JsonValue]:
    source, inputs = 0, {**interface.artifacts, **interface.fetched}
    if interface.report is not None:
        yield ["report", interface.report, step.name]
    for place, operation in enumerate(step.plan):
        if isinstance(operation, Define):
            yield ["define", source]
            source += 1
        elif isinstance(operation, Run):
            if operation.metrics:
                charts: dict[str, JsonValue] = {
                    str(number): name for (at, number), name in interface.charts.items() if at == place
                }
                yield ["metrics", source, charts] if charts else ["metrics", source]
            else:
                yield ["run", source]
            source += 1
        elif isinstance(operation, TakeParameter):
            parameter = parameters[operation.name]
            kind = "number" if _is_whole_default(parameter) else parameter.type.value
            kind += "?" if parameter.optional else ""
            yield ["parameter", operation.variable or operation.name, kind, interface.parameters[operation.name]]
        elif isinstance(operation, Load):
            yield ["load", inputs[operation.producer, operation.artifact], list(operation.variables)]
        elif isinstance(operation, Save):
            yield ["save", operation.artifact, list(operation.variables), list(operation.definitions)]


def _is_whole_default(parameter: Parameter) -> bool:
    """Whether a parameter for floats has an integer in the notebook, which must stay one unless a run changes it."""
    return parameter.type is ParameterType.FLOAT and isinstance(parameter.default, int)
