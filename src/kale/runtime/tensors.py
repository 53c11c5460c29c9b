"""PyTorch's tensors: what they share stays shared, nothing is copied, and a device that is missing is no error."""

from __future__ import annotations

import pickle
import sys
from functools import partial
from io import BytesIO
from typing import Any

from kale.runtime.reducers import AGAIN, LIBRARY_MET, LIBRARY_TYPES, REDUCERS, shared, warn

FROM_DEVICES: list[Any] = []
"""Memory brought from devices, which must stay until it is written."""


def reduce_tensor(tensor: Any) -> Any:
    """Save a tensor as PyTorch would, and its gradient with it."""
    if tensor.grad_fn is not None:
        return make_computed, (tensor.detach(), tensor.grad if tensor.retains_grad else None)
    make, arguments, *rest = tensor.__reduce_ex__(5)
    memory = arguments[0]
    if make.__name__ == "_rebuild_tensor_v3" and not hasattr(memory, "_untyped_storage"):
        # PyTorch makes a tensor of one of its newer types from memory with a type only.
        kind = sys.modules["torch"].TypedStorage
        typed = kind(wrap_storage=memory, dtype=sys.modules["torch"].uint8, _internal=True)
        arguments = typed, *arguments[1:]
    if tensor.grad is not None:
        rest = [tensor.grad, None, None, set_gradient]
    return (make, arguments, *rest)


@shared
def set_gradient(tensor: Any, gradient: Any) -> None:
    """Give a tensor its gradient."""
    tensor.grad = gradient


@shared
def make_computed(tensor: Any, gradient: Any) -> Any:
    """Make a tensor that was computed in another step: it wants gradients, and none flow back through it.

    Raises:
        RuntimeError: The code lets gradients flow back through it nonetheless.
    """
    import torch

    def backward(*_: Any) -> Any:
        raise RuntimeError(
            "no gradients flow back into another step: a tensor that it computed takes part here;"
            " call backward() where it is computed, or hand over tensor.detach()"
        )

    methods = {"forward": staticmethod(lambda *_: tensor), "backward": staticmethod(backward)}
    elsewhere: Any = type("", (torch.autograd.Function,), methods)
    with torch.enable_grad():
        made = elsewhere.apply(torch.empty(0, requires_grad=True))
    if gradient is not None:
        made.retain_grad()
        made.grad = gradient
    return made


def reduce_typed(storage: Any) -> Any:
    """Save a tensor's memory with the type of what it holds."""
    known = {"wrap_storage": storage._untyped_storage, "dtype": storage.dtype, "_internal": True}
    kind: Any = type(storage)
    return partial(kind, **known), ()


def reduce_untyped(storage: Any) -> Any:
    """Save a tensor's memory without copying it, from a device by way of the CPU, and with arrays that share it."""
    device = str(storage.device)
    held = storage if device == "cpu" else storage.cpu()
    size = held.nbytes()
    import ctypes

    block: Any = ctypes.c_char * size
    memory = block.from_address(held.data_ptr()) if size else b""
    FROM_DEVICES.append(held)
    numpy = sys.modules.get("numpy")
    if numpy and numpy.ndarray in REDUCERS and size:
        array = numpy.frombuffer(memory, "u1")
        # Written as a view where an array that was met before uses the same memory.
        if REDUCERS[numpy.ndarray](array):
            return make_storage, (array, device)
    return make_storage, (pickle.PickleBuffer(memory), device)


@shared
def make_storage(memory: Any, device: str) -> Any:
    """Make a tensor's memory, on its device where that exists and otherwise on the CPU."""
    import torch

    tensor = torch.frombuffer(memory, dtype=torch.uint8) if len(memory) else torch.empty(0, dtype=torch.uint8)
    if device != "cpu":
        try:
            tensor = tensor.to(device)
        except (AssertionError, RuntimeError):
            warn(f"there is no device {device} here, so that tensors saved from it are on the CPU")
    return tensor.untyped_storage()


def reduce_script(script: Any) -> Any:
    """Save compiled code as PyTorch's own format."""
    import torch

    content = BytesIO()
    torch.jit.save(script, content)
    content.seek(0)
    return torch.jit.load, (content,)


def add_torch(torch: Any) -> None:
    """Have what pickle refuses, copies or loses of PyTorch saved by what this module knows, and what NumPy shares."""
    for tell in LIBRARY_MET if "numpy" in sys.modules else ():
        tell("numpy")
    REDUCERS[torch.Tensor] = reduce_tensor
    REDUCERS[torch.TypedStorage] = reduce_typed
    REDUCERS[torch.UntypedStorage] = reduce_untyped
    REDUCERS[torch.jit.ScriptModule] = REDUCERS[torch.jit.ScriptFunction] = reduce_script


def forget(written: bool) -> bool:
    """Let go of what was brought from devices for an artifact written before."""
    if not written:
        FROM_DEVICES.clear()
    return False


LIBRARY_TYPES["torch"] = add_torch
AGAIN.append(forget)
