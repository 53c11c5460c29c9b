"""What stands for a value while a pipeline is put together: it can be handed to steps, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType
from typing import TYPE_CHECKING, Final, NoReturn, Protocol

from kale.diagnostics import Rule
from kale.dsl.hints import Returned
from kale.dsl.places import calling_frame, refusal
from kale.dsl.rules import (
    BRANCH_ON_PLACEHOLDER,
    CHANGED_PLACEHOLDER,
    LEAKED_PLACEHOLDER,
    LOOP_OVER_PLACEHOLDER,
    USED_PLACEHOLDER,
)
from kale.errors import CompileError

if TYPE_CHECKING:
    from typing_extensions import Self

Part = int | str
"""A part of an output: the position in a tuple, or the name of a field or key."""


class Tracing(Protocol):
    """The trace that a placeholder belongs to."""

    @property
    def code(self) -> CodeType:
        """The pipeline function's code."""

    @property
    def active(self) -> bool:
        """Whether the pipeline function is running."""


class Producer(Protocol):
    """The call of a step that an output belongs to."""

    @property
    def trace(self) -> Tracing:
        """The trace in which it was made."""

    @property
    def name(self) -> str:
        """Name of the step."""

    @property
    def returned(self) -> Returned:
        """What the step function says of its value."""

    def part(self, part: Part) -> Output:
        """Give the placeholder of a part of its value."""

    def wait_for(self, others: tuple[object, ...]) -> None:
        """Let the step come after others."""


class Placeholder:
    """A value that is not known before the pipeline runs."""

    __slots__ = ("_kale_trace",)
    _kale_trace: Tracing

    def __init__(self, trace: Tracing) -> None:
        object.__setattr__(self, "_kale_trace", trace)

    def _kale_words(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        if self._kale_trace.active:
            raise self._kale_error(USED_PLACEHOLDER, "text is made of it", COMPUTE)
        return f"<{self._kale_words()}>"

    def _kale_error(self, rule: Rule, what: str, advice: str) -> CompileError:
        frame = calling_frame(self._kale_trace.code)
        message = f"{what}, but {self._kale_words()} has no value while the pipeline is put together"
        return refusal(rule, frame, message, advice)


class ParameterInput(Placeholder):
    """What stands for a parameter of the pipeline.

    Attributes:
        parameter: Name of the parameter.
    """

    __slots__ = ("parameter",)
    parameter: str

    def __init__(self, trace: Tracing, parameter: str) -> None:
        super().__init__(trace)
        object.__setattr__(self, "parameter", parameter)

    def _kale_words(self) -> str:
        return f"the parameter {self.parameter!r}"

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            # Libraries and shells ask any object for such names, and take this for an answer.
            raise AttributeError(name)
        raise self._kale_error(USED_PLACEHOLDER, f"this takes its attribute {name!r}", COMPUTE)


class Output(Placeholder):
    """What stands for the value that a step returns, or for a part of it.

    A tuple of known length can be unpacked; fields of a named tuple or dataclass are attributes, keys of a dictionary
    are taken with square brackets. Each part becomes an output of its own.
    """

    __slots__ = ("_kale_call", "_kale_part", "_kale_taken_after")
    _kale_call: Producer
    _kale_part: Part | None
    _kale_taken_after: Producer
    """The last call before the part was taken: later ones may change what the part is of."""

    def __init__(self, call: Producer, part: Part | None = None, taken_after: Producer | None = None) -> None:
        super().__init__(call.trace)
        object.__setattr__(self, "_kale_call", call)
        object.__setattr__(self, "_kale_part", part)
        object.__setattr__(self, "_kale_taken_after", taken_after or call)

    def after(self, *others: object) -> Self:
        """Let the step come after other steps, though it takes nothing from them.

        Args:
            others: Outputs of steps, or step functions that have been called.

        Returns:
            This output. ``train.after(other)(data)`` says the same in a way that type checkers and plain calls
            understand.
        """
        self._kale_call.wait_for(others)
        return self

    def _kale_words(self) -> str:
        part = "" if self._kale_part is None else f"part {self._kale_part!r} of "
        return f"{part}the output of step {self._kale_call.name!r}"

    @property
    def _kale_returned(self) -> Returned:
        return self._kale_call.returned if self._kale_part is None else Returned()

    def __iter__(self) -> Iterator[Output]:
        elements = self._kale_returned.elements
        if elements is None:
            advice = "loop in a step; to unpack a tuple, give the step function a hint such as '-> tuple[int, str]'"
            raise self._kale_error(LOOP_OVER_PLACEHOLDER, "this loops over it or unpacks it", advice)
        return iter([self._kale_call.part(position) for position in range(len(elements))])

    def __len__(self) -> int:
        elements = self._kale_returned.elements
        if elements is None:
            raise self._kale_error(LOOP_OVER_PLACEHOLDER, "this asks for its length", COMPUTE)
        return len(elements)

    def __getitem__(self, key: object) -> Output:
        returned = self._kale_returned
        if isinstance(key, str) and returned.by_key and (returned.any_key or key in returned.fields):
            return self._kale_call.part(key)
        count = len(returned.elements or ())
        if isinstance(key, int) and -count <= key < count:
            return self._kale_call.part(key % count)
        advice = "take the part in a step, or give the step function a hint that names its parts, such as dict"
        raise self._kale_error(USED_PLACEHOLDER, f"this takes its part [{key!r}]", advice)

    def __getattr__(self, name: str) -> Output:
        returned = self._kale_returned
        if name in returned.fields and not returned.by_key:
            return self._kale_call.part(name)
        if name.startswith("_"):
            # Libraries and shells ask any object for such names, and take this for an answer.
            raise AttributeError(name)
        advice = "use it in a step; a step function that returns a NamedTuple or dataclass has the fields as outputs"
        raise self._kale_error(USED_PLACEHOLDER, f"this takes its attribute {name!r}", advice)


COMPUTE: Final = "compute with it in a step: move the expression into a function decorated with @step"
_BRANCH: Final = "branch in a step that takes it as an argument, or on a plain Python variable of the function"
_CHANGE: Final = "change it in a step that takes it and returns the changed value"
_LOOP: Final = "loop in a step that takes it as an argument"
_LEAK: Final = "hand it to a step as an argument, inside the function decorated with @pipeline"

_REFUSED: Final = (
    (BRANCH_ON_PLACEHOLDER, "this branches on it", _BRANCH, "__bool__"),
    (BRANCH_ON_PLACEHOLDER, "this compares it", _BRANCH, "__eq__ __ne__ __lt__ __le__ __gt__ __ge__"),
    (LOOP_OVER_PLACEHOLDER, "this looks for an element in it", _LOOP, "__contains__"),
    (LOOP_OVER_PLACEHOLDER, "this loops over it", _LOOP, "__next__ __reversed__ __aiter__"),
    (CHANGED_PLACEHOLDER, "this changes it", _CHANGE, "__setitem__ __delitem__ __setattr__ __delattr__"),
    (
        CHANGED_PLACEHOLDER,
        "this changes it",
        _CHANGE,
        """
        __iadd__ __isub__ __imul__ __imatmul__ __itruediv__ __ifloordiv__ __imod__ __ipow__ __ilshift__ __irshift__
        __iand__ __ior__ __ixor__
        """,
    ),
    (USED_PLACEHOLDER, "text is made of it", COMPUTE, "__str__ __format__ __bytes__ __fspath__"),
    (USED_PLACEHOLDER, "this makes a number of it", COMPUTE, "__int__ __float__ __complex__ __index__ __round__"),
    (USED_PLACEHOLDER, "this makes an array of it", COMPUTE, "__array__"),
    (USED_PLACEHOLDER, "this calls it", COMPUTE, "__call__"),
    (USED_PLACEHOLDER, "this enters it as a context", COMPUTE, "__enter__ __exit__ __aenter__ __aexit__"),
    (USED_PLACEHOLDER, "this awaits it", COMPUTE, "__await__"),
    (
        USED_PLACEHOLDER,
        "this computes with it",
        COMPUTE,
        """
        __add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __divmod__ __pow__ __lshift__ __rshift__
        __and__ __or__ __xor__ __radd__ __rsub__ __rmul__ __rmatmul__ __rtruediv__ __rfloordiv__ __rmod__ __rdivmod__
        __rpow__ __rlshift__ __rrshift__ __rand__ __ror__ __rxor__ __neg__ __pos__ __abs__ __invert__ __trunc__
        __floor__ __ceil__
        """,
    ),
    (LEAKED_PLACEHOLDER, "this copies or pickles it", _LEAK, "__reduce_ex__ __copy__ __deepcopy__"),
)
_ONLY_FOR_PARAMETERS: Final = (
    (LOOP_OVER_PLACEHOLDER, "this loops over it", _LOOP, "__iter__ __len__"),
    (USED_PLACEHOLDER, "this takes a part of it", COMPUTE, "__getitem__"),
)


def _refusing(rule: Rule, what: str, advice: str) -> Callable[..., NoReturn]:
    def refuse(self: Placeholder, *_: object, **__: object) -> NoReturn:
        raise self._kale_error(rule, what, advice)

    return refuse


def _install() -> None:
    """Give the classes the methods through which Python would use a value."""
    for owner, refused in ((Placeholder, _REFUSED), (ParameterInput, _ONLY_FOR_PARAMETERS)):
        for rule, what, advice, methods in refused:
            for method in methods.split():
                setattr(owner, method, _refusing(rule, what, advice))


_install()
