"""The base of every model that describes a pipeline."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A fact about a pipeline: frozen, strict about unknown fields, and the same after a trip through JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants", defer_build=True)
