"""Before a file from outside is read: is it what it says, and can reading it stay small?

What passes comes out as a clean copy: only the few parts that are read, unpacked once under a limit and packed
again by us, so that nothing the file says about itself (sizes, duplicate names, hidden parts) reaches the reader.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from . import refusing
from .parts import Book, Hearer, Links, Look, Scanned, Shared, hear

MAX_FILE = 10 * 2**20
MAX_PART = 8 * 2**20
MAX_UNPACKED = 16 * 2**20
MAX_ENTRIES = 400
MAX_SHEETS = 80
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MAIN = "xl/workbook.xml"
_ALWAYS = (
    "[Content_Types].xml",
    "_rels/.rels",
    _MAIN,
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)


@dataclass(slots=True)
class Clean:
    """A file that may be read: its clean copy, its sheets in order, its names, what the look at each sheet found."""

    copy: bytes
    sheets: tuple[str, ...]
    names: dict[str, str]
    """Defined names with what they refer to."""
    scanned: dict[str, Scanned]


def inspect(data: bytes, wanted: Any = None) -> Clean:
    """The clean copy of a workbook, or a refusal that says why. Time and memory are bounded whatever the file holds.

    `wanted(name)` says which sheets will be read; the others are left out of the copy.
    """
    if not data:
        raise refusing.no_file()
    if len(data) > MAX_FILE:
        raise refusing.too_big(MAX_FILE // 2**20)
    _magic(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Inspection(archive, wanted or (lambda name: True)).run()
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
        OSError,
        ValueError,
    ) as error:
        if isinstance(error, refusing.WorkbookRefused):
            raise
        raise refusing.damaged() from error
    except expat.ExpatError as error:
        raise refusing.damaged() from error


def _magic(data: bytes) -> None:
    if data.startswith(_OLE):
        raise refusing.encrypted() if _ENCRYPTED in data else refusing.old_format(".xls / .et")
    if data.startswith(b"%PDF"):
        raise refusing.other_document(" PDF 文件", "a PDF file")
    if not data.startswith(b"PK\x03\x04"):
        raise (
            refusing.other_document("文本或网页文件", "a text or web file")
            if _is_text(data)
            else refusing.not_a_workbook()
        )


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8-sig", "gb18030"):
        text = data[:4000].decode(encoding, "ignore")
        if len(text.encode(encoding, "ignore")) >= len(data[:4000]) - 8 and not _CONTROL.search(text):
            return True
    return False


class _Inspection:
    def __init__(self, archive: zipfile.ZipFile, wanted: Any) -> None:
        self.archive, self.wanted = archive, wanted
        self.entries: dict[str, zipfile.ZipInfo] = {}
        self.unpacked = self.elements = self.text = 0

    def run(self) -> Clean:
        self.directory()
        self.kind()
        parts = {name: self.read(name) for name in _ALWAYS if name in self.entries}
        hearers = {_MAIN: Book(), "xl/_rels/workbook.xml.rels": Links(), "xl/sharedStrings.xml": Shared()}
        for name, content in parts.items():
            self.parse(content, hearers.get(name) or Hearer())
        book, links, shared = hearers.values()
        assert isinstance(book, Book)
        assert isinstance(links, Links)
        assert isinstance(shared, Shared)
        if len(book.sheets) > MAX_SHEETS:
            raise refusing.swollen()
        scanned = self.scan(book, links, shared, parts)
        return Clean(_packed(parts), tuple(name for name, _ in book.sheets), book.names, scanned)

    def directory(self) -> None:
        """Names and sizes as the archive states them."""
        infos = self.archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise refusing.swollen()
        for info in infos:
            name = info.filename
            if (
                name.startswith(("/", "\\"))
                or "\\" in name
                or ":" in name
                or normpath(name).startswith("..")
                or "\0" in name
            ):
                raise refusing.damaged()
            if name in self.entries:
                raise refusing.damaged()
            if info.flag_bits & 1:
                raise refusing.encrypted()
            self.entries[name] = info
        if sum(info.file_size for info in infos) > 6 * MAX_UNPACKED:
            raise refusing.swollen()

    def kind(self) -> None:
        """Which document this is, by its parts."""
        names = set(self.entries)
        lower = {name.lower() for name in names}
        if "mimetype" in names and self.read("mimetype", 200).startswith(b"application/vnd.oasis"):
            raise refusing.old_format("OpenDocument（.ods）")
        if any(name.startswith("word/") for name in lower):
            raise refusing.other_document(" Word 文档", "a Word document")
        if any(name.startswith("ppt/") for name in lower):
            raise refusing.other_document("演示文稿", "a presentation")
        if any(name.endswith("workbook.bin") for name in lower):
            raise refusing.old_format(".xlsb")
        if (
            _MAIN not in names
            or "xl/_rels/workbook.xml.rels" not in names
            or "[Content_Types].xml" not in names
        ):
            raise refusing.not_a_workbook()
        if any("vbaproject" in name or "/macrosheets/" in name or "/activex/" in name for name in lower):
            raise refusing.with_macros()
        if any("/externallinks/" in name or name.endswith("connections.xml") for name in lower):
            raise refusing.with_links()
        if b"macroEnabled" in self.read("[Content_Types].xml"):
            raise refusing.with_macros()

    def read(self, name: str, most: int = MAX_PART) -> bytes:
        """A part, unpacked under the limits."""
        with self.archive.open(self.entries[name]) as stream:
            content = stream.read(most + 1)
        self.unpacked += len(content)
        if self.unpacked > MAX_UNPACKED or (len(content) > most and most == MAX_PART):
            raise refusing.swollen()
        return content

    def parse(self, content: bytes, hearer: Hearer) -> None:
        """Hear a part, counting its elements with those before."""
        self.elements = hear(content, hearer, self.elements)

    def scan(self, book: Book, links: Links, shared: Shared, parts: dict[str, bytes]) -> dict[str, Scanned]:
        scanned = {}
        for name, id in book.sheets:
            target = links.targets.get(id, "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            if not self.wanted(name) or path not in self.entries:
                continue
            parts[path] = self.read(path)
            look = Look(name, shared, self.text)
            self.parse(parts[path], look)
            self.text = look.text
            scanned[name] = look.found
        return scanned


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
