"""The file that an artifact is written to, in one pass and with its checksum."""

from __future__ import annotations

import zlib
from typing import Any, Optional

MAGIC = b"kale1\n"
"""What an artifact begins with."""


class Writer:
    """A file for an artifact.

    Args:
        file: The file, without a buffer; what is written goes nowhere when not given.

    Attributes:
        size: How many bytes are in it.
        digest: Their CRC-32.
        error: What the file has raised.
    """

    def __init__(self, file: Any = None) -> None:
        self.file = file
        self.error: Optional[OSError] = None
        self.restart()

    def restart(self) -> None:
        """Begin with an artifact anew."""
        self.size = self.digest = 0
        if self.file:
            self.file.seek(0)
            self.file.truncate()
        self.write(MAGIC)

    def write(self, data: Any) -> None:
        """Write bytes.

        Raises:
            OSError: The file cannot take them.
        """
        left = memoryview(data).cast("B")
        self.digest = zlib.crc32(left, self.digest)
        self.size += len(left)
        try:
            while self.file and left:
                left = left[self.file.write(left) :]
        except OSError as error:
            self.error = error
            raise
