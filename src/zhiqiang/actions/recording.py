"""Writing the audit trail: each event is chained to the one before it by digest."""

import datetime as dt
from typing import Any

from django.db import transaction

from zhiqiang.records.digests import event_digest
from zhiqiang.records.models import Application, Book, Event, Person

SITE = "site"


def book_of(application: Application | None) -> str:
    """The name of the chain an act belongs to."""
    return f"application:{application.key}" if application else SITE


def record(
    act: str,
    *,
    by: Person | None,
    at: dt.datetime,
    about: Application | None = None,
    details: dict[str, Any] | None = None,
) -> Event:
    """Add an event to its book. Must run inside the transaction of the act itself.

    Details never hold passwords, tokens or the contents of answers.
    """
    assert transaction.get_connection().in_atomic_block
    name = book_of(about)
    book = _held_book(name)
    event = Event(
        book=book, number=book.length + 1, at=at, by=by, act=act, details=details or {}, before=book.head
    )
    event.digest = event_digest(event, name)
    event.save()
    Book.objects.filter(pk=book.pk).update(length=event.number, head=event.digest)
    return event


def _held_book(name: str) -> Book:
    """The book of this name, begun where there is none; nobody else writes in it until the transaction ends."""
    books = Book.objects.select_for_update()
    found = books.filter(name=name).first()
    if found is None:
        Book.objects.get_or_create(name=name)
        found = books.get(name=name)
    return found
