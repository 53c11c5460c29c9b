"""Values made in one process and loaded in another, compared there with fresh ones."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tests.runtime.bench import Bench

SAME = '''
def same_flags(a, b):
    in_one_piece = getattr(a, 'forc', True) and getattr(b, 'forc', True)
    names = 'writeable', 'c_contiguous', 'f_contiguous'
    return all(getattr(a, name, 0) == getattr(b, name, 0) for name in names[: 3 if in_one_piece else 1])

def same(a, b):
    """Compare in type and value; what compares by identity by what it holds."""
    if type(a) is not type(b):
        return False
    if a is b:
        return True
    module = type(a).__module__.partition('.')[0]
    if isinstance(a, float):
        return repr(a) == repr(b)
    if module == 'numpy' and hasattr(a, 'dtype'):
        return (a.dtype, a.shape) == (b.dtype, b.shape) and (
            repr(a) == repr(b) if a.dtype.hasobject or a.dtype.char == 'g' else a.tobytes() == b.tobytes()
            ) and same_flags(getattr(a, 'flags', 0), getattr(b, 'flags', 0)) and repr(a) == repr(b)
    if module == 'pandas' and hasattr(a, 'equals'):
        if getattr(a, 'attrs', 0) != getattr(b, 'attrs', 0):
            return False
        return a.equals(b) and repr(a) == repr(b) and repr(getattr(a, 'dtypes', 0)) == repr(getattr(b, 'dtypes', 0))
    if module == 'polars' and hasattr(a, 'equals'):
        return a.equals(b, null_equal=True) and repr(a) == repr(b) and getattr(a, 'dtype', 0) == getattr(b, 'dtype', 0)
    if module == 'polars' and hasattr(a, 'collect'):
        return same(a.collect(), b.collect())
    if module == 'pyarrow' and hasattr(a, 'schema'):
        return a.equals(b, check_metadata=True)
    if module == 'pyarrow' and hasattr(a, 'equals'):
        return a.equals(b) and getattr(a, 'type', 0) == getattr(b, 'type', 0)
    if hasattr(a, 'untyped_storage'):
        facts = ('dtype', 'shape', 'layout', 'device', 'requires_grad', 'is_leaf', 'is_quantized')
        if any(getattr(a, fact) != getattr(b, fact) for fact in facts):
            return False
        return a.is_meta or (a.stride() == b.stride() if a.layout is torch.strided else True) and repr(a) == repr(b)
    if module == 'torch' and hasattr(a, 'state_dict'):
        one, two = a.state_dict(), b.state_dict()
        return repr(a) == repr(b) and repr(one) == repr(two) and getattr(a, 'training', 0) == getattr(b, 'training', 0)
    if module in ('xgboost', 'lightgbm', 'catboost', 'keras') and hasattr(a, 'predict'):
        given = xgboost.DMatrix(X) if type(a).__name__ == 'Booster' and module == 'xgboost' else X
        return a.predict(given).tolist() == b.predict(given).tolist()
    if module == 'matplotlib' and hasattr(a, 'savefig'):
        def picture(figure):
            content = io.BytesIO()
            figure.savefig(content, format='raw')
            return content.getvalue()
        return picture(a) == picture(b)
    if module == 'scipy' and hasattr(a, 'nnz'):
        return a.dtype == b.dtype and (a != b).nnz == 0
    if module == 'sklearn':
        method = 'predict' if hasattr(a, 'predict') else 'transform'
        given = ['b', 'a'] if 'Label' in repr(a) else ['bb a'] if 'Tfidf' in repr(a) else X
        return repr(a) == repr(b) and repr(getattr(a, method)(given)) == repr(getattr(b, method)(given))
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b)) and repr(a) == repr(b)
    if type(a) is dict:
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, BaseException):
        return a.args == b.args and vars(a) == vars(b) and str(a) == str(b)
    if hasattr(a, 'getvalue'):
        return a.getvalue() == b.getvalue()
    if hasattr(a, 'random') and module != 'numpy':
        return a.getstate() == b.getstate()
    if hasattr(a, 'standard_normal'):
        return a.standard_normal() == b.standard_normal()
    try:
        if a is b or bool(a == b):
            return repr(a) == repr(b) or type(a).__repr__ is object.__repr__
    except (TypeError, ValueError, ArithmeticError):
        return repr(a) == repr(b)
    if hasattr(a, '__next__'):
        return [next(a), next(a)] == [next(b), next(b)]
    shown = repr(a).partition(' object at ')[0] == repr(b).partition(' object at ')[0]
    return shown and {**getattr(a, '__dict__', {})}.keys() == {**getattr(b, '__dict__', {})}.keys()
'''


def different_values(
    bench: Bench, imports: str, definitions: str, table: str, carried: Sequence[str] = ()
) -> list[str]:
    """Hand on values, each in an artifact of its own, and give those that do not come back as they were.

    Args:
        bench: Where to.
        imports: Code that both processes run first.
        definitions: Functions and classes that both carry.
        table: An expression in each line.
        carried: Names of the functions and classes.
    """
    texts = table.strip().splitlines()
    numbers = range(len(texts))
    code = imports + definitions + SAME
    make = "\n".join(f"v{number} = {text}" for number, text in enumerate(texts))
    saves = [["save", f"a{number}", [f"v{number}"], list(carried)] for number in numbers]
    first = bench.run([["define", 0], ["run", 1], *saves], code, make)
    assert first.code == 0, first.err
    loads = [["load", f"a{number}", [f"v{number}"]] for number in numbers]
    fresh = make.replace("\nv", "\nw").replace("v0 =", "w0 =")
    check = f"[n for n in range({len(texts)}) if not same(globals()[f'w{{n}}'], globals()[f'v{{n}}'])]"
    second = bench.run([["define", 0], *loads, ["run", 1], ["run", 2]], code, fresh, check)
    assert second.code == 0, second.err
    found: list[int] = ast.literal_eval(second.out.splitlines()[-1])
    return [texts[number] for number in found]
