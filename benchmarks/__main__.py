"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from benchmarks.peer import peer_rows
from benchmarks.suite import analysis_rows, chain_rows, command_rows, engine_rows, variant_rows
from benchmarks.table import table_lines


def main() -> None:
    """Measure, and print a table for each kind of measurement."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Medians of several measurements.")
    parser.add_argument("--times", type=int, default=5, help="how often each thing is measured (default 5)")
    parser.add_argument("--peer", action="store_true", help="compare with kubeflow-kale, installed from the index")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, medians of {options.times}")
    sections = {
        "Commands": command_rows,
        "Chains of steps": chain_rows,
        "Variants": variant_rows,
        "Local engine": engine_rows,
        "Analysis": analysis_rows,
    }
    if options.peer:
        sections["Against another tool"] = peer_rows
    for title, rows in sections.items():
        with tempfile.TemporaryDirectory() as folder:
            print(*("", *table_lines(title, rows(Path(folder), options.times))), sep="\n", flush=True)


if __name__ == "__main__":
    main()
