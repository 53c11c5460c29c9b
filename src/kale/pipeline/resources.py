"""How much of a machine a step asks for, in the words of users."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kale.pipeline.model import Model
from kale.pipeline.quantities import ComputeResource, Quantity

GPU: ComputeResource = "nvidia.com/gpu"


class Resources(Model):
    """How much of a machine a step may use; what is ``None`` is left to the platform.

    Attributes:
        cpu: Cores: ``"2"``, ``"500m"``.
        memory: Bytes: ``"4Gi"``, ``"512M"``.
        gpu: How many accelerators.
        gpu_type: The kind of accelerator, by the name of its resource.
    """

    cpu: Quantity | None = None
    memory: Quantity | None = None
    gpu: Annotated[int, Field(ge=0)] | None = None
    gpu_type: ComputeResource = GPU

    @property
    def limits(self) -> dict[ComputeResource, Quantity]:
        """The same as limits by resource."""
        amounts = {"cpu": self.cpu, "memory": self.memory}
        limits = {name: amount for name, amount in amounts.items() if amount is not None}
        return limits | ({} if self.gpu is None else {self.gpu_type: str(self.gpu)})
