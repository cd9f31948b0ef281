"""Word files read and made for tests."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table

from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.loading import load
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.scheme import Scheme

TINY = Path(__file__).resolve().parents[1] / "engine" / "tiny"


def opened(file: bytes) -> Document:
    """A Word file as python-docx reads it."""
    return docx.Document(io.BytesIO(file))


def texts(document: Document) -> list[str]:
    """Every paragraph outside tables, then every table cell, each cell once, in order."""
    found = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        cells = {cell._tc: cell.text for row in table.rows for cell in row.cells}
        found += cells.values()
    return found


def rows(table: Table) -> Iterator[list[str]]:
    """The rows of a table as the texts of their cells; a merged cell stands once in each row."""
    for row in table.rows:
        yield list({cell._tc: cell.text for cell in row.cells}.values())


def row_after(document: Document, heading: str, label: str) -> list[str]:
    """The first row that begins (after merged cells) with `label` below the first cell that says `heading`."""
    below = False
    for table in document.tables:
        for row in rows(table):
            flat = [text.replace("\n", "") for text in row]
            below = below or heading in flat
            if below and label in flat:
                return flat[flat.index(label) + 1 :]
    raise AssertionError(f"no row “{label}” below “{heading}”")


def answers_of(scheme: Scheme, file: str, title: str) -> Answers:
    """The answers of a worked case."""
    cases = read_cases(Files(scheme.folder))[f"cases/{file}"].cases
    return answer(scheme, next(case.answers for case in cases if case.title.startswith(title)))


def tiny_with(folder: Path, *, kind: str = "guide", template: bytes | None = None, text: str = "") -> Scheme:
    """The tiny scheme in a folder of its own, with one paper: a template, or paragraphs of `text`."""
    target = folder / "tiny"
    shutil.copytree(TINY, target)
    (target / "papers.yaml").write_text(
        f"papers:\n  - {{id: paper, kind: {kind}, label: 纸件, label_en: Paper, template: templates/paper.docx}}\n",
        encoding="utf-8",
    )
    (target / "templates").mkdir()
    (target / "templates" / "paper.docx").write_bytes(template or with_lines(*text.split("\n")))
    return load(target)


def with_lines(*lines: str) -> bytes:
    """A Word file of these paragraphs."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def saved(document: Document) -> bytes:
    """The bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
