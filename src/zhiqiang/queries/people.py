"""Reads about the people of an enterprise, and about the letters of the demonstration."""

import datetime as dt

from zhiqiang.access.people import colleagues, invitations
from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Invitation, Letter, Member

SHOWN_LETTERS = 50


def people_of(reader: Reader) -> list[Member]:
    """The people of the reader's enterprise, its owner first."""
    found = colleagues(reader).select_related("person").order_by("since", "pk")
    return sorted(found, key=lambda member: member.role != Member.Role.OWNER)


def waiting_invitations(reader: Reader) -> list[Invitation]:
    """What the owner sent and nobody accepted or withdrew, newest first; too old ones among them."""
    found = invitations(reader).filter(used_at=None, withdrawn_at=None)
    return list(found.select_related("invited_by").order_by("-invited_at", "-pk"))


def latest_letters(to: str, at: dt.datetime) -> list[Letter]:
    """The newest letters written by then, of everybody or of one address."""
    found = Letter.objects.filter(at__lte=at).order_by("-at", "-pk")
    if to.strip():
        found = found.filter(to__icontains=to.strip())
    return list(found[:SHOWN_LETTERS])
