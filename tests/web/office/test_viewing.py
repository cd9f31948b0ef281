"""Files: pages drawn as images, originals only to be saved, Word files through the worker, everything sealed."""

import datetime as dt
import hashlib
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from tests.web.office.world import attach, scan
from zhiqiang.actions.holding import Undone
from zhiqiang.actions.previews import make_next_preview
from zhiqiang.actions.storing import store_path
from zhiqiang.engine.words import Words
from zhiqiang.papers.page_images import NotDrawn, draw
from zhiqiang.records.models import Preview, StoredFile

pytestmark = [pytest.mark.requirement("S06")]


@pytest.fixture
def put(office):
    """`put(content, kind)`: a file handed in as proof, in the store."""
    one = office.application(ago=1)

    def put(content: bytes, kind: str = "pdf", **named) -> StoredFile:
        return attach(one, "ev_valid_patents", content, by=office.owners[one.pk], at=one.submitted_at, kind=kind, **named).file

    return put


def picture(kind: str, size=(300, 200)) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def sealed(response) -> bool:
    policy = response.headers["Content-Security-Policy"]
    return "sandbox" in policy and "default-src 'none'" in policy and response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_is_a_png_bound_in_size_sealed_and_kept(office, visit, put):
    file = put(scan("x", pages=2), pages=2)
    reader = office.officer("610100")

    found = visit(reader, f"/office/files/{file.key}/2.png")
    image = Image.open(BytesIO(found.content))

    assert found.headers["Content-Type"] == "image/png"
    assert image.format == "PNG"
    assert image.width == 1240
    assert sealed(found)
    assert found.headers["Cache-Control"] == "private, no-cache"
    default_storage.delete(store_path(file.digest))
    assert visit(reader, f"/office/files/{file.key}/2.png").content == found.content


def test_reading_on_finds_the_next_pages_drawn(office, visit, put):
    file = put(scan("x", pages=5), pages=5)
    visit(office.officer("610100"), f"/office/files/{file.key}/1.png")

    drawn = sorted(default_storage.listdir(f"previews/{file.digest[:2]}/{file.digest}/1240")[1])

    assert drawn == ["1.png", "2.png", "3.png", "4.png"]


def test_a_browser_that_has_the_page_is_not_sent_it_again_but_is_checked_again(office, visit, put):
    file = put(scan("x"), pages=1)
    reader = office.officer("610100")
    etag = visit(reader, f"/office/files/{file.key}/1.png").headers["ETag"]

    again = visit(reader, f"/office/files/{file.key}/1.png", **{"If-None-Match": etag})
    file.attachments.update(removed_at=file.at)
    gone = visit(reader, f"/office/files/{file.key}/1.png", **{"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert gone.status_code == 404


@pytest.mark.parametrize("page", ["0", "3", "99999", "large/3", "huge/1"])
def test_a_page_there_is_not_is_not_found(office, visit, put, page):
    file = put(scan("x", pages=2), pages=2)

    assert visit(office.officer("610100"), f"/office/files/{file.key}/{page}.png").status_code == 404


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_pictures_are_drawn_anew_and_made_smaller(office, visit, put, kind):
    file = put(picture(kind, (3000, 1000)), kind, pages=1)

    image = Image.open(BytesIO(visit(office.officer("610100"), f"/office/files/{file.key}/1.png").content))

    assert image.size == (1240, 413)


def test_a_damaged_file_says_so_where_its_page_would_be(office, visit, put):
    file = put(b"%PDF-1.7 this is nothing", pages=1)

    found = visit(office.officer("610100"), f"/office/files/{file.key}/1.png")

    assert found.status_code == 422
    assert "可能已损坏" in found.content.decode()
    assert sealed(found)


def test_a_colossal_page_is_drawn_small(office):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_000, 14_000))
    buffer = BytesIO()
    pdf.save(buffer)

    image = Image.open(BytesIO(draw(buffer.getvalue(), "pdf", [1], width=2000)[1]))

    assert image.width * image.height <= 6_100_000


def test_a_ribbon_of_a_page_is_bound_too(office):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(20, 14_000))
    buffer = BytesIO()
    pdf.save(buffer)

    image = Image.open(BytesIO(draw(buffer.getvalue(), "pdf", [1], width=2000)[1]))

    assert image.width * image.height <= 6_100_000


def test_what_is_no_picture_is_not_drawn():
    with pytest.raises(NotDrawn):
        draw(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "png", [1], width=800)


def test_a_red_seal_keeps_its_colour_and_a_grey_page_is_grey():
    sealed_page = draw(scan("x"), "pdf", [1], width=800)[1]
    grey = draw(picture("png"), "png", [1], width=800)[1]

    assert Image.open(BytesIO(sealed_page)).mode in ("RGB", "P")
    assert Image.open(BytesIO(grey)).mode == "L"


def test_the_original_is_only_ever_saved(office, visit, put):
    content = scan("x")
    file = put(content, name='合同 "终稿"\r\n.PDF')

    found = visit(office.officer("610100"), f"/office/files/{file.key}/original")

    assert found.body == content
    assert found.headers["Content-Disposition"].startswith('attachment; filename="file.pdf"; filename*=UTF-8\'\'%E5%90%88')
    assert sealed(found)


@pytest.mark.parametrize("name", ["证书.exe", "证书", "证书.html"])
def test_a_file_is_saved_with_the_ending_of_its_content(office, visit, put, name):
    file = put(scan("x"), name=name)

    assert visit(office.officer("610100"), f"/office/files/{file.key}/original").headers["Content-Disposition"].endswith(".pdf")


def test_a_file_that_is_gone_from_the_store_is_not_found(office, visit, put):
    file = put(scan("x"), pages=1)
    default_storage.delete(store_path(file.digest))

    for tail in ("original", "1.png"):
        assert visit(office.officer("610100"), f"/office/files/{file.key}/{tail}").status_code == 404


def test_the_viewer_shows_forty_pages_and_the_rest_on_request(office, visit, put):
    file = put(scan("x"), pages=95)
    reader = office.officer("610100")

    first = visit(reader, f"/office/files/{file.key}", htmx="viewer").content.decode()
    rest = visit(reader, f"/office/files/{file.key}?from=81", htmx="more").content.decode()

    assert first.count("<img") == 40
    assert "从第 41 页继续" in first
    assert rest.count("<img") == 15
    assert "继续" not in rest


def test_without_script_a_file_has_a_page_of_its_own(office, visit, put):
    file = put(scan("x"), pages=1)

    found = visit(office.officer("610100"), f"/office/files/{file.key}")

    assert "<html" in found.content.decode()
    assert "<img" in found.content.decode()


# --- Word files


def test_a_word_file_waits_for_the_worker_and_is_then_shown(office, visit, put):
    file = put(b"a Word file", "docx")
    reader, address = office.officer("610100"), f"/office/files/{file.key}"

    waiting = visit(reader, address, htmx="viewer").content.decode()
    assert "正在把 Word 文件转成页面" in waiting
    assert visit(reader, f"{address}/1.png").status_code == 404

    assert make_next_preview(at=office.now, convert=lambda content: (scan(content.decode(), pages=2), 2))
    shown = visit(reader, address, htmx="viewer").content.decode()

    assert shown.count("<img") == 2
    assert visit(reader, f"{address}/2.png").headers["Content-Type"] == "image/png"
    assert not make_next_preview(at=office.now, convert=lambda content: (b"", 0))


def test_a_word_file_that_cannot_be_shown_can_be_saved(office, visit, put):
    file = put(b"a Word file", "doc")
    reader, address = office.officer("610100"), f"/office/files/{file.key}"
    visit(reader, address, htmx="viewer")

    def refuse(content: bytes) -> tuple[bytes, int]:
        raise Undone(Words("没能转成页面，请下载查看", "no"), again=True)

    tries = sum(make_next_preview(at=office.now, convert=refuse) for _ in range(5))

    assert tries == 3
    shown = visit(reader, address, htmx="viewer").content.decode()
    assert "没能转成页面，请下载查看" in shown
    assert f"/office/files/{file.key}/original" in shown


def test_a_conversion_whose_worker_died_is_taken_up_again(office, visit, put):
    file = put(b"a Word file", "docx")
    visit(office.officer("610100"), f"/office/files/{file.key}", htmx="viewer")
    Preview.objects.update(state="working", started_at=office.now - dt.timedelta(minutes=1), tries=1)
    assert not make_next_preview(at=office.now, convert=lambda content: (b"%PDF", 1))

    Preview.objects.update(started_at=office.now - dt.timedelta(minutes=6))
    assert make_next_preview(at=office.now, convert=lambda content: (b"%PDF", 1))


def test_the_same_content_is_converted_once(office, visit, put):
    first, second = put(b"a Word file", "docx"), put(b"a Word file", "docx")
    for file in (first, second):
        visit(office.officer("610100"), f"/office/files/{file.key}", htmx="viewer")

    assert Preview.objects.count() == 1


def test_a_worker_that_never_comes_is_told(office, visit, put):
    file = put(b"a Word file", "docx")
    Preview.objects.create(digest=file.digest, kind="docx", asked_at=office.now - dt.timedelta(minutes=10))

    assert "请先下载查看" in visit(office.officer("610100"), f"/office/files/{file.key}", htmx="viewer").content.decode()


def test_a_workbook_is_saved_not_shown(office, visit, put):
    file = put(b"a workbook", "xlsx")

    assert "请下载后打开" in visit(office.officer("610100"), f"/office/files/{file.key}", htmx="viewer").content.decode()


def test_what_was_drawn_for_one_is_not_another_files(office, visit, put):
    one, other = put(scan("one"), pages=1), put(scan("other"), pages=1)
    reader = office.officer("610100")
    assert hashlib.sha256(scan("one")).hexdigest() == one.digest
    default_storage.save(f"previews/{one.digest[:2]}/{one.digest}/1240/1.png", ContentFile(b"drawn before"))

    assert visit(reader, f"/office/files/{one.key}/1.png").content == b"drawn before"
    assert visit(reader, f"/office/files/{other.key}/1.png").content != b"drawn before"
