"""On which nodes of the cluster a step may run."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kale.pipeline.model import Model
from kale.pipeline.quantities import LabelKey, LabelValue, is_label_value


class Toleration(Model):
    """A taint of nodes that the step puts up with.

    Attributes:
        key: Key of the taint; ``None`` stands for all keys.
        operator: ``Equal`` compares the value, ``Exists`` takes any.
        value: Value of the taint; only with ``Equal``.
        effect: Effect of the taint; ``None`` stands for all effects.
        seconds: How long the step stays on a node that gets the taint; only with ``NoExecute``.
    """

    key: LabelKey | None = None
    operator: Literal["Equal", "Exists"] = "Exists"
    value: LabelValue | None = None
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] | None = None
    seconds: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Toleration:
        if self.operator == "Equal" and (self.key is None or self.value is None):
            raise ValueError("a toleration that compares needs a key and a value")
        if self.operator == "Exists" and self.value is not None:
            raise ValueError("a toleration of any value takes none; use the operator Equal")
        if self.seconds is not None and self.effect != "NoExecute":
            raise ValueError("only a toleration of NoExecute has a number of seconds")
        return self


class NodeRequirement(Model):
    """What a label, or a field, of a node must be like.

    Attributes:
        key: The label's key, or the field's path.
        operator: How it is compared.
        values: What it is compared with.
        field: Whether ``key`` is the path of a field, such as ``metadata.name``, and not a label.
    """

    key: LabelKey
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"] = "In"
    values: tuple[str, ...] = ()
    field: bool = False

    @model_validator(mode="after")
    def _check(self) -> NodeRequirement:
        if self.operator in ("Exists", "DoesNotExist") and self.values:
            raise ValueError(f"{self.operator} compares with no value")
        if self.operator in ("In", "NotIn") and not self.values:
            raise ValueError(f"{self.operator} needs at least one value")
        if self.operator in ("Gt", "Lt") and not (len(self.values) == 1 and self.values[0].lstrip("-").isdecimal()):
            raise ValueError(f"{self.operator} needs one integer")
        odd = [value for value in self.values if not is_label_value(value)]
        if odd and not self.field:
            raise ValueError(f"{odd[0]!r} is not a label value")
        return self


class NodeAffinity(Model):
    """A kind of node that the step must run on, or would rather run on.

    A node suits the step when it meets all requirements of one of the step's terms without a weight.

    Attributes:
        requirements: What such a node is like.
        weight: How much better such a node is, from 1 to 100; ``None`` makes it a condition.
    """

    requirements: Annotated[tuple[NodeRequirement, ...], Field(min_length=1)]
    weight: Annotated[int, Field(ge=1, le=100)] | None = None
