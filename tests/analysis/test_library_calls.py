"""What calls of libraries do to what they are given; which libraries are installed does not matter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("first", "second", "loaded"),
    [
        pytest.param(
            "import networkx as nx\nx = nx.path_graph(3)",
            "nx.set_node_attributes(x, {0: 1}, 'w')",
            "b.x",
            id="called for its effect",
        ),
        pytest.param("x = open_it()", "import scanpy as sc\nsc.pp.log1p(x)", "b.x", id="of a module inside"),
        pytest.param(
            "import lib\nx = []\nclient = lib.connect()", "client.download_into(x)", "b.x", id="method of its object"
        ),
        pytest.param(
            "import sklearn\nx = []\nclient = sklearn.Thing()", "client.follow(x)", "a.x", id="method of a known one's"
        ),
        pytest.param("from lib import f\nx = []", "y = f(x)", "a.x", id="result used"),
        pytest.param("x = [1]", "import seaborn as sns\nsns.heatmap(x)", "a.x", id="known to leave it alone"),
        pytest.param("x = [1]", "print(x)\nlen(x)", "a.x", id="builtin"),
        pytest.param("def x(): pass", "import lib\nlib.run(x)", None, id="function is not data"),
        pytest.param("class x: pass", "import lib\nlib.run(x)", None, id="class is not data"),
        pytest.param(
            "import torch\nx = torch.zeros(3)", "torch.nn.init.constant_(x, 1.0)", "b.x", id="torch with underscore"
        ),
        pytest.param(
            "import torch\nx = torch.nn.Linear(1, 1)",
            "import torch.nn.utils.prune as p\np.l1_unstructured(x, 'weight', 0.5)",
            "b.x",
            id="torch prepares",
        ),
        pytest.param("x = []", "list.append(x, 1)", "b.x", id="through its type"),
        pytest.param("import numpy as np\nx = np.ones(1)", "np.sqrt(x, x)", "b.x", id="second input"),
        pytest.param("import io\nx = io.StringIO()", "import json\njson.dump({}, x)", "b.x", id="stream"),
        pytest.param("import io\nx = io.StringIO()", "print('a', file=x)", "b.x", id="stream by keyword"),
        pytest.param(
            "import io\nx = io.StringIO()\ndef f(s): s.write('a')", "f(x)", "b.x", id="stream and notebook's function"
        ),
        pytest.param("x = {}", "import xgboost as xgb\ny = xgb.train({}, 1, evals_result=x)", "b.x", id="filled"),
    ],
)
def test_an_argument_changes(first: str, second: str, loaded: str | None, outline: Callable[[str], Any]) -> None:
    found = outline(f"# %% functions\ndef open_it(): return []\n# %% a\n{first}\n# %% b\n{second}\n# %% c\nprint(x)")
    assert found.codes == []
    assert [load for load in found.loads("c") if load.endswith(".x")] == ([loaded] if loaded else [])


@pytest.mark.parametrize(
    ("maker", "change"),
    [
        pytest.param("from tqdm import tqdm", "for row in tqdm(x): row['k'] = 1", id="progress bar"),
        pytest.param("from tqdm import tqdm", "for i, row in enumerate(tqdm(x, desc='a')): row['k'] = i", id="counted"),
        pytest.param("from rich.progress import track", "for row in track(x): row['k'] = 1", id="another one"),
        pytest.param("import more_itertools as m", "m.first(x)['k'] = 1", id="element"),
        pytest.param("import random\nr = random.Random(1)", "r.choice(x)['k'] = 1", id="chosen"),
        pytest.param("from sklearn.utils import shuffle", "shuffle(x)[0]['k'] = 1", id="shuffled"),
    ],
)
def test_a_result_holds_its_argument(maker: str, change: str, outline: Callable[[str], Any]) -> None:
    found = outline(f"# %% a\n{maker}\nx = [{{}}]\n# %% b\n{change}\n# %% c\nprint(x)")
    assert "b.x" in found.loads("c")


def test_what_a_known_library_gives_is_new(outline: Callable[[str], Any]) -> None:
    found = outline(
        "# %% imports\nimport pandas as pd\n# %% a\nx = pd.DataFrame()\n# %% b\ny = pd.concat([x])\ny['k'] = 1\n"
        "# %% c\nprint(x)"
    )
    assert found.loads("c") == ["a.x"]


def test_tensors_of_a_state_are_those_of_the_model(outline: Callable[[str], Any]) -> None:
    found = outline(
        "# %% a\nimport torch\nm = torch.nn.Linear(1, 1)\ns = m.state_dict()\n"
        "# %% b\nm.weight.fill_(2.0)\n# %% c\nprint(s['weight'])"
    )
    assert "b.s" in found.loads("c")


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        pytest.param("duckdb.sql('select * from orders join products p')", ["orders", "products"], id="query"),
        pytest.param("db.execute('insert into orders values (1)')", [], id="table of the database"),
        pytest.param("smf.ols('y ~ center(x)', data=1)", ["center", "x"], id="function of a formula"),
        pytest.param("smf.ols('y ~ I(x - shift)', 1)", ["shift", "x"], id="inside a call"),
        pytest.param("smf.ols(formula='y ~ x')", ["x", "y"], id="formula without data"),
        pytest.param("pd.eval('x + shift')", ["shift", "x"], id="expression"),
        pytest.param("ne.evaluate('2*x')", ["x"], id="another library's expression"),
        pytest.param("other('2*x')", [], id="any other text"),
    ],
)
def test_names_in_texts(text: str, loaded: list[str], outline: Callable[[str], Any]) -> None:
    names = ["orders", "products", "center", "x", "y", "shift"]
    made = "\n".join(f"{name} = [1]" for name in names)
    found = outline(
        "# %% imports\nimport duckdb\nimport pandas as pd\nimport numexpr as ne\nfrom lib import db, other\n"
        f"import statsmodels.formula.api as smf\n# %% a\n{made}\n# %% b\nz = {text}"
    )
    assert found.loads("b") == [f"a.{name}" for name in loaded]


@pytest.mark.parametrize(
    ("decorator", "carried"),
    [
        pytest.param("@pd.api.extensions.register_dataframe_accessor('geo')", True, id="registered"),
        pytest.param("@pd.some_other('geo')", False, id="not registered"),
    ],
)
def test_later_steps_let_libraries_know_of_classes(
    decorator: str, carried: bool, outline: Callable[[str], Any]
) -> None:
    found = outline(f"# %% a\nimport pandas as pd\n{decorator}\nclass Geo: pass\n# %% b\ndf = 1\ndf.geo")
    assert ("Geo" in found.defines("b")) is carried
