"""Draws Word templates from the YAML drawings of tools/drawings: how the papers of an edition were first made.

    python tools/draw_papers.py                 every drawing
    python tools/draw_papers.py shaanxi-2020    those of one edition

The Word file is what counts afterwards: it may be edited in Word, and drawing it again would undo that.

A drawing has `title`, `page` (margins in mm), `styles` (see `_style`) and `parts`; every part begins a new page and has
`blocks`: a paragraph (`p`), or a table of groups of rows that share `columns` (widths in mm). In a row `<` goes on with the
cell to the left, `^` with the cell above, and `> ` before a text aligns it left. A cell with a look of its own is
`{t: text, as: style, small: text below in small type, valign: bottom, lines: [bottom]}`. Placeholders stand as in Word.
"""

import re
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import yaml

ROOT = Path(__file__).resolve().parent.parent
DRAWINGS = ROOT / "tools" / "drawings"
SCHEMES = ROOT / "src" / "zhiqiang" / "schemes"
_MM = 1440 / 25.4
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE_WIDTH, _PAGE_HEIGHT = 210, 297
_TICK = re.compile(r"(\{\{[^}]*\|\s*tick [^}]*\}\})")
_MARK = re.compile(r"(\{\{[^}]*\|\s*illustrative 示例 ?\}\})")
_MARKED = re.compile(r"(\{\{[^}]*\|\s*(?:tick|illustrative) [^}]*\}\}|\*\*.+?\*\*)")


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * _MM)


# --- words -------------------------------------------------------------------------------------


def runs(text: str) -> str:
    """A text as runs: ticks, marks and `**strong**` words in their character styles."""
    return "".join(_run(piece) for piece in _MARKED.split(text) if piece)


def _run(piece: str) -> str:
    style = ""
    if _TICK.fullmatch(piece):
        style = "Tick"
    elif _MARK.fullmatch(piece):
        style = "Mark"
    elif piece.startswith("**") and piece.endswith("**"):
        style, piece = "Strong", piece[2:-2]
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'


def paragraph(
    text: str, style: str, *, align: str = "", indent: float = 0, keep: bool = False, section: str = ""
) -> str:
    """One paragraph. `keep`: on one page with the next."""
    properties = f'<w:pStyle w:val="{style}"/>'
    properties += "<w:keepNext/>" if keep else ""
    properties += f'<w:ind w:left="{twips(indent)}" w:right="{twips(indent)}"/>' if indent else ""
    properties += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{properties}{section}</w:pPr>{runs(text) if text else ''}</w:p>"


# --- tables ------------------------------------------------------------------------------------


class Table:
    """Groups of rows over one grid made of all their column edges."""

    def __init__(self, drawn: dict[str, Any]) -> None:
        self.drawn = drawn
        self.style: str = drawn.get("style", "Cell")
        self.borders: bool = drawn.get("borders", True)
        edges: set[int] = {0}
        for group in drawn["groups"]:
            at = 0.0
            for width in group["columns"]:
                at += width
                edges.add(twips(at))
        self.edges = sorted(edges)
        self.left: list[str] = []

    def xml(self) -> str:
        """The table."""
        width = self.edges[-1]
        lines = "".join(
            f'<w:{side} w:val="single" w:sz="{4 if side.startswith("inside") else 8}" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        borders = f"<w:tblBorders>{lines}</w:tblBorders>" if self.borders else ""
        grid = "".join(
            f'<w:gridCol w:w="{b - a}"/>' for a, b in zip(self.edges, self.edges[1:], strict=False)
        )
        rows = "".join(self._group(group) for group in self.drawn["groups"])
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="40" w:type="dxa"/>'
            '<w:bottom w:w="28" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
            f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _group(self, group: dict[str, Any]) -> str:
        rows = [row if isinstance(row, dict) else {"cells": row} for row in group["rows"]]
        together = group.get("together", False)
        return "".join(
            self._row(row, rows[n + 1] if n + 1 < len(rows) else None, group, together and n + 1 < len(rows))
            for n, row in enumerate(rows)
        )

    def _row(
        self, row: dict[str, Any], below: dict[str, Any] | None, group: dict[str, Any], keep: bool
    ) -> str:
        height = row.get("height", group.get("height", 0))
        properties = "<w:cantSplit/>"
        properties += f'<w:trHeight w:val="{twips(height)}" w:hRule="atLeast"/>' if height else ""
        properties += "<w:tblHeader/>" if row.get("header") else ""
        cells, columns = row["cells"], group["columns"]
        if len(cells) != len(columns):
            raise ValueError(f"{len(cells)} cells for {len(columns)} columns: {cells}")
        under = below["cells"] if below else group.get("goes_on", [""] * len(columns))
        written, n, at = [], 0, 0.0
        while n < len(cells):
            end = n + 1
            while end < len(cells) and cells[end] == "<":
                end += 1
            to = at + sum(columns[n:end])
            written.append(self._cell(cells[n], under[n] == "^", at, to, keep))
            n, at = end, to
        return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(written)}</w:tr>"

    def _cell(self, drawn: Any, goes_on: bool, at: float, to: float, keep: bool) -> str:
        left, right = twips(at), twips(to)
        span = self.edges.index(right) - self.edges.index(left)
        cell = drawn if isinstance(drawn, dict) else {"t": str(drawn)}
        text, style = cell["t"], cell.get("as", self.style)
        merge = ""
        if text == "^":
            text, merge = "", "<w:vMerge/>"
        elif goes_on:
            merge = '<w:vMerge w:val="restart"/>'
        properties = f'<w:tcW w:w="{right - left}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        properties += merge
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
            for side in cell.get("lines", ())
        )
        properties += f"<w:tcBorders>{sides}</w:tcBorders>" if sides else ""
        properties += f'<w:vAlign w:val="{cell.get("valign", "center")}"/>'
        paragraphs = "".join(self._line(line, style, keep) for line in text.split("\n"))
        small = cell.get("small", "").split("\n") if "small" in cell else ()
        paragraphs += "".join(self._line(line, "CellNote", keep) for line in small)
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"

    @staticmethod
    def _line(line: str, style: str, keep: bool) -> str:
        left = line.startswith("> ")
        return paragraph(
            line.removeprefix("> "), style, align="left" if left else "", indent=0.8 if left else 0, keep=keep
        )


# --- styles ------------------------------------------------------------------------------------


def styles(drawn: dict[str, dict[str, Any]]) -> str:
    """styles.xml: the defaults, the character styles, and the drawing's own."""
    own = "".join(_style(id, style) for id, style in drawn.items())
    return (
        f'<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>{_face({"face": "仿宋_GB2312"})}'
        '<w:kern w:val="2"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Tick"><w:name w:val="勾选"/><w:rPr>'
        '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:cs="Segoe UI Symbol"/>'
        '<w:sz w:val="23"/><w:szCs w:val="23"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="示例标记"/><w:rPr>'
        '<w:color w:val="B03A2E"/><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr>{_face({"face": "黑体"})}</w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="40" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr></w:style>{own}</w:styles>"
    )


def _face(style: dict[str, Any]) -> str:
    face, latin = style["face"], style.get("latin", "Times New Roman")
    return f"<w:rFonts w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)} w:eastAsia={quoteattr(face)} w:cs={quoteattr(latin)}/>"


def _style(id: str, style: dict[str, Any]) -> str:
    """A paragraph style: name, based_on, next, face, latin, size (pt), color, align, before, after (pt), line (pt, exact,
    or `1.3x`), indent (characters, first line), left (mm, on both sides), keep, outline (level, from 1)."""
    default = ' w:default="1"' if id == "Normal" else ""
    known = id in ("Normal", "Title", "Heading1", "Heading2", "Footer")
    custom = "" if known else ' w:customStyle="1"'
    head = f'<w:name w:val="{style["name"]}"/>'
    head += f'<w:basedOn w:val="{style.get("based_on", "Normal")}"/>' if id != "Normal" else ""
    head += f'<w:next w:val="{style["next"]}"/>' if "next" in style else ""
    head += "<w:qFormat/>"
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{id}">{head}<w:pPr>{_paragraph_look(style)}</w:pPr>'
        f"<w:rPr>{_character_look(style)}</w:rPr></w:style>"
    )


def _paragraph_look(style: dict[str, Any]) -> str:
    look = "<w:keepNext/><w:keepLines/>" if style.get("keep") else ""
    spacing = {"before": style.get("before"), "after": style.get("after")}
    written = "".join(
        f' w:{name}="{round(points * 20)}"' for name, points in spacing.items() if points is not None
    )
    line = style.get("line")
    if isinstance(line, str):
        written += f' w:line="{round(float(line.rstrip("x")) * 240)}" w:lineRule="auto"'
    elif line is not None:
        written += f' w:line="{round(line * 20)}" w:lineRule="exact"'
    look += f"<w:spacing{written}/>" if written else ""
    if "indent" in style:
        size = style.get("size", 10.5)
        look += f'<w:ind w:firstLineChars="{round(style["indent"] * 100)}" w:firstLine="{round(style["indent"] * size * 20)}"/>'
    if "left" in style:
        look += f'<w:ind w:left="{twips(style["left"])}" w:right="{twips(style["left"])}"/>'
    look += f'<w:jc w:val="{style["align"]}"/>' if "align" in style else ""
    look += f'<w:outlineLvl w:val="{style["outline"] - 1}"/>' if "outline" in style else ""
    return look


def _character_look(style: dict[str, Any]) -> str:
    look = _face(style) if "face" in style else ""
    look += f'<w:color w:val="{style["color"]}"/>' if "color" in style else ""
    look += f'<w:spacing w:val="{round(style["spread"] * 20)}"/>' if "spread" in style else ""
    if "size" in style:
        look += f'<w:sz w:val="{round(style["size"] * 2)}"/><w:szCs w:val="{round(style["size"] * 2)}"/>'
    return look


# --- the whole ---------------------------------------------------------------------------------


def document(drawing: dict[str, Any]) -> str:
    """document.xml: the parts one after the other, each a section of its own."""
    parts = drawing["parts"]
    body = ""
    for n, part in enumerate(parts):
        section = _section(drawing["page"] | part.get("page", {}), part)
        body += "".join(_block(block) for block in part["blocks"])
        last = n + 1 == len(parts)
        # After a table Word wants a paragraph; it carries the section's end and is made as small as can be.
        body += (
            section
            if last and "p" in part["blocks"][-1]
            else paragraph("", "SectionEnd", section="" if last else section)
        )
        body += section if last and "p" not in part["blocks"][-1] else ""
    return f'<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'


def _block(block: dict[str, Any]) -> str:
    if "p" in block:
        lines = str(block["p"]).split("\n")
        return "".join(
            paragraph(line, block.get("as", "Normal"), align=block.get("align", "")) for line in lines
        )
    return Table(block["table"]).xml()


def _section(page: dict[str, float], part: dict[str, Any]) -> str:
    footer = '<w:footerReference w:type="default" r:id="rIdFooter"/>' if part.get("numbered", True) else ""
    start = f' w:start="{part["start"]}"' if "start" in part else ""
    margins = " ".join(f'w:{side}="{twips(page[side])}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr>{footer}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(_PAGE_WIDTH)}" w:h="{twips(_PAGE_HEIGHT)}"/>'
        f'<w:pgMar {margins} w:header="{twips(15)}" w:footer="{twips(page.get("footer", 25))}" w:gutter="0"/>'
        f'<w:pgNumType w:fmt="decimal"{start}/></w:sectPr>'
    )


def write(drawing: dict[str, Any], path: Path) -> None:
    """The Word file of a drawing."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    texts = yaml.safe_load((DRAWINGS / "package.yaml").read_text(encoding="utf-8"))
    files = {name: text.replace("TITLE", escape(drawing["title"])) for name, text in texts.items()}
    files["word/document.xml"] = document(drawing)
    files["word/styles.xml"] = styles(drawing["styles"])
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), head + text.strip(), zipfile.ZIP_DEFLATED
            )


def main(editions: list[str]) -> None:
    """Draw the templates of the editions named, or of all."""
    shared = yaml.safe_load((DRAWINGS / "styles.yaml").read_text(encoding="utf-8"))
    for path in sorted(DRAWINGS.glob("*/*.yaml")):
        if not editions or path.parent.name in editions:
            drawing = yaml.safe_load(path.read_text(encoding="utf-8"))
            drawing["styles"] = shared | drawing.get("styles", {})
            target = SCHEMES / path.parent.name / "templates" / f"{path.stem}.docx"
            write(drawing, target)
            print(target.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
