"""The prepared runtime is that of the code beside it, and an outdated one is not used."""

from __future__ import annotations

import sys
from importlib import resources

import pytest

from kale.emit.packing import ENTRY, runtime_sources, segmented_runtime
from kale.emit.prepared import FILE, PACKAGE, digest_of, prepared_text, read_prepared

# Python's own printer of syntax trees changes between versions, so one version writes the file.
WRITER = (3, 11)


@pytest.mark.skipif(sys.version_info[:2] != WRITER, reason="the file is written by Python 3.11")
def test_the_prepared_runtime_is_up_to_date(update_golden: bool) -> None:
    sources = runtime_sources()
    text = prepared_text(digest_of(sources, ENTRY), segmented_runtime(sources))
    with resources.as_file(resources.files(PACKAGE) / FILE) as path:
        if update_golden:
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text


def test_the_prepared_runtime_fits_the_sources() -> None:
    package = read_prepared(digest_of(runtime_sources(), ENTRY))
    assert package is not None
    assert package.segments.keys() == runtime_sources().keys()


def test_an_outdated_one_is_not_used() -> None:
    changed = {**runtime_sources(), "extra": "x = 1"}
    assert read_prepared(digest_of(changed, ENTRY)) is None
