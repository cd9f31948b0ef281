"""Turning Word files into PDF so that they can be looked at: asked for by a reader, made by the worker."""

import datetime as dt
import logging
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from zhiqiang.actions.files import store_path
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Preview, StoredFile

log = logging.getLogger(__name__)

CONVERTIBLE = frozenset({"doc", "docx"})
HOLD = dt.timedelta(minutes=5)
"""After this long a conversion that never ended is taken up again: its worker died."""
MOST_TRIES = 3


class CannotConvert(Exception):
    """A file of which no PDF can be made; `words` says why, `again` whether another try may help."""

    def __init__(self, words: Words, *, again: bool) -> None:
        super().__init__(words.en)
        self.words = words
        self.again = again


Convert = Callable[[bytes], tuple[bytes, int]]
"""From the file's content to its PDF and the PDF's number of pages. Raises CannotConvert."""


def preview_path(digest: str) -> str:
    """Where the PDF of a file lies in the store."""
    return f"previews/{digest[:2]}/{digest}/document.pdf"


def ask_for_preview(*, file: StoredFile, at: dt.datetime) -> Preview:
    """The preview of a Word file: the one there is, or a new one that waits for the worker."""
    found, _ = Preview.objects.get_or_create(
        digest=file.digest, defaults={"kind": file.kind, "asked_at": at}
    )
    return found


def make_next_preview(*, at: dt.datetime, convert: Convert) -> bool:
    """Make the preview that waits longest; False where none waits. Several workers never make the same one at once."""
    held = _hold_next(at)
    if held is None:
        return False
    try:
        with default_storage.open(store_path(held.digest)) as stored:
            content = stored.read()
        pdf, pages = convert(content)
        path = preview_path(held.digest)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(pdf))
        _end(held, Preview.State.DONE, at, pages=pages)
    except CannotConvert as no:
        again = no.again and held.tries < MOST_TRIES
        state = Preview.State.WAITING if again else Preview.State.FAILED
        _end(held, state, at, problem=no.words.zh, problem_en=no.words.en)
    except OSError:
        log.exception("a preview failed")
        words = Words("没能读取这个文件，请稍后再试", "the file could not be read; try again later")
        _end(held, Preview.State.FAILED, at, problem=words.zh, problem_en=words.en)
    return True


def _hold_next(at: dt.datetime) -> Preview | None:
    stale = Q(state=Preview.State.WORKING, started_at__lt=at - HOLD)
    waiting = Preview.objects.filter(Q(state=Preview.State.WAITING) | stale).order_by("asked_at", "pk")
    for one in waiting[:5]:
        with transaction.atomic():
            taken = Preview.objects.filter(pk=one.pk, state=one.state, tries=one.tries).update(
                state=Preview.State.WORKING, started_at=at, tries=one.tries + 1
            )
        if taken:
            one.refresh_from_db()
            return one
    return None


def _end(held: Preview, state: str, at: dt.datetime, **said: str | int) -> None:
    Preview.objects.filter(pk=held.pk, tries=held.tries).update(state=state, ended_at=at, **said)
