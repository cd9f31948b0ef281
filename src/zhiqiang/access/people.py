"""Which people and invitations somebody may see: those of their own enterprise, nobody else's."""

from django.db.models import QuerySet

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Invitation, Member


def colleagues(reader: Reader) -> QuerySet[Member]:
    """The people of the reader's enterprise, the reader among them."""
    if reader.enterprise is None:
        return Member.objects.none()
    return Member.objects.filter(enterprise=reader.enterprise)


def invitations(reader: Reader) -> QuerySet[Invitation]:
    """The invitations of the reader's enterprise: its owner's alone."""
    if reader.enterprise is None or not reader.is_owner:
        return Invitation.objects.none()
    return Invitation.objects.filter(enterprise=reader.enterprise)
