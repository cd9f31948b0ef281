"""Papers of an edition as files to save: Word at once, PDF made by the worker while the page says how far it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from zhiqiang.actions.previews import ask_for_paper, preview_path
from zhiqiang.engine.answering import Answers
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import score
from zhiqiang.records.models import Preview
from zhiqiang.web.editions import language

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
PATIENCE = dt.timedelta(seconds=30)
"""After this long without a worker taking it up, the page says so."""


@dataclass(frozen=True)
class Printed:
    """A paper to print: of which edition, with whose answers, dated when, for whom."""

    scheme: Scheme
    paper: str
    answers: Answers
    day: dt.date
    enterprise: str

    @property
    def title(self) -> str:
        """The paper's name."""
        return self.scheme.papers[self.paper].name(language())

    def file_name(self, kind: str) -> str:
        """What it is saved as."""
        return f"{self.title}-{self.enterprise}.{kind}"

    def word(self) -> bytes:
        """The Word file; the same answers on the same day give the same bytes."""
        from zhiqiang.papers.word.rendering import render as fill_in  # only who asks for one pays for it

        return fill_in(self.scheme, self.paper, self.answers, score(self.scheme, self.answers), day=self.day)


def day_of(instant: dt.datetime) -> dt.date:
    """The day that is written on a paper."""
    return timezone.localtime(instant).date()


def answer_with(request: HttpRequest, printed: Printed, kind: str, *, word: str, back: str) -> HttpResponse:
    """The paper as a file. A PDF that is not there yet is asked for: a page (or for htmx a part of one) waits for it.

    `word`: the address of the Word file, `back`: of the page to return to. Http404 for another kind of file.
    """
    if kind not in KINDS or printed.paper not in printed.scheme.papers:
        raise Http404("no such paper")
    content = printed.word()
    if kind == "docx":
        return saved(content, kind, printed.file_name(kind))
    made = ask_for_paper(content=content, at=request.at)
    part = bool(request.headers.get("HX-Request"))
    if made.state == Preview.State.DONE and not part:
        with default_storage.open(preview_path(made.digest)) as stored:
            return saved(stored.read(), kind, printed.file_name(kind))
    failed = made.state == Preview.State.FAILED
    context = {
        "made": made, "title": printed.title, "word": word, "back": back, "address": request.path, "failed": failed,
        "ready": made.state == Preview.State.DONE, "why": made.problem if language() == "zh" else made.problem_en,
        "late": made.state == Preview.State.WAITING and request.at - made.asked_at > PATIENCE, "part": part,
    }  # fmt: skip
    template = "papers/printing.html" if part else "papers/waiting.html"
    response = render(request, template, context, status=200 if part else 503 if failed else 202)
    response.headers["Cache-Control"] = "no-store"
    patch_vary_headers(response, ("HX-Request",))
    return response


def saved(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be saved under its own name, in any script."""
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"paper.{kind}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
