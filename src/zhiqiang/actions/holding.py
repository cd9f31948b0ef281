"""Taking up work that waits as a row, so that several workers never do the same at once and none is lost."""

import datetime as dt
from typing import TypeVar

from django.db.models import Q

from zhiqiang.engine.words import Words
from zhiqiang.records.models import Waiting

Work = TypeVar("Work", bound=Waiting)
HOLD = dt.timedelta(minutes=5)
"""After this long work that never ended is taken up again: its worker died."""
MOST_TRIES = 3


class Undone(Exception):
    """Work that gave no result; `words` says why, `again` whether another try may help."""

    def __init__(self, words: Words, *, again: bool) -> None:
        super().__init__(words.en)
        self.words = words
        self.again = again


def hold_next(kind: type[Work], *, at: dt.datetime) -> Work | None:
    """The work of this kind that waits longest, held for the caller; None where none waits."""
    State = Waiting.State  # noqa: N806
    stale = Q(state=State.WORKING, started_at__lt=at - HOLD)
    rows = kind._default_manager
    for one in rows.filter(Q(state=State.WAITING) | stale).order_by("asked_at", "pk")[:5]:
        taken = rows.filter(pk=one.pk, state=one.state, tries=one.tries).update(
            state=State.WORKING, started_at=at, tries=one.tries + 1
        )
        if taken:
            one.refresh_from_db()
            return one
    return None


def done(held: Waiting, *, at: dt.datetime, **result: object) -> None:
    """Write the result of work that was held; where another took it up meanwhile, nothing is written."""
    _end(held, Waiting.State.DONE, at, **result)


def undone(held: Waiting, no: Undone, *, at: dt.datetime) -> None:
    """Write why there is no result, and let it wait for another try where that may help."""
    again = no.again and held.tries < MOST_TRIES
    state = Waiting.State.WAITING if again else Waiting.State.FAILED
    _end(held, state, at, problem=no.words.zh, problem_en=no.words.en)


def _end(held: Waiting, state: str, at: dt.datetime, **said: object) -> None:
    same = type(held)._default_manager.filter(pk=held.pk, tries=held.tries)
    same.update(state=state, ended_at=at, **said)
