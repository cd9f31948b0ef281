"""The edition's papers, filled from the application: Word at once, PDF through LibreOffice."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.engine.scoring import score
from zhiqiang.papers.word.pdf import PrintingError, as_pdf
from zhiqiang.queries.applications import read_answers
from zhiqiang.web.accounts.doors import enterprise_required
from zhiqiang.web.applicant.export import attachment
from zhiqiang.web.enterprise.folder import folder
from zhiqiang.web.problems import problem

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@require_safe
@enterprise_required
def paper(request: HttpRequest, key: str, paper: str, kind: str) -> HttpResponse:
    """One paper of the edition with this application's answers and points."""
    from zhiqiang.papers.word.rendering import render as render_paper  # only who prints a paper pays for lxml

    one = folder(request, key)
    if paper not in one.scheme.papers or kind not in KINDS:
        raise Http404("no such paper")
    answers = read_answers(one.application, one.scheme)
    day = timezone.localtime(one.application.submitted_at or request.at).date()
    content = render_paper(one.scheme, paper, answers, score(one.scheme, answers), day=day)
    if kind == "pdf":
        try:
            content = as_pdf(content)
        except PrintingError:
            return problem(request, 503, _("本机没有安装 LibreOffice，暂不能转成 PDF。请下载 Word 文件。"), "")
    return attachment(content, KINDS[kind], f"{one.application.number or one.application.key}-{paper}.{kind}")
