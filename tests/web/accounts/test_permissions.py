"""Every route × every reader: the door opens to those of the table (`permissions.py`), and to nobody else."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from tests.web.permissions import ANONYMOUS, HALFWAY, READERS, ROUTES, SAMPLES


def routes(patterns=None, converters=None) -> Iterator[tuple[str | None, str, dict]]:
    """Each route's name, its pattern, and its parts with their converters."""
    for one in patterns if patterns is not None else get_resolver().url_patterns:
        parts = {**(converters or {}), **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, parts)
        else:
            yield one.name, str(one.pattern), parts


def sample(parts: dict) -> dict[str, object]:
    """Something for each part of an address."""
    numbers = {name for name, kind in parts.items() if isinstance(kind, IntConverter)}
    chosen = {name: SAMPLES.get(name, "nothing") for name in parts}
    return {
        name: value if name not in numbers or isinstance(value, int) else 1 for name, value in chosen.items()
    }


def opened(answer: HttpResponse) -> bool:
    """Whether the door opened, to whatever there is behind it."""
    if answer.status_code in (401, 403):
        return False
    to = urlsplit(answer.headers.get("Location", ""))
    doors = ("account_login", "bureau-entrance", "account_change_password", "mfa_activate_totp")
    return not (to.path in {reverse(name) for name in doors} and to.query.startswith("next="))


def test_every_route_is_in_the_table_and_no_other():
    assert [pattern for name, pattern, _ in routes() if name is None] == []
    assert {name for name, _, _ in routes()} ^ set(ROUTES) == set()


@pytest.mark.requirement("N15")
@pytest.mark.parametrize("reader", READERS)
def test_the_door_opens_to_those_of_the_table_alone(people, entered, settings, reader):
    from zhiqiang.access.roles import Reader
    from zhiqiang.actions.enterprises import invite_member
    from zhiqiang.records.models import Letter

    invite_member(email="guest@example.com", by=Reader(people.owner), at=timezone.now(), link="{token}")
    token = Letter.objects.get(to="guest@example.com").body.split("\n\n")[1]
    settings.DEMO = True
    names = {HALFWAY: "fresh", "enterprise": "owner"}
    wrong = []
    for name, _, parts in routes():
        client = Client() if reader == ANONYMOUS else entered(names.get(reader, reader))
        client.raise_request_exception = False
        kwargs = {"token": token} if name == "invitation" else sample(parts)
        answer = client.get(reverse(name, kwargs=kwargs))
        if answer.status_code == 405:
            answer = client.post(reverse(name, kwargs=kwargs))
        if opened(answer) != (reader in ROUTES[name]) or answer.status_code >= 500:
            wrong.append((name, answer.status_code, answer.headers.get("Location", "")))

    assert wrong == []
