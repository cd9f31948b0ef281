"""The site of the journeys serves the trial scheme as well, which has every kind of field."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browsing import served

TRIAL = Path(__file__).resolve().parents[1] / "data" / "schemes" / "trial-2021"


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    settings = {
        "ZHIQIANG_GALLERY": "1", "ZHIQIANG_LOG_LEVEL": "WARNING", "ZHIQIANG_SCHEMES": str(TRIAL),
        "ZHIQIANG_POSTS_PER_MINUTE": "0",
    }  # fmt: skip
    with served(tmp_path_factory.mktemp("journeys") / "data", **settings) as address:
        yield address
