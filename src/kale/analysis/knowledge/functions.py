"""What is known of functions of libraries: what they change, and what their results hold."""

from __future__ import annotations

from typing import Final

from kale.analysis.knowledge.words import words

OUTPUT_KEYWORDS: Final = frozenset({"out", "inout", "evals_result", "callbacks"})
"""Keyword arguments that name an array to be overwritten, a dictionary to be filled, or what takes notes."""

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
    dataclasses.replace typing.cast numpy.vectorize numpy.frompyfunc csv.writer csv.reader
    sklearn.pipeline.make_pipeline sklearn.pipeline.make_union sklearn.compose.make_column_transformer
    imblearn.pipeline.make_pipeline sklearn.utils.check_array sklearn.utils.check_X_y lightgbm.record_evaluation
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

BUILTIN_CONTAINERS: Final = words("list dict set bytearray deque defaultdict ndarray")
"""Types with a name in small letters whose methods may be called with their object as the first argument."""

UNARY_FUNCTIONS: Final = words(
    """
    abs absolute fabs sqrt cbrt square exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh
    tanh negative positive reciprocal sign floor ceil rint trunc logical_not invert conjugate isnan isfinite
    """
)
"""Functions of numpy with one input: whatever comes second is written to."""

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
    "xml.etree.ElementTree.SubElement": (0,),
    "xml.etree.ElementTree.indent": (0,),
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
    "torch.nn.utils.vector_to_parameters": (1,),
    "random.Random.shuffle": (1,),
    "lxml.etree.SubElement": (0,),
    "matplotlib.pyplot.sca": (0,),
    "matplotlib.pyplot.figure": (0,),
}
"""Functions that change arguments, with the positions of those arguments."""

IN_PLACE_UNCOPIED: Final = words(
    """
    nan_to_num normalize scale minmax_scale maxabs_scale robust_scale binarize power_transform quantile_transform
    """
)
"""Functions that change their first argument if they are told not to copy it."""

STORING_FUNCTIONS: Final[dict[str, tuple[int, int]]] = {
    "heapq.heappush": (0, 1),
    "bisect.insort": (0, 1),
    "bisect.insort_left": (0, 1),
    "bisect.insort_right": (0, 1),
    "setattr": (0, 2),
    "operator.setitem": (0, 2),
}
"""Functions after which the argument at the first position holds on to the one at the second."""

CONSUMERS: Final = words(
    """
    list tuple set sorted sum min max any all next dict zip map filter enumerate collections.deque itertools.islice
    itertools.takewhile itertools.chain frozenset numpy.fromiter
    """
)
"""Functions that use an iterator up."""

RANDOM_CALLS: Final = words(
    """
    random.Random numpy.random.RandomState numpy.random.default_rng numpy.random.Generator numpy.random.PCG64
    numpy.random.PCG64DXSM numpy.random.MT19937 numpy.random.Philox numpy.random.SFC64 torch.Generator
    torch.random.Generator sklearn.utils.check_random_state
    """
)
"""Functions whose result is a random generator, which moves whenever something draws from it."""

ITERATOR_CALLS: Final = words(
    """
    iter map filter zip enumerate reversed itertools.count itertools.cycle itertools.chain itertools.islice
    itertools.repeat itertools.tee itertools.product itertools.permutations itertools.combinations
    itertools.accumulate itertools.groupby itertools.takewhile itertools.dropwhile itertools.starmap
    itertools.zip_longest itertools.chain.from_iterable csv.reader csv.DictReader
    """
)
"""Functions whose result is an iterator with a position of its own."""
