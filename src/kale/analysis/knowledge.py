"""What is known of functions and methods that are not the notebook's own.

Facts about the standard library, numpy, pandas and scikit-learn, taken from their documentation: which calls change
an object in place, which give back the object or a view of it, and which make something that cannot leave its process.
"""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """Give the words of a text; long tables read better as text than as lists of quoted names."""
    return frozenset(text.split())


MUTATING_METHODS: Final = words(
    """
    append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate add discard
    update setdefault difference_update intersection_update symmetric_difference_update move_to_end subtract put
    put_nowait get_nowait task_done fill partition resize itemset setfield setflags byteswap fit partial_fit
    fit_transform fit_predict fit_resample set_params load_state_dict load_weights compile zero_grad step backward
    train eval requires_grad_ add_module register_buffer register_parameter freeze unfreeze seed setstate set_state
    shuffle permuted integers randint randrange random normal uniform choice choices gauss standard_normal
    permutation rand randn random_sample normalvariate betavariate expovariate getrandbits randbytes exponential
    poisson binomial multivariate_normal gamma beta lognormal dirichlet multinomial triangular standard_exponential
    bit_generator spawn jumped advance send throw read readline readlines write writelines seek truncate close
    __next__ feed isetitem __setitem__ __delitem__ __setattr__ __delattr__ __iadd__ __init__ add_node add_edge
    add_nodes_from add_edges_from remove_node remove_edge setattr set write_row writerow writerows add_argument
    add_argument_group add_section add_trace update_layout update_traces
    """
)
"""Names of methods that change the object they are called on."""

CONTAINER_METHODS: Final = words(
    """
    append appendleft extend extendleft insert remove pop popleft popitem clear sort reverse rotate add discard
    update setdefault difference_update intersection_update symmetric_difference_update move_to_end subtract
    """
)
"""Names of methods that change a container, but nothing that it holds."""

READING_METHODS: Final = words(
    """
    head tail info describe show summary plot hist boxplot scatter print display items keys values get copy count
    index mean sum min max std var median mode quantile round abs corr cov nunique unique value_counts isna isnull
    notna any all groupby agg aggregate apply map pipe transform predict predict_proba decision_function score
    score_samples inverse_transform get_params state_dict parameters named_parameters dot reshape astype tolist
    ravel flatten join split strip replace format encode decode lower upper startswith endswith title capitalize
    zfill to_csv to_parquet to_json to_excel to_pickle to_feather to_hdf to_sql to_html to_string to_markdown
    to_numpy to_dict to_list to_frame savefig save save_model dump dumps tofile debug warning error critical
    exception log isoformat total_seconds exists is_file is_dir mkdir unlink touch rename write_text write_bytes
    read_text read_bytes iterdir glob rglob resolve absolute with_suffix numel size dim type cpu numpy detach item
    most_common elements union intersection difference issubset issuperset isdisjoint sample nlargest nsmallest
    merge concat drop_duplicates dropna fillna reset_index set_index sort_values sort_index assign query eval filter
    select where mask clip diff shift rolling expanding ewm resample pivot pivot_table melt stack unstack explode
    cumsum cumprod rank pct_change interpolate idxmax idxmin itertuples iterrows drop dt str cat T getvalue
    hexdigest digest total seconds timestamp date time weekday strftime get_feature_names_out cross_validate
    getstate get_state __add__ __mul__ __or__
    """
)
"""Names of methods that are often called with nothing done to the object, even when the result is not used."""

INPLACE_BY_KEYWORD: Final = frozenset({"inplace"})
"""Keyword arguments that, when true, make a pandas method change its object."""

OUTPUT_KEYWORDS: Final = frozenset({"out", "inout"})
"""Keyword arguments that name an array to be overwritten."""

STORING_METHODS: Final = words(
    """
    append appendleft extend extendleft insert add update setdefault put put_nowait push __setitem__ __setattr__
    set_params add_module register_module register_buffer register add_node add_edge subscribe attach add_child
    move_to_end register_hook register_forward_hook register_forward_pre_hook register_full_backward_hook
    """
)
"""Names of methods after which the object holds on to its arguments."""

VIEW_METHODS: Final = words(
    """
    get pop popleft popitem setdefault items keys values view reshape ravel squeeze swapaxes transpose fit
    set_params partial_fit __getitem__ __getattribute__ next __next__ __iter__ __enter__ named_steps parameters
    named_parameters children modules get_submodule get_group cursor detach numpy cpu to train eval requires_grad_
    double float half pipe iterrows most_common getbuffer cast toreadonly to_numpy
    """
)
"""Names of methods that give back the object itself, a part of it or a view."""

IMMUTABLE_CALLS: Final = words(
    """
    len int float str bool bytes abs round repr hash id ord chr hex oct bin format isinstance issubclass callable
    hasattr any all range complex frozenset ascii time.time time.perf_counter time.monotonic os.getcwd os.getpid
    os.getenv os.environ.get os.path.join os.path.abspath os.path.basename os.path.dirname os.path.exists
    pathlib.Path pathlib.PurePath datetime.date datetime.datetime datetime.timedelta datetime.time decimal.Decimal
    fractions.Fraction uuid.uuid4 uuid.UUID re.compile re.escape pandas.Timestamp pandas.Timedelta
    """
)
"""Functions whose result nothing can change."""

IMMUTABLE_METHODS: Final = words(
    """
    strip lstrip rstrip lower upper title capitalize zfill join format startswith endswith isdigit isalpha encode
    decode hexdigest isoformat strftime total_seconds as_posix item bit_length is_integer
    """
)
"""Methods whose result is a string, a number or the like, on whatever object they are called."""

LETTING_GO: Final = words(
    """
    pandas numpy scipy polars matplotlib seaborn statistics math random itertools functools json re os time timeit
    IPython concurrent multiprocessing joblib sklearn.model_selection
    """
)
"""Packages whose functions keep nothing of the functions that they are given."""

HOLDING_CALLS: Final = words(
    """
    list tuple dict set sorted reversed zip enumerate map filter iter next min max getattr vars functools.partial
    functools.reduce itertools.chain itertools.cycle itertools.islice itertools.repeat itertools.count itertools.tee
    itertools.chain.from_iterable itertools.product itertools.permutations itertools.combinations
    itertools.combinations_with_replacement itertools.accumulate itertools.groupby itertools.takewhile
    itertools.dropwhile itertools.starmap itertools.zip_longest itertools.compress itertools.filterfalse
    itertools.pairwise itertools.batched operator.iadd operator.iconcat operator.concat operator.getitem operator.add
    operator.mul heapq.heappop heapq.heappushpop heapq.heapreplace heapq.nlargest heapq.nsmallest heapq.merge
    random.choice random.choices random.sample collections.deque collections.OrderedDict collections.defaultdict
    collections.ChainMap collections.Counter copy.copy memoryview types.SimpleNamespace types.MappingProxyType
    weakref.ref weakref.proxy operator.itemgetter operator.attrgetter numpy.asarray numpy.ravel numpy.reshape
    numpy.transpose numpy.squeeze numpy.expand_dims numpy.atleast_1d numpy.atleast_2d numpy.asanyarray
    numpy.broadcast_to numpy.swapaxes numpy.moveaxis numpy.flip numpy.split numpy.array_split
    numpy.lib.stride_tricks.sliding_window_view numpy.frombuffer numpy.nditer super numpy.hsplit numpy.vsplit
    numpy.dsplit numpy.fliplr numpy.flipud numpy.rot90 numpy.rollaxis numpy.diagonal numpy.diag numpy.real numpy.imag
    numpy.atleast_3d numpy.ascontiguousarray numpy.asfortranarray numpy.require numpy.asarray_chkfinite numpy.asmatrix
    numpy.broadcast_arrays numpy.lib.stride_tricks.as_strided numpy.permute_dims numpy.matrix_transpose numpy.unstack
    numpy.trim_zeros numpy.ma.array numpy.ma.asarray numpy.ma.masked_array numpy.ma.getdata torch.from_numpy
    torch.as_tensor torch.asarray torch.frombuffer torch.from_dlpack torch.reshape torch.transpose torch.swapaxes
    torch.swapdims torch.permute torch.movedim torch.moveaxis torch.squeeze torch.unsqueeze torch.flatten
    torch.unflatten torch.ravel torch.t torch.select torch.narrow torch.chunk torch.split torch.tensor_split
    torch.hsplit torch.vsplit torch.dsplit torch.unbind torch.diagonal torch.detach torch.real torch.imag
    torch.view_as_real torch.view_as_complex torch.broadcast_to torch.broadcast_tensors torch.atleast_1d
    torch.atleast_2d torch.atleast_3d torch.as_strided torch.utils.data.random_split contextlib.nullcontext
    dataclasses.replace typing.cast numpy.vectorize numpy.frompyfunc
    """
)
"""Functions whose result holds on to their arguments, or is one of them."""

FRESH_CONSTRUCTORS: Final = words(
    """
    pandas.DataFrame pandas.Timestamp pandas.Timedelta pandas.MultiIndex pandas.DatetimeIndex datetime.timedelta
    collections.Counter decimal.Decimal fractions.Fraction uuid.UUID pathlib.Path pathlib.PurePath
    """
)
"""Classes whose instances do not hold on to the arguments, against what their capital letter suggests."""

MUTATING_FUNCTIONS: Final[dict[str, tuple[int, ...]]] = {
    "random.shuffle": (0,),
    "numpy.random.shuffle": (0,),
    "heapq.heappush": (0,),
    "heapq.heappop": (0,),
    "heapq.heapify": (0,),
    "heapq.heappushpop": (0,),
    "heapq.heapreplace": (0,),
    "bisect.insort": (0,),
    "bisect.insort_left": (0,),
    "bisect.insort_right": (0,),
    "numpy.put": (0,),
    "numpy.place": (0,),
    "numpy.putmask": (0,),
    "numpy.copyto": (0,),
    "numpy.fill_diagonal": (0,),
    "numpy.put_along_axis": (0,),
    "numpy.add.at": (0,),
    "numpy.subtract.at": (0,),
    "numpy.multiply.at": (0,),
    "numpy.maximum.at": (0,),
    "numpy.minimum.at": (0,),
    "setattr": (0,),
    "delattr": (0,),
    "next": (0,),
    "operator.setitem": (0,),
    "operator.delitem": (0,),
    "operator.iadd": (0,),
    "operator.imul": (0,),
    "operator.iconcat": (0,),
    "struct.pack_into": (1,),
    "functools.update_wrapper": (0,),
    "object.__setattr__": (0,),
    "torch.nn.utils.clip_grad_norm_": (0,),
    "torch.nn.init.xavier_uniform_": (0,),
    "torch.nn.init.zeros_": (0,),
    "torch.nn.init.normal_": (0,),
    "random.Random.shuffle": (1,),
}
"""Functions that change arguments, with the positions of those arguments."""

STORING_FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    "heapq.heappush": (0, 1),
    "bisect.insort": (0, 1),
    "bisect.insort_left": (0, 1),
    "bisect.insort_right": (0, 1),
    "setattr": (0, 2),
    "operator.setitem": (0, 2),
}
"""Functions after which the argument at the first position holds on to the one at the second."""

ARGUMENT_SHUFFLERS: Final = frozenset({"shuffle"})
"""Methods that change their first argument rather than, or as well as, their object."""

CONSUMERS: Final = words(
    """
    list tuple set sorted sum min max any all next dict zip map filter enumerate collections.deque itertools.islice
    itertools.takewhile itertools.chain frozenset numpy.fromiter
    """
)
"""Functions that use an iterator up."""

ITERATOR_CALLS: Final = words(
    """
    iter map filter zip enumerate reversed itertools.count itertools.cycle itertools.chain itertools.islice
    itertools.repeat itertools.tee itertools.product itertools.permutations itertools.combinations
    itertools.accumulate itertools.groupby itertools.takewhile itertools.dropwhile itertools.starmap
    itertools.zip_longest itertools.chain.from_iterable csv.reader csv.DictReader
    """
)
"""Functions whose result is an iterator with a position of its own."""

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
    """
)
"""Last parts of library calls that set how a library behaves in its process."""

RESULT_METHODS: Final = frozenset({"add", "subtract", "eval", "compile", "train", "set"})
"""Methods of :data:`MUTATING_METHODS` that leave their object alone when somebody uses their result."""

PLOTTING_METHODS: Final = words("plot hist boxplot scatter bar barh fill_between imshow text annotate legend grid")
"""Methods that draw on a figure, and that frames have under the same name."""

CACHING_DECORATORS: Final = frozenset({"lru_cache", "cache"})
"""Last parts of the decorators that let a function keep its results."""

KEEPING_DECORATORS: Final = frozenset({"cached_property"})
"""Last parts of the decorators of methods whose result their object keeps as an attribute."""
