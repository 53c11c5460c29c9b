"""Libraries of which it is known what their functions do with what they are given."""

from __future__ import annotations

import sys
from typing import Final

from kale.analysis.knowledge.words import words

_KNOWN: Final = words(
    """
    numpy pandas scipy polars pyarrow fastparquet openpyxl xlrd xarray geopandas shapely sympy statistics

    matplotlib mpl_toolkits seaborn plotly altair bokeh folium pydeck graphviz pydot wordcloud missingno
    ydata_profiling sweetviz

    sklearn imblearn xgboost lightgbm catboost statsmodels prophet shap lime eli5 optuna hyperopt mlxtend yellowbrick
    torch torchvision torchaudio torchmetrics tensorflow keras jax flax optax datasets tokenizers nltk spacy gensim
    PIL cv2 skimage imageio librosa soundfile

    joblib cloudpickle dill skops requests httpx aiohttp urllib3 bs4 lxml yaml toml tomli tomllib simplejson orjson
    ujson dotenv sqlalchemy psycopg2 pymysql pymongo redis boto3 botocore google azure fsspec s3fs gcsfs minio
    kubernetes kfp mlflow wandb IPython ipywidgets tabulate psutil pytest hypothesis faker
    """
)


def is_known(path: str) -> bool:
    """Whether the tables here say all that functions of a library change and hold on to.

    Of any other library, a function whose result nobody uses may be called for what it does to its arguments, and what
    it gives may hold on to them.

    Args:
        path: Full dotted path of something in the library.
    """
    root, dot, _ = path.partition(".")
    return not dot or root in _KNOWN or root in sys.stdlib_module_names
