"""Schemes to test with: the tiny one with a rule of every kind, and the editions that are shipped."""

from pathlib import Path

import pytest

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scheme import Scheme

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="session")
def tiny() -> Scheme:
    return load(TINY)


@pytest.fixture(scope="session")
def shaanxi() -> Scheme:
    return load(shipped()["shaanxi-2020"])


@pytest.fixture(scope="session", params=["tiny", *shipped()])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Each scheme in turn."""
    return load(shipped().get(request.param, TINY))
