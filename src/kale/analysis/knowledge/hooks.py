"""Methods of the notebook's classes that Python and libraries call where the text shows no call of them."""

from __future__ import annotations

from typing import Final

from kale.analysis.knowledge.words import words

PROTOCOL_METHODS: Final = words(
    """
    __add__ __radd__ __sub__ __rsub__ __mul__ __rmul__ __matmul__ __rmatmul__ __truediv__ __rtruediv__ __floordiv__
    __rfloordiv__ __mod__ __rmod__ __pow__ __rpow__ __lshift__ __rshift__ __and__ __rand__ __or__ __ror__ __xor__
    __rxor__ __divmod__ __neg__ __pos__ __invert__ __abs__ __round__ __floor__ __ceil__ __trunc__ __int__ __float__
    __complex__ __index__ __bool__ __len__ __length_hint__ __iter__ __next__ __reversed__ __contains__ __getitem__
    __missing__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __str__ __repr__ __format__ __bytes__ __fspath__
    __copy__ __deepcopy__ __getstate__ __reduce__ __reduce_ex__ __getattr__ __call__ __enter__ __exit__ __array__
    __array_ufunc__ __array_function__ __instancecheck__ __subclasscheck__ __dir__ __sizeof__
    """
)
"""Special methods that a function which is given an object may call on it."""

LIBRARY_HOOKS: Final = words(
    """
    default iterencode object_hook run emit filter format handle flush predict predict_proba transform score
    decision_function inverse_transform fit fit_transform partial_fit split get_n_splits sample forward
    training_step validation_step configure_optimizers generic_visit get_value get_field format_field convert_field
    check_unused_args optionxform persistent_id reducer_override persistent_load find_class setUp tearDown error
    unknown_decl _missing_ _generate_next_value_ log_message finish setup service_actions formatTime formatException
    formatMessage getMessage acquire release __setitem__ __delitem__
    """
)
"""Methods that a library calls on objects of classes that derive from its own."""

HOOK_PREFIXES: Final = ("visit_", "handle_", "do_", "on_", "test_", "depart_")
"""Beginnings of the names of such methods."""

PLAIN_BASES: Final = words(
    """
    object dict list set tuple str int float bytes frozenset abc.ABC enum.Enum enum.IntEnum enum.StrEnum enum.Flag
    typing.NamedTuple typing.TypedDict typing.Protocol typing.Generic Exception BaseException ValueError TypeError
    KeyError RuntimeError LookupError
    """
)
"""Bases that call no method of a derived class but special ones."""

APPLYING_BUILTINS: Final = words("map filter sorted min max sum")
"""Builtin functions that call a function which they are given."""

COPYING_METHODS: Final = words("append appendleft extend extendleft insert")
"""Methods that put an object into another one and ask it nothing."""
