"""What is known of PyTorch's tensors: which calls make some that want gradients, and where gradients flow."""

from __future__ import annotations

from typing import Final

from kale.analysis.knowledge.words import words

GRADIENT_LIBRARIES: Final = words("torch torchvision lightning pytorch_lightning accelerate transformers fastai timm")
"""Packages whose import tells that a notebook may compute gradients with PyTorch."""

BACKWARD: Final = "backward"
"""The method that fills the gradients of what its object was computed from."""

BACKPROPAGATING: Final = words("torch.autograd.backward torch.Tensor.backward")
"""Functions that do so for their first argument."""

WANTING_METHODS: Final = words("requires_grad_ retain_grad")
"""Methods that let a tensor collect gradients."""

WANTING_ATTRIBUTE: Final = "requires_grad"
"""The argument and attribute that lets a tensor collect gradients."""

CUTTING_METHODS: Final = words("detach detach_ item tolist numpy argmax numel size dim")
"""Methods from whose result no gradients flow back."""

COPYING: Final = words("deepcopy copy")
"""Functions and methods that give another tensor or module that wants gradients for one that does."""

MODULE_BASES: Final = words(
    """
    torch.nn.Module torch.nn.Sequential torch.nn.ModuleList torch.nn.ModuleDict torch.nn.Parameter
    pytorch_lightning.LightningModule lightning.LightningModule lightning.pytorch.LightningModule
    transformers.PreTrainedModel
    """
)
"""Classes whose instances hold tensors that want gradients."""

_PLAIN_PACKAGES: Final = words(
    """
    numpy pandas scipy sklearn matplotlib seaborn plotly PIL cv2 skimage json os sys pathlib re math random itertools
    functools collections time datetime typing dataclasses copy tqdm logging warnings glob shutil operator
    statistics string torchmetrics torchtext torchaudio datasets types enum abc contextlib io csv
    """
)
"""Packages whose objects want no gradients."""

_PLAIN_MODULES: Final = (
    "torchvision.datasets.",
    "torchvision.transforms.",
    "torchvision.utils.",
    "torch.nn.functional.",
    "torch.nn.init.",
    "torch.nn.utils.",
)
_MODULES: Final = ("torch.nn.", "torch.hub.load", "torch.load", "torch.jit.", "torch.compile")


def wants_gradients(keywords: frozenset[str], qualified: str | None) -> bool:
    """Whether a library's function may give something that wants gradients.

    Args:
        keywords: Names of the keyword arguments.
        qualified: Full dotted path of the function.
    """
    if WANTING_ATTRIBUTE in keywords:
        return True
    root, dot, _ = (qualified or "").partition(".")
    if qualified is None or not dot or qualified.startswith(_PLAIN_MODULES) or root in _PLAIN_PACKAGES:
        return False
    return root != "torch" or qualified.startswith(_MODULES)
