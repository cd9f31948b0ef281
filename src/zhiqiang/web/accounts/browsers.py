"""Browsers that logged in before: a signed cookie says so, and failures from them are counted apart.

So nobody can lock somebody else out by typing wrong passwords for their account: the lock holds strange browsers off.
"""

from __future__ import annotations

import hashlib
import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse

from zhiqiang.records.models import Person

COOKIE = "zhiqiang_known"
DAYS = 180
MOST = 5


def known(request: HttpRequest, email: str) -> str:
    """The browser's name for this account, or nothing."""
    return _read(request).get(_digest(email), "")


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let the browser carry a name for this account."""
    names = _read(request)
    mine = names.pop(_digest(person.email), None) or secrets.token_urlsafe(9)
    newest = [*names.items(), (_digest(person.email), mine)][-MOST:]
    response.set_cookie(
        COOKIE, signing.dumps(dict(newest), salt=COOKIE), max_age=DAYS * 24 * 3600, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=DAYS * 24 * 3600)
    except signing.BadSignature:
        return {}


def _digest(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
