"""The base of every model that describes a pipeline."""

import json

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticSerializationError


class Model(BaseModel):
    """A fact about a pipeline: frozen, strict about unknown fields, and the same after a trip through JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants", defer_build=True)

    def to_json(self) -> str:
        """Write the fact as JSON for other programs.

        Half of a surrogate pair, which a notebook's tags may hold and UTF-8 cannot, becomes an escape sequence.
        """
        try:
            return self.model_dump_json(indent=2)
        except PydanticSerializationError:
            return json.dumps(self.model_dump(mode="json"), indent=2)
