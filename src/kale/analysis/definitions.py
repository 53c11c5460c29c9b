"""What the names of a notebook stand for, taken over all of it: its functions, classes, methods and imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Protocol

from kale.analysis.events import Bind, BindingKind
from kale.analysis.facts import Class, Function, Statement
from kale.analysis.knowledge.tensors import BACKWARD, GRADIENT_LIBRARIES
from kale.analysis.nodes import ON_THE_SPOT
from kale.analysis.reflection import ANY
from kale.analysis.scopes import free_names


class ModuleFunctions(Protocol):
    """The functions and classes of modules beside the notebook, by dotted path, and the modules' names."""

    functions: dict[str, list[Function]]
    classes: dict[str, list[Class]]
    names: dict[str, frozenset[str]]


@dataclass
class Definitions:
    """The functions and classes of a notebook and of modules beside it, and what its names stand for.

    Attributes:
        functions: Functions by name, those of modules by dotted path; one name may stand for several.
        classes: Classes, likewise.
        methods: Methods of all classes, by name.
        imports: Dotted paths of what is imported, by the name that it is given.
        bound: Names that the notebook binds.
        assigned: Those of them that are bound otherwise than by an import.
    """

    functions: dict[str, list[Function]] = field(default_factory=dict)
    classes: dict[str, list[Class]] = field(default_factory=dict)
    methods: dict[str, list[Function]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    bound: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    _origins: dict[str, set[str | None]] = field(default_factory=dict)
    _qualified: dict[str | None, str | None] = field(default_factory=dict)

    def learn(self, statement: Statement, modules: ModuleFunctions | None) -> None:
        """Take note of what a statement defines.

        Args:
            statement: The statement.
            modules: The functions of modules beside the notebook, of which it may import all names.
        """
        self._qualified.clear()
        for bind in statement.bindings():
            self._learn_name(bind)
        if modules is not None:
            for module in statement.star_imports:
                names = modules.names.get(module, frozenset())
                self.imports.update((name, f"{module}.{name}") for name in names)
        for function in statement.functions:
            self.functions.setdefault(function.name, []).append(function)
        for defined in statement.classes:
            self.classes.setdefault(defined.name, []).append(defined)
            for method in defined.methods:
                # A lambda in the body of a class is known by its text, as others are.
                known = self.functions if method.name.startswith("<") else self.methods
                known.setdefault(method.name, []).append(method)

    def learn_modules(self, modules: ModuleFunctions) -> None:
        """Take note of what modules beside the notebook define."""
        self.functions.update((path, list(found)) for path, found in modules.functions.items())
        self.classes.update((path, list(found)) for path, found in modules.classes.items())
        for found in modules.classes.values():
            for method in (method for defined in found for method in defined.methods):
                self.methods.setdefault(method.name, []).append(method)

    def _learn_name(self, event: Bind) -> None:
        self.bound.add(event.name)
        if event.kind is BindingKind.IMPORT and event.qualified is not None:
            self.imports.setdefault(event.name, event.qualified)
        else:
            self.assigned.add(event.name)
            self._origins.setdefault(event.name, set()).add(event.value.origin)

    def methods_named(self, name: str) -> Sequence[Function]:
        """Give the methods of a name, of which a part may be one that only running the code tells."""
        if ANY not in name:
            return self.methods.get(name, ())
        return [method for known, found in self.methods.items() if fnmatchcase(known, name) for method in found]

    def qualify(self, path: str | None) -> str | None:
        """Give the full dotted path of something imported or built in; ``None`` for the notebook's own names."""
        if path not in self._qualified:
            self._qualified[path] = self._qualify(path)
        return self._qualified[path]

    def _qualify(self, path: str | None) -> str | None:
        if path is None:
            return None
        root, dot, rest = path.partition(".")
        if root.startswith(ON_THE_SPOT):
            return root[len(ON_THE_SPOT) :] + dot + rest
        if root in self.imports:
            return self.imports[root] + dot + rest
        if root in self.bound:
            return self._renamed(root) if not dot else None
        return path

    def _renamed(self, name: str) -> str | None:
        """Give the full path of what is imported and given another name, as in ``push = heapq.heappush``."""
        origins = self._origins.get(name, set())
        (origin,) = origins if len(origins) == 1 else (None,)
        return self._qualify(origin) if origin != name and self.is_module_path(origin) else None

    def is_module_path(self, path: str | None) -> bool:
        """Whether a dotted path starts at something imported."""
        root = (path or "").partition(".")[0]
        return root in self.imports or root.startswith(ON_THE_SPOT)

    def functions_named(self, path: str | None) -> Sequence[Function]:
        """Give the functions of the notebook, or of modules beside it, that a path stands for."""
        if path in self.functions:
            return self.functions[path]
        return self.functions.get(self.qualify(path) or "", ())

    def own_functions(self, names: Iterable[str]) -> Iterator[Function]:
        """Give the functions of the notebook among names, in order of name."""
        return (function for name in sorted(names) for function in self.functions.get(name, ()))

    @cached_property
    def imports_tensors(self) -> bool:
        """Whether the notebook imports a library whose tensors collect gradients."""
        return any(path.partition(".")[0] in GRADIENT_LIBRARIES for path in self.imports.values())

    @cached_property
    def has_own_backward(self) -> bool:
        """Whether objects of the notebook's classes let gradients flow back by themselves."""
        return any(not method.static for method in self.methods.get(BACKWARD, ()))

    def is_stateful_function(self, name: str) -> bool:
        """Whether calling what ``name()`` returns, or what ``@name`` decorates, may change that very object."""
        return any(function.stateful for function in self.functions.get(name, ()))

    @cached_property
    def makes_defaulting(self) -> bool:
        """Whether the notebook may make dictionaries that insert what is missing when they are read."""
        return "collections.defaultdict" in self.imports.values() or "collections" in self.imports.values()

    def keeps_results(self, name: str) -> bool:
        """Whether ``name`` is a function that does not run again for arguments that it has a result for."""
        return any(function.caching for function in self.functions.get(name, ()))

    def makes_functions(self, name: str) -> bool:
        """Whether the result of ``name()`` may hold functions made inside it."""
        return any(function.makes_functions for function in self.functions.get(name, ()))

    def makes_contexts(self, name: str) -> bool:
        """Whether ``name`` is a generator function that ``contextlib`` makes a context manager of.

        What it gives can be used as a decorator, which makes a new context for each call.
        """
        return any(
            (self.qualify(decorator) or "").partition(".")[0] == "contextlib"
            for function in self.functions.get(name, ())
            for decorator in function.decorators
        )

    def is_generator(self, name: str | None) -> bool:
        """Whether ``name()`` gives a generator; what decorators make of one, such as a context, is another matter."""
        return any(function.generator and not function.decorators for function in self.functions_named(name))

    def reads_of(self, function: Function) -> frozenset[str]:
        """Give the names that a function reads when it is called, and those that functions read which it may call."""
        found, pending = set[str](), [function]
        while pending:
            names = free_names(pending.pop()) - found
            found |= names
            pending += self.own_functions(names)
        return frozenset(found)
