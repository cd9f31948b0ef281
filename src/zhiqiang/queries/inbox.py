"""A person's own messages."""

from django.db.models import QuerySet

from zhiqiang.records.models import Message, Person


def messages_of(person: Person, *, unread: bool = False) -> QuerySet[Message]:
    """The messages sent to this person, newest first."""
    found = Message.objects.filter(to=person)
    if unread:
        found = found.filter(read_at=None)
    return found.select_related("application__enterprise").defer("application__answers")


def unread_count(person: Person) -> int:
    """How many messages were not opened yet."""
    return Message.objects.filter(to=person, read_at=None).count()
