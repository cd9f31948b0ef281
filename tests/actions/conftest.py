"""The fixture `world`. Django's models can be imported only once Django is set up, so inside."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.actions.world import World


@pytest.fixture
def world(db: None) -> "World":
    """One province, two cities, an enterprise with two people, an officer each."""
    from tests.actions.world import make_world

    return make_world()
