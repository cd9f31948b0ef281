"""The inbox: what the site had to tell this person. Nobody reads another's."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.access import scope
from zhiqiang.access.roles import Reader
from zhiqiang.actions.inbox import read_all_messages, read_message
from zhiqiang.queries.inbox import messages_of
from zhiqiang.records.models import Message
from zhiqiang.web.accounts.doors import person_required
from zhiqiang.web.editions import language

PER_PAGE = 30
# Where a message about an application leads, by the kind of reader.
APPLICATION_PAGES = {"officer": "office-application", "enterprise": "application"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in the reader's language; `address` leads to what it is about, where the reader may still see it."""

    message: Message
    subject: str
    body: str
    address: str

    @property
    def unread(self) -> bool:
        """Whether it was not opened before."""
        return self.message.read_at is None


@require_safe
@person_required
def messages(request: HttpRequest) -> HttpResponse:
    """The list, newest first; `?unread=1` only what was not opened."""
    unread = request.GET.get("unread") == "1"
    pages = Paginator(messages_of(request.reader.person, unread=unread), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = [_shown(one, "") for one in page]
    newest = shown[0].message.pk if shown else 0
    found = {"rows": shown, "page": page, "unread_only": unread, "newest": newest, "base": _base(request.reader)}
    return render(request, "messages/list.html", found)


@require_safe
@person_required
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message; opening it marks it as read."""
    found = messages_of(request.reader.person).filter(pk=number).first()
    if found is None:
        raise Http404
    read_message(message=found, by=request.reader, at=request.at)
    shown = _shown(found, _address(found, request.reader))
    return render(request, "messages/message.html", {"one": shown, "base": _base(request.reader)})


@require_POST
@person_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read all that was on the page; what came since stays unread."""
    upto = request.POST.get("upto", "")
    if upto.isascii() and upto.isdigit() and len(upto) < 19:
        read_all_messages(by=request.reader, upto=int(upto), at=request.at)
    return redirect("messages")


def _shown(one: Message, address: str) -> Shown:
    zh = language() == "zh"
    return Shown(one, one.subject if zh else one.subject_en, one.body if zh else one.body_en, address)


def _base(reader: Reader) -> str:
    """The frame of the pages this person knows."""
    return "office/base.html" if reader.bureau else "zhiqiang/base.html"


def _address(one: Message, reader: Reader) -> str:
    about = one.application
    if about is None or not scope.applications(reader).filter(pk=about.pk).exists():
        return ""
    try:
        return reverse(APPLICATION_PAGES["officer" if reader.bureau else "enterprise"], args=[about.key])
    except NoReverseMatch:
        return ""
