"""Reading notebooks: the file, its annotations, and IPython's syntax as plain Python."""

from kale.notebook.annotation import AnnotatedNotebook, annotate
from kale.notebook.cells import PackageRequest
from kale.notebook.ipython import Translation, translate
from kale.notebook.metadata import PipelineMetadata
from kale.notebook.notebook import Notebook, NotebookCell
from kale.notebook.reading import NotebookSource, read_notebook
from kale.notebook.steps import StepAnnotation
from kale.notebook.volumes import VolumeRequest

__all__ = [
    "AnnotatedNotebook",
    "Notebook",
    "NotebookCell",
    "NotebookSource",
    "PackageRequest",
    "PipelineMetadata",
    "StepAnnotation",
    "Translation",
    "VolumeRequest",
    "annotate",
    "read_notebook",
    "translate",
]
