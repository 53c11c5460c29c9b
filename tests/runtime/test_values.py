"""Values that come back as they were, in another process."""

from __future__ import annotations

import sys

import pytest
from tests.runtime.bench import Bench
from tests.runtime.comparison import different_values

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
frozen(np.arange(4))
frozen(np.arange(5000))
frozen(np.arange(12).reshape(3, 4)[:, ::2])
np.matrix([[1, 2]])
np.ma.array([1.5, 2], mask=[1, 0], fill_value=9)
np.ma.masked
np.array([1, 2], 'f2')
np.array([1 + 2j], 'c16')
np.array([1.5], 'g')
np.array(['2026', 'NaT'], 'M8[Y]')
np.array([1, 2], 'm8[h]')
np.array([(1, (2., 'x'))], [('a', 'i1'), ('b', [('c', 'f4'), ('d', 'U3')])])
np.array([('x', [1, 2])], [('a', 'S1'), ('b', 'i4', 2)])
np.array([None, np.arange(2), [1]], object)
np.array([[1, 'a'], [None, 2.5]], object).T
np.array(['a', 'b\\0', None, 'ü\\ud800', float('nan')] * 14000, object)
np.array(['a', 'b'] * 40000, object).reshape(2, 40000)
np.array(['a', 'b', 'c'] * 30000, object).reshape(300, 300).T
np.array(['a', 'b'] * 80000, object)[::2]
np.array([True, 1, 1.0] * 30000, object)
np.array(['a', 0.0, -0.0] * 30000, object)
np.array([np.str_('a'), 'a'] * 40000, object)
np.array([str(n) for n in range(70000)], object)
np.array([['a'], 'a'] * 40000, object)
np.zeros((0, 3))
np.zeros((3, 0, 2), order='F')
np.char.array(['a', 'b'])
np.array(['a', 'bb'], dtype=np.dtypes.StringDType())
np.longdouble('1.1')
np.void(b'abc')
np.array((1, 2.5), [('a', 'i4'), ('b', 'f8')])[()]
np.ufunc
np.random.SeedSequence(3)
np.polynomial.Polynomial([1, 2])
np.finfo(float)
np.nditer
[np.float32(1), {np.int8(2): np.str_('x')}]
(np.arange(3),) * 2
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
with_attributes(pd.DataFrame({'a': [1]}), source='s', nested={'x': [1]})
with_attributes(pd.Series([1]), unit='m')
Prices({'a': [1.5]})
Prices({'a': [1.5]})['a']
pd.DataFrame({'a': pd.Categorical([1, None, 2])}).a
pd.DataFrame({'a': [True, None]}, dtype='boolean')
pd.DataFrame({'a': [1.5, None]}, dtype='Float32')
pd.DataFrame({'a': pd.to_datetime(['2026-01-01', None])})
pd.DataFrame({'a': pd.to_timedelta(['1D', None])})
pd.DataFrame({('a', 1): [1], ('b', 2): [2]})
pd.DataFrame([[1, 'x', 2.5, None]], columns=list('abcd')).convert_dtypes()
pd.DataFrame({1: [1], 'a': [2], None: [3]})
pd.DataFrame({'a': [1, 2]}, index=pd.MultiIndex.from_tuples([(1, 'x'), (2, 'y')], names=['n', 'm']))
pd.DataFrame(np.zeros((0, 2)), columns=['a', 'b'])
pd.DataFrame({'a': range(3)})[::2]
pd.DataFrame(np.asfortranarray(np.arange(6.).reshape(3, 2)))
pd.Series(dtype='float64')
pd.Series([1, 2], index=['x', 'x'])
pd.Series([{1: 2}, [3], (4,), None])
pd.Series([1 + 2j])
pd.Series(['a'], dtype='category')
pd.Series([b'x', 1.5, pd.Timestamp('2026')])
pd.Series(pd.arrays.IntervalArray.from_breaks([0, 1, 2]))
pd.DatetimeIndex(['2026-01-01', '2026-01-02'], name='d', tz='US/Eastern')
pd.TimedeltaIndex(['1D', '2D'])
pd.PeriodIndex(['2026-01', '2026-02'], freq='M')
pd.IntervalIndex.from_breaks([0, 1])
pd.CategoricalIndex(['a', 'b'], ordered=True)
pd.offsets.MonthEnd(2)
pd.CategoricalDtype(['a', 'b'], ordered=True)
pd.DatetimeTZDtype(tz='UTC')
pd.Grouper(key='a')
"""

LEARNING_IMPORTS = """
import numpy as np, scipy.sparse as sp
from sklearn.cluster import KMeans
from scipy import stats
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelEncoder, StandardScaler
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
sp.csc_array([[1., 0], [0, 2]])
sp.csr_array(([1, 2], [0, 3], [0, 1, 2]), shape=(2, 9))
sp.dia_matrix([[1, 0], [0, 2]])
sp.dok_array([[0, 2]])
sp.bsr_array([[1, 0], [0, 2]])
HistGradientBoostingClassifier(max_iter=2).fit(X, y)
ColumnTransformer([('s', StandardScaler(), [0])], remainder='passthrough').fit(X)
KNeighborsClassifier(2).fit(X, y)
SVC().fit(X, y)
stats.norm(1, 2)
LabelEncoder().fit(list('abca'))
TfidfVectorizer().fit(['a bb', 'bb cc'])
"""

FRAMES = """
def with_attributes(data, **attributes):
    data.attrs.update(attributes)
    return data
class Prices(pd.DataFrame):
    @property
    def _constructor(self): return Prices
"""

FROZEN = """
def frozen(array):
    array.flags.writeable = False
    return array
"""

GROUPS = {
    "builtins": (IMPORTS + "import math\n", DEFINITIONS, BUILTINS),
    "numpy": ("import numpy as np\n", FROZEN, NUMPY),
    "pandas": ("import numpy as np, pandas as pd\n", FRAMES, PANDAS),
    "learning": (
        LEARNING_IMPORTS,
        "",
        LEARNING,
    ),
}
CARRIED = ["Colour", "Mode", "Point", "Frozen", "Slotted", "Plain", "Own", "Fault", "Pair", "slotted", "Prices"]


@pytest.mark.parametrize(("imports", "definitions", "table"), GROUPS.values(), ids=GROUPS)
def test_values_come_back(bench: Bench, imports: str, definitions: str, table: str) -> None:
    assert different_values(bench, imports, definitions, table, CARRIED if definitions else []) == []


def test_the_tables_are_long_enough() -> None:
    assert sum(len(table.strip().splitlines()) for _, _, table in GROUPS.values()) >= 200


FRAMES_APART = """
import pandas as pd
d = pd.DataFrame({'a': [1, 2], 'n': pd.array([1, None]), 's': ['x', 'y']})
e = d.rename(columns=str.upper); f = d.copy(deep=False)
"""
CHANGED_FRAME = """
for place, value in enumerate((9, 8, 'z')):
    e.iloc[0, place] = value
[[x.item() if hasattr(x, 'item') else x for x in part.iloc[0]] for part in (d, e, f)]
"""

SERIES_APART = """
import pandas as pd
s = pd.Series([1, 2]); t = s.copy(deep=False); u = s[1:]
w = pd.Series(pd.array([1, None])); x = w.rename('n')
y = pd.Series(['a', 'b']); z = y.rename('n')
"""
CHANGED_SERIES = """
for part, value in ((t, 8), (u, 7), (x, 6), (z, 'c')):
    part.iloc[0] = value
[part.tolist() for part in (s, t, u, w, x, y, z)]
"""

CAUSED = """
try:
    try: {}['k']
    except KeyError as k: raise ValueError('v') from k
except ValueError as e: x = e
x.__notes__ = ['n']
"""
CAUSE = "repr(x.__cause__), x.__context__ is x.__cause__, x.__suppress_context__, x.__notes__, x.__traceback__"
IN_CONTEXT = """
class Own(Exception): pass
try:
    try: 1 / 0
    except ZeroDivisionError: raise Own(3)
except Own as e: x = e
"""

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
    "arrays of objects that share memory": (
        "import numpy as np\nx = np.array([[1, 'a'], [None, 2.5]], object); y = x[:, 1]",
        "x y",
        "y.fill(5), x.tolist(), y.tolist()",
        "(None, [[1, 5], [None, 5]], [5, 5])",
    ),
    "views inside containers": (
        "import numpy as np\nx = np.arange(6); d = {'rows': [x[1:3], (x[::-2],)]}",
        "x d",
        "x.fill(9), d['rows'][0].tolist(), d['rows'][1][0].tolist()",
        "(None, [9, 9], [9, 9, 9])",
    ),
    "views in an object and a list": (
        "import numpy as np, types\nx = np.zeros((2, 3)); n = types.SimpleNamespace(row=x[0]); t = [x.T, x]",
        "n t",
        "n.row.fill(2), t[0][1].tolist(), t[1].sum(), t[0].base is not None",
        "(None, [2.0, 0.0], np.float64(6.0), True)",
    ),
    "an array and one of another type": (
        "import numpy as np\nx = np.arange(3); y = x.view(np.matrix)",
        "x y",
        "x.fill(7), y.tolist(), type(y).__name__",
        "(None, [[7, 7, 7]], 'matrix')",
    ),
    "a view that cannot be written to": (
        "import numpy as np\nx = np.arange(4); y = x[1:]; y.flags.writeable = False",
        "x y",
        "x.fill(3), y.tolist(), y.flags.writeable, x.flags.writeable",
        "(None, [3, 3, 3], False, True)",
    ),
    "column of a frame": (
        "import pandas as pd\nd = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']}); s = d['a']; t = d['b']; i = d.index",
        "d s t i",
        "s.__setitem__(0, 9), t.__setitem__(0, 'z'), d.values.tolist(), s.tolist(), t.tolist(), i.equals(d.index)",
        "(None, None, [[1, 'x'], [2, 'y']], [9, 2], ['z', 'y'], True)",
    ),
    "frames that share until one is changed": (
        FRAMES_APART,
        "d e f",
        CHANGED_FRAME,
        "[[1, 1, 'x'], [9, 8, 'z'], [1, 1, 'x']]",
    ),
    "series that share until one is changed": (
        SERIES_APART,
        "s t u w x y z",
        CHANGED_SERIES,
        "[[1, 2], [8, 2], [7], [1, <NA>], [6, <NA>], ['a', 'b'], ['c', 'b']]",
    ),
    "cause of an exception": (CAUSED, "x", CAUSE, "(\"KeyError('k')\", True, True, ['n'], None)"),
    "context of an exception": (
        IN_CONTEXT,
        "x",
        "type(x.__context__).__name__, x.__cause__, x.__suppress_context__, x.args",
        "('ZeroDivisionError', None, False, (3,))",
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


def test_memory_stays_shared_beside_what_only_dill_can_save(bench: Bench) -> None:
    pytest.importorskip("dill")
    make = "import weakref, numpy as np\nx = np.arange(9000)\nh = [{1}, x, x[3:]]\nh.append(weakref.ref(h[0]))"
    done = bench.hand_on(make, "h", "h[1][3] = 77\n(int(h[2][0]), h[3]() is h[0])")
    assert (done.code, done.out) == (0, "(77, True)\n"), done.err


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
}


@pytest.mark.parametrize(("code", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_leave_its_process_is_named(bench: Bench, code: str, words: str) -> None:
    done = bench.run([["run", 0], ["save", "a", ["fine", "x", "y"], []]], "fine = [1]\n" + code)
    assert done.code == 1
    assert (done.error["phase"], done.error["type"]) == ("save", "TypeError")
    assert words in done.error["message"]
    assert "'x'" in done.error["message"]
    assert "make it where it is used" in done.error["message"]
    assert done.err.count("Error: ") <= 2
    assert not bench.artifact("a").exists()


def test_users_error_while_saving_shows_its_line(bench: Bench) -> None:
    done = bench.run(
        [["run", 0], ["save", "a", ["x"], []]], "class B:\n  def __reduce__(self):\n    return len(5)\nx = B()"
    )
    assert 'File "<train.ipynb cell 1>", line 3, in __reduce__\n    return len(5)\n' in done.err
    assert "kale/runtime" not in done.err


LEFT_BEHIND = {
    "cache": ("import functools\n@functools.lru_cache\ndef f(n): return n\nf(1)\nx = [f]", "what f() has cached stays"),
    "traceback": ("try: 1 / 0\nexcept ZeroDivisionError as e: x = e", "the traceback of ZeroDivisionError stays"),
    "the file of an array": (
        "import numpy as np\nx = np.memmap('kept', 'i4', 'w+', shape=3)",
        "an array is handed on with what it holds, without the file",
    ),
}


@pytest.mark.parametrize(("code", "words"), LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_what_stays_behind_is_told(bench: Bench, code: str, words: str) -> None:
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], code)
    assert done.code == 0, done.err
    assert f"kale: {words}" in done.err


METADATA = {
    "x = [1]": {"kale_kind": "Artifact", "kale_variables": '{"x": "builtins.list"}'},
    "import numpy as np\nx = np.zeros((2, 3))": {
        "kale_kind": "Dataset",
        "kale_variables": '{"x": "numpy.ndarray (2, 3)"}',
    },
    "import pandas as pd\nclass P(pd.DataFrame): pass\nx = P({'a': [1]})": {
        "kale_kind": "Dataset",
        "kale_variables": '{"x": "__main__.P (1, 1)"}',
    },
    "from sklearn.svm import SVC\nx = SVC()": {
        "kale_kind": "Model",
        "framework": "sklearn",
        "kale_variables": '{"x": "sklearn.svm._classes.SVC"}',
    },
}


@pytest.mark.parametrize(("code", "facts"), METADATA.items())
def test_the_platform_is_told_what_an_artifact_is(bench: Bench, code: str, facts: dict[str, str]) -> None:
    done = bench.run([["run", 0], ["save", "a", ["x"], []]], code)
    assert done.code == 0, done.err
    size = bench.artifact("a").stat().st_size
    expected = {"kale_format": "kale1", "kale_bytes": size, **facts}
    assert done.outputs["a"]["artifacts"][0]["metadata"] == expected


CHAIN = """
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None
"""


@pytest.mark.skipif(sys.version_info[:2] == (3, 12), reason="Python 3.12 bounds the depth of C code by itself")
def test_long_chains_of_objects_cross(packed_bench: Bench) -> None:
    make = "first = last = Node(0)\nfor n in range(1, 2000):\n    last.next = Node(n)\n    last = last.next"
    use = "count = 0\nend = first\nwhile end.next:\n    end = end.next\n    count += 1\nprint(count, end is last)"
    done = packed_bench.hand_on(make, "first last", use, CHAIN)
    assert (done.code, done.out) == (0, "1999 True\n"), done.err


def test_what_goes_down_without_end_is_an_error(packed_bench: Bench) -> None:
    endless = "class Endless:\n    def __reduce__(self): return Endless, (), [Endless()]\n"
    done = packed_bench.hand_on("x = Endless()", "x", "x", endless)
    assert done.code == 1
    assert done.error["message"].startswith("'x', of type __main__.Endless, cannot be handed on: ")
