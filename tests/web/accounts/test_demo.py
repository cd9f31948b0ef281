"""The demonstration tells its log-ins and its codes; no other site does."""

import datetime as dt
import re

import pytest
from django.test import Client

from tests.web.accounts.people import NOW, give_factor, totp_code
from zhiqiang.actions.accounts import Particulars, open_account
from zhiqiang.records.models import Application, Bureau, Campaign, Enterprise, Member, Post

pytestmark = pytest.mark.django_db
OWNER, OFFICER = "e01@enterprise.demo", "610100@officer.demo"


@pytest.fixture
def demo(people, settings, password):
    """An enterprise and an officer of the demonstration."""
    owner, officer = (
        open_account(Particulars(email, "演示"), password=password, at=NOW, confirmed=True)
        for email in (OWNER, OFFICER)
    )
    enterprise = Enterprise.objects.create(
        credit_code="91610000220521879Y", name="秦川精密", registered_at=NOW
    )
    Member.objects.create(enterprise=enterprise, person=owner, role="owner", since=NOW)
    bureau = Bureau.objects.get()
    Post.objects.create(person=officer, bureau=bureau, since=NOW)
    give_factor(officer)
    campaign = Campaign.objects.create(
        scheme="shaanxi-2020", digest="", bureau=bureau, opens_at=NOW - dt.timedelta(days=1)
    )
    Application.objects.create(
        campaign=campaign,
        enterprise=enterprise,
        started_at=NOW,
        state="draft",
        state_since=NOW,
        changed_at=NOW,
    )
    settings.DEMO = True


def test_the_entrances_tell_whom_one_may_try(demo, client):
    enterprises = client.get("/account/enter/").content.decode()
    bureaus = client.get("/account/bureau/").content.decode()

    assert OWNER in enterprises
    assert "秦川精密" in enterprises
    assert "owner@example.com" not in enterprises
    assert OFFICER in bureaus
    assert OWNER not in bureaus


def test_the_second_step_shows_what_the_authenticator_would(demo, client, password):
    client.post("/account/bureau/", {"login": OFFICER, "password": password})

    assert totp_code() in client.get("/account/second-factor/enter/").content.decode()


def test_several_visitors_come_in_as_one_officer_at_once(demo, password):
    for _ in range(3):
        visitor = Client()
        visitor.post("/account/bureau/", {"login": OFFICER, "password": password})
        shown = re.search(
            r"验证器现在显示 (\d{6})", visitor.get("/account/second-factor/enter/").content.decode()
        )

        assert visitor.post("/account/second-factor/enter/", {"code": shown.group(1)}).status_code == 302


def test_but_of_no_real_officer(demo, client, password):
    client.post("/account/bureau/", {"login": "chen@xian.example", "password": password})

    page = client.get("/account/second-factor/enter/").content.decode()
    assert "演示" not in page
    assert totp_code() not in page


def test_and_nothing_where_there_is_no_demonstration(demo, client, settings, password):
    settings.DEMO = False

    assert OWNER not in client.get("/account/enter/").content.decode()
    client.post("/account/bureau/", {"login": OFFICER, "password": password})
    assert totp_code() not in client.get("/account/second-factor/enter/").content.decode()
