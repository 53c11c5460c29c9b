"""Values that come back as they were, in another process."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

IMPORTS = """
import array, calendar, collections, dataclasses, datetime, decimal, enum, fractions, functools, io, itertools, operator
import pathlib, random, re, string, types, uuid, zoneinfo
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
"""

DEFINITIONS = """
class Colour(enum.Enum):
    RED = 1
    BLUE = 'b'
class Mode(enum.IntFlag):
    READ = 4
    WRITE = 2
@dataclasses.dataclass
class Point:
    x: int
    y: list = dataclasses.field(default_factory=list)
@dataclasses.dataclass(frozen=True)
class Frozen:
    x: object
class Slotted:
    __slots__ = ('a', 'b')
    def __eq__(self, other): return type(other) is Slotted and self.a == other.a
class Plain:
    def __init__(self, **content): vars(self).update(content)
    def __eq__(self, other): return type(other) is Plain and vars(self) == vars(other)
class Own(dict):
    pass
class Fault(Exception):
    def __init__(self, code, *, hint): super().__init__(code); self.hint = hint
    def __reduce__(self): return functools.partial(Fault, hint=self.hint), self.args
def slotted():
    made = Slotted(); made.a = 1
    return made
Pair = namedtuple('Pair', 'a b')
"""

BUILTINS = """
None
True
2**200
-0.0
float('nan')
1e-320
3 - 0j
'ünï\\0\\ud800'
b'\\x00\\xff'
bytearray(b'ab')
(1, (2, ()))
[1, [2, []]]
{1: 'a', 'b': [None]}
{1, 2.5, (3,)}
frozenset({1, (2,)})
range(3, 30, 4)
slice(1, None, -2)
...
NotImplemented
int
list[int]
dict[str, 'int']
len
'abc'.upper
str.upper
ValueError('a', 3)
KeyError('k')
OSError(2, 'no', 'file')
UnicodeDecodeError('utf8', b'x', 0, 1, 'why')
StopIteration(3)
Fault(3, hint='h')
datetime.date(2026, 2, 28)
datetime.datetime(2026, 3, 29, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo('Europe/Berlin'))
datetime.timedelta(days=-1, microseconds=3)
datetime.time(1, 2, tzinfo=datetime.timezone.utc)
datetime.timezone(datetime.timedelta(hours=2), 'X')
decimal.Decimal('1.10')
decimal.Decimal('sNaN')
decimal.Context(prec=3)
fractions.Fraction(1, 3)
uuid.UUID(int=5)
pathlib.Path('/a') / 'b'
pathlib.PureWindowsPath('c:/x')
re.compile('a+', re.I)
deque([1, 2], maxlen=3)
defaultdict(list, a=[1])
Counter('abca')
OrderedDict([(2, 1), (1, 2)])
collections.ChainMap({1: 2}, {3: 4})
collections.UserDict(a=1)
types.SimpleNamespace(a=1, b=[2])
types.MappingProxyType({'a': 1})
array.array('d', [1.5])
Colour.BLUE
Mode.READ | Mode.WRITE
{Colour.RED: 1}
Point(1, [2])
Frozen((1, 2))
Pair(1, 'b')
Plain(a=Plain(b=1))
Own(a=1)
slotted()
random.Random(5)
string.Template('$a')
calendar.Calendar(3)
operator.itemgetter(1, 'a')
operator.attrgetter('a.b')
operator.methodcaller('f', 1, x=2)
functools.partial(int, base=2)
functools.cmp_to_key
io.BytesIO(b'abc')
io.StringIO('abc')
itertools.count(3)
iter([1, 2, 3])
zip([1, 2], 'ab')
enumerate('ab')
math
"""

NUMPY = """
np.float32(1.5)
np.int8(-3)
np.bool_(True)
np.complex64(1 + 2j)
np.datetime64('2026-01-01', 'D')
np.timedelta64(3, 's')
np.str_('ü')
np.bytes_(b'a')
np.float64('nan')
np.dtype('>i4')
np.dtype([('a', 'f4'), ('b', 'S3')])
np.array(3)
np.array([], 'f4')
np.arange(12).reshape(3, 4)
np.arange(100_000.)
np.asfortranarray(np.arange(6.).reshape(2, 3))
np.arange(20)[::-3]
np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1)
np.array([1, 'a', None], object)
np.array(['a', 'ü'])
np.array([b'a', b'bc'])
np.array([True, False])
np.array([1, 2], '>u2')
np.array(['2026-01-01', 'NaT'], 'M8[ns]')
np.array([(1, 2.5)], [('a', 'i4'), ('b', 'f8')])
np.rec.array([(1, 2.5)], names='a,b')
np.ma.array([1, 2, 3], mask=[0, 1, 0])
np.array([0x7ff8000000000abc, 0xfff0000000000001], 'u8').view('f8')
np.random.default_rng(3)
np.random.RandomState(3)
np.poly1d([1, 2])
[np.zeros(3), {'a': np.ones(2)}]
np.add
np.broadcast_to(np.arange(3), (2, 3))
"""

PANDAS = """
pd.DataFrame({'a': [1, 2], 'b': ['x', None], 'c': [1.5, float('nan')]})
pd.DataFrame({'a': [1]}).set_flags(allows_duplicate_labels=False)
pd.DataFrame({'a': pd.Categorical(['x', 'y'], ordered=True, categories=['y', 'x'])})
pd.DataFrame({'t': pd.date_range('2026-03-28', periods=3, tz='Europe/Berlin')})
pd.DataFrame({'a': [1, None]}, dtype='Int64')
pd.DataFrame(np.arange(6).reshape(2, 3), columns=pd.MultiIndex.from_tuples([('a', 1), ('a', 2), ('b', 1)]))
pd.DataFrame({'a': [[1], {2: 3}]})
pd.DataFrame({'a': [1, 2]}, index=pd.Index(['x', 'y'], name='n'))
pd.DataFrame()
pd.Series([1, 2], name='s', dtype='uint8')
pd.Series(['a', None], dtype='string')
pd.Series(pd.period_range('2026-01', periods=2, freq='M'))
pd.Series(pd.interval_range(0, 3))
pd.Series(pd.arrays.SparseArray([0, 0, 1]))
pd.Series([pd.Timestamp('2026-01-01'), pd.NaT])
pd.Index([1, 2], name='i')
pd.RangeIndex(2, 9, 3)
pd.MultiIndex.from_product([[1, 2], list('ab')], names=['n', None])
pd.date_range('2026-01-01', periods=3, freq='MS')
pd.Timestamp('2026-01-01 00:00:00.000000001', tz='UTC')
pd.Timedelta('1ns')
pd.Period('2026-01', 'M')
pd.NA
pd.NaT
pd.Interval(0, 1, closed='both')
pd.Categorical(['a', 'b', 'a'])
pd.DataFrame({'a': [1, 1, 2]}).groupby('a')
"""

LEARNING_IMPORTS = """
import numpy as np, scipy.sparse as sp
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier
X = np.arange(20.).reshape(10, 2); y = np.arange(10) % 2
"""

LEARNING = """
sp.csr_matrix([[1, 0], [0, 2]])
sp.coo_array([[1, 0], [0, 2]])
sp.lil_matrix([[1.5]])
LinearRegression().fit(X, y)
RandomForestClassifier(3, random_state=0).fit(X, y)
Pipeline([('s', StandardScaler()), ('m', LogisticRegression())]).fit(X, y)
KMeans(2, n_init=1, random_state=0).fit(X)
GridSearchCV(DecisionTreeClassifier(random_state=0), {'max_depth': [1, 2]}, cv=2).fit(X, y)
"""

SAME = '''
def same(a, b):
    """Compare in type and value; what compares by identity by what it holds."""
    if type(a) is not type(b):
        return False
    module = type(a).__module__.partition('.')[0]
    if isinstance(a, float):
        return repr(a) == repr(b)
    if module == 'numpy' and hasattr(a, 'dtype'):
        return (a.dtype, a.shape) == (b.dtype, b.shape) and (
            a.tolist() == b.tolist() if a.dtype.hasobject else a.tobytes() == b.tobytes())
    if module == 'pandas' and hasattr(a, 'equals'):
        return a.equals(b) and repr(a) == repr(b) and repr(getattr(a, 'dtypes', 0)) == repr(getattr(b, 'dtypes', 0))
    if module == 'scipy':
        return a.dtype == b.dtype and (a != b).nnz == 0
    if module == 'sklearn':
        return repr(a) == repr(b) and a.predict(X).tolist() == b.predict(X).tolist()
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

GROUPS = {
    "builtins": (IMPORTS + "import math\n", DEFINITIONS, BUILTINS),
    "numpy": ("import numpy as np\n", "", NUMPY),
    "pandas": ("import numpy as np, pandas as pd\n", "", PANDAS),
    "learning": (
        LEARNING_IMPORTS,
        "",
        LEARNING,
    ),
}
CARRIED = ["Colour", "Mode", "Point", "Frozen", "Slotted", "Plain", "Own", "Fault", "Pair", "slotted"]


@pytest.mark.parametrize(("imports", "definitions", "table"), GROUPS.values(), ids=GROUPS)
def test_values_come_back(bench: Bench, imports: str, definitions: str, table: str) -> None:
    """One process makes a group of values, each for an artifact of its own; another compares them with fresh ones."""
    texts = table.strip().splitlines()
    numbers = range(len(texts))
    code = imports + definitions + SAME
    make = "\n".join(f"v{number} = {text}" for number, text in enumerate(texts))
    saves = [["save", f"a{number}", [f"v{number}"], CARRIED if definitions else []] for number in numbers]
    first = bench.run([["define", 0], ["run", 1], *saves], code, make)
    assert first.code == 0, first.err
    loads = [["load", f"a{number}", [f"v{number}"]] for number in numbers]
    fresh = make.replace("\nv", "\nw").replace("v0 =", "w0 =")
    check = f"[n for n in range({len(texts)}) if not same(globals()[f'w{{n}}'], globals()[f'v{{n}}'])]"
    second = bench.run([["define", 0], *loads, ["run", 1], ["run", 2]], code, fresh, check)
    assert second.code == 0, second.err
    different = [texts[number] for number in eval(second.out.splitlines()[-1])]  # noqa: S307 a list that the step printed
    assert different == []


def test_the_tables_are_long_enough() -> None:
    assert sum(len(table.strip().splitlines()) for _, _, table in GROUPS.values()) >= 140


SHAPES = {
    "list in itself": ("x = [1]; x.append(x)", "x", "x[1] is x, len(x)", "(True, 2)"),
    "dict and tuple in a circle": ("d = {}; t = (d,); d['t'] = t", "d t", "d['t'] is t, t[0] is d", "(True, True)"),
    "shared by two variables": ("x = [1]; y = {'x': x}", "x y", "y['x'] is x", "True"),
    "two names of one": ("x = y = object()", "x y", "x is y", "True"),
    "frame with attributes": (
        "import pandas as pd\nd = pd.DataFrame({'a': [1]}); d.attrs['u'] = 'm'",
        "d",
        "d.attrs",
        "{'u': 'm'}",
    ),
    "view and what it looks at": (
        "import numpy as np\nx = np.arange(12.).reshape(3, 4); y = x[1]; z = x.T[::2]",
        "x y z",
        "y.fill(99), x[1, 0], z[0, 1], x.flags.c_contiguous, z.shape",
        "(None, np.float64(99.0), np.float64(99.0), True, (2, 3))",
    ),
    "views of what is not saved": (
        "import numpy as np\nb = np.arange(9); x = b[:3]; y = b[1:4]",
        "x y",
        "y.fill(5), x.tolist()",
        "(None, [0, 5, 5])",
    ),
    "views of dates in columns": (
        "import numpy as np\nx = np.asfortranarray(np.arange(6).reshape(2, 3).astype('M8[D]')); y = x[1:, 1]",
        "x y",
        "y.fill(0), x.astype(int).tolist(), x.flags.f_contiguous",
        "(None, [[0, 1, 2], [3, 0, 5]], True)",
    ),
    "loaded arrays can be written": (
        "import numpy as np\nx = np.zeros(9999)",
        "x",
        "x.fill(3), x.sum()",
        "(None, np.float64(29997.0))",
    ),
    "weak reference": ("import weakref\nclass A: pass\na = A(); w = weakref.ref(a)", "a w", "w() is a", "True"),
}


@pytest.mark.parametrize(("make", "names", "use", "expected"), SHAPES.values(), ids=SHAPES)
def test_what_is_shared_stays_shared(bench: Bench, make: str, names: str, use: str, expected: str) -> None:
    done = bench.hand_on(make, names, use)
    assert (done.code, done.out) == (0, expected + "\n"), done.err


def test_views_still_share_memory_two_steps_later(bench: Bench) -> None:
    plan = [["load", "a", ["x", "y"]], ["save", "b", ["x", "y"], []]]
    assert (
        bench.run([["run", 0], ["save", "a", ["x", "y"], []]], "import numpy as np\nx = np.arange(9); y = x[3:]").code
        == 0
    )
    assert bench.run(plan).code == 0
    assert bench.run([["load", "b", ["x", "y"]], ["run", 0]], "y[0] = 77\nint(x[3])").out == "77\n"


def test_small_views_do_not_take_all_of_the_memory_along(bench: Bench) -> None:
    code = "import numpy as np\nb = np.zeros(1_000_000); x = b[:3]; y = b[5:9]"
    assert bench.run([["run", 0], ["save", "a", ["x", "y"], []]], code).code == 0
    assert bench.artifact("a").stat().st_size < 2000


REFUSED = {
    "generator": ("x = (i for i in [])", "generator"),
    "open file": ("x = {'a': [open('/dev/null')]}", "TextIOWrapper"),
    "binary file": ("x = open('/dev/null', 'rb')", "BufferedReader"),
    "lock": ("import threading\nx = threading.Lock()", "lock"),
    "lock inside an object": ("import threading\nclass B: pass\nx = B(); x.lock = threading.RLock()", "RLock"),
    "thread": ("import threading\nx = threading.Thread()", "Thread"),
    "socket": ("import socket\nx = socket.socket()", "socket"),
    "connection": ("import sqlite3\nx = sqlite3.connect(':memory:')", "Connection"),
    "task": ("import asyncio\nasync def f(): pass\nx = asyncio.create_task(f())", "Task"),
    "user's error": ("class B:\n  def __reduce__(self):\n    return len(5)\nx = B()", "has no len"),
    "function of exec": (
        "space = {'__name__': '__main__'}\nexec('def x(): pass', space)\nx = space['x']",
        "its own globals",
    ),
    "arrays of objects that share memory": (
        "import numpy as np\nx = np.array([1, 'a'], object); y = x[1:]",
        "arrays 'x' and 'y' share memory",
    ),
}


@pytest.mark.parametrize(("code", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_leave_its_process_is_named(bench: Bench, code: str, words: str) -> None:
    done = bench.run([["run", 0], ["save", "a", ["fine", "x", "y"], []]], "fine = [1]\n" + code)
    assert done.code == 1
    assert (done.error["phase"], done.error["type"]) == ("save", "TypeError")
    assert words in done.error["message"]
    assert "'x'" in done.error["message"]
    assert not bench.artifact("a").exists()


def test_users_error_while_saving_shows_its_line(bench: Bench) -> None:
    done = bench.run(
        [["run", 0], ["save", "a", ["x"], []]], "class B:\n  def __reduce__(self):\n    return len(5)\nx = B()"
    )
    assert 'File "<train.ipynb cell 1>", line 3, in __reduce__\n    return len(5)\n' in done.err
    assert "kale/runtime" not in done.err
