"""Turning Word files into PDF so that they can be looked at: asked for by a reader, made by the worker."""

import datetime as dt
import logging
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhiqiang.actions.holding import Undone, done, hold_next, undone
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Preview, StoredFile

log = logging.getLogger(__name__)

CONVERTIBLE = frozenset({"doc", "docx"})
Convert = Callable[[bytes], tuple[bytes, int]]
"""From the file's content to its PDF and the PDF's number of pages. Raises Undone."""


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
    held = hold_next(Preview, at=at)
    if held is None:
        return False
    try:
        with default_storage.open(store_path(held.digest)) as stored:
            content = stored.read()
        pdf, pages = convert(content)
        path = preview_path(held.digest)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(pdf))
        done(held, at=at, pages=pages)
    except Undone as no:
        undone(held, no, at=at)
    except OSError:
        log.exception("a preview failed")
        words = Words("没能读取这个文件，请稍后再试", "the file could not be read; try again later")
        undone(held, Undone(words, again=False), at=at)
    return True
