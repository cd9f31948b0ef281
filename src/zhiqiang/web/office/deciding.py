"""The decision: a page that says what is about to happen, and the step itself."""

import secrets
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhiqiang.actions.deciding import LONGEST_NOTE, LONGEST_REASON, decide
from zhiqiang.actions.places import place_words
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.models.form import TableField
from zhiqiang.engine.models.workflow import Move
from zhiqiang.web.accounts.doors import officer_required, reasons_of, sentence
from zhiqiang.web.office.case import Case, Choice, case_of
from zhiqiang.web.office.typed import plain

MOST_POINTS = 300


@dataclass(frozen=True, slots=True)
class Point:
    """A line of the return as it stands in the form."""

    place: str
    label: str
    note: str
    kept: bool


@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def decision(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """GET: the page of one move. POST: the move, on the submission that was seen."""
    case = case_of(request, key)
    wanted = next((one for one in case.scheme.workflow.moves if one.id == move and one.actor != "enterprise"), None)
    if wanted is None:
        raise Http404
    if request.method != "POST":
        reason = _("请按以下意见补正后重新提交。") if "fields" in wanted.needs else ""
        return _page(request, case, wanted, points=_noted(case), reason=reason)
    points = _points(request, case)
    added = request.POST.get("add", "") if "add-point" in request.POST else ""
    if "add-point" in request.POST:
        known = {point.place for point in points}
        if added and added not in known:
            points.append(Point(added, place_words(case.scheme, added)(case.lang), "", True))
        return _page(request, case, wanted, points=points, reason=request.POST.get("reason", ""))
    return _decide(request, case, wanted, points)


def _decide(request: HttpRequest, case: Case, move: Move, points: list[Point]) -> HttpResponse:
    reason = plain(request.POST.get("reason", ""))
    sent = [{"key": one.place, "note": one.note} for one in points if one.kept] if "fields" in move.needs else []
    try:
        decide(
            application=case.application, scheme=case.scheme, move=move, by=request.reader, at=request.at,
            seen=plain(request.POST.get("seen", ""), 60), reason=reason, points=sent,
            request_id=plain(request.POST.get("request_id", ""), 40) or secrets.token_hex(16),
        )  # fmt: skip
    except Refused as no:
        problems = [sentence(words) for words in reasons_of(no)]
        return _page(request, case_of(request, case.application.key), move, points=points, reason=reason, problems=problems)
    return HttpResponseRedirect(case.address)


def _page(
    request: HttpRequest, case: Case, move: Move, *, points: list[Point], reason: str, problems: list[str] | None = None
) -> HttpResponse:
    choice: Choice = case.choice(move)
    shown = {
        "case": case,
        "choice": choice,
        "points": points,
        "reason": reason,
        "problems": problems or [],
        # A page shown again after a refusal still speaks of the submission that was seen.
        "seen": request.POST.get("seen", case.now.receipt),
        "newer": problems is not None and request.POST.get("seen") != case.now.receipt,
        "request_id": request.POST.get("request_id") or secrets.token_hex(16),
        "wants_points": "fields" in move.needs,
        "wants_reason": "reason" in move.needs,
        "places": _places(case) if "fields" in move.needs else [],
        "longest_reason": LONGEST_REASON,
        "longest_note": LONGEST_NOTE,
        **_doubts(case, move),
    }
    return render(request, "office/decide.html", shown, status=409 if problems else 200)


def _doubts(case: Case, move: Move) -> dict:
    """What the officer should know before going on: only where the move lets the application pass."""
    target = next((one for one in case.scheme.workflow.states if one.id == move.target), None)
    passes = move.target is not None and not move.needs and target is not None and not target.final
    if not passes:
        return {"passes": False}
    cards = case.cards.values()
    return {
        "passes": True,
        "unproved": [card for card in cards if card.unproved],
        "doubtful": [card for card in cards if card.doubtful],
        "unmet": [card for card in cards if card.claim.kind == "condition" and card.claim.met != "met"],
        "unseen": sum(card.seen is None for card in cards),
        "unsent": len(case.asked),
    }


def _noted(case: Case) -> list[Point]:
    return [Point(one.place, place_words(case.scheme, one.place)(case.lang), one.note, True) for one in case.asked]


def _points(request: HttpRequest, case: Case) -> list[Point]:
    """The lines of the form: place, note and whether it is kept, in the order shown."""
    said = request.POST
    kept = set(said.getlist("keep"))
    pairs = zip(said.getlist("place")[:MOST_POINTS], said.getlist("note")[:MOST_POINTS], strict=False)
    return [
        Point(plain(place, 120), place_words(case.scheme, plain(place, 120))(case.lang), plain(note), place in kept)
        for place, note in pairs
    ]


def _places(case: Case) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything a return can name, by section: for adding what was not noted while reading."""
    lang = case.lang
    found = [(_("材料"), [(f"material:{id}", one.name(lang)) for id, one in case.scheme.materials.items() if one.uploaded])]
    for section in case.scheme.form.sections:
        whole = (f"section:{section.id}", place_words(case.scheme, f"section:{section.id}")(lang))
        items = [
            (item.id, item.name(lang))
            for item in section.items
            if isinstance(item, TableField) or item.id not in case.scheme.calculations
        ]
        found.append((section.name(lang), [whole, *items]))
    return found
