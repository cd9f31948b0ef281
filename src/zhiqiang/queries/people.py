"""Reads about the people of an enterprise, and about the letters of the demonstration."""

import datetime as dt

from django.db.models import QuerySet

from zhiqiang.records.models import Invitation, Letter, Member

SHOWN_LETTERS = 50


def owner_first(visible: QuerySet[Member]) -> list[Member]:
    """People, the owner first, then by how long they have been there."""
    found = visible.select_related("person").order_by("since", "pk")
    return sorted(found, key=lambda member: member.role != Member.Role.OWNER)


def waiting(visible: QuerySet[Invitation]) -> list[Invitation]:
    """Invitations nobody accepted or withdrew, newest first; too old ones among them."""
    found = visible.filter(used_at=None, withdrawn_at=None)
    return list(found.select_related("invited_by").order_by("-invited_at", "-pk"))


def latest_letters(to: str, at: dt.datetime) -> list[Letter]:
    """The newest letters written by then, of everybody or of one address."""
    found = Letter.objects.filter(at__lte=at).order_by("-at", "-pk")
    if to.strip():
        found = found.filter(to__icontains=to.strip())
    return list(found[:SHOWN_LETTERS])
