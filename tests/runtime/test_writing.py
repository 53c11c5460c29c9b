"""The file of an artifact and its checksum, which is made of the sums of its pieces."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kale.runtime import loading, writing
from kale.runtime.loading import load, sums_of
from kale.runtime.namespace import NAMESPACE
from kale.runtime.reducers import PIECE
from kale.runtime.saving import save
from kale.runtime.writing import MAGIC, Writer

SMALL = 7


class Recorder(io.BytesIO):
    """A file that knows to which lengths it was cut."""

    def __init__(self) -> None:
        super().__init__()
        self.cuts: list[int] = []

    def truncate(self, size: int | None = None, /) -> int:
        """Cut the file."""
        self.cuts.append(super().truncate(size))
        return self.cuts[-1]


@settings(max_examples=200)
@given(parts=st.lists(st.binary(max_size=30), max_size=6))
def test_both_sides_agree_on_the_checksum(parts: list[bytes], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "pieces"
    with pytest.MonkeyPatch.context() as patch, path.open("wb", 0) as file:
        patch.setattr(writing, "PIECE", SMALL)
        patch.setattr(loading, "PIECE", SMALL)
        writer = Writer(file)
        for part in parts:
            writer.write(part)
        sums = sums_of(str(path), writer.size)
    assert path.read_bytes() == MAGIC + b"".join(parts)
    assert writer.digest() == b"%08x" % zlib.crc32(repr(sums).encode())
    assert len(sums) == -(-writer.size // SMALL)


def test_beginning_anew_leaves_nothing_of_before_and_never_cuts_a_file_to_nothing() -> None:
    file = Recorder()
    writer = Writer(file)
    writer.write(b"before")
    writer.restart()
    assert file.getvalue() == MAGIC
    assert writer.digest() == Writer().digest()
    assert 0 not in file.cuts


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An artifact of three pieces."""
    path = tmp_path_factory.mktemp("large") / "artifact"
    NAMESPACE["value"] = bytearray(range(256)) * (2 * PIECE // 256)
    save(_given(path), "a", ["value"], [])
    return path


def test_a_value_of_several_pieces_arrives(large: Path) -> None:
    saved = NAMESPACE.pop("value")
    load(_given(large), "a", ["value"])
    assert NAMESPACE["value"] == saved


@pytest.mark.parametrize("place", [100, PIECE - 1, PIECE, 2 * PIECE, -1])
def test_a_change_in_any_piece_is_found(large: Path, place: int) -> None:
    whole = bytearray(large.read_bytes())
    whole[place] ^= 1
    changed = large.with_name("changed")
    changed.write_bytes(whole)
    with pytest.raises(ValueError, match="cut or changed"):
        load(_given(changed), "a", ["value"])


@pytest.mark.parametrize("size", [0, 3, len(MAGIC), 14, PIECE, PIECE + 8, 2 * PIECE])
def test_a_cut_is_found(large: Path, size: int) -> None:
    cut = large.with_name("cut")
    cut.write_bytes(large.read_bytes()[:size])
    with pytest.raises(ValueError, match=r"cut or changed|not an artifact"):
        load(_given(cut), "a", ["value"])


def _given(path: Path) -> dict[str, Any]:
    return {"artifacts": {"a": {"artifacts": [{"uri": str(path)}]}}}
