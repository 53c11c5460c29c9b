"""What belongs to one process, what every process can make for itself, and what only looks like a value."""

from __future__ import annotations

from typing import Final

from kale.analysis.knowledge.words import words

UNCROSSABLE_CALLS: Final[dict[str, str]] = {
    "open": "an open file",
    "io.open": "an open file",
    "gzip.open": "an open file",
    "tempfile.TemporaryFile": "an open file",
    "tempfile.NamedTemporaryFile": "an open file",
    "tempfile.TemporaryDirectory": "a temporary directory of this process",
    "os.fdopen": "an open file",
    "os.scandir": "an open directory",
    "csv.reader": "a reader of an open file",
    "csv.writer": "a writer to an open file",
    "threading.Lock": "a lock",
    "threading.RLock": "a lock",
    "threading.Condition": "a lock",
    "threading.Event": "a lock",
    "threading.Semaphore": "a lock",
    "threading.Barrier": "a lock",
    "threading.local": "thread-local storage",
    "threading.Thread": "a thread",
    "threading.Timer": "a thread",
    "multiprocessing.Lock": "a lock",
    "multiprocessing.Process": "a process",
    "multiprocessing.Queue": "a queue between processes",
    "multiprocessing.Pool": "a pool of processes",
    "multiprocessing.Manager": "a process",
    "concurrent.futures.ThreadPoolExecutor": "a pool of threads",
    "concurrent.futures.ProcessPoolExecutor": "a pool of processes",
    "queue.Queue": "a queue between threads",
    "queue.LifoQueue": "a queue between threads",
    "queue.PriorityQueue": "a queue between threads",
    "queue.SimpleQueue": "a queue between threads",
    "asyncio.Lock": "a lock",
    "asyncio.Queue": "a queue between tasks",
    "asyncio.Event": "a lock",
    "asyncio.create_task": "a running task",
    "asyncio.ensure_future": "a running task",
    "socket.socket": "a socket",
    "socket.create_connection": "a socket",
    "sqlite3.connect": "a database connection",
    "psycopg2.connect": "a database connection",
    "pymysql.connect": "a database connection",
    "duckdb.connect": "a database connection",
    "subprocess.Popen": "a running process",
    "mmap.mmap": "a memory map",
    "weakref.ref": "a weak reference",
    "weakref.proxy": "a weak reference",
    "select.epoll": "a handle of the operating system",
    "zipfile.ZipFile": "an open archive",
    "tarfile.open": "an open archive",
    "h5py.File": "an open file",
    "shelve.open": "an open database",
    "dbm.open": "an open database",
}
"""Functions whose result cannot leave the process that made it, and what it is."""

REPLAYABLE_CALLS: Final = words(
    """
    int float str bool bytes complex tuple frozenset len range min max sum abs round sorted dict list set type slice
    divmod pow repr format ord chr zip enumerate reversed map filter getattr hasattr isinstance pathlib.Path
    pathlib.PurePath pathlib.Path.home pathlib.Path.cwd re.compile re.escape collections.namedtuple
    typing.NamedTuple typing.TypedDict typing.TypeVar typing.NewType typing.ParamSpec typing.cast typing.Literal
    enum.Enum enum.IntEnum enum.Flag enum.IntFlag enum.auto dataclasses.field dataclasses.make_dataclass
    decimal.Decimal fractions.Fraction datetime.date datetime.datetime datetime.time datetime.timedelta
    datetime.timezone datetime.date.fromisoformat datetime.datetime.fromisoformat zoneinfo.ZoneInfo uuid.UUID
    os.path.join os.path.abspath os.path.basename os.path.dirname os.path.exists os.path.expanduser os.getenv
    os.environ.get os.cpu_count logging.getLogger functools.partial operator.itemgetter operator.attrgetter
    operator.methodcaller collections.defaultdict collections.OrderedDict collections.Counter collections.deque
    types.MappingProxyType types.SimpleNamespace string.Template struct.Struct math.sqrt math.log math.exp math.pi
    numpy.array numpy.arange numpy.linspace numpy.zeros numpy.ones numpy.eye numpy.full numpy.dtype numpy.float32
    numpy.float64 numpy.int32 numpy.int64 numpy.sqrt numpy.log numpy.deg2rad pandas.Timestamp pandas.Timedelta
    torch.device torch.cuda.is_available torch.manual_seed get_ipython IPython.get_ipython
    IPython.core.getipython.get_ipython warnings.catch_warnings contextlib.suppress matplotlib.pyplot.style.context
    argparse.Namespace argparse.ArgumentParser itertools.product inspect.signature importlib.import_module
    importlib.util.find_spec importlib.metadata.version platform.system platform.machine platform.python_version
    sys.getsizeof locale.getlocale
    """
)
"""Functions that give an equal result in every process, so that a shared cell may be carried out in each."""

UNCROSSABLE_PRODUCTS: Final[dict[tuple[str, str], str]] = {
    ("a database connection", "cursor"): "a cursor of a database connection",
    ("a database connection", "execute"): "a cursor of a database connection",
    ("a cursor of a database connection", "execute"): "a cursor of a database connection",
}
"""What methods give that cannot leave its process either: by what their object is, and their name."""

REPLAYED_BECAUSE_UNCROSSABLE: Final = frozenset(
    name for name in UNCROSSABLE_CALLS if name not in {"open", "io.open", "gzip.open", "asyncio.create_task"}
)
"""Handles that every step makes for itself, since none can be handed over."""

TYPE_MAKERS: Final = words(
    """
    collections.namedtuple typing.NamedTuple typing.TypedDict typing.TypeVar typing.NewType typing.ParamSpec
    enum.Enum enum.IntEnum enum.Flag enum.IntFlag enum.StrEnum dataclasses.make_dataclass type
    """
)
"""Functions whose result is a class or type: assigning it defines the class."""

BLIND_CALLS: Final = frozenset({"exec", "eval", "globals", "locals", "vars", "dir"})
"""Builtins through which code can reach names that its text does not show."""

HISTORY_NAMES: Final = frozenset({"In", "Out", "_oh", "_ih", "_dh", "_i", "_ii", "_iii"})
"""Names that IPython binds to its own history."""

SETTING_METHODS: Final = words(
    """
    filterwarnings simplefilter resetwarnings use basicConfig seterr seterrcall set_printoptions set_option
    reset_option set_theme set_style set_palette set_context set_default_dtype set_default_device set_num_threads
    set_float32_matmul_precision use_deterministic_algorithms rc rcdefaults setcontext setlocale setrecursionlimit
    set_loglevel setLevel set_config set_int_max_str_digits set_start_method register_matplotlib_converters
    set_matplotlib_formats set_log_level set_verbosity set_verbosity_error enable disable captureWarnings
    disable_eager_execution switch_backend tzset register_dialect field_size_limit addHandler set_backend
    setdefaulttimeout setswitchinterval
    set_options set_epoch set_floatx set_image_data_format set_detect_anomaly set_grad_enabled init_printing
    """
)
"""Last parts of library calls that set how a library behaves in its process."""

CACHING_DECORATORS: Final = frozenset({"lru_cache", "cache"})
"""Last parts of the decorators that let a function keep its results."""

KEEPING_DECORATORS: Final = frozenset({"cached_property"})
"""Last parts of the decorators of methods whose result their object keeps as an attribute."""
