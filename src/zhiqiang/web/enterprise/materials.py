"""Documents and evidence: uploaded beside the claim they prove, used for several where they fit, never served inline."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhiqiang.access import scope
from zhiqiang.actions.files import known_kinds, take_off, takes, upload_file, use_file
from zhiqiang.actions.refusals import Refused
from zhiqiang.actions.sniffing import MAX_BYTES
from zhiqiang.actions.storing import store_path
from zhiqiang.queries.enterprise import attachments_of
from zhiqiang.queries.type_checks import type_checks
from zhiqiang.records.models import Attachment
from zhiqiang.web.accounts.doors import enterprise_required, person_required
from zhiqiang.web.editions import language
from zhiqiang.web.enterprise.folder import Folder, base_context, folder
from zhiqiang.web.enterprise.words import kept_words


@require_safe
@enterprise_required
def materials(request: HttpRequest, key: str) -> HttpResponse:
    """Every material of the scheme with the files used for it, and the indicators it proves."""
    one = folder(request, key)
    return render(request, "enterprise/materials.html", base_context(request, one, "materials") | rows(one))


def rows(one: Folder, only: str = "") -> dict[str, object]:
    """The materials as the page shows them."""
    lang, used = language(), attachments_of(one.application)
    files = {attachment.file.pk: attachment.file for found in used.values() for attachment in found}
    checks = type_checks(one.scheme, (attachment for found in used.values() for attachment in found))
    proves: dict[str, list[str]] = {}
    for indicator in one.scheme.indicators.indicators():
        for id in indicator.evidence:
            proves.setdefault(id, []).append(f"{indicator.number} {indicator.name(lang)}")
    shown = []
    for id, material in one.scheme.materials.items():
        if only and id != only:
            continue
        there = used.get(id, [])
        others = [file for file in files.values() if file.pk not in {attachment.file_id for attachment in there}]
        shown.append(
            {
                "id": id,
                "material": material,
                "label": material.name(lang),
                "help": material.help if lang == "zh" else material.help_en or material.help,
                "attachments": [(attachment, checks.get(attachment.pk)) for attachment in there],
                "others": [file for file in others if _fits(file.kind, material.formats)],
                "proves": proves.get(id, []),
                "open": material.uploaded and takes(one.application, one.scheme, id),
                "stale": material.delivery == "sealed" and behind(one, there),
                "full": len(there) >= material.max_files,
                "accept": ",".join(f".{extension}" for extension in _extensions(material.formats)),
                "formats": "、".join(material.formats) if lang == "zh" else ", ".join(material.formats),
                "camera": bool({"jpg", "jpeg", "png"} & set(material.formats)) or not material.formats,
                "template": any(paper.kind == "guide" and paper.material == id for paper in one.scheme.papers.values()),
                "papers": [(paper.id, paper.name(lang)) for paper in one.scheme.papers.values() if paper.material == id],
            }
        )
    return {"rows": shown, "most_mb": most_bytes() // 1024 // 1024, "script_words": kept_words()}


def behind(one: Folder, there: list[Attachment]) -> bool:
    """Whether answers changed after the newest of these files came, so that it prints what no longer holds."""
    newest = max((attachment.at for attachment in there), default=None)
    return newest is not None and one.application.revisions.filter(at__gt=newest).exists()


def most_bytes() -> int:
    """The largest file that gets through: our own limit, and what a request may hold beside its other fields."""
    return min(MAX_BYTES, settings.MAX_BODY_BYTES - 64 * 1024)


def _fits(kind: str, formats: tuple[str, ...]) -> bool:
    return not formats or kind in known_kinds(formats)


def _extensions(formats: tuple[str, ...]) -> tuple[str, ...]:
    """As browsers know them: a photograph may end in .jpg or .jpeg."""
    return (*formats, "jpeg") if "jpg" in formats else formats


@require_POST
@enterprise_required
def upload(request: HttpRequest, key: str, material: str) -> HttpResponse:
    """Take a file in. A script is answered with the material's row; a plain form goes back to the page."""
    one = folder(request, key)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return _answer(request, one, material, [_("没有收到文件，请重新选择。")])
    try:
        upload_file(
            application=one.application, scheme=one.scheme, material=material, content=file.file, name=file.name or "",
            upload_id=request.POST.get("upload_id", "")[:40] or f"{request.at.timestamp()}", by=request.reader, at=request.at,
        )  # fmt: skip
    except Refused as no:
        return _answer(request, one, material, [reason.words(language()) for reason in no.reasons])
    return _answer(request, one, material, [])


@require_safe
@enterprise_required
def type_check(request: HttpRequest, key: str, id: int) -> HttpResponse:
    """How far the looking through of a Word file is, and what it found: asked again by the page until it is done."""
    one = folder(request, key)
    attachment = get_object_or_404(Attachment, application=one.application, pk=id)
    check = type_checks(one.scheme, [attachment]).get(attachment.pk)
    if check is None:
        raise Http404("no type check")
    context = {"check": check, "attachment": attachment, "application": one.application, "lang": language()}
    return render(request, "enterprise/type_check.html", context)


@require_POST
@enterprise_required
def use(request: HttpRequest, key: str, material: str) -> HttpResponse:
    """Use a file that is already here for another material."""
    one = folder(request, key)
    file = get_object_or_404(scope.files(request.reader), application=one.application, key=request.POST.get("file", ""))
    if material not in one.scheme.materials:
        raise Http404("no such material")
    try:
        use_file(file=file, scheme=one.scheme, material=material, by=request.reader, at=request.at)
    except Refused as no:
        return _answer(request, one, material, [reason.words(language()) for reason in no.reasons])
    return _answer(request, one, material, [])


@require_POST
@enterprise_required
def off(request: HttpRequest, key: str, id: int) -> HttpResponse:
    """Stop using a file for a material; it stays in the records."""
    one = folder(request, key)
    attachment = get_object_or_404(Attachment.objects.select_related("file"), application=one.application, pk=id)
    try:
        take_off(attachment=attachment, scheme=one.scheme, by=request.reader, at=request.at)
    except Refused as no:
        return _answer(request, one, attachment.material, [reason.words(language()) for reason in no.reasons])
    return _answer(request, one, attachment.material, [])


@require_safe
@person_required
def download(request: HttpRequest, key: str, file: str) -> HttpResponse:
    """A file as it came, always as an attachment."""
    found = get_object_or_404(scope.files(request.reader), application__key=key, key=file)
    content = default_storage.open(store_path(found.digest))
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, one: Folder, material: str, problems: list[str]) -> HttpResponse:
    if request.headers.get("HX-Request") != "true":
        if problems:
            return render(
                request, "enterprise/materials.html",
                base_context(request, one, "materials") | rows(one) | {"problems": problems, "problem_at": material}, status=409,
            )  # fmt: skip
        return redirect("application-materials", key=one.application.key)
    if problems:
        return JsonResponse({"error": "；".join(problems)}, status=409)
    context = {"row": rows(one, material)["rows"][0], "one": one, "application": one.application, "lang": language()}
    return render(request, "enterprise/material.html", context)
