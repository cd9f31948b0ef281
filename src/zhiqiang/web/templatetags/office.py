"""Words for instants: how long ago, how long still; and the unread messages of whoever asks."""

import datetime as dt

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhiqiang.queries.inbox import unread_count
from zhiqiang.web.office.columns import days_words
from zhiqiang.web.office.drawing import Pen, kept_query

register = template.Library()


@register.simple_tag
def countdown(until: dt.datetime, at: dt.datetime) -> SafeString:
    """How long there is until an instant, by the server's clock; a script counts on from there."""
    return format_html(
        '<time class="zq-countdown zq-number" datetime="{}" data-until="{}" data-now="{}" data-day="{}" data-over="{}">{}</time>',
        until.isoformat(), int(until.timestamp() * 1000), int(at.timestamp() * 1000), _("天"), _("已截止"),
        remaining(until, at),
    )  # fmt: skip


def remaining(until: dt.datetime, at: dt.datetime) -> str:
    """The time left in its two largest units."""
    seconds = int((until - at).total_seconds())
    if seconds <= 0:
        return _("已截止")
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3600)
    minutes = rest // 60
    if days:
        return _("还有 %(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _("还有 %(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
    return ngettext("还有 %(minutes)d 分", "还有 %(minutes)d 分", minutes) % {"minutes": minutes}


register.filter("days", days_words)


@register.filter
def group_colour(place: int) -> int:
    """The colour of a group's bar: there are four."""
    return (max(place, 1) - 1) % 4 + 1


@register.simple_tag(takes_context=True)
def unread_messages(context) -> int:
    """How many messages this person has not opened; asked once a page."""
    request = context["request"]
    if not hasattr(request, "unread_messages"):
        reader = getattr(request, "reader", None)
        request.unread_messages = unread_count(reader.person) if reader and reader.person else 0
    return request.unread_messages


@register.filter
def of(words: dict, code: str) -> str:
    """What a code stands for, or the code itself."""
    return words.get(code, code)


@register.simple_tag(takes_context=True)
def query(context, **changes) -> str:
    """The list's query with some fields set otherwise."""
    return context["asked"].query(**changes)


# --- the page of one application


@register.simple_tag
def block_drawn(case, piece) -> SafeString:
    """The answers of one piece of the form, drawn once for each reading."""
    drawn = case.reading.drawn
    key = f"item/{piece.place}"
    if key not in drawn:
        drawn[key] = mark_safe(render_to_string("office/block.html", {"block": piece.block}))  # noqa: S308
    return drawn[key]


@register.simple_tag(takes_context=True)
def card_drawn(context, card) -> SafeString:
    """A claim's card."""
    return _pen(context).card(card)


@register.simple_tag(takes_context=True)
def folder_drawn(context, folder) -> SafeString:
    """A material with its files; a required one without any is marked."""
    return _pen(context).folder(folder, lacking=folder.material.awaited)


def _pen(context) -> Pen:
    """One pen a page."""
    if "pen" not in context.render_context:
        viewed = context.get("viewed")
        case = context["case"]
        shown = viewed.file.key if viewed else case.query.get("file", "")
        context.render_context["pen"] = Pen(case, shown)
    return context.render_context["pen"]


@register.simple_tag
def tab_address(case, tab: str, *, bare: bool = False) -> str:
    """A tab's address, with the file that is open and the list one came from."""
    address = case.address if tab == "claims" else reverse("office-tab", args=[case.application.key, tab])
    return address if bare else address + kept_query(case, "file", "list")


@register.simple_tag
def show_query(case, show: str) -> str:
    """The query that shows some claims only."""
    return kept_query(case, "file", "list", show=show)


@register.simple_tag
def place_asked(case, place: str):
    """The note on a place, where there is one."""
    return case.asked_by_place.get(place)
