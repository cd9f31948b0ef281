"""Files that are not what they say: each a clear refusal, in bounded time and memory."""

import contextlib
import io
import os
import random
import re
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import openpyxl
import psutil
import pytest

from tests.papers.workbooks import with_parts, written
from zhiqiang.engine.answering import answer
from zhiqiang.engine.scheme import Scheme
from zhiqiang.papers.workbook import safety
from zhiqiang.papers.workbook.reading import problems_by_cell, read_workbook
from zhiqiang.papers.workbook.refusing import WorkbookRefused

SECONDS, MEGABYTES = 4.0, 160
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def book(trial: Scheme) -> bytes:
    return written(trial, {"name": "某公司", "capital": "5"})


def refusal(data: bytes, scheme: Scheme) -> str:
    """The words of a refusal, given within the bounds of time and memory."""
    process = psutil.Process(os.getpid())
    before = process.memory_info().rss
    tracemalloc.start()
    began = time.process_time()
    try:
        with pytest.raises(WorkbookRefused) as refused:
            read_workbook(data, scheme)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < SECONDS
    assert peak < MEGABYTES * 2**20, peak
    assert process.memory_info().rss - before < MEGABYTES * 2**20
    message = refused.value.message
    assert message.zh.endswith("。")
    assert message.en.endswith(".")
    return message.zh


def zipped(parts: Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def changed(book: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part changed as text."""

    def apply(parts: Parts) -> None:
        before = parts[name].decode()
        after = change(before)
        assert after != before
        parts[name] = after.encode()

    return with_parts(book, apply)


def form_part(book: bytes) -> str:
    """The part of the first form sheet."""
    return "xl/worksheets/sheet2.xml"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        (b"\0" * 5000, "不是 Excel 工作簿"),
        (os.urandom(3000), "不是 Excel 工作簿"),
        ("名称,数值\n甲,1\n".encode(), "文本"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "文本或网页"),
        (b"%PDF-1.7 ...", "PDF"),
        (OLE + b"\0" * 3000, ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"PK\x03\x04" + b"\0" * 100, "不完整或已损坏"),
        (zipped({"word/document.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}), "Word"),
        (zipped({"ppt/presentation.xml": b"<x/>"}), "演示文稿"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (zipped({"xl/workbook.bin": b"x", "[Content_Types].xml": b"<x/>"}), ".xlsb"),
        (zipped({"readme.txt": b"hello"}), "不是 Excel 工作簿"),
        (zipped({}) + b"", "不是 Excel 工作簿"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, said: str, trial: Scheme) -> None:
    assert said in refusal(data, trial)


def test_a_foreign_workbook_is_told_apart(trial: Scheme) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert "不是本系统的填报工作簿" in refusal(stream.getvalue(), trial)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.99, 0.9999])
def test_a_truncated_file_is_refused(book: bytes, share: float, trial: Scheme) -> None:
    refusal(book[: max(5, int(len(book) * share))], trial)


def test_damage_anywhere_is_refused_or_harmless(book: bytes, trial: Scheme) -> None:
    """Whatever byte is spoilt, the answer is a refusal or a reading, never a fault of the program."""
    for place in range(0, len(book), len(book) // 100):
        spoilt = bytearray(book)
        spoilt[place] ^= 0xFF
        with contextlib.suppress(WorkbookRefused):
            read_workbook(bytes(spoilt), trial)


SCRAPS = (
    b'"', b"<", b">", b"0", b"-1", b"9" * 20, b"s", b"e", b"NaN", b"<c>", b"</row>", b"1E308", b"\xff", b"&#1;", b"&amp;",
    b't="s"', b't="d"', b't="inlineStr"', b"<is><t>x</t></is>", b"2020-13-45", b"A", b"XFD", b"", b" ",
)  # fmt: skip


def test_spoilt_parts_are_refused_or_harmless(book: bytes, trial: Scheme) -> None:
    """Scraps of XML anywhere in any part that is read: a refusal or a reading, never a fault of the program."""
    rng = random.Random(42)

    def spoil(parts: Parts) -> None:
        names = [name for name in parts if re.search(r"sheet\d|workbook|shared|styles|Content", name)]
        for _ in range(rng.choice((1, 3))):
            name = rng.choice(names)
            content = bytearray(parts[name])
            for _ in range(rng.choice((1, 2, 8))):
                at = rng.randrange(len(content))
                content[at : at + rng.choice((0, 1, 2, 20))] = rng.choice(SCRAPS)
            parts[name] = bytes(content)

    for _ in range(80):
        with contextlib.suppress(WorkbookRefused):
            read = read_workbook(with_parts(book, spoil), trial)
            problems_by_cell(read, answer(trial, read.answers))


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml", "xl/activeX/activeX1.bin"]
)
def test_macros_are_refused(book: bytes, name: str, trial: Scheme) -> None:
    assert "宏" in refusal(with_parts(book, lambda parts: parts.update({name: b"x"})), trial)


def test_a_macro_type_is_refused(book: bytes, trial: Scheme) -> None:
    plain, macro = "spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"
    data = changed(book, "[Content_Types].xml", lambda text: text.replace(plain, macro))
    assert "宏" in refusal(data, trial)


def test_links_to_other_files_are_refused(book: bytes, trial: Scheme) -> None:
    parts = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert "断开链接" in refusal(with_parts(book, lambda all_: all_.update(parts)), trial)
    external = '<Relationship Id="rId99" Type="x" Target="http://example.org/a.xlsx" TargetMode="External"/></Relationships>'
    data = changed(
        book, "xl/_rels/workbook.xml.rels", lambda text: text.replace("</Relationships>", external)
    )
    assert "断开链接" in refusal(data, trial)


def test_a_bomb_of_zeros_does_not_unpack(book: bytes, trial: Scheme) -> None:
    blank = b"<worksheet><sheetData>" + b" " * (300 * 2**20)
    data = with_parts(book, lambda parts: parts.update({form_part(book): blank}))
    assert len(data) < 2**20
    assert "大得异常" in refusal(data, trial)


def test_a_bomb_in_a_part_that_is_not_read_is_refused_too(book: bytes, trial: Scheme) -> None:
    data = with_parts(book, lambda parts: parts.update({"xl/media/image1.png": b"\0" * (150 * 2**20)}))
    assert "大得异常" in refusal(data, trial)


def test_sizes_that_lie_do_not_help_a_bomb(book: bytes, trial: Scheme) -> None:
    """The directory says 1,000 bytes, the data unpack to 200 million."""
    data = bytearray(with_parts(book, lambda parts: parts.update({form_part(book): b" " * (200 * 2**20)})))
    true = struct.pack("<I", 200 * 2**20)
    assert data.count(true) >= 2
    lied = bytes(data).replace(true, struct.pack("<I", 1000))
    refusal(lied, trial)


def test_too_many_parts_are_refused(book: bytes, trial: Scheme) -> None:
    extra = {f"xl/media/{n}.xml": b"" for n in range(2000)}
    assert "大得异常" in refusal(with_parts(book, lambda parts: parts.update(extra)), trial)


def test_too_large_a_file_is_refused_unopened(book: bytes, trial: Scheme) -> None:
    assert "10 MB" in refusal(book + b"\0" * safety.MAX_FILE, trial)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "xl\\evil.xml"])
def test_paths_in_names_are_refused(book: bytes, name: str, trial: Scheme) -> None:
    data = with_parts(book, lambda parts: parts.update({"xl/harmless_name.xml": b"<x/>"}))
    refusal(
        data.replace(
            b"xl/harmless_name.xml"[: len(name)], name.encode()[:20].ljust(min(20, len(name)), b"x")
        ),
        trial,
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused(book: bytes, trial: Scheme) -> None:
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "损坏" in refusal(stream.getvalue(), trial)


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "ZZ1", "AAAA1", "A99999999", "A0x"])
def test_enormous_and_impossible_sheets_are_refused(book: bytes, cell: str, trial: Scheme) -> None:
    far = f'<row r="99"><c r="{cell}"><v>1</v></c></row></sheetData>'
    refusal(changed(book, form_part(book), lambda text: text.replace("</sheetData>", far)), trial)


def test_a_far_cell_is_named(book: bytes, trial: Scheme) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = changed(book, form_part(book), lambda text: text.replace("</sheetData>", far))
    assert "XFD1048576" in refusal(data, trial)
    assert "1 概况" in refusal(data, trial)


def test_a_far_row_without_content_is_harmless(book: bytes, trial: Scheme) -> None:
    """Formatting a whole column leaves such cells behind."""
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    data = changed(book, form_part(book), lambda text: text.replace("</sheetData>", far))
    assert read_workbook(data, trial).answers["capital"] == "5"


def test_a_text_used_a_million_times_does_not_multiply(book: bytes, trial: Scheme) -> None:
    def swell(parts: Parts) -> None:
        shared = parts["xl/sharedStrings.xml"].decode()
        index = shared.count("<si>")
        parts["xl/sharedStrings.xml"] = shared.replace(
            "</sst>", f"<si><t>{'x' * 32_000}</t></si></sst>"
        ).encode()
        cells = "".join(
            f'<row r="{500 + n}"><c r="C{500 + n}" t="s"><v>{index}</v></c></row>' for n in range(15_000)
        )
        parts[form_part(book)] = parts[form_part(book)].replace(
            b"</sheetData>", f"{cells}</sheetData>".encode()
        )

    assert "大得异常" in refusal(with_parts(book, swell), trial)


@pytest.mark.parametrize("index", ["999999", "-1", "x", "1e3"])
def test_references_into_nowhere_are_refused(book: bytes, index: str, trial: Scheme) -> None:
    data = changed(
        book, form_part(book), lambda text: re.sub(r't="s"><v>\d+<', f't="s"><v>{index}<', text, count=1)
    )
    refusal(data, trial)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY b{n} "{"&a;" * 10}">' for n in range(9)) + "]>"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml"])
def test_document_types_are_refused(book: bytes, part: str, trial: Scheme) -> None:
    data = changed(book, part, lambda text: text.replace("?>", f"?>{LAUGHS}", 1))
    assert "损坏" in refusal(data, trial)


def test_endless_nesting_is_refused(book: bytes, trial: Scheme) -> None:
    deep = "<x>" * 100_000
    refusal(changed(book, form_part(book), lambda text: text.replace("<sheetData>", deep)), trial)


def test_other_encodings_do_not_slip_through(book: bytes, trial: Scheme) -> None:
    def turn(parts: Parts) -> None:
        text = parts[form_part(book)].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        parts[form_part(book)] = text.replace("</sheetData>", far).encode("utf-16")

    refusal(with_parts(book, turn), trial)


def test_an_encrypted_zip_is_refused(book: bytes, trial: Scheme) -> None:
    data = bytearray(book)
    for match in re.finditer(b"PK\x01\x02", book):
        data[match.start() + 8] |= 1
    assert "密码" in refusal(bytes(data), trial)


def test_an_unknown_packing_is_refused(book: bytes, trial: Scheme) -> None:
    data = bytearray(book)
    for match in re.finditer(b"PK\x01\x02", book):
        data[match.start() + 10] = 99
    refusal(bytes(data), trial)


def test_styles_that_are_broken_do_not_break_the_reading(book: bytes, trial: Scheme) -> None:
    data = with_parts(book, lambda parts: parts.update({"xl/styles.xml": b"<styleSheet"}))
    with contextlib.suppress(WorkbookRefused):
        assert read_workbook(data, trial).answers["capital"] == "5"


@pytest.mark.parametrize("cell", ["#REF!", "=1", "x" * 100])
def test_keys_of_a_forged_map_do_no_harm(book: bytes, cell: str, trial: Scheme) -> None:
    """The hidden map is forged: names that lead nowhere, sheets that are not there."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    for row in workbook["zq"].iter_rows(min_row=9):
        row[2].value, row[3].value = "没有这张表", cell
    stream = io.BytesIO()
    workbook.save(stream)
    assert read_workbook(stream.getvalue(), trial).answers["capital"] == "5"
