"""Pages for what went wrong. Each says what happened and what to do next, in the house's look.

A request by htmx gets the same two sentences as plain text: ``house.js`` shows them in the status line, and the page
with all its figures stays where it is.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

log = logging.getLogger(__name__)


def problem(
    request: HttpRequest, status: int, title: str, advice: str, *, again: list[tuple[str, str]] | None = None
) -> HttpResponse:
    """The page (or for htmx the two sentences) of one problem, with its status code; `again`: a form to be sent once more."""
    if request.headers.get("HX-Request"):
        return HttpResponse(f"{title} {advice}", status=status, content_type="text/plain; charset=utf-8")
    shown = {"status": status, "title": title.rstrip("。."), "advice": advice, "again": again}
    return render(request, "problems/problem.html", shown, status=status)


def bad_request(request, exception=None):
    return problem(
        request, 400, _("这个请求我们看不懂。"),
        _("请返回上一页，重新加载后再试一次。若是从别处打开的链接，它可能不完整。"),
    )  # fmt: skip


def unreadable(request):
    return problem(
        request, 400, _("内容里有不能保存的空字符，没有接收。"),
        _("请返回上一页，把从别处粘贴来的文字删去重新输入，再提交一次。"),
    )  # fmt: skip


def forbidden(request, exception=None):
    return problem(
        request,
        403,
        _("这一页现在不能打开。"),
        _("请返回首页，从那里进入；如认为应当可以打开，请联系当地主管部门。"),
    )


def csrf_failure(request, reason=""):
    return problem(
        request, 403, _("页面放置太久，为安全起见没有接收。"),
        _("请重新加载页面再提交一次；已保存在本浏览器的内容不会丢失。若仍不行，请允许本站使用 Cookie。"),
    )  # fmt: skip


def not_found(request, exception=None):
    return problem(request, 404, _("没有找到这一页。"), _("请检查地址是否完整，或返回首页重新进入。"))


def too_large(request):
    return problem(
        request, 413, _("文件太大，没有接收。"),
        _("一次最多 %(most)d MB：请压缩或拆分后再上传；工作簿请用本站下载的原件，去掉其中的图片和多余的工作表。")
        % {"most": settings.MAX_BODY_BYTES // 1024 // 1024},
    )  # fmt: skip


def too_many(request, seconds: int):
    advice = ngettext(
        "请等 %(seconds)d 秒再试；已保存在本浏览器的内容不会丢失。",
        "请等 %(seconds)d 秒再试；已保存在本浏览器的内容不会丢失。",
        seconds,
    ) % {"seconds": seconds}
    response = problem(request, 429, _("提交得太快了。"), advice, again=_typed(request))
    response.headers["Retry-After"] = str(seconds)
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What was typed into one of our own pages, to be sent once more; no passwords, and nothing that came from elsewhere."""
    own = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if not own or request.content_type != "application/x-www-form-urlencoded":
        return None
    fields = [(name, text) for name, texts in request.POST.lists() for text in texts if name != "csrfmiddlewaretoken"]
    return None if any("password" in name or "code" in name for name, _text in fields) else fields


def too_often(request):
    """429 for what allauth counts (registering, asking for codes): it does not say for how long."""
    return too_many(request, 60)


def busy(request):
    response = problem(
        request, 503, _("此刻太忙，没有接收。"), _("什么都没有改动，请过几秒再试一次。"), again=_typed(request)
    )  # fmt: skip
    response.headers["Retry-After"] = "3"
    return response


def server_error(request):
    title, advice = _("我们这边出了问题。"), _("请稍后再试；已保存在本浏览器的内容不会丢失。问题已记入日志。")
    try:
        return problem(request, 500, title, advice)
    except Exception:
        # The page itself may be what broke: say it without a template.
        log.exception("the page for errors failed")
        return HttpResponse(f"{title} {advice}", status=500, content_type="text/plain; charset=utf-8")
