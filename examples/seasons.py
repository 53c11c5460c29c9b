"""Seasons in a series, as functions: the same as ``seasons.ipynb``.

Ten years of monthly temperatures have a season and a trend. Run it with ``python examples/seasons.py`` or
``kale run examples/seasons.py:seasons``; it needs the packages of the ``examples`` extra.
"""

import io

import matplotlib
import numpy as np
import pandas as pd

from kale.dsl import metrics, pipeline, step

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402


def month_starts(first: object, count: int) -> pd.DatetimeIndex:
    """Give `count` months, beginning with the month of the day `first`."""
    return pd.date_range(first, periods=count, freq="MS")


def mean_error(forecast: pd.Series, actual: pd.Series) -> float:
    """Give the mean absolute error in degrees."""
    return float((forecast - actual).abs().mean())


def png(figure: Figure) -> bytes:
    """Give `figure` as the bytes of a PNG image."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=90)
    return buffer.getvalue()


@step
def make_series(years: int, warming: float, seed: int) -> pd.Series:
    months = month_starts("2014-01-01", 12 * years)
    noise = np.random.default_rng(seed).normal(scale=1.1, size=len(months))
    season = 9.5 * np.sin(2 * np.pi * (months.month - 4) / 12)
    trend = warming * np.arange(len(months)) / 12
    temperature = pd.Series(10.5 + season + trend + noise, index=months, name="temperature")
    print(temperature.describe().round(2).to_string())
    return temperature


@step
def split(temperature: pd.Series, held_out: int) -> tuple[pd.Series, pd.Series]:
    known = temperature.iloc[:-held_out]
    future = temperature.iloc[-held_out:]
    print(f"{len(known)} months to learn from, {len(future)} to forecast")
    return known, future


@step
def repeat(known: pd.Series, future: pd.Series) -> tuple[pd.Series, float]:
    """Take the last year again."""
    last_year = known.iloc[-12:].to_numpy()
    ahead = month_starts(future.index[0], len(future))
    repeated = pd.Series(np.resize(last_year, len(ahead)), index=ahead, name="last year again")
    repeat_error = mean_error(repeated, future)
    print(f"mean error {repeat_error:.2f} degrees")
    return repeated, repeat_error


@step
def regress(known: pd.Series, future: pd.Series) -> tuple[pd.Series, pd.Series, float]:
    """Fit a line to what is left when the mean of each month is taken off."""
    by_month = known.groupby(known.index.month).mean()
    rest = known - by_month.reindex(known.index.month).to_numpy()
    slope, offset = np.polyfit(np.arange(len(known)), rest, deg=1)
    positions = np.arange(len(known), len(known) + len(future))
    seasonal = by_month.reindex(future.index.month).to_numpy()
    ahead = month_starts(future.index[0], len(future))
    regressed = pd.Series(seasonal + offset + slope * positions, index=ahead, name="season and line")
    regress_error = mean_error(regressed, future)
    print(f"mean error {regress_error:.2f} degrees, trend {12 * slope:.3f} degrees a year")
    return by_month, regressed, regress_error


@step
def draw(temperature: pd.Series, repeated: pd.Series, regressed: pd.Series, by_month: pd.Series) -> bytes:
    """Draw two figures: one goes to a file, the other is a value like any other."""
    figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
    temperature.plot(ax=axes, color="silver", label="measured")
    repeated.plot(ax=axes, label=repeated.name)
    regressed.plot(ax=axes, label=regressed.name)
    axes.set_ylabel("°C")
    axes.legend()
    figure.savefig("seasons.png", dpi=90)
    figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
    by_month.plot.bar(ax=axes, color="tab:orange")
    axes.set_xlabel("month")
    axes.set_ylabel("°C")
    season_picture = png(figure)
    print(f"seasons.png and a picture of {len(season_picture)} bytes")
    return season_picture


@step
def report(repeat_error: float, regress_error: float, season_picture: bytes) -> tuple[str, bool]:
    better = "regress" if regress_error < repeat_error else "repeat"
    is_png = season_picture.startswith(b"\x89PNG")
    print(f"{better} forecasts better; picture is a PNG: {is_png}")
    return better, is_png


@pipeline
def seasons(years: int = 10, held_out: int = 24, warming: float = 0.04, seed: int = 11) -> dict[str, object]:
    """Two forecasts of a monthly series, with pictures."""
    temperature = make_series(years, warming, seed)
    known, future = split(temperature, held_out)
    repeated, repeat_error = repeat(known, future)
    by_month, regressed, regress_error = regress(known, future)
    season_picture = draw(temperature, repeated, regressed, by_month)
    better, is_png = report(repeat_error, regress_error, season_picture)
    metrics(repeat_error=repeat_error, regress_error=regress_error)
    return {
        "temperature": temperature,
        "repeated": repeated,
        "by_month": by_month,
        "regressed": regressed,
        "repeat_error": repeat_error,
        "regress_error": regress_error,
        "better": better,
        "is_png": is_png,
    }


if __name__ == "__main__":
    seasons.run(echo=print).raise_for_failure()
