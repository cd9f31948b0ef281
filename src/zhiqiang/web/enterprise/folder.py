"""One application as its enterprise sees it: found within its own scope, with what every page of it shows."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from zhiqiang.access import scope
from zhiqiang.access.moving import campaign_deadlines, deadlines, may_move
from zhiqiang.actions.places import place_words
from zhiqiang.engine.models.form import TableField
from zhiqiang.engine.models.workflow import Move, State
from zhiqiang.engine.permitting import Verdict, spoken_deadline
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.queries.applications import lacking
from zhiqiang.queries.enterprise import moves_of, return_of, steps, touched_since
from zhiqiang.records.models import Application, Campaign
from zhiqiang.web.editions import edition, language


@dataclass(frozen=True)
class Folder:
    """An application with its scheme and state."""

    application: Application
    scheme: Scheme
    state: State

    @property
    def writable(self) -> bool:
        """Whether anything can be changed now."""
        return self.state.open != "none"


def folder(request: HttpRequest, key: str) -> Folder:
    """The application of this key, if it is this enterprise's; Http404 otherwise."""
    found = scope.applications(request.reader).select_related("campaign", "enterprise", "bureau").filter(key=key).first()
    if found is None or request.reader.enterprise is None:
        raise Http404("no such application")
    scheme = edition(found.campaign.scheme)
    state = next(one for one in scheme.workflow.states if one.id == found.state)
    return Folder(found, scheme, state)


def handing_in(one: Folder) -> Move | None:
    """The move by which the enterprise hands in from here; None where there is nothing to hand in."""
    moves = one.scheme.workflow.moves
    return next((m for m in moves if m.actor == "enterprise" and m.freezes and one.state.id in m.sources), None)


def closes(campaign: Campaign, scheme: Scheme, move: Move | None = None) -> dt.datetime | None:
    """The instant at which a move closes in a campaign; without a move, handing in for the first time."""
    workflow = scheme.workflow
    first = next((m for m in workflow.moves if m.freezes and workflow.start in m.sources), None)
    wanted = move or first
    return campaign_deadlines(campaign).get(wanted.until) if wanted and wanted.until else None


def verdict(request: HttpRequest, one: Folder, move: Move) -> Verdict:
    """Whether this person may hand in now, with every reason why not."""
    missing = lacking(one.application, one.scheme, move)
    return may_move(one.scheme, one.application, move, reader=request.reader, at=request.at, lacking=missing)


def base_context(request: HttpRequest, one: Folder, page: str) -> dict[str, Any]:
    """What every page of an application shows: names, the line of steps, the deadline, the return being answered."""
    lang = language()
    cover = one.scheme.cover
    move = handing_in(one)
    until = deadlines(one.application).get(move.until) if move and move.until else None
    moves = moves_of(one.application)
    returned = return_of(one.application, one.scheme)
    return {
        "one": one,
        "scheme": one.scheme,
        "application": one.application,
        "page": page,
        "lang": lang,
        "title": cover.name(lang),
        "state_label": one.state.name(lang),
        "steps": steps(one.application, one.scheme, moves),
        "moves": moves,
        "until": until,
        "until_said": spoken_deadline(until)(lang) if until else "",
        "late": bool(until and request.at >= until),
        "returned": returned,
        "points": named_points(one, returned.points if returned else [], lang, since_return=True),
    }


def named_points(
    one: Folder, points: list[dict[str, Any]], lang: Lang, *, since_return: bool = False
) -> list[dict[str, Any]]:
    """What a return named, with labels and where to go; for the return being answered also whether it was changed since."""
    places = [str(point.get("key", "")) for point in points]
    done = touched_since(one.application, one.scheme, places) if since_return and places else set()
    return [
        {
            "label": place_words(one.scheme, str(point.get("key", "")))(lang),
            "note": str(point.get("note", "")),
            "address": address(one, str(point.get("key", ""))),
            "done": str(point.get("key", "")) in done,
        }
        for point in points
    ]


def address(one: Folder, place: str) -> str:
    """Where a place is mended: a field, a table, `section:<id>` or `material:<id>`."""
    kind, _, id = place.partition(":")
    key = one.application.key
    if kind == "material":
        return f"{reverse('application-materials', args=[key])}#m-{id}"
    if kind == "section":
        return f"{reverse('application', args=[key])}#section-{id}"
    items = {item.id: item for item in one.scheme.form.items()}
    mark = "i" if isinstance(items.get(place), TableField) else "f"
    return f"{reverse('application', args=[key])}#{mark}-{place}"
