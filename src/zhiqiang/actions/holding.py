"""Taking up work that waits as a row, so that several workers never do the same at once and none is lost."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db.models import Q

from zhiqiang.engine.words import Words
from zhiqiang.records.models import Waiting

log = logging.getLogger(__name__)

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


def work_next(kind: type[Work], *, at: dt.datetime, work: Callable[[Work], Mapping[str, object]]) -> bool:
    """Take up the work of this kind that waits longest; False where none waits.

    What `work` makes of the row is written into it. Where it raises Undone, or a file cannot be read, the row says why,
    and waits for another try where that may help. Where another took it up meanwhile, nothing is written.
    """
    held = hold_next(kind, at=at)
    if held is None:
        return False
    try:
        _end(held, Waiting.State.DONE, at, **work(held))
    except Undone as no:
        _undone(held, no, at)
    except OSError:
        log.exception("work on a file failed", extra={"fields": {"kind": kind.__name__}})
        words = Words("没能读取这个文件，请稍后再试", "the file could not be read; try again later")
        _undone(held, Undone(words, again=False), at)
    return True


def _undone(held: Waiting, no: Undone, at: dt.datetime) -> None:
    again = no.again and held.tries < MOST_TRIES
    state = Waiting.State.WAITING if again else Waiting.State.FAILED
    _end(held, state, at, problem=no.words.zh, problem_en=no.words.en)


def _end(held: Waiting, state: str, at: dt.datetime, **said: object) -> None:
    same = type(held)._default_manager.filter(pk=held.pk, tries=held.tries)
    same.update(state=state, ended_at=at, **said)
