"""The file that an artifact is written to, in one pass and with its checksum.

The checksum is the CRC-32 of the list of the CRC-32s of the file's pieces, so that whoever loads it can sum up several
pieces at the same time.
"""

from __future__ import annotations

import threading
import zlib
from typing import Any, Optional

from kale.runtime.reducers import PIECE

MAGIC = b"kale1\n"
"""What an artifact begins with."""


class Writer:
    """A file for an artifact.

    Args:
        file: The file, without a buffer; what is written goes nowhere when not given.

    Attributes:
        size: How many bytes are in it.
        error: What the file has raised.
    """

    def __init__(self, file: Any = None) -> None:
        self.file = file
        self.error: Optional[OSError] = None
        self.restart()

    def restart(self) -> None:
        """Begin with an artifact anew."""
        self.size = 0
        self._sums: list[int] = []
        if self.file:
            self.file.seek(0)
        self.write(MAGIC)
        if self.file:
            # Some file systems write a file out at once that has ever been cut to nothing: when it is closed.
            self.file.truncate()

    def write(self, data: Any) -> None:
        """Write bytes.

        Raises:
            OSError: The file cannot take them.
        """
        left = memoryview(data).cast("B")
        counting = threading.Thread(target=self._count, args=(left,))
        # What is large is summed up while it is written: both work outside the interpreter.
        (counting.start if len(left) > PIECE else counting.run)()
        try:
            while self.file and left:
                left = left[self.file.write(left) :]
        except OSError as error:
            self.error = error
            raise
        if counting.ident:
            counting.join()

    def _count(self, data: memoryview) -> None:
        """Count bytes and sum them up."""
        while data:
            start = self.size % PIECE
            before = self._sums.pop() if start else 0
            part = data[: PIECE - start]
            self._sums.append(zlib.crc32(part, before))
            self.size += len(part)
            data = data[len(part) :]

    def digest(self) -> bytes:
        """Give the checksum of what was written, in eight hexadecimal digits."""
        return b"%08x" % zlib.crc32(b"%a" % self._sums)
