"""Colours and letters of an SVG drawing.

Colours stand twice, as such and as a variable: most viewers that know no variables take the light ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

NAME_SIZE: Final = 14.0
NOTE_SIZE: Final = 11.0
LABEL_SIZE: Final = 11.5

_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "page": ("#ffffff", "#14181d"),
    "ink": ("#1f2933", "#e6eaef"),
    "faint": ("#5b6875", "#9aa7b4"),
    "box": ("#f3f6fa", "#222a33"),
    "edge": ("#8896a5", "#738291"),
    "mark": ("#2563a8", "#7ab4f0"),
}
"""Light and dark, by the name of the variable."""

_STATE_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "running": ("#b7791f", "#ecc35c"),
    "succeeded": ("#2f855a", "#68d391"),
    "failed": ("#c53030", "#fc8181"),
}

_RULES: Final = """\
.kale-graph text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  text-anchor: middle }
.kale-graph .page { fill: @page }
.kale-graph .box { fill: @box; stroke: @edge; stroke-width: 1.2 }
.kale-graph .metrics { stroke: @mark; stroke-width: 1.8 }
.kale-graph .name { font-size: 14px; font-weight: 600; fill: @ink }
.kale-graph .note { font-size: 11px; fill: @faint }
.kale-graph text.label { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 11.5px; fill: @mark }
.kale-graph .line { fill: none; stroke: @edge; stroke-width: 1.4 }
.kale-graph .order { stroke-dasharray: 4 4 }
.kale-graph .head { fill: @edge }"""
_COLOUR: Final = re.compile(r"(?P<property>[a-z]+): @(?P<name>[a-z]+)")


def _variables(dark: bool, palettes: Iterable[Mapping[str, tuple[str, str]]]) -> str:
    return "; ".join(f"--{name}: {pair[dark]}" for palette in palettes for name, pair in palette.items())


def _schemes(*palettes: Mapping[str, tuple[str, str]]) -> str:
    """Give the rules that set the variables as the viewer's system wants it."""
    light, dark = _variables(False, palettes), _variables(True, palettes)
    return f".kale-graph {{ {light} }}\n@media (prefers-color-scheme: dark) {{\n  .kale-graph {{ {dark} }}\n}}"


def _coloured(form: str) -> str:
    """Give the rules with each colour in a form that may name its property, its variable and its light value."""

    def colour(match: re.Match[str]) -> str:
        return form.format(**match.groupdict(), light=_COLOURS[match["name"]][0])

    return _COLOUR.sub(colour, _RULES)


STYLESHEET: Final = f"{_schemes(_COLOURS)}\n{_coloured('{property}: {light}; {property}: var(--{name})')}"

STILL_STYLESHEET: Final = _coloured("{property}: {light}")
"""The light colours alone, for programs that stumble over variables instead of passing over them."""

STATES: Final = f"""
{_schemes(_STATE_COLOURS)}
.kale-graph .running .box {{ stroke: var(--running); stroke-width: 2.4; stroke-dasharray: 6 3 }}
.kale-graph .succeeded .box {{ stroke: var(--succeeded); stroke-width: 2.4 }}
.kale-graph .failed .box {{ stroke: var(--failed); stroke-width: 2.4 }}
.kale-graph .not-run {{ opacity: 0.55 }}"""
"""Colours for what has become of a step."""

_EVERYTHING: Final = (_COLOURS, _STATE_COLOURS)
HOST_THEMES: Final = f"""\
[data-jp-theme-light="true"] .kale-graph, .vscode-light .kale-graph {{ {_variables(False, _EVERYTHING)} }}
[data-jp-theme-light="false"] .kale-graph, .vscode-dark .kale-graph {{ {_variables(True, _EVERYTHING)} }}"""
"""The colours of a page that has a theme of its own, such as JupyterLab's, which need not be that of the system."""
