"""A site with a little in it."""

import json

import pytest

from tests.operating.sites import Site


@pytest.fixture
def site(tmp_path) -> Site:
    """Prepared, with two drafts, one of them saved and handed in through the site's own pages."""
    from tests.operating.sites import Site

    made = Site(tmp_path / "data").prepare()
    seed = made.seed("fill", 2)
    with made.serving() as served:
        one = seed["drafts"][0]
        caller = served.caller(one["session"])
        status, said = caller.save(one["key"], {"employees": "150"}, base=1, save_id="first")
        assert status == 200, said
        status, said = caller.submit(one["key"])
        assert status == 302, said
    assert json.loads(json.dumps(made.seed("look")))["wrong"] == []
    return made
