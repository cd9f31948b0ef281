"""Filling in the form, kept on the server: start, the page, and the save that every change makes by itself."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.actions.answers import opened, save_answers
from zhiqiang.actions.applications import start_application
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.queries.applications import read_answers, typed_answers
from zhiqiang.queries.enterprise import applications_of, campaigns_at
from zhiqiang.records.models import Campaign
from zhiqiang.web.accounts.doors import enterprise_required, reasons_of, refused
from zhiqiang.web.applicant.changes import as_text, form_text
from zhiqiang.web.applicant.drawing import drawn_form, drawn_panel
from zhiqiang.web.applicant.incoming import BadAnswers, answers_as_json
from zhiqiang.web.applicant.incoming import read_answers as parse_answers
from zhiqiang.web.applicant.speech import script_words
from zhiqiang.web.editions import edition, language
from zhiqiang.web.enterprise.folder import Folder, base_context, closes, folder
from zhiqiang.web.enterprise.words import kept_words
from zhiqiang.web.forms.building import form_shape

MAX_BYTES = 2 * 1024 * 1024


@require_safe
@enterprise_required
def begin(request: HttpRequest, scheme: str) -> HttpResponse:
    """Where an application of an edition is begun, with the self-assessment of this browser where there is one."""
    found = edition(scheme)
    campaigns = [one for one in campaigns_at(request.at) if one.scheme == found.id]
    mine = applications_of(request.reader.enterprise)
    there = next((mine[one.pk] for one in campaigns if one.pk in mine), None)
    if there is not None:
        return redirect("application", key=there.key)
    until = closes(campaigns[0], found) if campaigns else None
    context = {
        "campaign": campaigns[0] if campaigns else None, "scheme": found, "title": found.cover.name(language()),
        "digest": found.digest[:16], "until": until, "until_said": spoken_deadline(until)(language()) if until else "",
        "over": bool(until and request.at >= until),
    }  # fmt: skip
    return render(request, "enterprise/begin.html", context)


@require_POST
@enterprise_required
def start(request: HttpRequest, campaign: str) -> HttpResponse:
    """Begin the application of a campaign, with the answers of a self-assessment where they are sent along."""
    found = get_object_or_404(Campaign, key=campaign)
    scheme = edition(found.scheme)
    try:
        given = parse_answers(request.POST.get("answers") or "{}")
        answers = {key: text for key, value in given.items() if (text := _text(value)) is not None}
        application = start_application(campaign=found, scheme=scheme, by=request.reader, at=request.at, answers=answers)
    except BadAnswers:
        application = start_application(campaign=found, scheme=scheme, by=request.reader, at=request.at)
    except Refused as no:
        return refused(request, reasons_of(no))
    return redirect("application", key=application.key)


@require_safe
@enterprise_required
@gzip_page
def fill(request: HttpRequest, key: str) -> HttpResponse:
    """The form with what stands in it, and the score beside it."""
    one, lang = folder(request, key), language()
    scheme, application = one.scheme, one.application
    context = base_context(request, one, "fill") | {
        "cover": {"programme": scheme.cover.programme if lang == "zh" else scheme.cover.programme_en, "label": scheme.cover.name(lang)},
        "sections": form_shape(scheme, lang).sections,
        "form": drawn_form(scheme, lang),
        "panel": drawn_panel(scheme, lang),
        "digest": scheme.digest[:16],
        "script_words": script_words() | kept_words(),
        "kept": {
            "answers": as_inputs(one), "revision": application.revision, "closed": closed_keys(one),
            "writable": one.writable, "key": application.key,
        },
    }  # fmt: skip
    return render(request, "enterprise/fill.html", context)


def as_inputs(one: Folder) -> dict[str, str]:
    """The answers as the form's inputs write them, however they came (a workbook's 是 is the input's yes)."""
    read = read_answers(one.application, one.scheme)
    typed = typed_answers(one.application)
    return {key: form_text(read, key, as_text(value)) for key, value in typed.items()}


def closed_keys(one: Folder) -> list[str]:
    """The answers, and the lists, that a return left closed. Empty where all or nothing may be changed."""
    if one.state.open != "named":
        return []
    places = [*one.scheme.typed, *one.scheme.lists]
    return [place for place in places if not opened(one.application, one.scheme, place)]


@require_POST
@enterprise_required
@answers_as_json
def save(request: HttpRequest, key: str) -> JsonResponse:
    """One save: {save_id, base, changes: {key: text or null}} → {revision, at, clashes, news}."""
    one = folder(request, key)
    asked = _asked(request)
    try:
        saved = save_answers(
            application=one.application, scheme=one.scheme, changes=asked["changes"], base=asked["base"],
            save_id=asked["save_id"], by=request.reader, at=request.at,
        )  # fmt: skip
    except Refused as no:
        lang = language()
        return JsonResponse({"error": "；".join(reason.words(lang) for reason in no.reasons)}, status=409)
    clashes = [
        {"key": clash.key, "theirs": clash.theirs, "by": clash.by, "at": clash.at.isoformat()} for clash in saved.clashes
    ]
    return JsonResponse({"revision": saved.revision, "at": saved.at.isoformat(), "clashes": clashes, "news": saved.news})


def _asked(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise BadAnswers(_("请求应为 JSON（Content-Type: application/json）。"), 415)
    if len(request.body) > MAX_BYTES:
        raise BadAnswers(_("数据过多，没有接收。"), 413)
    try:
        asked = json.loads(request.body, parse_float=str, parse_int=str, parse_constant=str)
        changes = {_known(key)[:200]: _text(value) for key, value in asked["changes"].items()}
        return {"changes": changes, "base": int(asked["base"]), "save_id": _known(asked["save_id"])[:40]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadAnswers(_("内容不是完整的 JSON，没有读取。请重新导出后再试。")) from None


def _text(value: Any) -> str | None:
    """An answer as typed: text, or None to empty it."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _known(value)[:25_000] or None


def _known(value: Any) -> str:
    """As text every database takes: halves of characters replaced, NUL left out."""
    return str(value).encode("utf-8", "replace").decode().replace("\x00", "")
