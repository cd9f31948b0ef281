"""Home, and the pages about one edition: what it asks, its notice clause by clause, its set values, the self-assessment."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from zhiqiang.access.moving import campaign_deadlines
from zhiqiang.engine.scheme import Scheme
from zhiqiang.queries.enterprise import newest_campaigns
from zhiqiang.records.models import Campaign
from zhiqiang.web.applicant.calendar import closings, for_enterprises
from zhiqiang.web.applicant.digest import blocks
from zhiqiang.web.applicant.drawing import blank, drawn_form, drawn_panel
from zhiqiang.web.applicant.setvalues import asked, tables
from zhiqiang.web.applicant.speech import script_words
from zhiqiang.web.editions import edition, editions, language
from zhiqiang.web.forms.building import form_shape


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The editions there are, which of them can be applied for now, and what this site does."""
    running = newest_campaigns(request.at)
    cards = [
        {
            "scheme": scheme,
            "cover": _cover(scheme),
            "indicators": sum(1 for _ in scheme.indicators.indicators()),
            **_time(scheme, running.get(scheme.id), request.at),
        }
        for scheme in editions()
    ]
    return render(request, "applicant/home.html", {"cards": cards, "open": any(card["open"] for card in cards)})


def _time(scheme: Scheme, campaign: Campaign | None, at: dt.datetime) -> dict[str, Any]:
    """The days of the campaign that runs the edition, or those of its notice; and whether one can apply now."""
    instants = campaign_deadlines(campaign) if campaign else None
    closing = for_enterprises(scheme, at, instants)
    return {
        "closing": closing,
        "closings": closings(scheme, at, instants),
        "open": campaign is not None and not (closing and closing.over),
    }


@require_safe
def overview(request: HttpRequest, id: str) -> HttpResponse:
    """One edition: for whom, until when, under which conditions, with which papers, scored how."""
    scheme, lang = edition(id), language()
    words = blank(scheme, lang).words
    materials = list(scheme.materials.values())
    return _page(request, scheme, "overview", {
        **_time(scheme, newest_campaigns(request.at).get(scheme.id), request.at),
        "words": words,
        "conditions": [gate.model for gate in scheme.gates],
        "documents": [one for one in materials if one.role == "document"],
        "evidence": [one for one in materials if one.role == "evidence"],
        "sections": form_shape(scheme, lang).sections,
        "answers": len(scheme.typed),
        "rulings": len(scheme.rulings),
    })  # fmt: skip


@require_safe
@gzip_page
def notice(request: HttpRequest, id: str) -> HttpResponse:
    """The digest of the notice, clause by clause, and the rulings."""
    scheme, lang = edition(id), language()
    clauses = [
        {
            "id": clause.id,
            "title": clause.title(lang),
            "blocks": blocks(clause.text if lang == "zh" else clause.text_en),
        }
        for clause in scheme.clauses.values()
    ]
    titles = {clause["id"]: clause["title"] for clause in clauses}
    rulings = [
        {
            "id": ruling.id,
            "says": ruling.says if lang == "zh" else ruling.says_en,
            "holds": ruling.holds if lang == "zh" else ruling.holds_en,
            "clause": ruling.clause,
            "title": titles.get(ruling.clause or ""),
        }
        for ruling in scheme.rulings.values()
    ]
    return _page(request, scheme, "notice", {"clauses": clauses, "rulings": rulings})


@require_safe
@gzip_page
def set_values(request: HttpRequest, id: str) -> HttpResponse:
    """The set values: those of one industry and size, and the whole table."""
    scheme, lang = edition(id), language()
    question = asked(scheme, request.GET.get("industry", ""), request.GET.get("size", ""), lang)
    return _page(
        request,
        scheme,
        "set_values",
        {"question": question, "tables": tables(scheme, lang), "script_words": script_words()},
    )


@require_safe
@gzip_page
def assessment(request: HttpRequest, id: str) -> HttpResponse:
    """The self-assessment: the form by section, and the score beside it."""
    scheme, lang = edition(id), language()
    return _page(request, scheme, "assessment", {
        "sections": form_shape(scheme, lang).sections,
        "form": drawn_form(scheme, lang),
        "panel": drawn_panel(scheme, lang),
        "digest": scheme.digest[:16],
        "script_words": script_words(),
    })  # fmt: skip


def _cover(scheme):
    """The cover in the language of the page."""
    zh, cover = language() == "zh", scheme.cover
    names = ("label", "programme", "authority", "summary")
    return {name: getattr(cover, name if zh else f"{name}_en") for name in names}


def _page(request: HttpRequest, scheme, name: str, context: dict) -> HttpResponse:
    base = {"scheme": scheme, "cover": _cover(scheme), "lang": language(), "page": name}
    return render(request, f"applicant/{name}.html", base | context)
