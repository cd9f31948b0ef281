"""Before a file from outside is read: is it what it says, and can reading it stay small?

What passes comes out as a clean copy: only the few parts that are read, unpacked once under a limit and packed
again by us, so that nothing the file says about itself (sizes, duplicate names, hidden parts) reaches the reader.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from . import refusing
from .naming import address

MAX_FILE = 10 * 2**20
MAX_PART = 12 * 2**20
MAX_UNPACKED = 24 * 2**20
MAX_ENTRIES = 400
MAX_SHEETS = 80
MAX_ROWS, MAX_COLUMNS = 20_000, 200
MAX_GRID = 600_000
"""Rows times columns of one sheet, as far as it is used."""
MAX_TEXT = 32_767
MAX_ALL_TEXT = 8 * 2**20
"""Characters of all cells together, shared texts counted each time they are used."""
MAX_DEPTH = 60
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_MAIN = "xl/workbook.xml"
_ALWAYS = ("[Content_Types].xml", "_rels/.rels", _MAIN, "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml")


@dataclass(slots=True)
class Scanned:
    """What a look at a sheet found: cells with error values, and cells with a formula but no result."""

    errors: dict[str, str] = field(default_factory=dict)
    unresolved: set[str] = field(default_factory=set)


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
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, OSError, ValueError) as error:
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
        head = data[:2000].lstrip(b"\xef\xbb\xbf").lstrip()
        if head[:1] == b"<" or b"," in head or b"\t" in head:
            raise refusing.other_document("文本或网页文件", "a text or web file")
        raise refusing.not_a_workbook()


class _Inspection:
    def __init__(self, archive: zipfile.ZipFile, wanted: Any) -> None:
        self.archive, self.wanted = archive, wanted
        self.entries: dict[str, zipfile.ZipInfo] = {}
        self.unpacked = 0
        self.text = 0

    def run(self) -> Clean:
        self.directory()
        self.kind()
        parts = {name: self.read(name) for name in _ALWAYS if name in self.entries}
        for name in parts:
            if name not in ("xl/sharedStrings.xml", "xl/styles.xml"):
                _parse(parts[name], _Nothing())
        parts.setdefault("xl/styles.xml", b"")
        if not parts["xl/styles.xml"]:
            del parts["xl/styles.xml"]
        book = _Book()
        _parse(parts[_MAIN], book)
        links = _Links()
        _parse(parts["xl/_rels/workbook.xml.rels"], links)
        if len(book.sheets) > MAX_SHEETS:
            raise refusing.swollen()
        shared = _Shared()
        if "xl/sharedStrings.xml" in parts:
            _parse(parts["xl/sharedStrings.xml"], shared)
        scanned = self.scan(book, links, shared, parts)
        return Clean(_packed(parts), tuple(name for name, _ in book.sheets), book.names, scanned)

    def directory(self) -> None:
        """Names and sizes as the archive states them."""
        infos = self.archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise refusing.swollen()
        for info in infos:
            name = info.filename
            if name.startswith(("/", "\\")) or "\\" in name or ":" in name or normpath(name).startswith("..") or "\0" in name:
                raise refusing.damaged()
            if name in self.entries:
                raise refusing.damaged()
            if info.flag_bits & 1:
                raise refusing.encrypted()
            self.entries[name] = info
        if sum(info.file_size for info in infos) > 4 * MAX_UNPACKED:
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
        if _MAIN not in names or "xl/_rels/workbook.xml.rels" not in names or "[Content_Types].xml" not in names:
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

    def scan(self, book: "_Book", links: "_Links", shared: "_Shared", parts: dict[str, bytes]) -> dict[str, Scanned]:
        scanned = {}
        for name, id in book.sheets:
            target = links.targets.get(id, "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            if not self.wanted(name) or path not in self.entries:
                continue
            parts[path] = self.read(path)
            look = _Look(name, shared, self.text)
            _parse(parts[path], look)
            self.text = look.text
            scanned[name] = look.found
        return scanned


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


# --- reading XML with bounds ----------------------------------------------------------------------


class _Nothing:
    """Hears nothing: parsing alone shows whether a part is well formed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text between."""


def _parse(content: bytes, hearer: _Nothing) -> None:
    """Parse a part: no document type, no entities of its own, no endless nesting."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise refusing.damaged()
        hearer.start(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        hearer.end(name.rpartition(":")[2])

    def doctype(*_: object) -> None:
        raise refusing.damaged()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = hearer.characters
    parser.StartDoctypeDeclHandler = doctype
    parser.Parse(content, True)


class _Book(_Nothing):
    """The workbook's own part: sheets in order, defined names."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.names: dict[str, str] = {}
        self.name = ""
        self.chunks: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), id))
        elif name == "definedName":
            self.name, self.chunks = attributes.get("name", ""), []

    def characters(self, text: str) -> None:
        if self.name:
            self.chunks.append(text)

    def end(self, name: str) -> None:
        if name == "definedName" and self.name:
            self.names[self.name] = "".join(self.chunks)[:300]
            self.name = ""


class _Links(_Nothing):
    """Where the parts of the workbook are."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            if attributes.get("TargetMode") == "External":
                raise refusing.with_links()
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Shared(_Nothing):
    """The lengths of the shared texts."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self.lengths.append(0)
        self.inside = name == "t"

    def characters(self, text: str) -> None:
        if self.inside and self.lengths:
            self.lengths[-1] += len(text)
            if self.lengths[-1] > MAX_TEXT:
                raise refusing.swollen()

    def end(self, name: str) -> None:
        self.inside = False


class _Look(_Nothing):
    """A sheet: how far it reaches, how much text it holds, errors and formulas without results."""

    def __init__(self, sheet: str, shared: _Shared, text: int) -> None:
        self.sheet, self.shared, self.text = sheet, shared, text
        self.found = Scanned()
        self.row = self.rows = self.columns = 0
        self.column = 0
        self.kind = ""
        self.formula = self.value = self.inline = False
        self.chunks: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self.begin(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.value, self.chunks = True, []

    def begin(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self.column += 1
        else:
            match = _CELL.match(place)
            if match is None:
                raise refusing.damaged()
            self.column = _column(match[1])
            self.row = int(match[2])
        self.kind = attributes.get("t", "n")
        self.formula = self.value = False
        self.chunks = []

    def characters(self, text: str) -> None:
        if self.value:
            self.chunks.append(text)

    def end(self, name: str) -> None:
        if name != "c":
            return
        content = "".join(self.chunks)
        if self.value or self.formula:
            self.reach()
        if self.kind == "s" and content:
            index = int(content)
            if not 0 <= index < len(self.shared.lengths):
                raise refusing.damaged()
            self.text += self.shared.lengths[index]
        else:
            self.text += len(content)
        if self.text > MAX_ALL_TEXT:
            raise refusing.swollen()
        here = address(self.row - 1, self.column - 1)
        if self.kind == "e":
            self.found.errors[here] = content[:20]
        elif self.formula and not content and self.kind != "str":
            self.found.unresolved.add(here)
        self.value = False

    def reach(self) -> None:
        self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
        if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS or self.rows * self.columns > MAX_GRID:
            raise refusing.enormous(self.sheet[:40], address(self.rows - 1, self.columns - 1))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
