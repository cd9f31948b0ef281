"""What an officer finds in the morning."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from zhiqiang.queries.office_list import rows
from zhiqiang.records.models import Application, MoveMade


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand in a state, and since when the oldest does."""

    state: str
    number: int
    oldest: dt.datetime


def standing(visible: QuerySet[Application]) -> dict[str, Standing]:
    """The visible applications counted by state."""
    found = visible.order_by().values_list("state").annotate(Count("pk"), Min("state_since"))
    return {state: Standing(state, number, oldest) for state, number, oldest in found}


def longest(visible: QuerySet[Application], states: Collection[str], most: int) -> list[Application]:
    """Those that have stood longest in these states."""
    return rows(visible.filter(state__in=states).order_by("state_since", "pk"), 0, most)


def latest_moves(visible: QuerySet[Application], moves: Collection[str], most: int) -> list[MoveMade]:
    """The latest of these moves on visible applications, newest first."""
    found = MoveMade.objects.filter(application__in=visible, move__in=moves)
    shown = found.select_related("application__enterprise", "by", "undone_by")
    return list(shown.defer("application__answers", "points").order_by("-at", "-pk")[:most])


def next_waiting(
    visible: QuerySet[Application], states: Collection[str], but: Application
) -> Application | None:
    """The one to look at after this: the longest waiting of the others."""
    found = visible.filter(state__in=states, campaign=but.campaign_id).exclude(pk=but.pk)
    return found.order_by("state_since", "pk").only("key").first()
