"""Values of libraries that may be installed, back as they were in another process."""

from __future__ import annotations

import io
import pickle
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.runtime.bench import Bench
from tests.runtime.comparison import different_values

import kale.runtime.libraries  # noqa: F401 - it knows such dictionaries
from kale.runtime.pickling import Pickler

SCHEMA = """
def with_metadata():
    field = pa.field('a', pa.int8(), metadata={'unit': 'm'})
    return pa.table([pa.array([1, 2], pa.int8())], schema=pa.schema([field], metadata={'source': 's'}))
"""

XGBOOST = """
import numpy as np, xgboost
X = np.arange(40.).reshape(20, 2)
y = np.arange(20) % 2
D = xgboost.DMatrix(X, y)
"""

GROUPS = {
    "polars": (
        "import datetime, polars as pl\n",
        "",
        """
pl.DataFrame({'a': [1, None], 'b': ['x', 'ü'], 'c': [1.5, float('nan')]})
pl.DataFrame()
pl.DataFrame(schema={'a': pl.Int8, 'b': pl.List(pl.String)})
pl.DataFrame({'a': ['x', 'y', 'x']}, schema={'a': pl.Categorical})
pl.DataFrame({'a': ['x', 'y']}, schema={'a': pl.Enum(['y', 'x'])})
pl.DataFrame({'t': [datetime.datetime(2026, 3, 29)]}).with_columns(pl.col('t').dt.replace_time_zone('Europe/Berlin'))
pl.DataFrame({'a': [[1, 2], None]})
pl.DataFrame({'a': [{'x': 1, 'y': 'z'}, {'x': None, 'y': None}]})
pl.DataFrame({'a': [1.25]}, schema={'a': pl.Decimal(10, 2)})
pl.DataFrame({'a': [datetime.timedelta(1)], 'b': [datetime.time(1)], 'c': [datetime.date(2026, 1, 1)], 'd': [b'x']})
pl.DataFrame({'a': range(100_000)})
pl.Series('s', [1, 2], pl.UInt16)
pl.Series('s', [[1.5, 2], [3, 4]], pl.Array(pl.Float32, 2))
pl.LazyFrame({'a': [1, 2]}).filter(pl.col('a') > 1)
pl.Int8
pl.Datetime('us', 'UTC')
pl.Schema({'a': pl.Int8})
""",
    ),
    "pyarrow": (
        "import pyarrow as pa\n",
        SCHEMA,
        """
pa.table({'a': [1, None], 'b': ['x', 'ü']})
with_metadata()
pa.array([1, None, 3], pa.int16())
pa.array([[1], None, [2, 3]])
pa.array([{'x': 1}, None])
pa.array(['a', 'b', 'a']).dictionary_encode()
pa.chunked_array([[1, 2], [3]])
pa.record_batch({'a': [1.5, 2]})
pa.table({'a': range(100_000)}).slice(5, 10)
pa.schema([('a', pa.timestamp('ns', 'UTC'))])
pa.decimal128(5, 2)
pa.scalar(3, pa.int8())
pa.py_buffer(b'abc')
""",
    ),
    "xgboost": (
        XGBOOST,
        "",
        """
xgboost.XGBClassifier(n_estimators=3).fit(X, y)
xgboost.XGBRegressor(n_estimators=3, booster='dart').fit(X, y)
xgboost.XGBRanker(n_estimators=2).fit(X, y, qid=np.repeat([0, 1], 10))
xgboost.train({'max_depth': 2, 'objective': 'binary:logistic'}, D, 4)
""",
    ),
    "lightgbm": (
        "import numpy as np, lightgbm\nX = np.arange(80.).reshape(40, 2); y = np.arange(40) % 2\n",
        "",
        """
lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(X, y)
lightgbm.LGBMRegressor(n_estimators=3, verbose=-1).fit(X, y)
lightgbm.train({'verbose': -1, 'objective': 'binary'}, lightgbm.Dataset(X, y), 3)
""",
    ),
    "catboost": (
        "import numpy as np, catboost\nX = np.arange(40.).reshape(20, 2); y = np.arange(20) % 2\n",
        "",
        """
catboost.CatBoostClassifier(iterations=2, silent=True, allow_writing_files=False).fit(X, y)
catboost.CatBoostRegressor(iterations=2, silent=True, allow_writing_files=False).fit(X, y)
""",
    ),
    "torch": (
        "import torch\nfrom torch import nn\ntorch.manual_seed(0)\n",
        """
def trained():
    model = nn.Linear(2, 1)
    optimiser = torch.optim.Adam(model.parameters())
    model(torch.ones(3, 2)).sum().backward()
    optimiser.step()
    return optimiser
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        torch.manual_seed(3)
        self.inner = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Dropout())
        self.register_buffer('seen', torch.arange(3))
    def forward(self, x): return self.inner(x)
class Marked(torch.Tensor):
    pass
""",
        """
torch.arange(6.).reshape(2, 3)
torch.arange(6.).reshape(2, 3).t()
torch.arange(10_000)[5:9]
torch.tensor(3)
torch.zeros(0, 3)
torch.ones(2, dtype=torch.bfloat16)
torch.ones(2, dtype=torch.float16)
torch.ones(2, dtype=torch.complex64).conj()
torch.tensor([True])
torch.ones(2, requires_grad=True)
torch.eye(3).to_sparse()
torch.eye(3).to_sparse_csr()
torch.empty(3, device='meta')
torch.ones(2, dtype=torch.uint16)
nn.Parameter(torch.ones(2), requires_grad=False)
Marked([1., 2.])
nn.Linear(2, 3).eval()
Net()
nn.Embedding(4, 2, padding_idx=0)
[*nn.Linear(2, 2).state_dict().values()]
nn.LSTM(2, 3, 2, bidirectional=True)
trained()
torch.optim.lr_scheduler.StepLR(trained(), 2).state_dict()
torch.float8_e4m3fn
torch.device('cuda:1')
torch.Size([1, 2])
torch.utils.data.TensorDataset(torch.ones(3)).tensors
""",
    ),
    "keras": (
        "import numpy as np, keras\nX = np.ones((2, 3), 'f4')\nkeras.utils.set_random_seed(3)\n",
        """
def compiled():
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2, 'relu'), keras.layers.Dense(1)])
    model.compile('adam', 'mse')
    return model
""",
        """
compiled()
keras.layers.Dense(3, name='d').get_config()
""",
    ),
    "matplotlib": (
        "import io, matplotlib; matplotlib.use('agg')\nimport matplotlib.pyplot as plt\n",
        """
def drawn():
    figure, axes = plt.subplots()
    axes.plot([1, 3, 2], label='l')
    axes.legend()
    return figure
""",
        """
drawn()
""",
    ),
}
CARRIED = {"pyarrow": ["with_metadata"], "torch": ["trained", "Net", "Marked"]}


@pytest.mark.parametrize("library", GROUPS)
def test_values_come_back(bench: Bench, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(library)
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    if library == "keras":
        pytest.importorskip("torch")
    assert different_values(bench, *GROUPS[library], carried=CARRIED.get(library, [])) == []


def test_model_and_optimiser_stay_tied(bench: Bench) -> None:
    pytest.importorskip("torch")
    make = (
        "import torch\nfrom torch import nn\nm = nn.Sequential(nn.Linear(3, 2), nn.Linear(2, 3))\n"
        "m[1].tied = m[0].weight\no = torch.optim.SGD(m.parameters(), 0.1, momentum=0.9)\n"
        "loss = m(torch.ones(1, 3)).sum()\nloss.backward(); o.step()"
    )
    use = (
        "before = m[0].weight.clone(); o.step()\n"
        "[m[1].tied is m[0].weight, o.param_groups[0]['params'][0] is m[0].weight, m[0].weight.grad is not None,"
        " bool((before != m[0].weight).any()), len(o.state)]"
    )
    done = bench.hand_on(make, "m o", use)
    assert (done.code, done.out) == (0, "[True, True, True, True, 4]\n"), done.err


def test_tensors_go_on_sharing_memory(bench: Bench) -> None:
    pytest.importorskip("torch")
    make = "import torch\nx = torch.zeros(3000); held = {'rows': [x[10:20], x.view(30, 100)[2]]}"
    done = bench.hand_on(make, "x held", "x[:] = 7\n[int(row[0]) for row in held['rows']]")
    assert (done.code, done.out) == (0, "[7, 7]\n"), done.err
    assert bench.artifact("a").stat().st_size < 16_000


def test_gradients_do_not_flow_on_in_silence(bench: Bench) -> None:
    pytest.importorskip("torch")
    make = (
        "import torch\nw = torch.ones(2, requires_grad=True); loss = (w * 2).sum()\n"
        "kept = w * 3; kept.retain_grad(); kept.sum().backward()"
    )
    asked = "[loss.item(), loss.requires_grad, loss.is_leaf, kept.grad.tolist(), kept.retains_grad]"
    done = bench.hand_on(make, "loss kept", asked)
    assert (done.code, done.out) == (0, "[4.0, True, False, [1.0, 1.0], True]\n"), done.err
    mixed = "import torch\nv = torch.ones(2, requires_grad=True)\n(loss + v.sum()).backward()"
    done = bench.hand_on(make, "loss", mixed)
    assert done.error["type"] == "RuntimeError"
    assert "no gradients flow back into another step" in done.error["message"]


def test_a_device_that_is_missing_is_no_error(bench: Bench) -> None:
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("the device is here")
    code = "from kale.runtime.tensors import make_storage\nmake_storage(bytearray(9), 'cuda:0').device.type"
    done = bench.cells(code)
    assert (done.code, done.out) == (0, "'cpu'\n"), done.err
    assert "there is no device cuda:0 here" in done.err


def test_compiled_code_of_torch_comes_back(bench: Bench) -> None:
    pytest.importorskip("torch")
    make = "import torch\nx = torch.ones(1, 2); s = torch.jit.trace(torch.nn.Linear(2, 1), x); y = s(x).detach()"
    plan = [["define", 0], ["run", 1], ["save", "a", ["s", "x", "y"], []]]
    quiet = "import warnings; warnings.simplefilter('ignore')"
    assert bench.run(plan, quiet, make).code == 0
    done = bench.run([["define", 0], ["load", "a", ["s", "x", "y"]], ["run", 1]], quiet, "bool((s(x) == y).all())")
    assert (done.code, done.out) == (0, "True\n"), done.err


PACKAGE = """
from decimal import Decimal

class Money:
    def __init__(self, amount): self.amount, self.lock = amount, open('/dev/null')
class Price(Money):
    pass

def make(kind, text):
    return kind(Decimal(text))

def reduce_money(money):
    return make, (type(money), str(money.amount))

serializers = {Money: reduce_money}
"""


@pytest.mark.parametrize("packed", [False, True], ids=["module", "packed"])
def test_packages_bring_reducers_without_kale(tmp_path: Path, packed: bool) -> None:
    """A distribution that is installed in a folder on the path; it knows nothing of kale but the entry point."""
    folder = tmp_path / "site"
    (folder / "purse").mkdir(parents=True)
    (folder / "purse" / "__init__.py").write_text(PACKAGE, "utf-8")
    described = folder / "purse-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: purse\nVersion: 1.0\n", "utf-8")
    (described / "entry_points.txt").write_text("[kale.serializers]\npurse = purse:serializers\n", "utf-8")
    bench = Bench(tmp_path, packed=packed)
    path = {"PYTHONPATH": str(folder)}
    make = "import purse\nm = purse.Money(3); p = [purse.Price(4)]"
    first = bench.run([["run", 0], ["save", "a", ["m", "p"], []]], make, environment=path)
    assert first.code == 0, first.err
    plan = [["load", "a", ["m", "p"]], ["run", 0]]
    done = bench.run(plan, "type(m).__name__, type(p[0]).__name__, m.amount + p[0].amount", environment=path)
    assert (done.code, done.out) == (0, "('Money', 'Price', Decimal('7'))\n"), done.err
    gone = bench.run(plan, "m")
    assert gone.code == 1
    assert "'m' of type purse.Money" in gone.error["message"]
    assert "cannot be loaded here" in gone.error["message"]
    assert "No module named 'purse'" in gone.error["message"]


def test_an_older_library_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    bench, path = Bench(tmp_path), {"PYTHONPATH": str(folder)}
    (folder / "purse.py").write_text("__version__ = '1.0'\nclass Money: pass\n", "utf-8")
    assert (
        bench.run([["run", 0], ["save", "a", ["m"], []]], "import purse\nm = purse.Money()", environment=path).code == 0
    )
    (folder / "purse.py").write_text("__version__ = '0.9'\nclass Money: pass\n", "utf-8")
    done = bench.run([["load", "a", ["m"]]], environment=path)
    assert (done.code, done.err) == (0, "kale: a was saved with purse 1.0, this is 0.9\n")


class Table(dict[str, object]):
    """A dictionary of a library, whose items are its attributes."""

    def __init__(self, **items: object) -> None:
        super().__init__(items)
        self.__dict__ = self


def test_a_dictionary_that_holds_its_own_attributes_goes_on_doing_so() -> None:
    stream = io.BytesIO()
    Pickler(stream).dump([Table(size=1)])
    again = pickle.loads(stream.getvalue())[0]
    assert (type(again), again, vars(again)["size"]) == (Table, {"size": 1}, 1)
    vars(again)["size"] = 2
    assert again["size"] == 2


KERAS = (
    "import os\nos.environ['KERAS_BACKEND'] = 'torch'\nimport keras\nclass Net(keras.Model):\n"
    "    def __init__(self, n): super().__init__(); self.n = n\n"
    "i = keras.Input((3,))\nlayer = keras.layers.Dense(2)\nmodel = keras.Model(i, layer(i))\n"
)


@pytest.mark.parametrize(
    ("make", "names", "message"),
    [
        ("encoder = keras.Model(i, model(i))", "encoder model", "Functional shares 'functional'"),
        ("", "model layer", "shares 'dense'"),
        ("model.compile('sgd', 'mse')\nsgd = model.optimizer", "sgd model", "shares 'sgd'"),
        ("net = Net(2)", "net", "Keras can save Net only with a get_config()"),
    ],
)
def test_what_keras_cannot_make_again_is_an_error(bench: Bench, make: str, names: str, message: str) -> None:
    if not (find_spec("keras") and find_spec("torch")):
        pytest.skip("Keras or PyTorch is not installed")
    done = bench.run([["run", 0], ["save", "a", names.split(), []]], KERAS + make)
    assert done.code == 1
    assert message in done.error["message"]
