"""The command line of the benchmarks."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from benchmarks.peer import peer_rows
from benchmarks.runtime import size_rows, start_rows
from benchmarks.suite import analysis_rows, chain_rows, command_rows, engine_rows, variant_rows
from benchmarks.table import table_lines
from benchmarks.values import value_rows


def main() -> None:
    """Measure, and print a table for each kind of measurement."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Medians of several measurements.")
    parser.add_argument("--times", type=int, default=5, help="how often each thing is measured (default 5)")
    parser.add_argument("--peer", action="store_true", help="compare with kubeflow-kale, installed from the index")
    parser.add_argument("--values", action="store_true", help="save and load large values, which takes minutes")
    parser.add_argument("--only", help="measure only the section of this title")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, medians of {options.times}")
    sections = {
        "Commands": command_rows,
        "Chains of steps": chain_rows,
        "Variants": variant_rows,
        "Local engine": engine_rows,
        "Analysis": analysis_rows,
        "The program in a step": start_rows,
        "Its size": size_rows,
    }
    if options.values:
        sections["Values"] = value_rows
    if options.peer:
        sections["Against another tool"] = peer_rows
    if options.only:
        sections = {options.only: sections[options.only]}
    for title, rows in sections.items():
        with tempfile.TemporaryDirectory() as folder:
            print(*("", *table_lines(title, rows(Path(folder), options.times))), sep="\n", flush=True)


if __name__ == "__main__":
    main()
