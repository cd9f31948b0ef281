"""Looking at a file: images of its pages made here, the original only to be saved. Access is by scope alone."""

from dataclasses import dataclass
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.access import scope
from zhiqiang.actions.previews import CONVERTIBLE, ask_for_preview
from zhiqiang.actions.storing import store_path
from zhiqiang.papers.page_images import NotDrawn
from zhiqiang.records.models import Preview, StoredFile
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.editions import language
from zhiqiang.web.office.pictures import DRAWABLE, WIDTHS, Busy, page_image

# A file from outside runs nothing and loads nothing, whatever a browser takes it for.
SEALED = "default-src 'none'; style-src 'none'; sandbox"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
EXTENSIONS = {"jpeg": "jpg"}
MOST_SHOWN = 40
"""Pages on one screen; the rest on request."""
PATIENCE = 120
"""Seconds after which a preview nobody has begun means that no worker runs."""


@dataclass(frozen=True, slots=True)
class Viewed:
    """A file to look at. `pages` are those shown now, of `last`; `state` tells why there are none."""

    file: StoredFile
    pages: tuple[int, ...]
    last: int
    state: str
    words: str = ""

    @property
    def more(self) -> int:
        """The first page not shown; 0 where all are."""
        return self.pages[-1] + 1 if self.pages and self.pages[-1] < self.last else 0


def viewed(file: StoredFile, at, start: int = 1) -> Viewed:
    """How a file can be looked at now; a Word file is asked to be made ready."""
    if file.kind in DRAWABLE:
        return _paged(file, max(file.pages, 1), start)
    if file.kind not in CONVERTIBLE:
        return Viewed(file, (), 0, "download")
    preview = ask_for_preview(file=file, at=at)
    if preview.state == Preview.State.DONE:
        return _paged(file, preview.pages, start)
    if preview.state == Preview.State.FAILED:
        words = preview.problem if language() == "zh" else preview.problem_en
        return Viewed(file, (), 0, "failed", words)
    waited = (at - preview.asked_at).total_seconds()
    if preview.state == Preview.State.WAITING and waited > PATIENCE:
        return Viewed(file, (), 0, "failed", _("转换服务没有响应，请先下载查看。"))
    return Viewed(file, (), 0, "working")


def _paged(file: StoredFile, last: int, start: int) -> Viewed:
    start = min(max(start, 1), last)
    return Viewed(file, tuple(range(start, min(start + MOST_SHOWN, last + 1))), last, "ready")


@require_safe
@officer_required
def viewer(request: HttpRequest, key: str) -> HttpResponse:
    """The viewer with this file in it: a part of the page for htmx, a page of its own otherwise."""
    file = _file(request, key)
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    shown = {"viewed": viewed(file, request.at, start), "start": start}
    part = "office/viewer_pages.html" if start > 1 else "office/viewer.html"
    response = render(request, part if request.htmx else "office/viewer_page.html", shown)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_safe
@officer_required
def page(request: HttpRequest, key: str, number: int, size: str = "") -> HttpResponse:
    """The image of one page. It is checked again each time, and sent again only when the browser has lost it."""
    file = _file(request, key)
    last = _last_page(file)
    if size not in WIDTHS or not 1 <= number <= last:
        raise Http404
    etag = f'"{file.digest[:32]}-{number}-{size}"'
    if request.headers.get("If-None-Match") == etag:
        return _sealed(HttpResponse(status=304), etag)
    try:
        image = page_image(file, number, size, last)
    except Busy:
        return _sealed(HttpResponse(status=503, headers={"Retry-After": "5"}), "")
    except NotDrawn as no:
        words = no.words(language())
        return _sealed(HttpResponse(words, status=422, content_type="text/plain; charset=utf-8"), "")
    if image is None:
        raise Http404
    return _sealed(HttpResponse(image, content_type="image/png"), etag)


@require_safe
@officer_required
def original(request: HttpRequest, key: str) -> FileResponse:
    """The file as it was handed in, to be saved; never shown by the browser in our name."""
    file = _file(request, key)
    try:
        content = default_storage.open(store_path(file.digest))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, content_type=TYPES.get(file.kind, "application/octet-stream"))
    response.headers["Content-Disposition"] = disposition(file)
    _sealed(response, "")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def disposition(file: StoredFile) -> str:
    """Saved under the name it had, with the ending its content calls for."""
    extension = EXTENSIONS.get(file.kind, file.kind)
    known = (f".{extension}", f".{file.kind}", ".wps" if file.kind == "doc" else f".{extension}")
    name = file.name if file.name.lower().endswith(known) else f"{file.name}.{extension}"
    return f"attachment; filename=\"file.{extension}\"; filename*=UTF-8''{quote(name, safe='')}"


def _file(request: HttpRequest, key: str) -> StoredFile:
    return get_object_or_404(scope.files(request.reader), key=key)


def _last_page(file: StoredFile) -> int:
    if file.kind in DRAWABLE:
        return max(file.pages, 1)
    made = Preview.objects.filter(digest=file.digest, state=Preview.State.DONE).first()
    return made.pages if made else 0


def _sealed(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["Content-Security-Policy"] = SEALED
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    if etag:
        response.headers["ETag"] = etag
    return response
