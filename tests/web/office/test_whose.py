"""Every route × everybody, with real things behind the addresses: whose they are, what a stranger changes, what looking changes."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.urls.converters import IntConverter

from tests.web.accounts.test_permissions import opened, routes, sample
from tests.web.permissions import (
    ANONYMOUS,
    CITY,
    GET_NOTES,
    NATION,
    OTHER,
    OTHER_CITY,
    OWNER,
    PROVINCE,
    ROUTES,
    SAMPLES,
    STAFF,
    THINGS,
    WHO,
)

pytestmark = [pytest.mark.requirement("X06"), pytest.mark.requirement("N15")]
COUNTERS = ("django_session", "usersessions_usersession", "zhiqiang_cache", "records_attempts")
"""Who is logged in, and how often something was tried: written by looking as well."""


@pytest.fixture
def world(office, settings):
    """An application handed in to Xi'an with everything an address can name, and a browser of each one of `WHO`."""
    from allauth.account.models import EmailAddress

    from tests.operating.seeding import session
    from tests.web.office.world import attach, scan
    from zhiqiang.access.roles import Reader
    from zhiqiang.actions.enterprises import invite_member
    from zhiqiang.actions.type_checks import ask_for_type_check
    from zhiqiang.records.models import Bureau, Letter, Member, Message, Person, Post

    settings.DEMO = True
    nation = Bureau.objects.create(code="000000", name="国家知识产权局", name_en="CNIPA", level="national")
    office.province.parent = nation
    office.province.save()
    one = office.application()
    office.application(city="610300")
    file = attach(one, "ev_rd", scan("proof"), by=office.owners[one.pk], at=one.submitted_at, pages=1)
    owner = office.owners[one.pk]
    plan = attach(one, "work_plan", scan("plan"), by=owner, at=one.submitted_at, kind="docx")
    ask_for_type_check(file=plan.file, material=office.scheme.materials["work_plan"], at=one.submitted_at)
    people = {OWNER: owner.person, STAFF: Person.objects.create(email="staff@example.com", name="b")}
    member = Member.objects.create(enterprise=one.enterprise, person=people[STAFF], role="staff", since=office.now)
    people[OTHER] = office.owners[max(office.owners)].person
    for who, code in ((CITY, "610100"), (OTHER_CITY, "610300"), (PROVINCE, "610000")):
        people[who] = office.officer(code).person
    people[NATION] = Person.objects.create(email="nation@example.com", name="c")
    Post.objects.create(person=people[NATION], bureau=nation, since=office.now)
    invited = invite_member(email="guest@example.com", by=Reader(owner.person), at=office.now - dt.timedelta(hours=1), link="{token}")
    message = Message.objects.create(to=owner.person, subject="a", subject_en="a", body="b", body_en="b", at=office.now)
    token = next(line for line in Letter.objects.get(to="guest@example.com").body.splitlines() if re.fullmatch(r"[\w-]{32}", line))
    receipt = one.submissions.get()
    paper = next(iter(office.scheme.papers))
    named = {
        "key": one.key, "file": file.file.key, "material": "ev_rd", "receipt": receipt.receipt, "digest": receipt.digest[:16],
        "paper": paper, "kind": "docx", "tab": "form", "move": "confirm", "size": "large", "number": 1, "id": file.pk,
        "campaign": office.campaign.key, "token": token,
    }  # fmt: skip
    special = {
        "message": {"number": message.pk}, "remove-member": {"key": member.key}, "hand-over": {"key": member.key},
        "resend-invitation": {"key": invited.key}, "withdraw-invitation": {"key": invited.key},
        "material-type-check": {"id": plan.pk},
        **{name: {"key": file.file.key} for name in ("office-file", "office-original", "office-page", "office-page-large")},
    }  # fmt: skip
    posted = {"seen": receipt.receipt, "reason": "x", "ask": "1", "place": "employees", "note": "x", "keep": "employees",
              "declared": "yes", "email": "stranger@example.com", "file": file.file.key, "answers": "{}"}  # fmt: skip
    for person in people.values():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        person.set_password("松风-水月-2026")
        person.save()
    keys = {who: session(person, factor=who in (CITY, OTHER_CITY, PROVINCE, NATION)) for who, person in people.items()}
    return World(named, special, posted, keys)


class World:
    def __init__(self, named: dict, special: dict, posted: dict, keys: dict) -> None:
        self.named, self.special, self.posted, self.keys = named, special, posted, keys

    def address(self, name: str, parts: dict) -> str:
        chosen = {part: self.named.get(part, value) for part, value in sample(parts).items()}
        if "id" in parts and not isinstance(parts["id"], IntConverter):
            chosen["id"] = SAMPLES["id"]
        return reverse(name, kwargs=chosen | self.special.get(name, {})) + ("?place=employees" if name == "office-ask" else "")

    def client(self, who: str) -> Client:
        client = Client(raise_request_exception=False)
        if who != ANONYMOUS:
            client.cookies["zhiqiang_session"] = self.keys[who]
        return client


def about_things() -> Iterator[tuple[str, dict]]:
    for name, _, parts in routes():
        if name in THINGS:
            yield name, parts


def read(answer) -> None:
    """To its end, which closes it: a file would stay open."""
    if answer.streaming:
        list(answer.streaming_content)


@contextmanager
def written() -> Iterator[set[str]]:
    """Which tables are written to inside; everything is taken back afterwards."""
    tables: set[str] = set()
    with transaction.atomic(), CaptureQueriesContext(connection) as seen:
        yield tables
        transaction.set_rollback(True)
    found = (re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', query["sql"]) for query in seen.captured_queries)
    tables |= {one.group(1) for one in found if one} - set(COUNTERS)


def test_every_route_with_a_part_of_an_address_says_whose_it_is():
    open_to_all = {"edition", "notice", "set-values", "assessment", "score", "advice", "sheet", "answers-json", "workbook", "score-pdf",
                   "read-file", "table", "gallery-problem", "application-begin", "application-start"}  # fmt: skip
    assert {name for name, _, parts in routes() if parts} - open_to_all - set(THINGS) == set()
    assert set(THINGS) <= set(ROUTES)


@pytest.mark.parametrize("who", WHO)
def test_a_thing_opens_to_those_whose_it_is_and_stays_shut_to_the_rest(world, who):
    wrong = []
    for name, parts in about_things():
        address = world.address(name, parts)
        with transaction.atomic():
            answer = world.client(who).get(address)
            if answer.status_code == 405:
                answer = world.client(who).post(address, world.posted)
            transaction.set_rollback(True)
        came_in = opened(answer) and answer.status_code != 404
        if came_in != (who in THINGS[name]) or answer.status_code >= 500:
            wrong.append((name, answer.status_code))
        read(answer)

    assert wrong == []


@pytest.mark.parametrize("who", WHO)
def test_a_stranger_changes_nothing_whatever_is_sent(world, who):
    wrong = []
    for name, parts in about_things():
        if who in THINGS[name]:
            continue
        for sent in (world.posted, "json"):
            with written() as tables:
                client, address = world.client(who), world.address(name, parts)
                more = {"data": {"save_id": "s", "base": 1, "changes": {"employees": "1"}}, "content_type": "application/json"}
                answer = client.post(address, **more) if sent == "json" else client.post(address, sent)
            if tables or answer.status_code >= 500:
                wrong.append((name, answer.status_code, tables))

    assert wrong == []


@pytest.mark.parametrize("who", [ANONYMOUS, OWNER, CITY])
def test_looking_changes_nothing(world, who):
    wrong = []
    for name, _, parts in routes():
        for method in ("get", "head", "options"):
            with written() as tables:
                answer = getattr(world.client(who), method)(world.address(name, parts))
            if tables - {GET_NOTES.get(name)} or answer.status_code >= 500:
                wrong.append((name, method, answer.status_code, tables))
            read(answer)

    assert wrong == []


@pytest.mark.parametrize("who", [ANONYMOUS, OWNER, CITY])
def test_a_nul_in_an_address_or_a_form_is_refused_and_breaks_nothing(world, who):
    wrong = []
    for name, _, parts in routes():
        client, address = world.client(who), world.address(name, parts)
        filled = {field: f"{text}\x00" for field, text in world.posted.items()}
        answers = [
            client.get(f"{address.partition('?')[0]}?q=%00&state=%00&next=%00&bureau=a%00b&campaign=%00"),
            client.post(address, filled),
            client.post(address, {"a\x00": "b"}),
            client.post(address, '{"save_id": "\\u0000", "base": 1, "changes": {"main_business": "a\\u0000b", "\\u0000": "1"}}',
                        content_type="application/json"),
        ]  # fmt: skip
        wrong += [(name, one.status_code) for one in answers if one.status_code >= 500]

    assert wrong == []


def test_a_nul_in_the_path_is_refused(client):
    assert client.get("/people/\x00/remove/").status_code == 400
    assert client.get("/invitation/\x00/").status_code == 400
