"""Schemes to test with: the tiny one with a rule of every kind, and the editions that are shipped."""

import shutil
from pathlib import Path

import pytest

from tests.engine.copies import Copy
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scheme import Scheme


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "libreoffice: recalculates a workbook with LibreOffice")


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


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """The tiny scheme in a folder of its own, to be spoilt."""
    shutil.copytree(TINY, tmp_path / "tiny")
    return Copy(tmp_path / "tiny")
