"""In the demonstration only: log-ins to try, and what an officer's authenticator would show."""

from __future__ import annotations

import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from zhiqiang.queries import demo
from zhiqiang.records.models import Application, Person
from zhiqiang.web.accounts.forms import was_used
from zhiqiang.web.editions import edition, language

PERIOD = 30


@dataclass(frozen=True, slots=True)
class LogIn:
    """Somebody of the demonstration: who it is, at which stage, and the address to log in with."""

    who: str
    stage: str
    email: str


def log_ins(*, officers: bool) -> list[LogIn]:
    """Whom one may try at an entrance; nobody outside the demonstration."""
    if not settings.DEMO:
        return []
    if officers:
        name = "name_en" if language() == "en" else "name"
        return [LogIn(getattr(post.bureau, name), "", post.person.email) for post in demo.officers()]
    return [
        LogIn(owner.enterprise.name, _stage(one), owner.person.email) for owner, one in demo.owners_by_state()
    ]


def _stage(application: Application) -> str:
    states = edition(application.campaign.scheme).workflow.states
    found = next((one for one in states if one.id == application.state), None)
    return "" if found is None else found.label_en if language() == "en" else found.label


def shown_code(person: Person) -> str:
    """What this demo officer's authenticator shows now; nothing outside the demonstration, nothing of anybody else's."""
    if not settings.DEMO or not person.email.endswith(demo.OFFICERS):
        return ""
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if kept is None:
        return ""
    # Several visitors may be the same officer within one period, and a code is good once.
    now, secret = int(time.time()) // PERIOD, decrypt(kept.data["secret"])
    codes = [format_hotp_value(hotp_value(secret, now + step)) for step in (0, 1, -1)]
    return next((code for code in codes if not was_used(person, code)), codes[0])
