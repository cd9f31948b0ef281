"""Fixtures `office` (the world) and `visit` (a page as somebody). Django's models can be imported only inside."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.office.world import Office


@pytest.fixture
def office(db: None, settings, tmp_path) -> "Office":
    """One province, two cities, a campaign under way, no applications."""
    settings.MEDIA_ROOT = tmp_path / "store"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.web.office.world.ReaderFromHeader"]
    from tests.web.office.world import make_office

    return make_office()


@pytest.fixture
def visit(client) -> "Callable":
    """`visit(reader, address, data)`: GET, or POST where there is data; `htmx="target"` asks as htmx does."""

    def go(reader, address: str, data: dict | None = None, *, htmx: str = "", **headers: str):
        headers["X-Reader"] = reader.person.email if reader else ""
        if htmx:
            headers |= {"HX-Request": "true", "HX-Target": htmx}
        found = client.get(address, headers=headers) if data is None else client.post(address, data, headers=headers)
        if found.streaming:
            found.body = b"".join(found.streaming_content)  # read to its end, it is closed
        return found

    return go
