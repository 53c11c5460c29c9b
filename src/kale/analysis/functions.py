"""What a function of the notebook does, seen from outside."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from kale.analysis.combination import union
from kale.analysis.definition_statements import DefinitionVisitor
from kale.analysis.events import BindingKind, Call, Event, Mutate, Share
from kale.analysis.facts import Function
from kale.analysis.knowledge import CACHING_DECORATORS, KEEPING_DECORATORS, MUTATING_METHODS
from kale.analysis.nodes import dotted, place_of
from kale.analysis.scopes import (
    FunctionNode,
    Scope,
    names_with_defaults,
    parameter_names,
    passed_to_nested,
)
from kale.analysis.statements import StatementVisitor
from kale.analysis.values import NO_ROOTS, Argument, Items, Local, Place, Roots, Text, Value, variables_in


class FunctionVisitor(StatementVisitor):
    """Carries out the body of a function, in terms of its arguments and of the names around it."""

    def __init__(
        self,
        outer: DefinitionVisitor,
        arguments: ast.arguments,
        node: FunctionNode | None = None,
        received: Roots = NO_ROOTS,
    ) -> None:
        super().__init__(future_annotations=outer.future_annotations, hints=outer.hints)
        self._outer = outer
        self.class_name = outer.class_name
        self.captured: set[str] = set()
        self._parameters = parameter_names(arguments)
        body = node.body if node is not None else []
        scope = Scope.of(body)
        self._globals = scope.outer
        self._locals: dict[str, Roots] = dict.fromkeys(scope.bound - scope.outer - scope.enclosing, NO_ROOTS)
        self._locals.update(dict.fromkeys(self._parameters, received))
        self._texts: dict[str, Text] = {name: (Argument(name),) for name in self._parameters}
        self._items: dict[str, Items] = {}
        self._imported: dict[str, str] = {}
        self._renamed: dict[str, str] = {}
        self._seen: set[str] = set(self._parameters)
        self._containers: set[str] = set()
        self._origins: dict[str, tuple[bool, str | None]] = {}
        self._attributes: dict[str, Text] = {}
        self._nonlocals = scope.enclosing
        self._returned: list[Value] = []
        self._rebound: set[str] = set()
        self._binds: set[str] = set()
        self._makes_functions = False
        self._inner: list[Function] = []
        self.changes_closure = False
        self._stateful = False
        self._decorators = _decorators(node)
        decorators = frozenset(path.rpartition(".")[2] for path in self._decorators)
        self._caching = not decorators.isdisjoint(CACHING_DECORATORS)
        self._kept_by_object = not decorators.isdisjoint(KEEPING_DECORATORS)
        self._static = "staticmethod" in decorators
        self._generator = scope.yields
        self._nested_arguments = passed_to_nested(body, scope.nested)

    def returns(self, value: Value) -> None:
        """Note a returned or yielded value."""
        self._returned.append(value)

    def read(self, name: str, place: Place, *, guarded: bool = False) -> Value:
        """Note a reference to ``name``, and remember it when it belongs to a function around this one."""
        own = name in self._parameters or name in self._locals
        if not own and name not in self._globals and self._outer.is_hidden(name):
            self.captured.add(name)
        return super().read(name, place, guarded=guarded)

    def is_local(self, name: str) -> bool:
        """Whether ``name`` is a parameter, a local name or a local name of a function around this one."""
        if name in self._globals:
            return False
        return name in self._parameters or name in self._locals or self._outer.is_hidden(name)

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a local name."""
        if name in self._parameters:
            own = NO_ROOTS if name in self._rebound else frozenset((Argument(name),))
            return own | self._locals.get(name, NO_ROOTS)
        if name in self._locals:
            return self._locals[name]
        return self._outer.roots_of(name)

    def local_text(self, name: str) -> Text | None:
        """Give the text or path that a name of the body stands for; ``None`` where that is not known."""
        own = name in self._locals or name in self._parameters
        return self._texts.get(name) if own and name not in self._globals else None

    def local_items(self, name: str) -> Items:
        """Give the texts that the object of a name of the body holds."""
        return self._items.get(name, ()) if name in self._locals and name not in self._globals else ()

    def text_of_attribute(self, name: str, base: Value) -> Text | None:
        """Give the text that an attribute is; of the function's own object it may have set it itself."""
        own = bool(self._parameters) and base.text == (Argument(self._parameters[0]),)
        found = self._attributes.get(name) if own else None
        return found if found is not None else super().text_of_attribute(name, base)

    def note_stored(self, target: ast.Attribute | ast.Subscript, value: Value) -> None:
        """Note the text that an attribute of the function's own object becomes, if nothing else sets it."""
        base = target.value
        if not isinstance(base, ast.Name):
            return
        self._items.pop(base.id, None)
        if value.text is None or self._depth or isinstance(target, ast.Subscript):
            return
        if base.id in self._parameters[:1] and target.attr not in self.hints.reset:
            self._attributes[target.attr] = value.text

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:
        """Note that ``name`` is bound here."""
        if qualified is not None and name not in self._globals:
            self._imported[name] = qualified
        if name in self._globals:
            self._binds.add(name)
            super().bind_name(name, place, kind, value, qualified)
        elif name in self._nonlocals:
            self.changes_closure = True
            self.events.append(Mutate(self._outer.roots_of(name), place, "nonlocal assignment"))
        else:
            self._bind_local(name, value)

    def local_value(self, name: str) -> Value:
        """Give what is known of what a name of the body stands for."""
        own = name in self._locals and name not in self._parameters and name not in self._globals
        computed, maker = self._origins.get(name, (False, None)) if own else (False, None)
        return super().local_value(name)._replace(computed=computed, maker=maker)

    def imported(self, name: str) -> str | None:
        """Give the dotted path of what a name of the body is imported from; ``None`` for any other name."""
        own = name in self._locals or name in self._parameters
        return self._imported.get(name) if own else self._outer.imported(name)

    def renamed(self, name: str) -> str | None:
        """Give the dotted path that a name of the body is another name for; ``None`` where it is more than that."""
        own = name in self._locals or name in self._parameters
        return self._renamed.get(name) if own else self._outer.renamed(name)

    def note_taken(self, path: str, place: Place) -> None:
        """Take whoever gets hold of a module's own random generator in a function for one who draws from it."""
        drawing = path if "." in path and path.rpartition(".")[2] != "random" else f"{path}.random"
        method = drawing.rpartition(".")[2]
        self.events.append(Call(self._calls, drawing, method, NO_ROOTS, (), (), frozenset(), False, place))
        self._calls += 1

    def _bind_local(self, name: str, value: Value) -> None:
        own: Roots = NO_ROOTS if value.immutable else frozenset((Local(name),))
        if value.container and value.roots:
            # What is put into the container later does not change what it holds already.
            self.events.append(Share(own, value.roots))
        else:
            own |= value.roots
        earlier = self._texts.pop(name, None)
        if value.text is not None and (not self._depth or name not in self._seen or earlier == value.text):
            self._texts[name] = value.text
        self._items[name] = value.items if not self._depth or name not in self._seen else ()
        self._renamed.pop(name, None)
        if value.origin is not None and name not in self._seen:
            self._renamed[name] = value.origin
        self._seen.add(name)
        if value.depth:
            self._containers.add(name)
        self._note_origin(name, value)
        if self._depth:
            self._locals[name] = self._locals.get(name, NO_ROOTS) | own
        else:
            self._locals[name] = own
            self._rebound.add(name)

    def _note_origin(self, name: str, value: Value) -> None:
        """Note whether all that a local name stands for is computed, or made by functions of the same library."""
        computed, maker = value.computed or value.immutable, value.maker
        if name in self._origins:
            earlier, known = self._origins[name]
            computed = computed and earlier
            maker = maker if maker and known and maker.partition(".")[0] == known.partition(".")[0] else None
        self._origins[name] = (computed, maker)

    def _makers(self) -> frozenset[str] | None:
        """Give what makes the objects that are returned, but for computed ones; ``None`` where that is not certain."""
        made = [value for value in self._returned if not (value.computed or value.immutable)]
        makers = frozenset(value.maker for value in made if value.maker is not None)
        certain = bool(self._returned) and all(value.maker and not value.container for value in made)
        return makers if certain else None

    def unbind_name(self, name: str, place: Place) -> None:
        """Note that ``name`` is deleted here."""
        if name in self._globals:
            super().unbind_name(name, place)

    def _return(self, node: ast.Return) -> None:
        self.returns(self.evaluate(node.value))

    def evaluate(self, node: ast.expr | None, *, discarded: bool = False) -> Value:
        """Note what evaluating ``node`` does; yielded values count as returned."""
        if isinstance(node, ast.Attribute) and node.attr in MUTATING_METHODS:
            # A method that is not called here may be called by whoever gets it.
            self._makes_functions = self._stateful = True
        if isinstance(node, ast.Yield | ast.YieldFrom):
            self.returns(self.evaluate(node.value))
            return Value()
        return super().evaluate(node, discarded=discarded)

    def _function(self, node: FunctionNode) -> None:
        """Take a nested function as if it could run at any time with anything that is passed to it by name."""
        for part in node.decorator_list:
            self.evaluate(part)
        defaults = self._defaults(node.args)
        passed: Roots = NO_ROOTS
        for name in self._nested_arguments.get(node.name, ()):
            passed |= self.roots_of(name)
        body = FunctionVisitor(self, node.args, node, received=passed)
        body.run(node.body)
        function = body.finish(node.name, node.args, place_of(node), None, defaults)
        self._note_made(body)
        self._inner.append(function)
        kept = [union(defaults).roots, *(self.roots_of(name) for name in sorted(body.captured))]
        self.captured |= {name for name in body.captured if name not in self._locals and name not in self._parameters}
        self.adopt(function, deferred=False)
        self._locals[node.name] = self._locals.get(node.name, NO_ROOTS).union(variables_in(function.returns), *kept)
        self._binds |= function.binds

    def _note_made(self, body: FunctionVisitor) -> None:
        """Note that a function is made here, and whether it may change what it closes over."""
        self._makes_functions = True
        self._stateful = self._stateful or body.changes_closure or body._stateful or any(map(_changes, body.events))

    def lambda_value(self, node: ast.Lambda, received: Roots = NO_ROOTS, *, called: bool = False) -> Value:
        """Give the value of a lambda made inside the function; it holds what it takes from around it."""
        self._makes_functions = True
        start = len(self.events)
        value = super().lambda_value(node, received, called=called)
        self._stateful = self._stateful or any(map(_changes, self.events[start:]))
        names = {child.id for child in ast.walk(node.body) if isinstance(child, ast.Name)}
        held = (self.roots_of(name) for name in sorted(names) if self.is_hidden(name))
        return value._replace(roots=value.roots.union(*held))

    def _class(self, node: ast.ClassDef) -> None:
        """Take a class made inside a function as if all its methods could run at any time."""
        self._makes_functions = True
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.evaluate(part)
        for child in node.body:
            if isinstance(child, FunctionNode):
                self._function(child)
            else:
                self._shadows.append(dict.fromkeys(Scope.of([child]).bound, NO_ROOTS))
                self.run([child])
                self._shadows.pop()
        self._locals.setdefault(node.name, NO_ROOTS)
        self.note_subclass(None, node.bases, place_of(node))

    def finish(
        self, name: str, arguments: ast.arguments, place: Place, owner: str | None, defaults: Sequence[Value] = ()
    ) -> Function:
        """Give the facts of the function whose body was carried out; ``defaults`` are the values of its defaults."""
        returned = union(self._returned)
        returned_texts = {value.text for value in self._returned}
        optional = names_with_defaults(arguments)
        nodes = (*arguments.defaults, *arguments.kw_defaults)
        return Function(
            name=name,
            parameters=self._parameters,
            positional=len(arguments.posonlyargs) + len(arguments.args),
            variadic=arguments.vararg.arg if arguments.vararg else None,
            events=tuple(self.events),
            returns=returned.roots,
            generator=self._generator,
            owner=owner,
            binds=frozenset(self._binds),
            stateful_defaults=frozenset(
                name
                for name, default in zip(optional, nodes, strict=True)
                if not isinstance(default, ast.Constant | ast.UnaryOp | None)
            ),
            place=place,
            mentions=returned.mentions | returned.passes,
            makes_functions=self._makes_functions,
            stateful=self._stateful,
            caching=self._caching,
            kept_by_object=self._kept_by_object,
            text=returned_texts.pop() if len(returned_texts) == 1 else None,
            maker=next((value.callee for value in self._returned if value.callee), None),
            raises=self.raised,
            makers=self._makers(),
            static=self._static,
            holds_attribute=self._holds_attribute(defaults),
            decorators=self._decorators,
            attributes=tuple(((attribute,), text) for attribute, text in self._attributes.items()),
            inner=(*self._inner, *self.functions),
            gives_container=any(value.depth for value in self._returned) or self._returns_container(),
            default_texts=tuple(
                (name, value.text) for name, value in zip(optional, defaults, strict=False) if value.text is not None
            ),
        )

    def _returns_container(self) -> bool:
        """Whether it returns one of its variables that it has made a list or the like."""
        roots = NO_ROOTS.union(*(value.roots for value in self._returned))
        return any(isinstance(root, Local) and root.name in self._containers for root in roots)

    def _holds_attribute(self, defaults: Sequence[Value]) -> bool:
        """Whether a class that holds changeable objects, or an object of it, is among the defaults."""
        roots = NO_ROOTS.union(*(value.roots for value in defaults))
        return any(not roots.isdisjoint(names) for names in self.hints.class_attributes.values()) if roots else False


def _decorators(node: FunctionNode | None) -> frozenset[str]:
    """Give the dotted paths of a function's decorators."""
    parts = node.decorator_list if node is not None else ()
    made = (part.func if isinstance(part, ast.Call) else part for part in parts)
    return frozenset(dotted(part) or "" for part in made)


def _changes(event: Event) -> bool:
    return isinstance(event, Mutate) or (isinstance(event, Call) and event.method in MUTATING_METHODS)
