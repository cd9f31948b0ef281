"""When something ends, told to a reader: the instant, whether it has passed, how long is left."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from zhiqiang.engine.models.edition import Deadline
from zhiqiang.engine.scheme import Scheme

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Closing:
    """A deadline as seen at an instant. `days_left` counts whole days still to come: 0 on the last day."""

    deadline: Deadline
    over: bool
    days_left: int


def closing(deadline: Deadline, now: dt.datetime) -> Closing:
    """The deadline as seen at `now`. It ends at 24:00 of its day in Shanghai, which is no longer in time."""
    end = dt.datetime.combine(deadline.closes + dt.timedelta(days=1), dt.time(), SHANGHAI)
    today = now.astimezone(SHANGHAI).date()
    return Closing(deadline, now >= end, max(0, (deadline.closes - today).days))


def closings(scheme: Scheme, now: dt.datetime) -> list[Closing]:
    """All deadlines of an edition, earliest first."""
    return [closing(one, now) for one in sorted(scheme.calendar.deadlines, key=lambda one: one.closes)]


def for_enterprises(scheme: Scheme, now: dt.datetime) -> Closing | None:
    """The deadline by which an enterprise hands in."""
    return next((one for one in closings(scheme, now) if one.deadline.actor == "enterprise"), None)
