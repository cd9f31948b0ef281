"""Doors: who may open a page. What is refused is answered with the entrance, the step that is left, or the reason.

A script's request (fetch, htmx) gets a 401 that says where to log in and leaves its page, and what was typed, as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhiqiang.access.roles import Reader
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.permitting import Reason
from zhiqiang.engine.words import Lang, Words
from zhiqiang.web.accounts.entering import STEP_ROUTES, person_of, step_left
from zhiqiang.web.problems import problem

WAY_BACK = "zhiqiang.way_back"
View = Callable[..., HttpResponse]
FOR_ENTERPRISES = Words(
    "这一页供企业使用，请用企业账号登录。",
    "This page is for enterprises: log in with an enterprise's account.",
)
FOR_OFFICERS = Words("这一页供知识产权局工作人员使用。", "This page is for the officers of IP bureaus.")


def person_required(view: View) -> View:
    """Open to everybody who has come in all the way."""
    return _door(view, "account_login", lambda reader: None)


def enterprise_required(view: View) -> View:
    """Open to the people of an enterprise; others are shown the enterprises' entrance, or told why not."""
    return _door(view, "account_login", lambda reader: None if reader.enterprise else FOR_ENTERPRISES)


def officer_required(view: View) -> View:
    """Open to officers with their second factor; others are shown the bureaus' entrance, or told why not."""
    return _door(view, "bureau-entrance", lambda reader: None if reader.bureau else FOR_OFFICERS)


def halfway_allowed(view: View) -> View:
    """Open to everybody who gave the password, with or without a step left: the steps themselves, and leaving."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return (
            view(request, *args, **kwargs) if person_of(request) else log_in_first(request, "account_login")
        )

    return opened


def _door(view: View, entrance: str, refusal: Callable[[Reader], Words | None]) -> View:
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.reader.person is None:
            return log_in_first(request, entrance)
        reason = refusal(request.reader)
        if reason is not None:
            return refused(request, [reason])
        return view(request, *args, **kwargs)

    return opened


def log_in_first(request: HttpRequest, entrance: str) -> HttpResponse:
    """The entrance, or the step that is left; with the way back to where one was."""
    person = person_of(request)
    step = step_left(request, Reader(person)) if person else None
    route = STEP_ROUTES[step] if step else entrance
    if step:
        request.session[WAY_BACK] = _where(request)
    address = f"{reverse(route)}?{urlencode({'next': _where(request)})}"
    title, advice = _("登录已过期。"), _("请重新登录；这一页和已填写的内容都还在。")
    if wants_json(request):
        said = {"problem": "log-in", "title": title, "advice": advice, "login": address}
        return JsonResponse(said, status=401, json_dumps_params={"ensure_ascii": False})
    if request.headers.get("HX-Request"):
        response = problem(request, 401, title, advice)
        response.headers["X-Log-In"] = address
        return response
    return HttpResponseRedirect(address)


def _where(request: HttpRequest) -> str:
    """The page one was on: this address, or, where it cannot be opened by a link, the page it was called from."""
    plain = (
        request.method in ("GET", "HEAD")
        and not request.headers.get("HX-Request")
        and not wants_json(request)
    )
    if plain:
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks and reads JSON."""
    return (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.content_type == "application/json"
        or request.headers.get("Accept", "").startswith("application/json")
    )


def refused(request: HttpRequest, reasons: Iterable[Words]) -> HttpResponse:
    """403 with the reasons, as a page, as JSON, or as plain words for htmx."""
    said = [sentence(one) for one in reasons]
    title = _("不能这样做。") if request.method == "POST" else _("这一页不能打开。")
    if wants_json(request):
        told = {"problem": "refused", "title": title, "reasons": said}
        return JsonResponse(told, status=403, json_dumps_params={"ensure_ascii": False})
    return problem(request, 403, title, "".join(said) if spoken() == "zh" else " ".join(said))


def reasons_of(error: Refused) -> list[Words]:
    """The words of a refusal, each with its clause where it rests on one."""
    return [_with_clause(reason) for reason in error.reasons]


def _with_clause(reason: Reason) -> Words:
    if not reason.clause:
        return reason.words
    return Words(f"{reason.words.zh}（{reason.clause}）", f"{reason.words.en} ({reason.clause})")


def spoken() -> Lang:
    """The language the reader sees."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def sentence(words: Words) -> str:
    """Words as a sentence of their own, in the reader's language."""
    if spoken() == "zh":
        return f"{words.zh.rstrip('。')}。"
    return f"{words.en[:1].upper()}{words.en[1:].rstrip('.')}."
