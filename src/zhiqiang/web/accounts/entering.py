"""Has this person come in all the way? Knowing the password is not enough for everybody.

An officer must have shown a second factor in this session, and whoever was given a password must have changed it.
Until then the account library knows the person, but `request.reader` is nobody.
"""

from __future__ import annotations

from typing import Literal

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Person

Step = Literal["password", "factor"]
UNTIL = "zhiqiang.until"
"""In a session: the instant (seconds since 1970) at which it ends, whatever the cookie says."""

STEP_ROUTES: dict[Step, str] = {"password": "account_change_password", "factor": "mfa_activate_totp"}


def person_of(request: HttpRequest) -> Person | None:
    """Whoever gave the password, whether or not there is more to do."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return getattr(user, "_wrapped", user)


def reader_of(request: HttpRequest) -> Reader:
    """The person as a reader; nobody while a step is left."""
    person = person_of(request)
    if person is None:
        return Reader(None)
    reader = Reader(person)
    return Reader(None) if step_left(request, reader) else reader


def step_left(request: HttpRequest, reader: Reader) -> Step | None:
    """What this person still has to do before coming in."""
    if reader.person is None:
        return None
    if reader.person.must_change_password:
        return "password"
    if reader.post is not None and not showed_factor(request, reader.person):
        return "factor"
    return None


def has_ended(request: HttpRequest) -> bool:
    """Whether this session's time is over."""
    until = request.session.get(UNTIL)
    return until is not None and request.at.timestamp() >= until


def showed_factor(request: HttpRequest, person: Person) -> bool:
    """Whether a second factor was shown in this session."""
    return any(one.get("method") == "mfa" for one in get_authentication_records(request, person))
