"""The shipped editions, loaded once, for the tests that run over their data."""

from functools import cache
from pathlib import Path

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.proving import CaseResult, run_cases
from zhiqiang.engine.scheme import Scheme

SHAANXI = "shaanxi-2020"
GAOXIN = "gaoxin-2016"


def folder(edition: str) -> Path:
    """The folder of a shipped edition."""
    return shipped()[edition]


def scheme(edition: str) -> Scheme:
    """A shipped edition."""
    return load(folder(edition))


@cache
def cases(edition: str) -> dict[str, CaseResult]:
    """Its worked cases, run, by title."""
    return {result.case.title: result for result in run_cases(scheme(edition))}
