"""The trial scheme, which has every kind of field, beside the shipped editions."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from zhiqiang.engine.loading import load
from zhiqiang.engine.scheme import Scheme
from zhiqiang.web import editions

TRIAL = Path(__file__).resolve().parents[1] / "data" / "schemes" / "trial-2021"


@pytest.fixture
def client(db: None) -> Client:
    """A browser without scripts. Open pages ask the database too: which campaigns run, who is logged in."""
    return Client()


@pytest.fixture
def serve_folder(settings) -> Iterator:
    """Has the site serve a scheme's folder as well, for one test."""

    def serve(folder: Path) -> None:
        settings.SCHEME_FOLDERS = [*settings.SCHEME_FOLDERS, str(folder)]
        _forget()

    _forget()
    yield serve
    _forget()


@pytest.fixture
def trial(serve_folder) -> Scheme:
    serve_folder(TRIAL)
    return load(TRIAL)


def _forget() -> None:
    editions.folders.cache_clear()
    editions._loaded_once.cache_clear()
