"""What makes objects otherwise than pickle would is found in code, and nothing is taken for harmless that is not."""

from __future__ import annotations

import pytest

from kale.emit.derived import may_make_itself


@pytest.mark.parametrize(
    "code",
    [
        "class A(dict): pass",
        "class A(nn.Module, list): pass",
        "class A(collections.OrderedDict[str, int]): pass",
        "class A(namedtuple('P', 'x y')): pass",
        "class A[T](Base): pass",
        "class A(f(lambda: 3)): pass",
        "class A(\n    float,  # degrees\n): pass",
        "class Counter(Counter): pass",
        "class A(metaclass=type, *bases): pass",
        "A = type('A', (dict,), {})",
        "class A:\n    def __getattr__(self, name): return 1",
        "class A:\n    def __new__(cls, name): return object.__new__(cls)",
        "class A(Meta('B', (), {})): pass",
    ],
)
def test_classes_that_pickle_would_call_are_found(code: str) -> None:
    assert may_make_itself(code)


@pytest.mark.parametrize(
    "code",
    [
        "x = 1",
        "class A: pass",
        "class A(): pass",
        "class A(object): pass",
        "class A[T]: pass",
        "class A(Generic[T], abc.ABC): pass",
        "class A(metaclass=ABCMeta): pass",
        "class Net(torch.nn.Module):\n    def __init__(self): super().__init__()",
        "class A: pass\nclass B(A): pass",
        "class Wrong(ValueError): pass",
        "class A(BaseEstimator, TransformerMixin):\n    def f(self, x): return type(self)(1, 2)",
        "class Row(typing.NamedTuple):\n    x: int",
    ],
)
def test_other_classes_are_not(code: str) -> None:
    assert not may_make_itself(code)
