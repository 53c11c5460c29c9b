"""Modules that libraries import by themselves when they are called in a certain way: pyarrow for a Parquet file.

They are worth having where the notebook had them, and only there, so that these imports count as conditional.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from kale.analysis.imports import Import

_BY_CALL: Final = {
    "read_parquet": "pyarrow",
    "to_parquet": "pyarrow",
    "read_feather": "pyarrow",
    "to_feather": "pyarrow",
    "read_orc": "pyarrow",
    "to_orc": "pyarrow",
    "read_excel": "openpyxl",
    "to_excel": "openpyxl",
    "ExcelFile": "openpyxl",
    "ExcelWriter": "openpyxl",
    "read_hdf": "tables",
    "to_hdf": "tables",
    "read_html": "lxml",
    "read_xml": "lxml",
    "to_xml": "lxml",
    "read_sql": "sqlalchemy",
    "read_sql_query": "sqlalchemy",
    "read_sql_table": "sqlalchemy",
    "to_sql": "sqlalchemy",
    "to_markdown": "tabulate",
    "background_gradient": "jinja2",
    "highlight_max": "jinja2",
    "highlight_min": "jinja2",
    "plot": "matplotlib",
    "hist": "matplotlib",
    "boxplot": "matplotlib",
    "write_image": "kaleido",
}
"""The module for the last part of a function's or method's name."""

_ENGINES: Final = frozenset({"engine", "backend", "transform", "dtype_backend"})
_KNOWN_ENGINES: Final = frozenset(
    {"fastparquet", "h5netcdf", "matplotlib", "numba", "numexpr", "openpyxl", "pandas", "plotly", "polars", "pyarrow"}
    | {"xlrd", "xlsxwriter", "zarr"}
)


_SIGNS: Final = re.compile("|".join(sorted({*_BY_CALL, *_ENGINES, "as_frame"})))


def may_import_unsaid(text: str) -> bool:
    """Tell quickly whether a text can hold such a call; most do not."""
    return _SIGNS.search(text) is not None


def unsaid_imports(tree: ast.Module) -> Iterator[Import]:
    """Give what the libraries that a source calls are likely to import for it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for module in _modules(node):
                yield Import(module, line=node.lineno, column=node.col_offset + 1, conditional=True)


def _modules(call: ast.Call) -> Iterator[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    given = {keyword.arg: keyword.value.value for keyword in call.keywords if isinstance(keyword.value, ast.Constant)}
    engines = [value for word, value in given.items() if word in _ENGINES and value in _KNOWN_ENGINES]
    yield from map(str, engines)
    if name in _BY_CALL and not engines:
        yield _BY_CALL[name]
    if isinstance(function, ast.Attribute) and getattr(function.value, "attr", "") == "plot":
        yield "matplotlib"
    if given.get("as_frame") is True:
        yield "pandas"
