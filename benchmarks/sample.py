"""What is measured: the edition's worked enterprises, and a cohort made from them and from random answers."""

from functools import cache
from random import Random
from typing import Any

import polars as pl

from tests.engine.random_answers import random_answers
from zhiqiang.engine.answering import Answers, answer, flatten
from zhiqiang.engine.cohort import frame
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.scheme import Scheme

EDITION = "shaanxi-2020"
EVERYONE = 100_000
_DRAWN = 600


@cache
def scheme() -> Scheme:
    """The edition that is measured."""
    return load(shipped()[EDITION])


@cache
def enterprise() -> dict[str, Any]:
    """The large enterprise of the worked cases: over two hundred answers, as a browser would send them."""
    cases = read_cases(Files(shipped()[EDITION]))["cases/enterprises.yaml"].cases
    return {key: str(value) for key, value in flatten(cases[0].answers)}


@cache
def answers() -> Answers:
    """The same, read."""
    return answer(scheme(), enterprise())


@cache
def everyone() -> pl.DataFrame:
    """A hundred thousand different sets of answers, whole as submitted ones are.

    Some hundreds are drawn at random and read; then each table's columns are dealt out anew, together, so that the
    rows differ and what is calculated within a table still fits.
    """
    random = Random(2020)
    drawn = [
        answer(scheme(), random_answers(scheme(), random, random.choice((0.8, 1)))) for _ in range(_DRAWN)
    ]
    few = frame(scheme(), [answers(), *drawn])
    tables: dict[str, list[str]] = {}
    for column in few.columns:
        tables.setdefault(column.partition(".")[0], []).append(column)
    dealt = [
        few.select(columns).sample(EVERYONE, with_replacement=True, seed=seed)
        for seed, columns in enumerate(tables.values())
    ]
    return pl.concat(dealt, how="horizontal").select(few.columns).rechunk()
