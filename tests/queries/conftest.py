"""The fixture `office`, as for the office's pages."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.office.world import Office


@pytest.fixture
def office(db: None, settings, tmp_path) -> "Office":
    """One province, two cities, a campaign under way, no applications."""
    settings.MEDIA_ROOT = tmp_path / "store"
    from tests.web.office.world import make_office

    return make_office()
