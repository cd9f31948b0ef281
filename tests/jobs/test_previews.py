"""Word files become pages, by LibreOffice itself."""

import shutil
from io import BytesIO

import pytest
from docx import Document

from zhiqiang.actions.holding import Undone
from zhiqiang.jobs.previews import as_pages

pytestmark = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")


def test_a_word_file_becomes_pages():
    document = Document()
    for number in range(90):
        document.add_paragraph(f"第 {number} 段 知识产权工作方案")
    buffer = BytesIO()
    document.save(buffer)

    pdf, pages = as_pages(buffer.getvalue())

    assert pdf.startswith(b"%PDF-")
    assert pages >= 2


def test_rubbish_is_refused_or_shown_as_text():
    try:
        pdf, pages = as_pages(b"\x00\x01\x02 no Word file at all")
    except Undone as no:
        words = no.words
    else:
        assert pages >= 1
        assert pdf.startswith(b"%PDF-")
        return

    assert words.zh
