"""A file to be taken over: read, judged, and shown as what it would change. It is read and forgotten."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhiqiang.engine.answering import answer
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.papers.workbook.reading import problems_by_cell, read_workbook
from zhiqiang.papers.workbook.refusing import WorkbookRefused
from zhiqiang.web.applicant.changes import preview
from zhiqiang.web.applicant.incoming import BadAnswers, read_answers, read_wrapped
from zhiqiang.web.editions import edition, language

MAX_FILE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Place:
    """A problem of the file and where it stands: sheet and cell, or the name of the answer."""

    where: str
    message: str
    severity: str


@dataclass(frozen=True)
class FileRead:
    """A file's answers, what is wrong in it, and what the reader should know of it."""

    answers: dict[str, Any]
    problems: tuple[Place, ...] = ()
    notes: tuple[str, ...] = field(default=())
    missing: int = 0


@never_cache
@require_POST
def read_file(request: HttpRequest, id: str) -> HttpResponse:
    """The preview of a workbook or of exported data; a refusal is one sentence of plain text (422)."""
    scheme, lang = edition(id), language()
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise BadAnswers(_("没有收到文件，请重新选择。"))
        if upload.size > MAX_FILE:
            raise BadAnswers(_("文件超过 10 MB，没有读取。请去掉图片和多余的工作表。"), 413)
        content = upload.read()
        current = read_answers(request.POST.get("answers") or "{}")
        read = (
            _data(scheme, content, lang) if content.lstrip()[:1] == b"{" else _workbook(scheme, content, lang)
        )
    except BadAnswers as bad:
        return _refused(bad.message, bad.status)
    except WorkbookRefused as refusal:
        return _refused(refusal.message(lang))
    context = {
        "read": read,
        "preview": preview(scheme, current, read.answers, lang),
        "name": upload.name[:100],
    }
    return render(request, "applicant/exchange/preview.html", context)


def _refused(message: str, status: int = 422) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def _workbook(scheme: Scheme, content: bytes, lang: Lang) -> FileRead:
    read = read_workbook(content, scheme)
    problems = problems_by_cell(read, answer(scheme, read.answers))
    told = tuple(
        Place(f"{one.sheet}!{one.cell}" if one.cell else one.sheet, one.message(lang), one.severity)
        for one in problems
        if one.severity != "missing"
    )
    missing = len({one.key for one in problems if one.severity == "missing"})
    return FileRead(read.answers, _once(told), tuple(words(lang) for words in read.warnings), missing)


def _data(scheme: Scheme, content: bytes, lang: Lang) -> FileRead:
    wrapped = read_wrapped(content)
    notes = []
    if wrapped.scheme and wrapped.scheme != scheme.id:
        notes.append(
            _("文件是为另一个方案（%(other)s）导出的，请核对后再采用。") % {"other": wrapped.scheme[:60]}
        )
    elif wrapped.digest and wrapped.digest != scheme.digest:
        notes.append(_("文件导出之后方案数据有更新，没有对应的项目会在下面列出。"))
    judged = answer(scheme, wrapped.answers)
    told = [
        Place(p.label(lang), p.message(lang), p.severity) for p in judged.problems if p.severity != "missing"
    ]
    missing = sum(p.severity == "missing" for p in judged.problems)
    return FileRead(dict(wrapped.answers), _once(tuple(told)), tuple(notes), missing)


def _once(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Each problem once with all its cells, errors first."""
    cells: dict[tuple[str, str], list[str]] = {}
    for place in places:
        cells.setdefault((place.severity, place.message.partition("：")[2] or place.message), []).append(
            place.where
        )
    first = {
        (place.severity, place.message.partition("：")[2] or place.message): place
        for place in reversed(places)
    }
    told = [
        Place("、".join(dict.fromkeys(where)), first[key].message, key[0]) for key, where in cells.items()
    ]
    return tuple(sorted(told, key=lambda place: place.severity != "error"))
