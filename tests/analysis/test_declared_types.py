"""The types of artifacts that the code leaves no doubt about, and only these."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from kale import compile_notebook
from kale.pipeline import ArtifactType
from kale.runtime import libraries
from kale.runtime.description import kind_of

assert libraries


def declared(folder: Path, code: str, name: str = "x", later: str = "") -> ArtifactType:
    """Give the declared type of the artifact that holds a variable which the next step reads."""
    sources = [("step:first", code), ("step:second", f"print({name})\n{later}")]
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": tag[5:],
            "metadata": {"tags": [tag]},
            "outputs": [],
            "source": text,
        }
        for tag, text in sources
    ]
    path = folder / "types.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    compiled = compile_notebook(path)
    (save,) = (save for step in compiled.pipeline.steps for save in step.saves if name in save.variables)
    assert f"{save.artifact}: {{artifactType: {{schemaTitle: {save.type.value}, " in compiled.yaml
    return save.type


DATASETS = {
    "import pandas as pd\nx = pd.DataFrame({'a': [1]})": "pandas",
    "import pandas\nx = pandas.DataFrame({'a': [1]}).dropna()[['a']].head()": "pandas",
    "from pandas import DataFrame as F\ny = F({'a': [1]})\nx = y": "pandas",
    "import pandas as pd\nx = pd.DataFrame({'a': [1]})\nx = x.rename(columns=str)": "pandas",
    "import pandas as pd\nclass Own(pd.DataFrame): pass\nx = Own({'a': [1]})": "pandas",
    "import numpy as np\nif True:\n    x = np.zeros(3)\nelse:\n    x = np.array([1])": "numpy",
    "import numpy as np, pandas as pd\nx = np.zeros(3)\nx = pd.Series(x)": "pandas",
    "import polars as pl\nx = pl.DataFrame({'a': [1]})": "polars",
    "import pyarrow as pa\nx = pa.table({'a': [1]})": "pyarrow",
    "import scipy.sparse as sp\nx = sp.csr_matrix([[1]])": "scipy",
    "import torch\nx = torch.ones(3)": "torch",
}
MODELS = {
    "from sklearn.linear_model import LogisticRegression\nx = LogisticRegression().fit([[1], [2]], [0, 1])": "sklearn",
    "import sklearn.svm as s\nx = s.SVC(C=3)": "sklearn",
    "from sklearn.pipeline import make_pipeline\nfrom sklearn.svm import SVC\nx = make_pipeline(SVC())": "sklearn",
    "import xgboost as xgb\nx = xgb.XGBClassifier()": "xgboost",
    "import torch.nn as nn\nx: nn.Module = nn.Sequential(nn.Linear(2, 1))": "torch",
    "import torch\nclass Net(torch.nn.Module): pass\nx = Net()": "torch",
}


@pytest.mark.parametrize(("code", "library"), (DATASETS | MODELS).items())
def test_what_is_certain_is_declared_and_true(tmp_path: Path, code: str, library: str) -> None:
    kind = ArtifactType.DATASET if code in DATASETS else ArtifactType.MODEL
    assert declared(tmp_path, code) is kind
    pytest.importorskip(library)
    namespace: dict[str, object] = {"__name__": "made"}
    exec(code, namespace)
    assert f"system.{kind_of(namespace['x'])[0]}" == kind.value


UNCERTAIN = {
    "a name": "def make_dataset(): return 1\nx = make_dataset()",
    "another value elsewhere": "import pandas as pd\nx = pd.DataFrame()\nif x.empty: x = None",
    "another value in a loop": "import pandas as pd\nx = pd.DataFrame()\nfor x in [1, 2]: pass",
    "another value in a function": "import numpy as np\nx = np.zeros(1)\ndef f():\n    global x\n    x = 3\nf()",
    "another value in code that nobody sees": "import numpy as np\nx = np.zeros(1)\nexec('x = 3')",
    "a name that stands for something else": "import pandas as pd\nclass pd: DataFrame = dict\nx = pd.DataFrame()",
    "two modules of one name": "if len('a'): import pandas as pd\nelse: import fake as pd\nx = pd.DataFrame()",
    "a reader of pieces": "import pandas as pd\nx = pd.read_csv('a.csv', chunksize=3)",
    "perhaps a reader of pieces": "import pandas as pd\no = {}\nx = pd.read_csv('a.csv', **o)",
    "a dictionary of frames": "import pandas as pd\nx = pd.read_excel('a.xlsx', sheet_name=None)",
    "nothing": "import pandas as pd\ny = pd.DataFrame()\nx = y.dropna(inplace=True)",
    "a part": "import pandas as pd\ny = pd.DataFrame({'a': [1]})\nx = y['a'][0]",
    "a tuple": "import pandas as pd\nx, y = pd.DataFrame(), 3",
    "what a model predicts": "from sklearn.svm import SVC\nm = SVC()\nx = m.predict([[1]])",
    "what keras fits": "import keras\nm = keras.Sequential()\nx = m.fit([1])",
    "a class that a decorator may replace": "import torch\n@print\nclass Net(torch.nn.Module): pass\nx = Net()",
    "a circle": "import pandas as pd\nx = y = None\nx = y\ny = x",
    "a pattern": "import numpy as np\nx = np.zeros(1)\nmatch [3]:\n    case [x]: pass",
}


@pytest.mark.parametrize("code", UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_not_certain_is_an_artifact(tmp_path: Path, code: str) -> None:
    assert declared(tmp_path, code) is ArtifactType.ARTIFACT


def test_a_long_chain_is_no_problem(tmp_path: Path) -> None:
    code = "import pandas as pd\nx = pd.DataFrame({'a': [1]})" + ".copy()" * 150
    assert declared(tmp_path, code) is ArtifactType.DATASET


def test_variables_of_one_artifact_are_of_one_kind(tmp_path: Path) -> None:
    code = "import pandas as pd\nx = pd.DataFrame({'a': [1]})\ny = [x]"
    assert declared(tmp_path, code, later="print(y)") is ArtifactType.ARTIFACT
    code = "import pandas as pd\nx = pd.DataFrame({'a': [1]})\ny = x"
    assert declared(tmp_path, code, later="print(y)") is ArtifactType.DATASET


def test_estimators_are_where_they_are_said_to_be() -> None:
    pytest.importorskip("sklearn")
    from sklearn.base import BaseEstimator
    from sklearn.utils import all_estimators

    from kale.analysis.known_types import _ESTIMATORS

    modules = {f"sklearn.{name}": importlib.import_module(f"sklearn.{name}") for name in _ESTIMATORS}
    known = {kind for _, kind in all_estimators() if kind.__module__.startswith(tuple(modules))}
    assert len(known) > 100
    for module in modules.values():
        for name in getattr(module, "__all__", ()):
            found = getattr(module, name)
            if isinstance(found, type) and not name.endswith("Mixin"):
                assert issubclass(found, BaseEstimator), name
