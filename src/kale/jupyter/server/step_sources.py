"""What a step does, as text to read."""

from __future__ import annotations

from collections.abc import Iterator

from kale.pipeline import CodeBlock, Define, Load, Operation, Run, Save, Step, TakeParameter
from kale.pipeline.names import shown_name


def step_source(step: Step) -> str:
    """Give what a step does, in the order in which it does it: its code, and in comments what comes and goes."""
    return "\n\n".join(part for operation in step.plan for part in _parts(operation)) + "\n"


def _parts(operation: Operation) -> Iterator[str]:
    match operation:
        case TakeParameter(name=name, variable=variable):
            yield f"# parameter {name}" if variable in (None, name) else f"# parameter {name}, as {variable}"
        case Load(producer=producer, variables=names):
            yield f"# from step {producer!r}: {_listed(names)}"
        case Define(code=code):
            yield f"{_place(code)}, needed here\n{code.text.strip()}"
        case Run(code=code, metrics=metrics):
            yield f"{_place(code)}{', whose numbers are metrics' if metrics else ''}\n{code.text.strip()}"
        case Save(variables=names):
            yield f"# for later steps: {_listed(names)}"


def _place(code: CodeBlock) -> str:
    where = f"cell {code.cell}" if code.cell else f"line {code.line}"
    return f"# {where}: {code.script.path}" if code.script is not None else f"# {where}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(shown_name(name) for name in names)
