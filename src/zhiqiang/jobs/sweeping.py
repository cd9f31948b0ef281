"""What need not be kept: sessions that ended, registrations nobody confirmed, old series of failures, printed papers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.sessions.models import Session

from zhiqiang.actions.accounts import forget_stale
from zhiqiang.actions.logins import forget_old_attempts
from zhiqiang.actions.previews import forget_papers

UNCONFIRMED_DAYS = 3
ATTEMPT_DAYS = 30
PAPER_DAYS = 3


@dataclass(frozen=True, slots=True)
class Swept:
    """How many of each were taken away."""

    sessions: int
    people: int
    attempts: int
    papers: int


def sweep(*, at: dt.datetime) -> Swept:
    """Take away what is past its time."""
    return Swept(
        sessions=Session.objects.filter(expire_date__lt=at).delete()[0],
        people=forget_stale(before=at - dt.timedelta(days=UNCONFIRMED_DAYS)),
        attempts=forget_old_attempts(before=at - dt.timedelta(days=ATTEMPT_DAYS)),
        papers=forget_papers(before=at - dt.timedelta(days=PAPER_DAYS)),
    )
