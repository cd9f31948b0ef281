"""Reading one's messages."""

import datetime as dt

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Message


def read_message(*, message: Message, by: Reader, at: dt.datetime) -> None:
    """Note when a message was first opened by the one it was sent to; nobody else's opening counts."""
    Message.objects.filter(pk=message.pk, to=by.person, read_at=None).update(read_at=at)


def read_all_messages(*, by: Reader, upto: int, at: dt.datetime) -> int:
    """Mark as read every message up to the one numbered `upto`: what came since stays unread. Returns how many."""
    return Message.objects.filter(to=by.person, read_at=None, pk__lte=upto).update(read_at=at)
