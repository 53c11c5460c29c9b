"""Notebooks in the form of every period of the annotation language's history: all of them must load.

The cells are our own and as short as the form allows; tags, metadata keys and the types of their values are those that
editors and compilers of the time wrote and took.
"""

from __future__ import annotations

from typing import Any

import pytest

from kale.notebook import annotate, read_notebook

PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
KATIB = {
    "algorithm": {"algorithmName": "grid"},
    "maxFailedTrialCount": 3,
    "maxTrialCount": 12,
    "objective": {"additionalMetricNames": [], "goal": 90, "objectiveMetricName": "score", "type": "maximize"},
    "parallelTrialCount": 1,
    "parameters": [
        {"feasibleSpace": {"max": "8", "min": "2", "step": "2"}, "name": "depth", "parameterType": "int"},
        {"feasibleSpace": {"list": ["0.1", "0.2"]}, "name": "rate", "parameterType": "categorical"},
    ],
}
CLONE = {
    "annotations": [{"key": "rok/origin", "value": "bucket/snapshot"}, {"key": "", "value": ""}],
    "mount_point": "/home/jovyan",
    "name": "workspace-notebook-x1",
    "size": 5,
    "size_type": "Gi",
    "snapshot": False,
    "snapshot_name": "",
    "type": "clone",
}

FORMS: dict[str, dict[str, Any]] = {
    "2019, blocks by hand": {
        "minor": 2,
        "cells": [
            (["block:imports"], "import os\npath = './'"),
            (["block:functions"], "def add(a, b):\n    return a + b"),
            (["block:sum", "out:total"], "total = add(1, 2)"),
            (["block:twice", "prev:sum", "in:total"], "print(total * 2)"),
            (None, "print(total)"),
            (["block:imports"], "import os"),
            (["prev:sum:twice", "block:os"], "print(os.listdir(path))"),
        ],
        "steps": {"sum": [], "twice": ["sum"], "os": ["sum", "twice"]},
        "warnings": set(),
    },
    "2019, papermill's parameters": {
        "minor": 2,
        "cells": [
            (["parameters"], "w = 5\nh = 7"),
            (["imports"], "import random"),
            (["block:init"], "a = [random.random() for _ in range(w * h)]"),
            (["block:mean", "prev:init"], "print(sum(a) / len(a))"),
        ],
        "steps": {"init": [], "mean": ["init"]},
        "warnings": set(),
    },
    "2019, the first editor": {
        "minor": 4,
        "metadata": {
            "kubeflow_noteobok": {
                "experiment_name": "Titanic",
                "pipeline_name": "titanic-ml",
                "pipeline_description": "Predict survival",
                "docker_image": "example/kale:0.1",
                "volumes": [{"type": "new_pvc", "name": "v", "mount_point": "/data", "size": "5", "snapshot": False}],
            }
        },
        "cells": [
            (["block:"], "import os"),
            (["skip"], "!pip install --user -r requirements.txt"),
            (["block:load"], "x = 1"),
            (["block:"], "y = 2"),
            (["block:train", "prev:load"], "z = x + y"),
        ],
        "steps": {"load": [], "train": ["load"]},
        "name": "titanic-ml",
        "warnings": {"K004"},
    },
    "2020, volumes and snapshots": {
        "minor": 4,
        "metadata": {
            "kubeflow_notebook": {
                "autosnapshot": True,
                "docker_image": "registry.example.org/org/jupyter@sha256:" + "0a" * 32,
                "experiment": {"id": "new", "name": "titanic"},
                "experiment_name": "titanic",
                "katib_metadata": {
                    **KATIB,
                    "parameters": [],
                    "objective": {"objectiveMetricName": "", "type": "minimize"},
                },
                "katib_run": False,
                "pipeline_description": "",
                "pipeline_name": "titanic",
                "snapshot_volumes": True,
                "volumes": [CLONE, {**CLONE, "type": "pvc", "name": "data", "annotations": [], "size": "5"}],
            }
        },
        "cells": [
            (["imports"], "import math"),
            (["pipeline-parameters"], "depth = 3"),
            (["functions"], "def f(x):\n    return x"),
            (["block:load_data", "annotation:sidecar.istio.io/inject:false"], "data = [1]"),
            (["block:train", "prev:load_data", "limit:nvidia.com/gpu:1", "label:access:true"], "score = depth"),
            (["pipeline-metrics"], "print(score)"),
            (None, ""),
        ],
        "steps": {"load_data": [], "train": ["load_data"]},
        "name": "titanic",
        "warnings": {"K012"},
    },
    "2020, a search": {
        "minor": 4,
        "metadata": {
            "kubeflow_notebook": {
                "docker_image": "",
                "experiment": {"id": "e1", "name": "dogs"},
                "experiment_name": "dogs",
                "katib_metadata": KATIB,
                "katib_run": True,
                "pipeline_description": "",
                "pipeline_name": "dogs",
                "volumes": [],
            }
        },
        "cells": [
            (["pipeline-parameters"], "depth = 3"),
            (["step:train"], "score = depth"),
            (["pipeline-metrics"], "print(score)"),
        ],
        "steps": {"train": []},
        "name": "dogs",
        "warnings": {"K012"},
    },
    "2021, defaults for all steps": {
        "minor": 4,
        "metadata": {
            "kubeflow_notebook": {
                "autosnapshot": False,
                "docker_image": "",
                "experiment": {"id": "new", "name": "vaccine"},
                "experiment_name": "vaccine",
                "katib_run": False,
                "pipeline_description": "Open vaccine",
                "pipeline_name": "vaccine",
                "snapshot_volumes": False,
                "steps_defaults": ["label:access-ml-pipeline:true", "label:kaggle-secret:true", "annotation:a/b:c:d"],
                "storage_class_name": "",
                "volume_access_mode": "rwm",
                "volumes": [],
            }
        },
        "cells": [
            ([], "import os"),
            (["step:load_data"], "train = [1]"),
            (["step:"], "sample = [2]"),
            ([], "train"),
            (["step:preprocess", "prev:load_data"], "y = train + sample"),
        ],
        "steps": {"load_data": [], "preprocess": ["load_data"]},
        "name": "vaccine",
        "warnings": {"K004"},
    },
    "2025, caching and images": {
        "minor": 5,
        "metadata": {
            "kubeflow_notebook": {
                "base_image": "",
                "enable_caching": True,
                "experiment": {"id": "ba15", "name": "Default"},
                "experiment_name": "Default",
                "output_path": "",
                "pipeline_description": "A database",
                "pipeline_name": "portable-rag",
                "security_context": {"enabled": False},
                "steps_defaults": [],
            }
        },
        "cells": [
            (["imports"], "import hashlib"),
            (["pipeline-parameters"], "repo = 'a/b'"),
            (["step:clone_repo", "cache:disabled", "image:python:3.11-slim"], "docs = [repo]"),
            (["step:load_model", "cache:enabled", "report:enabled", "limit:memory:4Gi"], "model = 1"),
            (["step:index", "prev:clone_repo", "prev:load_model"], "digest = hashlib.md5(repo.encode())"),
            (["skip"], "digest"),
        ],
        "steps": {"clone_repo": [], "load_model": [], "index": ["clone_repo", "load_model"]},
        "name": "portable-rag",
        "warnings": set(),
    },
    "2026, claims": {
        "minor": 4,
        "metadata": {
            "kubeflow_notebook": {
                "base_image": "python:3.12",
                "experiment_name": "claims",
                "pipeline_description": "Mounts a claim",
                "pipeline_name": "claims",
                "enable_caching": True,
                "timeout": 3600,
                "volumes": [{"name": "raw", "type": "pvc", "mount_point": "/data", "expose_as_env_var": True}],
            }
        },
        "cells": [(["imports"], "import os"), (["step:load"], "p = '/data/x'"), (["step:data-loading"], "q = p")],
        "steps": {"load": [], "data-loading": []},
        "name": "claims",
        "warnings": {"K012"},
    },
    "no annotation at all": {
        "minor": 4,
        "cells": [(None, "import os"), (None, "print(1)"), (None, "")],
        "steps": {"notebook": []},
        "warnings": set(),
    },
}


def notebook_of(form: dict[str, Any]) -> dict[str, Any]:
    cells: list[dict[str, Any]] = [{"cell_type": "markdown", "metadata": {"tags": []}, "source": ["# Title\n", "text"]}]
    for tags, source in form["cells"]:
        metadata = {"editable": True, "slideshow": {"slide_type": ""}, **({} if tags is None else {"tags": tags})}
        cells.append(
            {
                "cell_type": "code",
                "metadata": metadata,
                "source": source.splitlines(keepends=True),
                "outputs": [],
                "execution_count": None,
            }
        )
    metadata = {**PYTHON, **form.get("metadata", {})}
    return {"nbformat": 4, "nbformat_minor": form["minor"], "metadata": metadata, "cells": cells}


@pytest.mark.parametrize("form", [pytest.param(form, id=name) for name, form in FORMS.items()])
def test_every_form_loads(form: dict[str, Any]) -> None:
    notebook = annotate(read_notebook(notebook_of(form)))
    assert not notebook.errors
    assert {step.name: [name for name, _ in step.previous] for step in notebook.steps} == form["steps"]
    assert notebook.pipeline.name == form.get("name", "pipeline")
    found = {diagnostic.code for diagnostic in notebook.diagnostics} - {"K018"}
    assert found == form["warnings"]


def test_a_composition_is_refused_rather_than_cut_down() -> None:
    reference = {"cell_type": "code", "metadata": {"notebook_path": "./a.ipynb", "tags": ["notebook:a"]}, "source": []}
    last = {"cell_type": "code", "metadata": {"tags": ["step:final"]}, "source": ["print(prediction)"]}
    notebook = annotate(read_notebook({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [reference, last]}))
    assert [diagnostic.code for diagnostic in notebook.errors] == ["K017"]
