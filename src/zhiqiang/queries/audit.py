"""Reading the audit trail, and finding out whether anybody changed it."""

from collections.abc import Iterator
from dataclasses import dataclass

from zhiqiang.engine.words import Words
from zhiqiang.records.digests import event_digest
from zhiqiang.records.models import Book


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain does not hold: the book, the event's number, and what is wrong there."""

    book: str
    number: int
    words: Words


def verify(*, anchors: dict[str, tuple[int, str]] | None = None) -> Iterator[Break]:
    """Every break in every book: a changed, removed or inserted event.

    `anchors` are earlier statements {book: (length, head)}, kept elsewhere: with them a chain rewritten whole, or cut at
    its end together with its head, shows as well.
    """
    for book in Book.objects.order_by("name").iterator():
        yield from _verify_book(book, (anchors or {}).get(book.name))
    present = set(Book.objects.values_list("name", flat=True))
    for name in sorted(set(anchors or {}) - present):
        yield Break(name, 0, Words("整本记录不见了", "the whole book is gone"))


def anchors() -> dict[str, tuple[int, str]]:
    """Length and head of every book, to be kept where nobody with access to the database can reach them."""
    return {book.name: (book.length, book.head) for book in Book.objects.order_by("name")}


def _verify_book(book: Book, anchor: tuple[int, str] | None) -> Iterator[Break]:
    before, number, seen_anchor = "", 0, anchor is None or anchor[0] == 0
    for event in book.events.order_by("number").iterator():
        number += 1
        if event.number != number:
            gap = Words(f"缺少第 {number} 条", f"event {number} is missing")
            yield Break(book.name, number, gap)
            number = event.number
        if event.before != before:
            yield Break(book.name, number, Words("与前一条对不上", "it does not follow from the one before"))
        if event.digest != event_digest(event, book.name):
            yield Break(book.name, number, Words("内容被改动", "its content was changed"))
        before = event.digest
        seen_anchor = seen_anchor or (anchor is not None and (number, event.digest) == tuple(anchor))
    if (number, before) != (book.length, book.head):
        yield Break(book.name, number, Words(f"末尾应为第 {book.length} 条", f"the last event should be number {book.length}"))
    if not seen_anchor and anchor is not None:
        yield Break(book.name, anchor[0], Words("与留存的锚点不符", "it does not agree with the anchor kept elsewhere"))
