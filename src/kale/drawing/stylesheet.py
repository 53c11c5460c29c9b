"""Colours and letters of an SVG drawing.

Colours stand twice, as such and as a variable: a viewer that knows no variables takes the light ones.
"""

from __future__ import annotations

from typing import Final

NAME_SIZE: Final = 14.0
NOTE_SIZE: Final = 11.0
LABEL_SIZE: Final = 11.5

STYLESHEET: Final = """\
.kale-graph { --page: #ffffff; --ink: #1f2933; --faint: #5b6875; --box: #f3f6fa; --edge: #8896a5; --mark: #2563a8 }
@media (prefers-color-scheme: dark) {
  .kale-graph { --page: #14181d; --ink: #e6eaef; --faint: #9aa7b4; --box: #222a33; --edge: #738291; --mark: #7ab4f0 }
}
.kale-graph text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
  text-anchor: middle }
.kale-graph .page { fill: #ffffff; fill: var(--page) }
.kale-graph .box { fill: #f3f6fa; fill: var(--box); stroke: #8896a5; stroke: var(--edge); stroke-width: 1.2 }
.kale-graph .metrics { stroke: #2563a8; stroke: var(--mark); stroke-width: 1.8 }
.kale-graph .name { font-size: 14px; font-weight: 600; fill: #1f2933; fill: var(--ink) }
.kale-graph .note { font-size: 11px; fill: #5b6875; fill: var(--faint) }
.kale-graph text.label { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 11.5px; fill: #2563a8; fill: var(--mark) }
.kale-graph .line { fill: none; stroke: #8896a5; stroke: var(--edge); stroke-width: 1.4 }
.kale-graph .order { stroke-dasharray: 4 4 }
.kale-graph .head { fill: #8896a5; fill: var(--edge) }"""
