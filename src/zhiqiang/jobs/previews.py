"""Making previews of Word files with LibreOffice, one at a time."""

import datetime as dt
from io import BytesIO

import pikepdf

from zhiqiang.actions.holding import Undone
from zhiqiang.actions.previews import make_next_preview
from zhiqiang.engine.words import Words
from zhiqiang.papers.word.pdf import PrinterMissing, PrintingError, as_pdf


def make_waiting(*, at: dt.datetime, most: int = 5) -> int:
    """Make what waits, at most so many; returns how many were tried."""
    for made in range(most):
        if not make_next_preview(at=at, convert=as_pages):
            return made
    return most


def as_pages(content: bytes) -> tuple[bytes, int]:
    """A Word file as PDF, with its number of pages. Raises Undone."""
    try:
        pdf = as_pdf(content)
        with pikepdf.open(BytesIO(pdf)) as read:
            return pdf, len(read.pages)
    except PrinterMissing as no:
        words = Words(
            "服务器没有安装 LibreOffice，不能把 Word 文件转成页面；请下载 Word 文件，并告知管理员安装 libreoffice-writer",
            "LibreOffice is not installed on the server, so there are no pages of Word files; download the Word file, and ask "
            "whoever runs the site to install libreoffice-writer",
        )
        raise Undone(words, again=False) from no
    except (PrintingError, pikepdf.PdfError) as no:
        words = Words("没能转成页面，请下载查看", "it could not be turned into pages; download it instead")
        raise Undone(words, again=True) from no
