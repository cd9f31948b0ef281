"""People at the doors: an enterprise's owner and colleague, an officer with a second factor, one without."""

import re
from types import SimpleNamespace

import pytest

PASSWORD = "松风-水月-2026"


@pytest.fixture
def people(db):
    """Accounts of every kind; `people.owner`, `.colleague`, `.officer` (with a second factor), `.fresh` (without)."""
    from tests.web.accounts.people import make_people

    return make_people()


@pytest.fixture
def entered(people):
    """A browser of somebody who has come in all the way: `entered("owner")`."""
    from tests.web.accounts.people import client_of

    return lambda name, **more: client_of(people, name, **more)


@pytest.fixture
def code():
    """The code in the newest letter to an address."""
    from zhiqiang.records.models import Letter

    def newest(to: str) -> str:
        letter = Letter.objects.filter(to=to).order_by("-pk").first()
        assert letter is not None
        return re.search(r"\d{4}-\d{4}", letter.body).group()

    return newest


@pytest.fixture
def shop():
    """What somebody types to register a new enterprise."""
    return SimpleNamespace(
        email="li@qinchuan.example", typed={
            "credit_code": "91610000220521879Q", "enterprise": "秦川精密仪器有限公司", "name": "李青", "mobile": "13800138000",
            "email": "li@qinchuan.example", "password1": PASSWORD,
        },
    )  # fmt: skip
