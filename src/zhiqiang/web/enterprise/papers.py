"""The edition's papers, filled from the application: Word at once, PDF by the worker."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhiqiang.queries.applications import read_answers
from zhiqiang.web.accounts.doors import enterprise_required
from zhiqiang.web.enterprise.folder import folder
from zhiqiang.web.printing import Printed, answer_with, day_of


@require_safe
@enterprise_required
def paper(request: HttpRequest, key: str, paper: str, kind: str) -> HttpResponse:
    """One paper of the edition with this application's answers and points."""
    one = folder(request, key)
    printed = Printed(
        one.scheme, paper, read_answers(one.application, one.scheme), day_of(one.application.submitted_at or request.at),
        one.application.enterprise.name,
    )  # fmt: skip
    return answer_with(
        request, printed, kind,
        word=reverse("application-paper", args=[key, paper, "docx"]), back=reverse("application-check", args=[key]),
    )  # fmt: skip
