"""Which versions speak to each other."""

from __future__ import annotations

from typing import Final

from kale.pipeline.model import Model

PROTOCOL: Final = 1
"""Version of the requests and answers; it grows when an older user interface would misunderstand them."""


class Version(Model):
    """The answer to ``GET kale/version``.

    Attributes:
        version: Version of kale.
        protocol: Version of the requests and answers.
    """

    version: str
    protocol: int = PROTOCOL
