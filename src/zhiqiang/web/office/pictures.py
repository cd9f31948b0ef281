"""Images of a file's pages: drawn when first looked at, a few at a time, and kept in the store by the file's digest."""

import threading
from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhiqiang.actions.previews import CONVERTIBLE, preview_path
from zhiqiang.actions.storing import store_path
from zhiqiang.papers.page_images import draw
from zhiqiang.records.models import StoredFile

WIDTHS = {"": 1240, "large": 2000}
AHEAD = 3
AT_ONCE = 2
SECONDS_TO_WAIT = 20
DRAWABLE = frozenset({"pdf", "png", "jpeg"})

_drawing = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many pages are being drawn: come back in a moment."""


def page_image(file: StoredFile, page: int, size: str, pages: int) -> bytes | None:
    """The PNG of a page, None where there is none. Raises Busy, and NotDrawn for a file that cannot be drawn."""
    path = _path(file.digest, page, size)
    kept = _read(path)
    if kept is not None:
        return kept
    if not _drawing.acquire(timeout=SECONDS_TO_WAIT):
        raise Busy
    try:
        return _read(path) or _draw(file, page, size, pages)
    finally:
        _drawing.release()


def _draw(file: StoredFile, page: int, size: str, pages: int) -> bytes | None:
    kind = "pdf" if file.kind in CONVERTIBLE else file.kind
    content = _read(preview_path(file.digest) if file.kind in CONVERTIBLE else store_path(file.digest))
    if content is None:
        return None
    drawn = draw(content, kind, _wanted(file, page, size, pages), width=WIDTHS[size])
    for number, image in drawn.items():
        path = _path(file.digest, number, size)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(image))
    return drawn.get(page)


def _wanted(file: StoredFile, page: int, size: str, pages: int) -> Sequence[int]:
    """This page and, at the ordinary size, the next ones that were not drawn yet: one reads on."""
    last = min(page + (0 if size else AHEAD), max(pages, page))
    ahead = [n for n in range(page + 1, last + 1) if not default_storage.exists(_path(file.digest, n, size))]
    return [page, *ahead]


def _path(digest: str, page: int, size: str) -> str:
    return f"previews/{digest[:2]}/{digest}/{WIDTHS[size]}/{page}.png"


def _read(path: str) -> bytes | None:
    try:
        with default_storage.open(path) as stored:
            return stored.read()
    except FileNotFoundError:
        return None
