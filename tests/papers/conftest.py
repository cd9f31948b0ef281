"""Schemes whose workbooks and score sheets are tested: those shipped, and one with every kind of field."""

from pathlib import Path

import pytest

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scheme import Scheme

TRIAL = Path(__file__).parent.parent / "data" / "schemes" / "trial-2021"
FOLDERS = {**shipped(), "trial-2021": TRIAL}


@pytest.fixture(scope="session")
def trial() -> Scheme:
    return load(TRIAL)


@pytest.fixture(scope="session")
def shaanxi() -> Scheme:
    return load(shipped()["shaanxi-2020"])


@pytest.fixture(scope="session", params=sorted(FOLDERS))
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """Each scheme in turn."""
    return load(FOLDERS[request.param])
