"""The papers the site makes out of what was handed in, as the enterprise handed it in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiqiang.engine.answering import answer
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.office.case import case_of
from zhiqiang.web.printing import Printed, answer_with, day_of


@require_safe
@officer_required
def paper(request: HttpRequest, key: str, paper: str, kind: str) -> HttpResponse:
    """One paper with the answers of the last submission."""
    case = case_of(request, key)
    if not case.submissions:
        raise Http404("nothing was handed in")
    last = case.submissions[-1]
    printed = Printed(
        case.scheme,
        paper,
        answer(case.scheme, last.answers),
        day_of(last.at),
        case.application.enterprise.name,
    )
    return answer_with(
        request, printed, kind,
        word=reverse("office-paper", args=[key, paper, "docx"]), back=reverse("office-application", args=[key]),
    )  # fmt: skip
