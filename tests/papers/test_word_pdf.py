"""Word papers as PDF: whole, in time, without reaching out; and clear words where it cannot be done."""

import http.server
import io
import shutil
import subprocess
import tempfile
import threading
import time
import zipfile
import zlib

import pytest

from tests.papers.word_files import answers_of, opened, saved, with_lines
from zhiqiang.engine.answering import answer
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scoring import score
from zhiqiang.papers.word import pdf
from zhiqiang.papers.word.pdf import PrinterFailed, PrinterMissing, PrinterTimeout, as_pdf
from zhiqiang.papers.word.rendering import render

needs_printer = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
LONG = "中国（陕西）自由贸易试验区西安国际港务区秦岭轨道交通智能装备与新材料技术研究开发股份有限公司"


def pages(printed: bytes) -> list[str]:
    """The text of every page."""
    said = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True
    ).stdout.decode()
    return said.removesuffix("\f").split("\f")


@pytest.fixture(scope="module")
def shaanxi():
    return load(shipped()["shaanxi-2020"])


@needs_printer
@needs_poppler
@pytest.mark.requirement("S35")
def test_the_form_as_pdf_has_its_pages_and_the_name(shaanxi):
    answers = answers_of(shaanxi, "enterprises.yaml", "大型企业")

    printed = pages(as_pdf(render(shaanxi, "application_form", answers)))

    assert len(printed) == 7, "cover, one page for each part or two, and the additions"
    assert "秦岭轨道装备股份有限公司" in printed[0]
    assert "秦岭轨道装备股份有限公司（虚构）" in printed[1]
    assert [number for number, page in enumerate(printed) if f"—{number}—" in "".join(page.split())] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


@needs_printer
@needs_poppler
@pytest.mark.requirement("S35")
def test_long_names_and_large_figures_are_not_cut(shaanxi):
    large = answers_of(shaanxi, "enterprises.yaml", "大型企业")
    raw = {key: value for key, value in large.values.items() if key not in shaanxi.calculations}
    raw |= {
        "enterprise_name": LONG,
        "benefit.product_sales.T": "999999998.1234",
        "finance.sales.T": "999999999.1234",
    }
    answers = answer(shaanxi, raw)

    printed = pages(as_pdf(render(shaanxi, "application_form", answers)))

    assert len(printed) == 7
    assert "999999999.1234" in printed[2]
    assert "999999998.1234" in printed[3]
    assert LONG in "".join(printed[1].split())


@needs_printer
@needs_poppler
@pytest.mark.requirement("S35")
def test_the_indicator_table_as_pdf_repeats_its_head(shaanxi):
    answers = answers_of(shaanxi, "enterprises.yaml", "大型企业")

    printed = pages(as_pdf(render(shaanxi, "indicator_table", answers, score(shaanxi, answers))))

    assert len(printed) == 2
    assert all("考察要点" in page and "自评分" in page for page in printed)
    assert "131.38" in printed[1]


@needs_printer
def test_what_is_no_word_file_is_told(tmp_path):
    for content in (b"", b"garbage", b"<html><body>x</body></html>"):
        with pytest.raises(PrinterFailed) as raised:
            as_pdf(content)

        assert "请用 Word 打开并另存一次" in raised.value.words.zh


@needs_printer
def test_the_older_kind_of_word_file_is_printed_too(tmp_path):
    (tmp_path / "old.docx").write_bytes(with_lines("工作基础"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", tmp_path, tmp_path / "old.docx"]
    subprocess.run(convert, check=True, capture_output=True, timeout=60)

    assert as_pdf((tmp_path / "old.doc").read_bytes()).startswith(b"%PDF")


@needs_printer
def test_a_kept_profile_that_was_cleaned_away_is_made_anew():
    as_pdf(with_lines("甲"))
    shutil.rmtree(pdf._profiles._kept)

    assert as_pdf(with_lines("乙")).startswith(b"%PDF")


@needs_printer
def test_nothing_stays_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    as_pdf(with_lines("甲"))

    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("zhiqiang-pdf-")] == []


@needs_printer
def test_a_printer_that_takes_too_long_is_stopped():
    started = time.monotonic()

    with pytest.raises(PrinterTimeout) as raised:
        as_pdf(with_lines("甲"), seconds=0.05)

    assert time.monotonic() - started < 10
    assert "已停止" in raised.value.words.zh


def test_without_libreoffice_the_package_to_install_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PrinterMissing) as raised:
        as_pdf(with_lines("甲"))

    assert "apt install libreoffice-writer" in raised.value.words.zh
    assert "apt install libreoffice-writer" in raised.value.words.en


@needs_printer
def test_a_file_that_points_elsewhere_fetches_nothing():
    asked: list[str] = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def parse_request(self):
            asked.append(self.raw_requestline.decode("latin-1"))
            return False

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        as_pdf(pointing_to(f"http://127.0.0.1:{server.server_port}"))
        server.shutdown()

    assert asked == []


def pointing_to(address: str) -> bytes:
    """A Word file with a picture, a template and a field that lie elsewhere."""
    document = opened(with_lines("甲"))
    document.add_picture(io.BytesIO(_dot()))
    source = zipfile.ZipFile(io.BytesIO(saved(document)))
    file = io.BytesIO()
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText> INCLUDEPICTURE "{address}/field.png" \\d </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>f</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    template = f'<Relationship Id="rIdT" Type="{kinds}/attachedTemplate" Target="{address}/t.dotm" TargetMode="External"/>'
    with zipfile.ZipFile(file, "w") as package:
        for name in source.namelist():
            content = source.read(name).decode("latin-1")
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    'Target="media/image1.png"', f'Target="{address}/p.png" TargetMode="External"'
                )
                content = content.replace("</Relationships>", f"{template}</Relationships>")
            elif name == "word/document.xml":
                content = content.replace("r:embed=", "r:link=").replace("</w:body>", f"{field}</w:body>")
            package.writestr(name, content.encode("latin-1"))
    return file.getvalue()


def _dot() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )
