"""The paragraphs of a Word file with the font and size their Chinese text is really shown in.

Word takes both from the run, else its character style, else the paragraph's style and the styles that one is based on,
else the defaults of the document; a font may be named by a theme.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from ...engine.words import Words

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LARGEST_PART = 30_000_000
_MOST_PARAGRAPHS = 20_000
_DEEPEST = 20
_WITHOUT_SIZE = Decimal(10)
"""What Word takes where no size is stated anywhere."""


class Unreadable(Exception):
    """Not a Word file this can read; `words` says why and the mend."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one font and size (points)."""

    font: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside tables: its text, the type of its Chinese runs, its outline level (0 is a first-level heading)."""

    text: str
    runs: tuple[Run, ...]
    outline: int | None


def read_paragraphs(file: bytes) -> list[Paragraph]:
    """The paragraphs in order, those of tables and text boxes left out. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            document = _xml(package, "word/document.xml")
            styles = _xml(package, "word/styles.xml", optional=True)
            theme = _xml(package, "word/theme/theme1.xml", optional=True)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, etree.XMLSyntaxError) as error:
        words = Words(
            "这个 Word 文件读不出来，没有检查字体字号；请用 Word 或 WPS 另存为 .docx 再上传",
            "this Word file cannot be read, so its type was not checked; save it as .docx in Word or WPS and upload it again",
        )
        raise Unreadable(words) from error
    body = document.find(f"{_W}body")
    sheet = _Styles(styles, theme)
    paragraphs = body.iterchildren(f"{_W}p") if body is not None else ()
    return [sheet.paragraph(one) for one, _ in zip(paragraphs, range(_MOST_PARAGRAPHS), strict=False)]


def _xml(package: zipfile.ZipFile, name: str, *, optional: bool = False) -> etree._Element:
    if optional and name not in package.namelist():
        return etree.Element("none")
    if package.getinfo(name).file_size > _LARGEST_PART:
        raise zipfile.BadZipFile("a part is too large")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(package.read(name), parser)


@dataclass(frozen=True, slots=True)
class _Type:
    """What one place states; None where it states nothing."""

    font: str | None = None
    size: Decimal | None = None
    outline: int | None = None

    def over(self, below: "_Type") -> "_Type":
        return _Type(
            self.font if self.font is not None else below.font,
            self.size if self.size is not None else below.size,
            self.outline if self.outline is not None else below.outline,
        )


class _Styles:
    def __init__(self, styles: etree._Element, theme: etree._Element) -> None:
        self.theme = _theme_fonts(theme)
        self.styles = {one.get(f"{_W}styleId"): one for one in styles.iter(f"{_W}style")}
        self.defaults = self.stated(styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr"))
        self.normal = next(
            (id for id, one in self.styles.items() if one.get(f"{_W}type") == "paragraph" and one.get(f"{_W}default") == "1"),
            None,
        )
        self.known: dict[str | None, _Type] = {}

    def paragraph(self, element: etree._Element) -> Paragraph:
        properties = element.find(f"{_W}pPr")
        style = self.style(_value(properties, "pStyle") or self.normal)
        outline = _number(_value(properties, "outlineLvl"))
        outline = outline if outline is not None else style.outline
        text, runs = [], dict.fromkeys(())
        for run in _runs(element):
            words = "".join(one.text or "" for one in run.iter(f"{_W}t"))
            text.append(words)
            if _CHINESE.search(words):
                own = run.find(f"{_W}rPr")
                shown = self.stated(own).over(self.style(_value(own, "rStyle"))).over(style).over(self.defaults)
                runs[Run(shown.font or "", shown.size or _WITHOUT_SIZE)] = None
        return Paragraph("".join(text), tuple(runs), outline if outline is not None and outline < 9 else None)

    def style(self, id: str | None, depth: int = 0) -> _Type:
        """What a style states, with what it is based on."""
        if id not in self.known:
            element = self.styles.get(id)
            if element is None or depth > _DEEPEST:
                return _Type()
            properties = element.find(f"{_W}pPr")
            own = self.stated(element.find(f"{_W}rPr"))
            own = _Type(own.font, own.size, _number(_value(properties, "outlineLvl")))
            self.known[id] = own.over(self.style(_value(element, "basedOn"), depth + 1))
        return self.known[id]

    def stated(self, properties: etree._Element | None) -> _Type:
        if properties is None:
            return _Type()
        fonts = properties.find(f"{_W}rFonts")
        font = None
        if fonts is not None:
            font = self.theme.get(fonts.get(f"{_W}eastAsiaTheme", "")) or fonts.get(f"{_W}eastAsia")
        half_points = _number(_value(properties, "sz"))
        return _Type(font, Decimal(half_points) / 2 if half_points is not None else None)


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs that are shown: inserted ones too, deleted ones and those of text boxes not."""
    for child in paragraph:
        if child.tag == f"{_W}r":
            yield child
        elif child.tag in (f"{_W}ins", f"{_W}hyperlink", f"{_W}smartTag", f"{_W}sdt", f"{_W}sdtContent"):
            yield from _runs(child)


def _theme_fonts(theme: etree._Element) -> dict[str, str]:
    """The fonts a theme gives Chinese text, by the names that runs call them."""
    found = {}
    for kind, name in (("majorFont", "majorEastAsia"), ("minorFont", "minorEastAsia")):
        for fonts in theme.iter(f"{_A}{kind}"):
            east = fonts.find(f"{_A}ea")
            script = next((one for one in fonts.iter(f"{_A}font") if one.get("script") == "Hans"), None)
            named = (east.get("typeface") if east is not None else "") or (script.get("typeface") if script is not None else "")
            if named:
                found[name] = named
    return found


def _value(element: etree._Element | None, name: str) -> str | None:
    found = element.find(f"{_W}{name}") if element is not None else None
    return found.get(f"{_W}val") if found is not None else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
