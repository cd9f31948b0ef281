"""People at the doors. Django's models can be imported only once Django is set up, so inside the fixtures."""

import re
from collections.abc import Callable

import pytest

PASSWORD = "松风-水月-2026"


@pytest.fixture
def people(db):
    """Accounts of every kind: see `tests/web/accounts/people.py`."""
    from tests.web.accounts.people import make_people

    return make_people(PASSWORD)


@pytest.fixture
def entered(people):
    """A browser of somebody who has come in all the way: `entered("owner")`."""
    from tests.web.accounts.people import client_of

    return lambda name, **more: client_of(people, name, **more)


@pytest.fixture
def code() -> Callable[[str], str]:
    """The code in the newest letter to an address."""
    from zhiqiang.records.models import Letter

    def newest(to: str) -> str:
        letter = Letter.objects.filter(to=to).order_by("-pk").first()
        assert letter is not None, "no letter was written"
        return re.search(r"\d{4}-\d{4}", letter.body).group()

    return newest


@pytest.fixture
def acts() -> Callable[[], list[str]]:
    """What the audit trail tells, in order."""
    from zhiqiang.records.models import Event

    return lambda: list(
        Event.objects.filter(book__name="site").order_by("number").values_list("act", flat=True)
    )


@pytest.fixture
def typed() -> dict[str, str]:
    """What somebody types to register a new enterprise."""
    return {
        "credit_code": "9161 0000 2205 2187 9y", "enterprise": "秦川精密仪器有限公司", "name": "李青", "mobile": "138 0013 8000",
        "email": "Li@Qinchuan.example", "password1": PASSWORD,
    }  # fmt: skip


@pytest.fixture
def password() -> str:
    return PASSWORD
