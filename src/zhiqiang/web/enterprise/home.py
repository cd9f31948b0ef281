"""Home of an enterprise: what is open until when, what is missing, where its applications stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhiqiang.access.moving import campaign_deadlines
from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.queries.applications import materials_lacking, read_answers
from zhiqiang.queries.enterprise import applications_of, campaigns_at, moves_of, steps, submissions_of
from zhiqiang.web.accounts.doors import enterprise_required
from zhiqiang.web.editions import edition, language
from zhiqiang.web.enterprise.folder import Folder, base_context, folder, handing_in


@require_safe
@enterprise_required
def home(request: HttpRequest) -> HttpResponse:
    """What is open to this enterprise, and its applications with what is still missing."""
    mine = applications_of(request.reader)
    cards = [_card(request, campaign, mine.get(campaign.pk)) for campaign in campaigns_at(request.at)]
    return render(request, "enterprise/home.html", {"cards": cards, "lang": language()})


@require_safe
@enterprise_required
def history(request: HttpRequest, key: str) -> HttpResponse:
    """What happened to an application: moves, submissions with their receipts, and every save."""
    one = folder(request, key)
    revisions = one.application.revisions.select_related("by").order_by("-number")[:200]
    context = base_context(request, one, "history") | {
        "submissions": submissions_of(one.application),
        "revisions": [
            {"revision": revision, "changes": _changes(one, revision.changes)} for revision in revisions
        ],
    }
    return render(request, "enterprise/history.html", context)


def _changes(one: Folder, changes: dict[str, list[object]]) -> list[dict[str, object]]:
    told = []
    for key, (before, after) in list(changes.items())[:40]:
        leaf = one.scheme.typed.get(key)
        label = (leaf.label if language() == "zh" else leaf.label_en) if leaf else key
        told.append({"label": label, "before": before, "after": after})
    return told


def _card(request, campaign, application):
    scheme, lang = edition(campaign.scheme), language()
    start = next((m for m in scheme.workflow.moves if m.freezes and scheme.workflow.start in m.sources), None)
    card = {"campaign": campaign, "scheme": scheme, "title": scheme.cover.name(lang), "application": application}
    if application is not None:
        one = Folder(application, scheme, next(s for s in scheme.workflow.states if s.id == application.state))
        problems = read_answers(application, scheme).errors if one.writable else ()
        card |= {
            "state": one.state.name(lang),
            "writable": one.writable,
            "steps": steps(application, scheme, moves_of(application)),
            "missing": len(problems),
            "documents": [scheme.materials[id].name(lang) for id in materials_lacking(application, scheme)] if one.writable else [],
        }
        start = handing_in(one) or start
    ends = _ends(campaign, start)
    card |= {"until": ends, "until_said": spoken_deadline(ends)(lang) if ends else "", "over": bool(ends and request.at >= ends)}
    return card


def _ends(campaign, move):
    if move is None or move.until is None:
        return None
    return campaign_deadlines(campaign).get(move.until)
