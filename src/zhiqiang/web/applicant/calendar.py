"""When something ends, told to a reader: the instant, whether it has passed, how long is left.

An edition states the days of its notice; a campaign that runs it states its own instants, and those hold.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from zhiqiang.engine.models.edition import Deadline
from zhiqiang.engine.scheme import Scheme

SHANGHAI = ZoneInfo("Asia/Shanghai")
Instants = Mapping[str, dt.datetime]
"""The instants of a campaign by the deadline's id."""


@dataclass(frozen=True)
class Closing:
    """A deadline as seen at an instant. `ends` is the first instant that is late; `days_left` is 0 on the last day."""

    deadline: Deadline
    ends: dt.datetime
    over: bool
    days_left: int

    @property
    def day(self) -> dt.date:
        """The last day in time."""
        return _last_day(self.ends)

    @property
    def hour(self) -> str:
        """The hour of that day at which it ends: 24:00 unless a campaign says otherwise."""
        local = self.ends.astimezone(SHANGHAI)
        return "24:00" if local.time() == dt.time() else f"{local:%H:%M}"


def closing(deadline: Deadline, now: dt.datetime, instants: Instants | None = None) -> Closing:
    """The deadline as seen at `now`. A day of the notice ends at its 24:00 in Shanghai, which is no longer in time."""
    notice = dt.datetime.combine(deadline.closes + dt.timedelta(days=1), dt.time(), SHANGHAI)
    end = (instants or {}).get(deadline.id, notice)
    today = now.astimezone(SHANGHAI).date()
    return Closing(deadline, end, now >= end, max(0, (_last_day(end) - today).days))


def _last_day(end: dt.datetime) -> dt.date:
    return (end.astimezone(SHANGHAI) - dt.timedelta(microseconds=1)).date()


def closings(scheme: Scheme, now: dt.datetime, instants: Instants | None = None) -> list[Closing]:
    """All deadlines of an edition, earliest first."""
    return sorted((closing(one, now, instants) for one in scheme.calendar.deadlines), key=lambda one: one.ends)


def for_enterprises(scheme: Scheme, now: dt.datetime, instants: Instants | None = None) -> Closing | None:
    """The deadline by which an enterprise hands in."""
    return next((one for one in closings(scheme, now, instants) if one.deadline.actor == "enterprise"), None)
