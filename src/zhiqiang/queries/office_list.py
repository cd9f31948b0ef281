"""The office's list of applications: narrowed, sorted, counted and cut into pages."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, OrderBy, QuerySet, Value, When

from zhiqiang.queries.applications import matching
from zhiqiang.records.models import Application, Submission

PER_PAGE = 50
SHOWN = (
    "key", "number", "state", "state_since", "track", "industry", "size", "self_score", "warnings", "submitted_at",
    "campaign_id", "enterprise__name", "enterprise__credit_code", "bureau__code", "bureau__name", "bureau__name_en",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed by; an empty value narrows nothing.

    `divisions` are industry codes. `submitted_from` is inclusive, `submitted_before` exclusive. `since` asks for those
    that have stood in one of `open_states` since that instant or longer.
    """

    text: str = ""
    states: tuple[str, ...] = ()
    track: str = ""
    divisions: tuple[str, ...] = ()
    size: str = ""
    bureau: str = ""
    score_from: Decimal | None = None
    score_to: Decimal | None = None
    warned: bool | None = None
    submitted_from: dt.datetime | None = None
    submitted_before: dt.datetime | None = None
    since: dt.datetime | None = None
    open_states: tuple[str, ...] = ()


def narrowed(
    visible: QuerySet[Application], filters: Filters, *, any_state: bool = False
) -> QuerySet[Application]:
    """Those of the visible applications that fit; `any_state` leaves the state aside, for counts by state."""
    found = visible
    if filters.text:
        found = found.filter(matching(filters.text))
    if filters.states and not any_state:
        found = found.filter(state__in=filters.states)
    exact = {
        "track": filters.track,
        "size": filters.size,
        "bureau__code": filters.bureau,
        "industry__in": filters.divisions,
        "self_score__gte": filters.score_from,
        "self_score__lte": filters.score_to,
        "submitted_at__gte": filters.submitted_from,
        "submitted_at__lt": filters.submitted_before,
        "state_since__lte": filters.since,
    }
    found = found.filter(**{name: wanted for name, wanted in exact.items() if wanted not in ("", (), None)})
    if filters.since is not None:
        found = found.filter(state__in=filters.open_states)
    if filters.warned is not None:
        found = found.filter(warnings__gt=0) if filters.warned else found.filter(warnings=0)
    return found


def by_state(found: QuerySet[Application]) -> dict[str, int]:
    """How many stand in each state."""
    return dict(found.order_by().values_list("state").annotate(number=Count("pk")))


SORTS: Mapping[str, str] = {
    "number": "number",
    "name": "enterprise__pinyin",
    "code": "enterprise__credit_code",
    "bureau": "bureau__code",
    "track": "track",
    "industry": "industry",
    "size": "size",
    "score": "self_score",
    "warnings": "warnings",
    "submitted": "submitted_at",
    "waiting": "state_since",
    "state": "step",
}


def ordered(
    found: QuerySet[Application], sort: str, *, states: Sequence[str] = ()
) -> QuerySet[Application]:
    """Sorted by one of SORTS, `-` before it for the other way round; ties keep one order on every page.

    `states` is the workflow's own order of states. Waiting sorts by length: the longest is the greatest.
    """
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    if name == "state":
        order = [When(state=state, then=Value(place)) for place, state in enumerate(states)]
        found = found.annotate(step=Case(*order, default=Value(len(states)), output_field=IntegerField()))
    if name == "waiting":
        backwards = not backwards
    field = F(SORTS[name])
    key: OrderBy = field.desc(nulls_last=True) if backwards else field.asc(nulls_last=True)
    return found.order_by(key, "pk")


def rows(found: QuerySet[Application], first: int, most: int) -> list[Application]:
    """`most` of them beginning at the place `first` (from 0), with what a line shows and nothing else.

    The order is found over keys alone: sorting whole rows of all would cost ten times as much.
    """
    keys = list(found.values_list("pk", flat=True)[first : first + most])
    shown = Application.objects.filter(pk__in=keys).order_by().select_related("enterprise", "bureau").only(*SHOWN)
    by_key = {one.pk: one for one in shown}
    return [by_key[key] for key in keys if key in by_key]


def times_submitted(applications: Collection[Application]) -> dict[int, int]:
    """How many times each was handed in, by primary key: twice or more means corrected."""
    keys = [application.pk for application in applications]
    found = Submission.objects.filter(application__in=keys).order_by().values_list("application")
    return dict(found.annotate(number=Count("pk")))
