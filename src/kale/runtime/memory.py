"""Views of memory: they look into what they looked into, which crosses with them."""

from __future__ import annotations

from typing import Any

from kale.runtime.reducers import REDUCERS, shared


def reduce_view(view: memoryview) -> Any:
    """Save a view as its owner and form; leave one of a part of the owner's memory to pickle, which refuses it."""
    whole = memoryview(view.obj)
    if view.nbytes != whole.nbytes or not (view.c_contiguous or view.strides == whole.strides):
        return None
    return make_view, (view.obj, view.format, view.shape, view.readonly)


@shared
def make_view(owner: Any, form: str, shape: Any, readonly: bool) -> memoryview:
    """Look into the memory of an object.

    Args:
        owner: The object.
        form: How elements are read, as the module ``struct`` has it.
        shape: The view's shape.
        readonly: Whether nothing can be written through it.
    """
    view: Any = memoryview(owner)
    if (view.format, view.shape) != (form, shape):
        view = view.cast("B").cast(form, shape)
    return view.toreadonly() if readonly else view  # type: ignore[no-any-return]


REDUCERS[memoryview] = reduce_view
