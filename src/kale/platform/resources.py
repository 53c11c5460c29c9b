"""What a step asks of the machine, in the forms that the KFP SDK takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kale.diagnostics import Diagnostic
from kale.pipeline import StepOptions
from kale.platform.rules import (
    INEXPRESSIBLE_QUANTITY,
    REQUEST_ABOVE_LIMIT,
    SEVERAL_ACCELERATORS,
    UNSUPPORTED_RESOURCE,
)

_SCALE: Final = {
    **{suffix: Decimal(1000) ** power for power, suffix in enumerate(("", "k", "M", "G", "T", "P", "E"))},
    **{suffix: Decimal(1024) ** power for power, suffix in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"), start=1)},
    "m": Decimal("0.001"),
}
_SDK_CPU: Final = re.compile(r"([0-9]*[.])?[0-9]+m?")
_SDK_MEMORY: Final = re.compile(r"[0-9]+([EPTGM]|[EPTGMK]i)?")


@dataclass(frozen=True)
class Resources:
    """Amounts as the SDK's setters take them; ``None`` where nothing is asked for.

    Attributes:
        cpu_request: Cores that the step is sure to get.
        cpu_limit: Most cores that it may use.
        memory_request: Memory that the step is sure to get.
        memory_limit: Most memory that it may use.
        accelerator_type: Resource name of the accelerator, such as ``nvidia.com/gpu``.
        accelerator_limit: How many of them.
    """

    cpu_request: str | None = None
    cpu_limit: str | None = None
    memory_request: str | None = None
    memory_limit: str | None = None
    accelerator_type: str | None = None
    accelerator_limit: str | None = None


def resources_of(options: StepOptions) -> Resources:
    """Give what ``options`` ask for; amounts that :func:`check_resources` refuses are left out."""
    accelerators = [*_accelerators(options)]
    accelerator = accelerators[0] if accelerators else None
    return Resources(
        cpu_request=_expressed("cpu", options.requests),
        cpu_limit=_expressed("cpu", options.limits),
        memory_request=_expressed("memory", options.requests),
        memory_limit=_expressed("memory", options.limits),
        accelerator_type=accelerator,
        accelerator_limit=None if accelerator is None else _expressed(accelerator, options.limits),
    )


def check_resources(step: str, options: StepOptions) -> Iterable[Diagnostic]:
    """Find what the step called ``step`` asks for and cannot get."""
    for word, amounts in (("limit", options.limits), ("request", options.requests)):
        for name, quantity in amounts.items():
            yield from _check_amount(step, word, name, quantity, amounts)
    for name, quantity in options.requests.items():
        limit = options.limits.get(name)
        if limit is not None and _amount(quantity) > _amount(limit):
            yield REQUEST_ABOVE_LIMIT.at(
                None, f"step {step!r} requests {quantity} of {name}, which is above its limit of {limit}"
            )
        if _is_accelerator(name) and (limit is None or _amount(limit) != _amount(quantity)):
            yield UNSUPPORTED_RESOURCE.at(
                None,
                f"step {step!r} requests {quantity} of {name}, which Kubernetes only grants with an equal limit",
                help=f"write limit:{name}:{quantity}",
            )
    accelerators = [*_accelerators(options)]
    if len(accelerators) > 1:
        yield SEVERAL_ACCELERATORS.at(
            None, f"step {step!r} asks for {' and '.join(accelerators)}; Kubeflow gives a step one kind of accelerator"
        )


def _check_amount(step: str, word: str, name: str, quantity: str, amounts: Mapping[str, str]) -> Iterable[Diagnostic]:
    if name not in ("cpu", "memory") and not _is_accelerator(name):
        yield UNSUPPORTED_RESOURCE.at(
            None,
            f"step {step!r} sets a {word} of {name!r}, which the KFP SDK cannot express",
            help="cpu, memory and accelerators such as nvidia.com/gpu can be asked for",
        )
    elif _expressed(name, amounts) is None:
        unit = {"cpu": "thousandths of a core", "memory": "bytes"}.get(name, "accelerators")
        yield INEXPRESSIBLE_QUANTITY.at(
            None, f"step {step!r} sets a {word} of {quantity} for {name}, which is not a whole number of {unit}"
        )


def _accelerators(options: StepOptions) -> Iterator[str]:
    """Give the accelerators that a step gets; a limit of nought takes back what every step is given."""
    for name, quantity in options.limits.items():
        if _is_accelerator(name) and _amount(quantity):
            yield name


def _is_accelerator(name: str) -> bool:
    return "/" in name


def _expressed(name: str, amounts: Mapping[str, str]) -> str | None:
    """Give the amount of ``name`` in a form that the SDK takes, without rounding."""
    quantity = amounts.get(name)
    if quantity is None:
        return None
    pattern = {"cpu": _SDK_CPU, "memory": _SDK_MEMORY}.get(name)
    if pattern is not None and pattern.fullmatch(quantity):
        return quantity
    scaled = _amount(quantity) * (1000 if name == "cpu" else 1)
    if scaled != scaled.to_integral_value():
        return None
    return f"{int(scaled)}{'m' if name == 'cpu' else ''}"


def _amount(quantity: str) -> Decimal:
    number = quantity.rstrip("mkKMGTPEi")
    return Decimal(number) * _SCALE[quantity[len(number) :]]
