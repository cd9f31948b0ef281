"""Turning Word files into PDF: those handed in, to be looked at, and papers of the site's own, to be saved.

Asked for by a reader, made by the worker; one for each content, however often it is asked for.
"""

import datetime as dt
import hashlib
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from zhiqiang.actions.holding import work_next
from zhiqiang.actions.storing import stored
from zhiqiang.records.models import Preview, StoredFile

CONVERTIBLE = frozenset({"doc", "docx"})
AGAIN = dt.timedelta(seconds=30)
"""After this long a paper that failed is tried anew when it is asked for: something may have been mended."""
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
    if found.paper:  # a paper of ours that was handed in as it is: from now on it stays
        Preview.objects.filter(pk=found.pk).update(paper=False)
    return found


def ask_for_paper(*, content: bytes, at: dt.datetime) -> Preview:
    """The PDF of a paper the site made (.docx): the one there is of this content, or one that waits for the worker.

    One that failed is tried anew, and one whose PDF is gone from the store is made again.
    """
    digest = hashlib.sha256(content).hexdigest()
    new = {"kind": "docx", "asked_at": at, "wanted_at": at, "paper": True, "source": content}
    found, created = Preview.objects.get_or_create(digest=digest, defaults=new)
    if created:
        return found
    failed = found.state == Preview.State.FAILED and (found.ended_at is None or at - found.ended_at >= AGAIN)
    lost = found.state == Preview.State.DONE and not default_storage.exists(preview_path(digest))
    anew = {"state": Preview.State.WAITING, "tries": 0, "asked_at": at, "source": content}
    changes = {"wanted_at": at} | (anew if failed or lost else {})
    Preview.objects.filter(pk=found.pk, state=found.state).update(**changes)
    found.refresh_from_db()
    return found


def forget_papers(*, before: dt.datetime) -> int:
    """Take away papers of the site's own that nobody asked for since; how many. What was handed in is never touched."""
    gone = 0
    for one in Preview.objects.filter(paper=True, wanted_at__lt=before).defer("source"):
        if Preview.objects.filter(pk=one.pk, paper=True, wanted_at=one.wanted_at).delete()[0]:
            default_storage.delete(preview_path(one.digest))
            gone += 1
    return gone


def make_next_preview(*, at: dt.datetime, convert: Convert) -> bool:
    """Make the preview that waits longest; False where none waits. Several workers never make the same one at once."""

    def make(held: Preview) -> dict[str, object]:
        # A paper of ours comes with its row, and again should it be wanted anew; what was handed in lies in the store.
        pdf, pages = convert(bytes(held.source) if held.source else stored(held.digest))
        path = preview_path(held.digest)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(pdf))
        return {"pages": pages, "source": b""}

    return work_next(Preview, at=at, work=make)
