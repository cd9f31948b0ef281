"""The outbox: every letter that waits is sent by Django's e-mail backend, and none is lost or sent twice.

A worker first holds a letter (one transaction, the row locked), then sends it, then marks it sent. Another worker leaves
held letters alone; should the first one die, the hold runs out and the letter is tried again, with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from zhiqiang.records.models import Letter

log = logging.getLogger(__name__)

HOLD = dt.timedelta(minutes=10)
WAITS = (1, 5, 15, 60, 240, 720, 1440, 1440, 1440)
"""Minutes after the first, second … failure; after the last the letter is given up, and kept with its problem."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round came to."""

    sent: int = 0
    failed: int = 0


def waiting(at: dt.datetime):
    """The letters that may be sent now."""
    return Letter.objects.filter(
        Q(next_try_at=None) | Q(next_try_at__lte=at), Q(held_until=None) | Q(held_until__lte=at),
        sent_at=None, given_up_at=None,
    ).order_by("pk")  # fmt: skip


def send_waiting(*, at: dt.datetime | None = None, most: int = 100) -> Round:
    """Send what waits, at most so many; each try is marked before the next begins. `at`: None for the clock."""
    sent = failed = 0
    mail: BaseEmailBackend | None = None
    try:
        for _ in range(most):
            letter = hold_next(at or timezone.now())
            if letter is None:
                break
            mail = mail or get_connection()
            problem = _send(letter, mail)
            _mark(letter, problem, at or timezone.now())
            sent, failed = (sent, failed + 1) if problem else (sent + 1, failed)
            if problem:
                _hang_up(mail)
                mail = None
    finally:
        _hang_up(mail)
    return Round(sent, failed)


def hold_next(at: dt.datetime) -> Letter | None:
    """Take the next letter for this worker alone."""
    if not waiting(at).exists():
        return None
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        letter = waiting(at).select_for_update(skip_locked=skips).first()
        if letter is None:
            return None
        letter.held_until = at + HOLD
        letter.tries += 1
        letter.save(update_fields=("held_until", "tries"))
        return letter


def again(*, at: dt.datetime) -> int:
    """Try everything that waits or was given up at once; how many."""
    found = Letter.objects.filter(sent_at=None).filter(Q(held_until=None) | Q(held_until__lte=at))
    return found.update(next_try_at=None, given_up_at=None, tries=0)


def _send(letter: Letter, mail: BaseEmailBackend) -> str:
    """What went wrong, or nothing."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    message = EmailMessage(
        subject=" ".join(letter.subject.split()), body=letter.body, to=[letter.to], connection=mail,
        headers={"Message-ID": f"<letter-{letter.key}@{host}>", "Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    try:
        message.send()
    except Exception as error:  # whatever a mail server or a socket may say: the letter waits for another try
        log.warning(
            "a letter was not sent", extra={"fields": {"letter": letter.key, "kind": type(error).__name__}}
        )
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def _mark(letter: Letter, problem: str, at: dt.datetime) -> None:
    letter.held_until, letter.problem = None, problem
    if not problem:
        letter.sent_at = at
        if letter.secret and not settings.DEMO:
            letter.body = ""
    elif letter.tries > len(WAITS):
        letter.given_up_at = at
        log.error("a letter was given up", extra={"fields": {"letter": letter.key, "tries": letter.tries}})
    else:
        letter.next_try_at = at + dt.timedelta(minutes=WAITS[letter.tries - 1])
    letter.save(update_fields=("held_until", "problem", "sent_at", "body", "given_up_at", "next_try_at"))


def _hang_up(mail: BaseEmailBackend | None) -> None:
    if mail is None:
        return
    try:
        mail.close()
    except Exception:
        log.debug("the mail server had hung up already")
