"""A Word template taken apart: what stands as it is, and where something is put in.

Reading is the slow half and is done once; filling is then no more than joining text. What is put in is never read again,
so an answer that looks like a placeholder or like XML comes out as the characters it is.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from ...engine.words import Words
from .placeholders import MARK, Placeholder, PlaceholderError, read

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = re.compile(r"^(word/(document|header\d*|footer\d*|footnotes)|docProps/core)\.xml$")
_LARGEST = 20_000_000
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)
_AFTER_SCALE = frozenset(
    W + name
    for name in (
        "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs",
        "em", "lang", "eastAsianLayout", "specVanish", "oMath",
    )
)  # fmt: skip
# Tokens of the private use area stand for what is put in while the XML is taken apart.
_TEXT, _SCALE, _ROWS, _END_ROWS, _STOP = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_TOKEN = re.compile(f"([{_TEXT}{_SCALE}])(\\d+){_STOP}")
_ROW = re.compile(f"<!--{_ROWS}(\\w+)-->(.*?)<!--{_END_ROWS}-->", re.DOTALL)
_PRIVATE = re.compile(f"[{_TEXT}-{_STOP}]")
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


class TemplateError(Exception):
    """A Word file that cannot serve as a template; `problems` holds all that is wrong."""

    def __init__(self, problems: list[Words]) -> None:
        super().__init__("\n".join(words.en for words in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Slot:
    """A place where text is put in, or (`scale`) the percentage by which its characters are condensed."""

    placeholder: Placeholder
    scale: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table row written once for every row of a list."""

    list_id: str
    row: tuple["Segment", ...]


Segment = str | Slot | Rows
Lookup = Callable[[Placeholder, int | None], str]
"""From a placeholder, and the list row where it stands in one, to the words put in."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the package: bytes that stay, or text in segments. `breaks`: lines become line breaks of Word."""

    name: str
    content: bytes | tuple[Segment, ...]
    breaks: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled."""

    parts: tuple[Part, ...]

    def placeholders(self) -> Iterator[Placeholder]:
        """Every placeholder, as often as it stands there."""
        for part in self.parts:
            if not isinstance(part.content, bytes):
                yield from _placeholders(part.content)

    def fill(self, words: Lookup, count: Callable[[str], int]) -> bytes:
        """The Word file with `words` for every placeholder; `count` says how many rows a list has.

        The same words give the same bytes. Characters that XML cannot hold are left out.
        """
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as package:
            for part in self.parts:
                content = part.content
                if not isinstance(content, bytes):
                    content = "".join(_filled(content, words, count, part.breaks, None)).encode()
                entry = zipfile.ZipInfo(part.name, _WRITTEN_AT)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)
        return file.getvalue()


def _placeholders(segments: tuple[Segment, ...]) -> Iterator[Placeholder]:
    for segment in segments:
        if isinstance(segment, Slot) and not segment.scale:
            yield segment.placeholder
        elif isinstance(segment, Rows):
            yield from _placeholders(segment.row)


def _filled(
    segments: tuple[Segment, ...], words: Lookup, count: Callable[[str], int], breaks: bool, row: int | None
) -> Iterator[str]:
    for segment in segments:
        if isinstance(segment, str):
            yield segment
        elif isinstance(segment, Rows):
            for n in range(max(count(segment.list_id), 1)):
                yield from _filled(segment.row, words, count, breaks, n)
        elif segment.scale:
            yield str(_scale(len(words(segment.placeholder, row)), segment.placeholder.fit))
        else:
            yield _escaped(words(segment.placeholder, row), breaks)


def _scale(length: int, fit: int) -> int:
    """The percentage that brings so many characters into the room of `fit`; Word takes 1 to 600."""
    return 100 if length <= fit else max(100 * fit // length, 33)


def _escaped(text: str, breaks: bool) -> str:
    lines = escape(_ILLEGAL.sub("", text).replace("\t", " ")).splitlines()
    return (_BREAK if breaks else " ").join(lines)


def compile_template(file: bytes) -> Template:
    """The template in a .docx. Raises TemplateError with every placeholder that cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise TemplateError([Words("模板过大", "the template is too large")])
            files = {entry.filename: package.read(entry) for entry in package.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise TemplateError(
            [Words(f"不是 Word（.docx）文件：{error}", f"not a Word file (.docx): {error}")]
        ) from None
    if "word/document.xml" not in files:
        raise TemplateError([Words("不是 Word（.docx）文件", "not a Word file (.docx)")])
    problems: list[Words] = []
    parts = tuple(_part(name, content, problems) for name, content in files.items())
    if problems:
        raise TemplateError(problems)
    return Template(parts)


def _part(name: str, content: bytes, problems: list[Words]) -> Part:
    if not _PARTS.match(name) or b"{" not in content:
        return Part(name, content)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        problems.append(Words(f"{name} 不是完好的 XML：{error}", f"{name} is no well-formed XML: {error}"))
        return Part(name, content)
    if root.getroottree().docinfo.doctype:
        problems.append(
            Words(
                f"{name} 含有 DOCTYPE，Word 不会写出这种文件",
                f"{name} has a DOCTYPE, which Word never writes",
            )
        )
        return Part(name, content)
    reading = _Reading(problems)
    for texts in _runs_of_text(root):
        reading.paragraph(texts)
    reading.repeat_rows(root)
    xml = etree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return Part(name, tuple(reading.segments(head + xml)), breaks=name.startswith("word/"))


def _runs_of_text(root: etree._Element) -> Iterator[list[etree._Element]]:
    """The text elements of each paragraph, in order; elsewhere (properties) each element by itself."""
    if not root.tag.startswith(W):
        yield from ([element] for element in root.iter() if element.text)
        return
    for paragraph in root.iter(W + "p"):
        yield [t for t in paragraph.iter(W + "t") if next(t.iterancestors(W + "p")) is paragraph]


class _Reading:
    """Placeholders found so far, each under the number of its token."""

    def __init__(self, problems: list[Words]) -> None:
        self.problems = problems
        self.found: list[Placeholder] = []

    def paragraph(self, texts: list[etree._Element]) -> None:
        """Put tokens for the placeholders of one paragraph, also where Word has cut one into several runs."""
        whole = _PRIVATE.sub("", "".join(t.text or "" for t in texts))
        if "{{" not in whole:
            return
        owner = [n for n, t in enumerate(texts) for _ in _PRIVATE.sub("", t.text or "")]
        pieces = [""] * len(texts)
        at = 0
        for match in MARK.finditer(whole):
            self._copy(whole, at, match.start(), owner, pieces)
            pieces[owner[match.start()]] += self._token(match[1], texts[owner[match.start()]])
            at = match.end()
        self._copy(whole, at, len(whole), owner, pieces)
        if "{{" in whole[at:]:
            shown = whole[whole.index("{{", at) :][:40]
            self.problems.append(Words(f"“{shown}”缺少“}}}}”", f"“{shown}” lacks its “}}}}”"))
        for t, piece in zip(texts, pieces, strict=True):
            t.text = piece
            if t.tag == W + "t":
                t.set(_SPACE, "preserve")

    @staticmethod
    def _copy(whole: str, start: int, end: int, owner: list[int], pieces: list[str]) -> None:
        for n in range(start, end):
            pieces[owner[n]] += whole[n]

    def _token(self, written: str, text: etree._Element) -> str:
        try:
            placeholder = read(written)
        except PlaceholderError as error:
            shown = written.strip()[:60]
            self.problems.append(Words(f"{{{{ {shown} }}}}：", f"{{{{ {shown} }}}}: ") + error.words)
            return ""
        self.found.append(placeholder)
        number = len(self.found) - 1
        if placeholder.fit and text.tag == W + "t":
            _condense(text.getparent(), f"{_SCALE}{number}{_STOP}")
        return f"{_TEXT}{number}{_STOP}"

    def repeat_rows(self, root: etree._Element) -> None:
        """Mark the table rows that go through a list."""
        for row in list(root.iter(W + "tr")):
            inner = "".join(t.text or "" for t in row.iter(W + "t") if next(t.iterancestors(W + "tr")) is row)
            lists = {self.found[int(m[2])].list_id for m in _TOKEN.finditer(inner)} - {""}
            if len(lists) > 1:
                named = ", ".join(sorted(lists))
                self.problems.append(
                    Words(
                        f"一个表格行只能列出一个清单：{named}",
                        f"a table row goes through one list only: {named}",
                    )
                )
            elif lists:
                row.addprevious(etree.Comment(f"{_ROWS}{lists.pop()}"))
                row.addnext(etree.Comment(_END_ROWS))

    def segments(self, xml: str) -> Iterator[Segment]:
        """The XML cut at its tokens."""
        at = 0
        for match in _ROW.finditer(xml):
            yield from self._slots(xml[at : match.start()])
            yield Rows(match[1], tuple(self._slots(match[2])))
            at = match.end()
        yield from self._slots(xml[at:])

    def _slots(self, xml: str) -> Iterator[Segment]:
        at = 0
        for match in _TOKEN.finditer(xml):
            yield xml[at : match.start()]
            yield Slot(self.found[int(match[2])], scale=match[1] == _SCALE)
            at = match.end()
        yield xml[at:]


def _condense(run: etree._Element, token: str) -> None:
    """Give a run a character scale, in the place the schema wants it."""
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for old in properties.findall(W + "w"):
        properties.remove(old)
    scale = etree.Element(W + "w", {W + "val": token})
    behind = next((n for n, one in enumerate(properties) if one.tag in _AFTER_SCALE), len(properties))
    properties.insert(behind, scale)
