"""The audit trail shows tampering."""

import datetime as dt

import pytest

from tests.actions.world import NOW, World
from zhiqiang.actions.answers import save_answers
from zhiqiang.queries.audit import anchors, verify
from zhiqiang.records.digests import event_digest
from zhiqiang.records.models import Book, Event


@pytest.fixture
def book(world: World) -> Book:
    for number in range(1, 5):
        save_answers(
            application=world.application, scheme=world.scheme, changes={"employees": str(number)}, base=number,
            save_id=str(number), by=world.owner, at=NOW + dt.timedelta(minutes=number),
        )  # fmt: skip
    return Book.objects.get(name=f"application:{world.application.key}")


@pytest.mark.requirement("X05")
def test_an_untouched_trail_holds(book: Book) -> None:
    assert list(verify(anchors=anchors())) == []


@pytest.mark.requirement("X05")
def test_a_changed_event_shows(book: Book) -> None:
    Event.objects.filter(book=book, number=3).update(details={"revision": 9})

    assert [(found.number, found.words.en) for found in verify()] == [(3, "its content was changed")]


@pytest.mark.requirement("X05")
@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_event_shows_even_the_last(book: Book, number: int) -> None:
    Event.objects.filter(book=book, number=number).delete()

    assert list(verify()) != []


@pytest.mark.requirement("X05")
def test_an_inserted_event_shows(book: Book) -> None:
    Event.objects.filter(book=book, number=5).update(number=6)
    Event.objects.create(book=book, number=5, at=NOW, act="nothing", before="", digest="0" * 64)

    assert list(verify()) != []


@pytest.mark.requirement("X05")
def test_a_chain_rewritten_whole_shows_against_an_anchor(book: Book) -> None:
    kept = anchors()
    before = ""
    for event in Event.objects.filter(book=book).order_by("number"):
        event.details, event.before = {"forged": True}, before
        event.digest = before = event_digest(event, book.name)
        event.save()
    Book.objects.filter(pk=book.pk).update(head=before)

    assert list(verify()) == []
    assert [found.words.en for found in verify(anchors=kept)] == ["it does not agree with the anchor kept elsewhere"]
