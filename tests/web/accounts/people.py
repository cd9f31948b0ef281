"""Accounts of every kind, and browsers that are logged in as them."""

import datetime as dt
import time
from dataclasses import dataclass

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from zhiqiang.actions.accounts import Particulars, appoint_officer, open_account
from zhiqiang.actions.enterprises import register_enterprise
from zhiqiang.records.models import Bureau, Enterprise, Member, Person

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE = "91610131MA6U106Q1M"


@dataclass
class People:
    """An enterprise's owner and colleague; an officer with a second factor, one on the first day; somebody of nowhere."""

    enterprise: Enterprise
    owner: Person
    colleague: Person
    officer: Person
    fresh: Person
    loose: Person


def make_people(password: str) -> People:
    cache.clear()

    def person(email: str, name: str) -> Person:
        who = Particulars(email, name, "13800138000")
        return open_account(who, password=password, at=NOW, confirmed=True)

    owner, colleague = person("owner@example.com", "王立"), person("second@example.com", "赵敏")
    member = register_enterprise(credit_code=CODE, name="秦岭智测科技有限公司", person=owner, at=NOW)
    Member.objects.create(enterprise=member.enterprise, person=colleague, role="staff", since=NOW)
    bureau = Bureau.objects.create(
        code="610100", name="西安市知识产权局", name_en="Xi'an IP Office", level="city"
    )
    officers = [
        appoint_officer(
            Particulars(f"{name}@xian.example", name), bureau=bureau, password=password, at=NOW
        ).person
        for name in ("chen", "fresh")
    ]
    officers[0].must_change_password = False
    officers[0].save()
    give_factor(officers[0])
    return People(member.enterprise, owner, colleague, *officers, person("loose@example.com", "孙一"))


def give_factor(person: Person) -> Authenticator:
    """A second factor whose secret is known."""
    return TOTP.activate(person, SECRET).instance


def client_of(people: People, name: str, *, factor: bool | None = None, **options) -> Client:
    """A browser logged in as somebody; an officer's second factor was shown, unless `factor` is False."""
    who = getattr(people, name)
    client = Client(**options)
    client.force_login(who)
    request = HttpRequest()
    request.session, request.user = client.session, who
    record_authentication(request, who, method="password", reauthenticated=True)
    if factor if factor is not None else name == "officer":
        record_authentication(request, who, method="mfa", id=1, type="totp")
    request.session.save()
    return client


def totp_code(step: int = 0, secret: str = SECRET) -> str:
    """What an authenticator shows now, or some steps of thirty seconds away."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))
