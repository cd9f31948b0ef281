"""Fixtures `office` and `visit` (a page as somebody), and one application: begun, whole, handed in."""

import pytest

from tests.web.office.conftest import office, visit

__all__ = ["office", "visit"]


@pytest.fixture
def mine(office):
    """An application that is whole but for its documents."""
    return office.draft()


@pytest.fixture
def owner(office, mine):
    return office.owners[mine.pk]


@pytest.fixture
def ready(office, mine, owner):
    """An application with everything that is asked for."""
    from tests.web.office.world import attach, scan

    for material in (m for m in office.scheme.materials.values() if m.awaited):
        attach(mine, material.id, scan(material.id), by=owner, at=office.now)
    return mine


@pytest.fixture
def handed_in(ready, owner, visit):
    from tests.web.enterprise.asking import at
    from zhiqiang.records.models import Submission

    answer = visit(owner, at("application-check", ready), {"declared": "yes", "request_id": "once"})
    assert answer.status_code == 302
    return Submission.objects.get(application=ready)
