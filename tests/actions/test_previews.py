"""Papers of the site's own as PDF: one for each content, made again when lost, gone when nobody asks any more."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage

from zhiqiang.actions.holding import Undone
from zhiqiang.actions.previews import (
    ask_for_paper,
    ask_for_preview,
    forget_papers,
    make_next_preview,
    preview_path,
)
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Preview, StoredFile

NOW = dt.datetime(2020, 10, 1, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def printed(content: bytes) -> tuple[bytes, int]:
    return b"%PDF " + content, 2


def refuse(content: bytes):
    raise Undone(Words("不行", "no"), again=False)


def test_the_same_content_is_printed_once():
    first = ask_for_paper(content=b"one", at=NOW)
    assert ask_for_paper(content=b"one", at=NOW).pk == first.pk
    assert ask_for_paper(content=b"other", at=NOW).pk != first.pk

    assert [make_next_preview(at=NOW, convert=printed) for _ in range(3)] == [True, True, False]

    done = ask_for_paper(content=b"one", at=NOW)
    assert (done.state, done.pages, bytes(done.source)) == ("done", 2, b"")
    with default_storage.open(preview_path(done.digest)) as stored:
        assert stored.read() == b"%PDF one"


def test_a_failure_is_tried_anew_after_a_while_and_not_at_once():
    ask_for_paper(content=b"one", at=NOW)
    make_next_preview(at=NOW, convert=refuse)

    assert ask_for_paper(content=b"one", at=NOW + dt.timedelta(seconds=5)).state == "failed"
    later = NOW + dt.timedelta(minutes=1)
    assert ask_for_paper(content=b"one", at=later).state == "waiting"
    make_next_preview(at=later, convert=printed)
    assert ask_for_paper(content=b"one", at=later).state == "done"


def test_a_pdf_lost_from_the_store_is_made_again():
    made = ask_for_paper(content=b"lost", at=NOW)
    make_next_preview(at=NOW, convert=printed)
    default_storage.delete(preview_path(made.digest))

    assert ask_for_paper(content=b"lost", at=NOW).state == "waiting"
    make_next_preview(at=NOW, convert=printed)
    assert default_storage.exists(preview_path(made.digest))


def test_a_worker_that_died_is_followed_by_another():
    ask_for_paper(content=b"one", at=NOW)

    def dies(content: bytes):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_next_preview(at=NOW, convert=dies)
    assert not make_next_preview(at=NOW + dt.timedelta(minutes=1), convert=printed)
    assert make_next_preview(at=NOW + dt.timedelta(minutes=6), convert=printed)
    assert ask_for_paper(content=b"one", at=NOW).state == "done"


def test_what_nobody_asks_for_any_more_goes_and_what_was_handed_in_stays():
    old, asked = ask_for_paper(content=b"old", at=NOW), ask_for_paper(content=b"asked", at=NOW)
    handed_in = ask_for_paper(content=b"handed in", at=NOW)
    for _ in range(3):
        make_next_preview(at=NOW, convert=printed)
    ask_for_paper(content=b"asked", at=NOW + 4 * DAY)
    ask_for_preview(file=StoredFile(digest=handed_in.digest, kind="docx"), at=NOW)

    assert forget_papers(before=NOW + 3 * DAY) == 1

    assert set(Preview.objects.values_list("pk", flat=True)) == {asked.pk, handed_in.pk}
    assert not default_storage.exists(preview_path(old.digest))
    assert default_storage.exists(preview_path(asked.digest))
    assert default_storage.exists(preview_path(handed_in.digest))
