"""Home of an enterprise: what is open until when, what is missing, where its applications stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.queries.applications import read_answers
from zhiqiang.queries.enterprise import applications_of, campaigns_at, steps
from zhiqiang.records.models import Application, Campaign, MoveMade
from zhiqiang.web.accounts.doors import enterprise_required
from zhiqiang.web.editions import edition, language
from zhiqiang.web.enterprise.folder import Folder, base_context, closes, folder, handing_in, named_points


@require_safe
@enterprise_required
def home(request: HttpRequest) -> HttpResponse:
    """What is open to this enterprise, and its applications with what is still missing."""
    mine = applications_of(request.reader.enterprise)
    cards = [_card(request, campaign, mine.get(campaign.pk)) for campaign in campaigns_at(request.at)]
    return render(request, "enterprise/home.html", {"cards": cards, "lang": language()})


@require_safe
@enterprise_required
def history(request: HttpRequest, key: str) -> HttpResponse:
    """What happened to an application: moves, submissions with their receipts, and every save."""
    one = folder(request, key)
    revisions = one.application.revisions.select_related("by").order_by("-number")[:200]
    context = base_context(request, one, "history")
    context |= {
        "told": [_told(one, move) for move in reversed(context["moves"])],
        "revisions": [
            {"revision": revision, "changes": _changes(one, revision.changes)} for revision in revisions
        ],
    }
    return render(request, "enterprise/history.html", context)


def _told(one: Folder, made: MoveMade) -> dict[str, Any]:
    """A move in words: what, who, why, what was named, and its receipt."""
    move = next((move for move in one.scheme.workflow.moves if move.id == made.move), None)
    return {
        "label": move.name(language()) if move else made.move,
        "by": made.by.name,
        "at": made.at,
        "reason": made.reason,
        "points": named_points(one, made.points, language()),
        "receipt": made.submission.receipt if made.submission else "",
        "undone": made.undone_by_id is not None,
    }


def _changes(one: Folder, changes: dict[str, list[object]]) -> list[dict[str, object]]:
    told = []
    for key, (before, after) in list(changes.items())[:40]:
        leaf = one.scheme.typed.get(key)
        label = (leaf.label if language() == "zh" else leaf.label_en) if leaf else key
        told.append({"label": label, "before": before, "after": after})
    return told


def _card(request: HttpRequest, campaign: Campaign, application: Application | None) -> dict[str, Any]:
    """What a card of the home page shows: the campaign, and the enterprise's application in it."""
    scheme, lang = edition(campaign.scheme), language()
    card: dict[str, Any] = {"campaign": campaign, "scheme": scheme, "title": scheme.cover.name(lang)}
    move = None
    if application is not None:
        one = Folder(application, scheme, next(s for s in scheme.workflow.states if s.id == application.state))
        move = handing_in(one)
        card |= {"application": application, "one": one, "state": one.state.name(lang), "writable": one.writable}
        card |= {"steps": steps(application, scheme, list(application.moves.all())), "move": move, "returned": one.state.open == "named"}
        if one.writable:
            card |= _missing(one)
    until = closes(campaign, scheme, move)
    return card | {
        "until": until if application is None or move else None,
        "until_said": spoken_deadline(until)(lang) if until else "",
        "over": bool(until and request.at >= until),
    }


def _missing(one: Folder) -> dict[str, Any]:
    """What keeps it from being handed in: answers not given, answers to mend, documents."""
    errors = read_answers(one.application, one.scheme).errors
    there = {attachment.material for attachment in one.application.attachments.all() if attachment.removed_at is None}
    needed = [m for m in one.scheme.materials.values() if m.awaited]
    unfilled = sum(problem.severity == "missing" for problem in errors)
    asked = sum(key in one.scheme.typed and cell.field.required for key, cell in one.scheme.cells.items())
    return {
        "unfilled": unfilled,
        "wrong": len(errors) - unfilled,
        "documents": [material.name(language()) for material in needed if material.id not in there],
        "filled": max(asked - unfilled, 0),
        "asked": asked,
    }
