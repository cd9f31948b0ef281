"""The officer's day: what waits, how long, until when, what came back, what was done last."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.queries import office_day
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.office.desk import Desk, desk
from zhiqiang.web.office.labels import Labels, labels
from zhiqiang.web.office.listing import make_rows

MOST = 10
MOST_MOVES = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A number one can open: how many stand somewhere, and for how many days the oldest has."""

    label: str
    number: int
    days: int | None
    query: str
    tone: str


@dataclass(frozen=True, slots=True)
class End:
    """A deadline of the campaign: its instant, in words, and whether it has passed or is this bureau's own."""

    label: str
    clause: str
    instant: dt.datetime
    said: str
    passed: bool
    mine: bool


@require_safe
@officer_required
def home(request: HttpRequest) -> HttpResponse:
    """The day view."""
    at = desk(request)
    if at.scheme is None:
        return render(request, "office/nothing.html", {"desk": at})
    words = labels(at.scheme, at.lang)
    standing = office_day.standing(at.visible)
    theirs = at.turn("enterprise")
    found = [
        *office_day.longest(at.visible, at.mine, MOST),
        *office_day.longest(at.visible, theirs, MOST),
    ]
    rows = make_rows(found, at, words)
    waiting = [row for row in rows if row.mine]
    returned = [row for row in rows if not row.mine]
    shown = {
        "desk": at,
        "tiles": _tiles(at, words, standing),
        "ends": _ends(at),
        "waiting": waiting,
        "waiting_number": sum(standing[state].number for state in at.mine if state in standing),
        "waiting_query": _query(at, state=at.mine),
        "returned": returned,
        "returned_number": sum(standing[state].number for state in theirs if state in standing),
        "returned_query": _query(at, state=theirs),
        "done": _done(at, words),
        "all_number": sum(one.number for one in standing.values()),
    }
    return render(request, "office/home.html", shown)


def _query(at: Desk, **given: tuple[str, ...] | str) -> str:
    campaign = {"campaign": at.campaign.key} if at.campaign and len(at.campaigns) > 1 else {}
    return urlencode({**campaign, **given}, doseq=True)


def _tiles(at: Desk, words: Labels, standing: dict[str, office_day.Standing]) -> list[Tile]:
    found = []
    turns = {*at.mine, *at.turn("enterprise")}
    for state in at.states:
        there = standing.get(state.id)
        number = there.number if there else 0
        days = max(0, (at.at - there.oldest).days) if there and state.id in turns else None
        tone = "mine" if state.id in at.mine else ""
        found.append(Tile(words.states[state.id], number, days, _query(at, state=state.id), tone))
    return found


def _ends(at: Desk) -> list[End]:
    assert at.scheme is not None
    assert at.campaign is not None
    found = []
    for one in at.scheme.calendar.deadlines:
        text = at.campaign.deadlines.get(one.id)
        if text is None:
            continue
        instant = dt.datetime.fromisoformat(text)
        clause = at.scheme.clauses[one.clause].title(at.lang)
        said = spoken_deadline(instant)(at.lang)
        found.append(
            End(one.name(at.lang), clause, instant, said, at.at >= instant, one.actor == at.level)
        )
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """A move an officer of the bureau made."""

    address: str
    enterprise: str
    label: str
    by: str
    at: dt.datetime
    undone: bool


def _done(at: Desk, words: Labels) -> list[Done]:
    names = {move.id: move.name(at.lang) for move in at.moves}
    made = office_day.latest_moves(at.visible, list(names), MOST_MOVES)
    return [
        Done(
            reverse("office-application", args=[one.application.key]),
            one.application.enterprise.name,
            names[one.move],
            one.by.name,
            one.at,
            one.undone_by_id is not None,
        )
        for one in made
    ]
