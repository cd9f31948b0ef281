"""Handing in: the whole check with links to each problem, the declaration, the receipt, and its public verification."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhiqiang.actions.moves import make_move
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.answering import Answers
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.models.form import TableField
from zhiqiang.engine.scoring import score
from zhiqiang.papers.receipt import receipt_pdf as make_receipt
from zhiqiang.queries.applications import materials_lacking, read_answers
from zhiqiang.queries.enterprise import attachments_of, submissions_of
from zhiqiang.records.digests import submission_digest
from zhiqiang.records.models import Submission
from zhiqiang.web.accounts.doors import enterprise_required
from zhiqiang.web.applicant.export import attachment
from zhiqiang.web.editions import edition, language
from zhiqiang.web.enterprise.folder import Folder, address, base_context, folder, handing_in, verdict
from zhiqiang.web.enterprise.materials import behind


@require_http_methods(["GET", "HEAD", "POST"])
@enterprise_required
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that is still wrong, all at once; then the declaration and the button."""
    one = folder(request, key)
    if request.method == "POST":
        return _submit(request, one)
    return _checked(request, one, [])


def _checked(request: HttpRequest, one: Folder, refused: list[str]) -> HttpResponse:
    lang, scheme = language(), one.scheme
    answers = read_answers(one.application, scheme)
    move = handing_in(one)
    said = verdict(request, one, move) if move else None
    problems = [
        {"severity": p.severity, "label": p.label(lang), "message": p.message(lang), "address": address(one, p.key)}
        for p in answers.problems
    ]
    context = base_context(request, one, "submit") | {
        "words": explain_score(scheme, score(scheme, answers), lang),
        "wrong": [p for p in problems if p["severity"] == "error"],
        "unfilled": unfilled(one, answers),
        "stopping": len(answers.errors),
        "warnings": [p for p in problems if p["severity"] == "warning"],
        "documents": [(id, scheme.materials[id].name(lang)) for id in materials_lacking(one.application, scheme)],
        "stale": stale(one) if move else [],
        "move": move,
        "move_label": move.name(lang) if move else "",
        "reasons": [reason.words(lang) for reason in said.reasons] if said is not None else [],
        "submissions": submissions_of(one.application),
        "request_id": secrets.token_hex(12),
        "refused": refused,
        "papers": [(paper.id, paper.name(lang)) for paper in scheme.papers.values() if paper.kind != "guide"],
    }
    return render(request, "enterprise/submit.html", context, status=409 if refused else 200)


def stale(one: Folder) -> list[tuple[str, str]]:
    """The sealed papers whose scan is older than the answers, with their names."""
    used = attachments_of(one.application)
    sealed = [m for m in one.scheme.materials.values() if m.delivery == "sealed"]
    return [(m.id, m.name(language())) for m in sealed if behind(one, used.get(m.id, []))]


def unfilled(one: Folder, answers: Answers) -> list[dict[str, object]]:
    """What must be given and is not: table by table, with how many cells and where the first one is."""
    found: dict[str, dict[str, object]] = {}
    for problem in answers.problems:
        if problem.severity != "missing":
            continue
        cell = one.scheme.cells.get(problem.key)
        whole = isinstance(cell.item, TableField) if cell else False
        place = cell.item.id if cell and whole else problem.key
        label = cell.item.name(language()) if cell and whole else problem.label(language())
        row = found.setdefault(place, {"label": label, "address": address(one, problem.key), "count": 0})
        row["count"] = int(str(row["count"])) + 1
    return list(found.values())


def _submit(request: HttpRequest, one: Folder) -> HttpResponse:
    move = handing_in(one)
    if move is None:
        return redirect("application-check", key=one.application.key)
    if request.POST.get("declared") != "yes":
        return _checked(request, one, [_("请先勾选声明：所填数据和材料真实。")])
    try:
        make_move(
            application=one.application, scheme=one.scheme, move=move, by=request.reader, at=request.at,
            request_id=request.POST.get("request_id", "")[:40] or secrets.token_hex(12),
        )  # fmt: skip
    except Refused as no:
        return _checked(request, one, [reason.words(language()) for reason in no.reasons])
    return redirect("application-check", key=one.application.key)


@require_safe
@enterprise_required
def receipt_pdf(request: HttpRequest, key: str, receipt: str) -> HttpResponse:
    """The receipt as a PDF with a QR code that verifies it."""
    one = folder(request, key)
    found = get_object_or_404(Submission.objects.select_related("by"), application=one.application, receipt=receipt)
    address = request.build_absolute_uri(reverse("verify", args=[found.receipt, found.digest[:16]]))
    content = make_receipt(one.scheme, found, enterprise=one.application.enterprise.name, address=address, lang=language())
    return attachment(content, "application/pdf", f"receipt-{found.receipt}.pdf")


@require_safe
def verify(request: HttpRequest, receipt: str, digest: str) -> HttpResponse:
    """Whether a receipt is a real one: its number, instant and digest, and that what was handed in is unchanged.

    The address holds the first 16 characters of the digest, so that nobody can walk through the numbers.
    """
    found = Submission.objects.select_related("application__enterprise", "application__campaign").filter(receipt=receipt).first()
    if found is None or len(digest) < 16 or not secrets.compare_digest(found.digest[: len(digest)].encode(), digest.encode()):
        raise Http404("no such receipt")
    context = {
        "submission": found,
        "holds": submission_digest(found) == found.digest,
        "title": edition(found.application.campaign.scheme).cover.name(language()),
    }
    return render(request, "enterprise/verify.html", context)
