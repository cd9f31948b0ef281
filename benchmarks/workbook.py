"""The workbook: written with its live formulas, and read back."""

import io
from collections.abc import Iterator

from .measuring import Figure, best
from .sample import answers, enterprise, scheme


def figures() -> Iterator[Figure]:
    """Times in milliseconds; nothing where the workbook's room is not built."""
    try:
        from zhiqiang.papers.workbook.reading import read_workbook
        from zhiqiang.papers.workbook.writing import write_workbook
    except ImportError:
        return
    one, raw = scheme(), enterprise()

    def write() -> bytes:
        target = io.BytesIO()
        write_workbook(one, target, raw)
        return target.getvalue()

    content = write()
    cells = _cells(content)
    yield Figure(
        f"writing the workbook ({cells:,} cells)", 1000 * best(write, seconds=2), "ms", "< 300 ms",
        "XlsxWriter, as many plain cells", 1000 * best(lambda: _plain(cells), seconds=2),
    )  # fmt: skip
    assert read_workbook(content, one).answers
    yield Figure(
        f"reading back {len(answers().values)} answers", 1000 * best(lambda: read_workbook(content, one), seconds=2), "ms", "< 300 ms",
        "openpyxl opening it", 1000 * best(lambda: _opened(content), seconds=2),
    )  # fmt: skip


def _cells(content: bytes) -> int:
    book = _opened(content)
    return sum(
        1 for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    )


def _opened(content: bytes):  # type: ignore[no-untyped-def]
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content))


def _plain(cells: int) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = book.add_worksheet()
    for n in range(cells):
        sheet.write(n // 20, n % 20, n)
    book.close()
