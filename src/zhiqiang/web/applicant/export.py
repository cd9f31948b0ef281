"""The answers as files to keep: data, workbook, score sheet. Made of what is posted, stored nowhere."""

import json
from io import BytesIO
from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhiqiang.engine.answering import answer
from zhiqiang.engine.scoring import score
from zhiqiang.papers.score_sheet import score_sheet_pdf
from zhiqiang.web.applicant.incoming import BadAnswers
from zhiqiang.web.applicant.sheet import posted_answers
from zhiqiang.web.editions import edition, language
from zhiqiang.web.problems import problem

PRESSES = BoundedSemaphore(2)
SECONDS_TO_WAIT = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
def answers_json(request: HttpRequest, id: str) -> HttpResponse:
    """The answers as JSON, with the edition they were given for; the command line and the import read it."""
    scheme = edition(id)
    try:
        answers = posted_answers(request)
    except BadAnswers as bad:
        return problem(request, bad.status, bad.message, "")
    content = {"scheme": scheme.id, "digest": scheme.digest, "answers": answers}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return attachment(text.encode(), "application/json", f"{scheme.id}.json")


@require_http_methods(["GET", "HEAD", "POST"])
def workbook(request: HttpRequest, id: str) -> HttpResponse:
    """The workbook: empty, or with the answers posted."""
    from zhiqiang.papers.workbook.writing import write_workbook  # only who asks for one pays for it

    scheme = edition(id)
    try:
        answers = posted_answers(request) if request.method == "POST" else {}
    except BadAnswers as bad:
        return problem(request, bad.status, bad.message, "")
    content = BytesIO()
    write_workbook(scheme, content, answers, language(), timezone.localtime().replace(tzinfo=None))
    return attachment(content.getvalue(), XLSX, f"{scheme.id}.xlsx")


@require_POST
def score_pdf(request: HttpRequest, id: str) -> HttpResponse:
    """The score with every reason, as PDF. No more than a few are made at a time: the others are asked to wait."""
    scheme, lang = edition(id), language()
    try:
        answers = posted_answers(request)
    except BadAnswers as bad:
        return problem(request, bad.status, bad.message, "")
    if not PRESSES.acquire(timeout=SECONDS_TO_WAIT):
        return problem(request, 503, _("正在生成的 PDF 较多。"), _("请过一会儿再试；填写的内容不受影响。"))
    try:
        content = score_sheet_pdf(scheme, score(scheme, answer(scheme, answers)), lang, timezone.now())
    finally:
        PRESSES.release()
    return attachment(content, "application/pdf", f"{scheme.id}.pdf")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be saved under a name of letters, digits, dots and hyphens."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
