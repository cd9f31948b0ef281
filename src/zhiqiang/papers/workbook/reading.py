"""A filled workbook, read back: raw answers, and every problem with its sheet and cell.

Only what was typed is read. Points, totals and everything else the workbook worked out is worked out again from the
answers; a workbook whose own total says something else is told so.
"""

import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from ...engine.answering import Answers, answer
from ...engine.explaining.steps import points_words
from ...engine.loading import load, shipped
from ...engine.scheme import Scheme
from ...engine.scoring import score
from ...engine.words import Lang, Words
from . import refusing
from .gathering import CellProblem, Gathered, Rows, Walk
from .layout import Place
from .naming import CALC, FORMAT, LISTS, MARK, META, META_FIRST, ROWS, defined_name
from .safety import MAX_FILE, Clean, inspect
from .wording import TITLES

_UNREAD = frozenset(
    {
        CALC,
        ROWS,
        LISTS,
        *[words(lang) for id, words in TITLES.items() if id != "score" for lang in ("zh", "en")],
    }
)
_CLOSE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class WorkbookRead:
    """What a workbook holds.

    `answers` are raw, ready for `engine.answering.answer`: exact decimals as text, yes/no as truth, choices by code.
    `problems` are what could not be read; what is wrong with answers that could be comes from `problems_by_cell`.
    """

    scheme: Scheme
    scheme_id: str
    digest: str
    lang: Lang
    answers: dict[str, Any]
    problems: tuple[CellProblem, ...]
    warnings: tuple[Words, ...]
    places: dict[str, Place]
    """Where every answer stands."""
    total: Decimal | None
    """The total the workbook itself shows, where it was worked out."""


def read_workbook(source: str | Path | bytes, scheme: Scheme | None = None) -> WorkbookRead:
    """Read a workbook from a path or its bytes.

    Without `scheme` the shipped edition of the workbook's own scheme is taken. Raises WorkbookRefused where the file
    is no workbook of the scheme or not safe to read; time and memory are bounded whatever the file holds.
    """
    import python_calamine  # only who reads a workbook pays for it

    clean = inspect(_content(source), lambda name: name not in _UNREAD)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(clean.copy))
        return _Reading(book, clean, scheme).run()
    except python_calamine.CalamineError as error:
        raise refusing.damaged() from error


def _content(source: str | Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    path = Path(source)
    if not path.is_file():
        raise refusing.no_file()
    with path.open("rb") as stream:
        return stream.read(MAX_FILE + 1)


def problems_by_cell(read: WorkbookRead, answers: Answers) -> tuple[CellProblem, ...]:
    """Every problem of a workbook by sheet and cell: what could not be read, then what is wrong with the answers.

    A check across several figures stands at each of their cells. What has no cell (a list without rows) stands at
    its sheet.
    """
    found = list(read.problems)
    unread = {problem.key for problem in read.problems}
    for problem in answers.problems:
        if problem.key in unread and problem.severity == "missing":
            continue
        for key in problem.keys or (problem.key,):
            place = _place(read, key)
            message = Words(
                f"{problem.label.zh}：{problem.message.zh}", f"{problem.label.en}: {problem.message.en}"
            )
            found.append(
                CellProblem(
                    place.sheet if place else "", place.cell if place else "", message, key, problem.severity
                )
            )
    return tuple(found)


def _place(read: WorkbookRead, key: str) -> Place | None:
    if key in read.places:
        return read.places[key]
    head, _, rest = key.partition("#")[0].partition(".")
    column = rest.rpartition(".")[2]
    for candidate in (f"{head}.{column}", head):
        if candidate in read.places:
            return read.places[candidate]
    return next((place for known, place in read.places.items() if known.startswith(f"{head}.")), None)


@dataclass
class _Reading:
    book: Any
    clean: Clean
    scheme: Scheme | None
    warnings: list[Words] = field(default_factory=list)
    expected: dict[str, str] = field(default_factory=dict)
    """The sheet on which every answer was written."""
    lang: Lang = "zh"
    read: dict[str, Rows] = field(default_factory=dict)

    def run(self) -> WorkbookRead:
        meta = self.rows(META) if META in self.clean.scanned else []
        facts = {str(row[0]): row[1] for row in meta[:META_FIRST] if len(row) > 1}
        scheme, digest = self.identify(facts)
        self.expected = {str(row[0]): str(row[2]) for row in meta[META_FIRST:] if len(row) > 3 and row[0]}
        found = Gathered(scheme)
        for name in self.clean.sheets:
            if name in self.clean.scanned and name != META:
                walk = Walk(found, name, self.clean.scanned[name])
                for index, row in enumerate(self.rows(name)):
                    walk.row(index, row)
        self.lost(found)
        self.compare(found)
        return WorkbookRead(
            scheme, scheme.id, digest, self.lang, found.answers, tuple(found.problems), tuple(self.warnings),
            found.places, found.total,
        )  # fmt: skip

    def rows(self, sheet: str) -> Rows:
        if sheet not in self.read:
            self.read[sheet] = list(self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))
        return self.read[sheet]

    # --- which workbook is this? ----------------------------------------------------------------

    def identify(self, facts: dict[str, Any]) -> tuple[Scheme, str]:
        if MARK not in facts:
            raise refusing.of_another_kind()
        if not isinstance(facts[MARK], int | float) or facts[MARK] > FORMAT:
            raise refusing.newer()
        self.lang = "en" if facts.get("lang") == "en" else "zh"
        scheme, digest = self.find_scheme(str(facts.get("scheme", ""))), str(facts.get("digest", ""))
        if digest != scheme.digest:
            old, new = digest[:12], scheme.digest[:12]
            zh = f"工作簿由方案的另一版本生成（{old}，现行 {new}）；已按现行版本读取，请核对新增和改动的填报项。"
            en = (
                f"The workbook was made from another edition of the scheme ({old}, now {new}); it was read by the "
                f"present one: check what is new or changed."
            )
            self.warnings.append(Words(zh, en))
        return scheme, digest

    def find_scheme(self, id: str) -> Scheme:
        if self.scheme is not None:
            if id != self.scheme.id:
                raise refusing.of_another_scheme(id[:60], self.scheme.id)
            return self.scheme
        folders = shipped()
        if id not in folders:
            raise refusing.of_unknown_scheme(id)
        return load(folders[id])

    # --- what the sheets did not give -----------------------------------------------------------

    def lost(self, found: Gathered) -> None:
        """Answers whose anchors are gone: found by the name of their cell, or reported."""
        missing: dict[str, list[str]] = {}
        for key in found.scheme.typed:
            if key not in found.places and key in self.expected and not self.by_name(found, key):
                missing.setdefault(self.expected[key], []).append(key)
        for sheet, keys in missing.items():
            leaf = found.scheme.typed[keys[0]]
            if sheet not in self.clean.sheets:
                words = Words(
                    f"缺少工作表“{sheet}”，其中 {len(keys)} 项没有读到；请不要删除工作表，重新下载后填写",
                    f"the sheet “{sheet}” is missing with its {len(keys)} answers; do not delete sheets, fill in a new download",
                )
            else:
                more = (
                    Words(f"等 {len(keys)} 项", f" and {len(keys) - 1} more")
                    if len(keys) > 1
                    else Words("", "")
                )
                words = Words(
                    f"“{leaf.label}”{more.zh}的行或列已被删除，没有读到；请重新下载工作簿填写这张表",
                    f"the row or column of “{leaf.label_en}”{more.en} was deleted and could not be read; fill in this "
                    f"sheet of a new download",
                )
            found.problems.append(CellProblem(sheet, "", words, keys[0]))

    def by_name(self, found: Gathered, key: str) -> bool:
        """Read an answer from the cell that bears its name."""
        sheet, _, cell = self.clean.names.get(defined_name(key), "").rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        column, row = _position(cell.replace("$", ""))
        if sheet not in self.clean.scanned or row < 0:
            return False
        rows = self.rows(sheet)
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        Walk(found, sheet, self.clean.scanned[sheet]).take(key, row, column, value)
        return True

    def compare(self, found: Gathered) -> None:
        """A total that does not follow from the answers is told, and not believed."""
        if found.total is None:
            return
        total = score(found.scheme, answer(found.scheme, found.answers)).total
        exact = Decimal(total.numerator) / Decimal(total.denominator)
        if abs(exact - found.total) <= _CLOSE:
            return
        shown, counts = f"{found.total.quantize(Decimal('0.01')):f}", points_words(total)
        zh = f"工作簿中显示的总分是 {shown}，按所填数据重新计算是 {counts}；以重新计算的为准（有的单元格可能被改动过，或保存前没有重新计算）。"
        en = (
            f"The workbook shows a total of {shown}, but its answers come to {counts}, and that counts (cells may "
            f"have been changed, or not worked out before saving)."
        )
        self.warnings.append(Words(zh, en))


def _position(cell: str) -> tuple[int, int]:
    """(column, row) of `C5`, both from 0; (0, -1) for anything else."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if not digits or not letters.isalpha() or not letters.isascii() or len(letters) > 3 or len(digits) > 7:
        return 0, -1
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1, int(digits) - 1
