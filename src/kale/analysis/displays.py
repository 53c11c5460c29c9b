"""What displays of elements and comprehensions do."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kale.analysis.combination import depth_of, fresh, handed_over, union
from kale.analysis.expressions import HANDLERS, ExpressionVisitor
from kale.analysis.items import element_of, element_texts, held, out_of
from kale.analysis.special_methods import HASH
from kale.analysis.texts import listed
from kale.analysis.values import Items, Roots, Take, Value, elements


class DisplayVisitor(ExpressionVisitor):
    """Evaluates displays and comprehensions."""

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        values = [self.evaluate(element) for element in node.elts]
        for value in values if isinstance(node, ast.Set) else ():
            self.special(HASH, node, value)
        return union(
            values,
            immutable=None if isinstance(node, ast.Tuple) else False,
            container=True,
            text=listed(values) if isinstance(node, ast.List) else None,
            items=_texts_in(node.elts, values),
            depth=depth_of(values),
        )

    def _mapping(self, node: ast.Dict) -> Value:
        pairs = [[self.evaluate(part) for part in pair if part] for pair in zip(node.keys, node.values, strict=True)]
        for key, *_ in (pair for pair in pairs if len(pair) > 1):
            self.special(HASH, node, key)
        parts = [part for pair in pairs for part in pair]
        keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
        known = ((key, pair[-1]) for key, pair in zip(keys, pairs, strict=True) if isinstance(key, str | int))
        return union(parts, immutable=False, container=True, items=held(known), depth=depth_of(parts))

    def _starred(self, node: ast.Starred | ast.Await | ast.Slice) -> Value:
        if isinstance(node, ast.Await):
            self.awaits = True
        if isinstance(node, ast.Slice):
            return union([self.evaluate(part) for part in (node.lower, node.upper, node.step) if part is not None])
        value = self.evaluate(node.value)
        texts = held(((Take.ITEM, element_of(node.value, value)),))
        return value._replace(alias=None, immutable=False, text=None, items=texts)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        with self.branch():
            return self._elements(node)

    def _elements(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        shadow: dict[str, Roots] = {}
        values: list[Value] = []
        sources: list[Value] = []
        for index, generator in enumerate(node.generators):
            source = self.evaluate(generator.iter)
            sources.append(source)
            found = self.consume(generator.iter, source)
            if index == 0:
                self._shadows.append(shadow)
            for target in ast.walk(generator.target):
                if isinstance(target, ast.Name):
                    shadow[target.id] = elements(source.roots) | found
            self._elements_at_hand.update(element_texts(generator.target, generator.iter, source))
            for condition in generator.ifs:
                values.append(fresh((self.truth(condition),), immutable=True))
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        made = [self.evaluate(part) for part in parts]
        self._shadows.pop()
        at_once = not isinstance(node, ast.GeneratorExp)
        # Which of them stands where only running the code tells.
        texts = held(((Take.ITEM, made[-1]),)) if at_once else ()
        joined = union(made + values, immutable=False, container=at_once, items=texts, depth=depth_of(made))
        if self.hints.gradients:
            joined = joined._replace(passes=joined.passes | handed_over(sources))
        return joined if at_once else joined._replace(generator=True)


def _texts_in(nodes: Sequence[ast.expr], values: Sequence[Value]) -> Items:
    """Give the texts that a display holds; where it takes in others, the text does not show which stands where."""
    if not any(isinstance(node, ast.Starred) for node in nodes):
        return held(enumerate(values))
    spread = zip(nodes, values, strict=True)
    return held((Take.ITEM, out_of(v, Take.ITEM) if isinstance(node, ast.Starred) else v) for node, v in spread)


HANDLERS.update(
    {
        ast.List: DisplayVisitor._display,
        ast.Tuple: DisplayVisitor._display,
        ast.Set: DisplayVisitor._display,
        ast.Dict: DisplayVisitor._mapping,
        ast.Starred: DisplayVisitor._starred,
        ast.Await: DisplayVisitor._starred,
        ast.Slice: DisplayVisitor._starred,
        ast.ListComp: DisplayVisitor._comprehension,
        ast.SetComp: DisplayVisitor._comprehension,
        ast.GeneratorExp: DisplayVisitor._comprehension,
        ast.DictComp: DisplayVisitor._comprehension,
    }
)
