"""Everyone at once: a hundred thousand enterprises.

In processor time, of all cores together: on two idle cores the clock on the wall shows about half of it.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from zhiqiang.engine.cohort import frame, score_cohort
from zhiqiang.engine.scoring import score

from . import by_hand
from .measuring import Figure, best
from .sample import EVERYONE, answers, everyone, scheme

LINES = (Decimal(60), Decimal(75), Decimal(90))


def figures() -> Iterator[Figure]:
    """Enterprises a second, reading excluded."""
    one, rows = scheme(), everyone()
    scored = score_cohort(one, rows, LINES)
    hand = _by_numpy(rows, scored.points["total"])
    yield Figure(
        f"{EVERYONE:,} enterprises, every indicator",
        EVERYONE / best(lambda: score_cohort(one, rows), seconds=5),
        "a core-second",
        "> 2,000,000",
        "numpy by hand, the total alone",
        EVERYONE / best(hand, seconds=5) if hand else 0,
    )
    yield Figure(
        f"the same with {len(LINES)} lines ({scored.exact.sum()} rows scored exactly)",
        EVERYONE / best(lambda: score_cohort(one, rows, LINES), seconds=5),
        "a core-second",
        "> 2,000,000",
        "one exact score after another",
        1 / best(lambda: score(one, answers())),
    )
    thousand = [answers()] * 1000
    yield Figure("making a frame of read answers", 1000 / best(lambda: frame(one, thousand)), "a core-second")


def _by_numpy(rows: pl.DataFrame, expected: pl.Series) -> Any:
    try:
        arithmetic = by_hand.with_numpy()
    except ModuleNotFoundError:
        return None
    get = {column: _column(rows[column]) for column in rows.columns if column != "#exact"}
    places, tables = _set_values(rows)

    def work() -> Any:
        wanted = {name: values[places] for name, values in tables.items()}
        return by_hand.total(get, wanted, arithmetic)

    assert abs(work() - expected.to_numpy()).max() < 1e-9
    return work


def _column(series: pl.Series) -> Any:
    if series.dtype == pl.Boolean:
        return series.fill_null(False).to_numpy()
    if series.dtype.is_numeric():
        return series.fill_null(0.0).to_numpy()
    return _Codes(series)


class _Codes:
    """A column of options that compares with one of them as numbers, quicker than text."""

    def __init__(self, series: pl.Series) -> None:
        self.names = series.dtype.categories.to_list()  # type: ignore[attr-defined]
        self.codes = series.to_physical().fill_null(255).to_numpy()

    def __eq__(self, name: object) -> Any:
        return self.codes == self.names.index(str(name))

    __hash__ = None  # type: ignore[assignment]


def _set_values(rows: pl.DataFrame) -> tuple[Any, dict[str, Any]]:
    """Where each row's set values stand in tables by industry and size."""
    import numpy as np

    one = scheme()
    profile = one.cover.profile
    assert profile is not None
    assert profile.size is not None
    keys = [*rows.select(profile.industry, profile.size).iter_rows()]
    pairs = sorted(set(keys), key=str)
    place = {pair: n for n, pair in enumerate(pairs)}
    tables = {}
    for name in one.set_values.names:
        found = [
            one.set_values.find(name, a or "", one.sections_of_industry.get(a or "", ""), b or "")
            for a, b in pairs
        ]
        tables[name] = np.array([float(Fraction(value.value)) if value else 0.0 for value in found])
    return np.array([place[key] for key in keys]), tables
