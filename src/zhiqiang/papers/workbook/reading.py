"""A filled workbook, read back: raw answers, and every problem with its sheet and cell.

Only what was typed is read. Points, totals and everything else the workbook worked out is worked out again from the
answers; a workbook whose own total says something else is told so.
"""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

import python_calamine

from ...engine.answering import Answers, answer
from ...engine.loading import load, shipped
from ...engine.models.form import ChoiceField, CountField, NumberField, ScalarField, YesNoField
from ...engine.models.indicators import Rubric
from ...engine.scheme import Scheme
from ...engine.scoring import score
from ...engine.steps import points_words
from ...engine.words import Lang, Words
from . import refusing
from .layout import Place
from .naming import CALC, COLUMNS, END, FORMAT, LIST, LISTS, MARK, META, ROWS, SLOT, TOTAL, defined_name
from .naming import VALUE as VALUE_ANCHOR
from .options import choices
from .safety import MAX_FILE, Clean, Scanned, inspect
from .wording import TITLES, YES_NO
from .writing import META_FIRST

_UNREAD = frozenset({CALC, ROWS, LISTS, *[words(lang) for id, words in TITLES.items() if id != "score" for lang in ("zh", "en")]})
_NOISE = Decimal("1E-14")
_CLOSE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Something wrong in a workbook: where, what, and the mend. `cell` is empty where a whole sheet is meant."""

    sheet: str
    cell: str
    message: Words
    key: str = ""
    severity: str = "error"


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
            message = Words(f"{problem.label.zh}：{problem.message.zh}", f"{problem.label.en}: {problem.message.en}")
            found.append(CellProblem(place.sheet if place else "", place.cell if place else "", message, key, problem.severity))
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


Rows = list[list[Any]]


@dataclass
class _Reading:
    book: Any
    clean: Clean
    scheme: Scheme | None
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[Words] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    expected: dict[str, tuple[str, str]] = field(default_factory=dict)
    total: Decimal | None = None
    lang: Lang = "zh"

    def run(self) -> WorkbookRead:
        scheme_id, digest = self.identify()
        for name in self.clean.sheets:
            if name in self.clean.scanned and name != META:
                self.sheet(name)
        self.lost()
        self.compare()
        assert self.scheme is not None
        return WorkbookRead(
            self.scheme, scheme_id, digest, self.lang, self.answers, tuple(self.problems), tuple(self.warnings),
            self.places, self.total,
        )  # fmt: skip

    def rows(self, sheet: str) -> Rows:
        return list(self.book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))

    # --- which workbook is this? ----------------------------------------------------------------

    def identify(self) -> tuple[str, str]:
        if META not in self.clean.scanned:
            raise refusing.of_another_kind()
        rows = self.rows(META)
        facts = {str(row[0]): row[1] for row in rows[:META_FIRST] if len(row) > 1}
        if MARK not in facts:
            raise refusing.of_another_kind()
        if not isinstance(facts[MARK], int | float) or facts[MARK] > FORMAT:
            raise refusing.newer()
        self.lang = "en" if facts.get("lang") == "en" else "zh"
        scheme_id, digest = str(facts.get("scheme", "")), str(facts.get("digest", ""))
        self.find_scheme(scheme_id)
        assert self.scheme is not None
        if digest != self.scheme.digest:
            self.warnings.append(Words(
                f"工作簿由方案的另一版本生成（{digest[:12]}，现行 {self.scheme.digest[:12]}）；已按现行版本读取，请核对新增和改动的填报项。",
                f"The workbook was made from another edition of the scheme ({digest[:12]}, now {self.scheme.digest[:12]}); it was read by the present one: check what is new or changed.",
            ))  # fmt: skip
        for row in rows[META_FIRST:]:
            if len(row) > 3 and row[0]:
                self.expected[str(row[0])] = (str(row[2]), str(row[3]))
        return scheme_id, digest

    def find_scheme(self, id: str) -> None:
        if self.scheme is not None:
            if id != self.scheme.id:
                raise refusing.of_another_scheme(id[:60], self.scheme.id)
            return
        folders = shipped()
        if id not in folders:
            raise refusing.of_unknown_scheme(id)
        self.scheme = load(folders[id])

    # --- sheets ---------------------------------------------------------------------------------

    def sheet(self, name: str) -> None:
        """Read a sheet by the anchors in its first column, wherever its rows have gone."""
        walk = _Walk(self, name, self.rows(name), self.clean.scanned[name])
        for index, row in enumerate(walk.rows):
            walk.row(index, row)

    def lost(self) -> None:
        """Answers whose anchors are gone: found by the name of their cell, or reported."""
        assert self.scheme is not None
        wanted = [key for key in self.scheme.typed if key not in self.places]
        missing: dict[str, list[str]] = {}
        for key in wanted:
            if key in self.expected and not self.by_name(key):
                missing.setdefault(self.expected[key][0], []).append(key)
        for sheet, keys in missing.items():
            leaf = self.scheme.typed[keys[0]]
            zh, en = leaf.label, leaf.label_en
            if sheet not in self.clean.sheets:
                words = Words(
                    f"缺少工作表“{sheet}”，其中 {len(keys)} 项没有读到；请不要删除工作表，重新下载后填写",
                    f"the sheet “{sheet}” is missing with its {len(keys)} answers; do not delete sheets, fill in a new download",
                )
            else:
                more = Words(f"等 {len(keys)} 项", f" and {len(keys) - 1} more") if len(keys) > 1 else Words("", "")
                words = Words(
                    f"“{zh}”{more.zh}的行或列已被删除，没有读到；请重新下载工作簿填写这张表",
                    f"the row or column of “{en}”{more.en} was deleted and could not be read; fill in this sheet of a new download",
                )
            self.problems.append(CellProblem(sheet, "", words, keys[0]))

    def by_name(self, key: str) -> bool:
        """Read an answer from the cell that bears its name."""
        refers = self.clean.names.get(defined_name(key), "")
        sheet, _, cell = refers.rpartition("!")
        sheet = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
        letters = cell.replace("$", "")
        if sheet not in self.clean.scanned or "#" in cell or ":" in letters:
            return False
        column, row = _position(letters)
        if row < 0:
            return False
        rows = self.rows(sheet)
        walk = _Walk(self, sheet, rows, self.clean.scanned[sheet])
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        walk.take(key, row, column, value)
        return True

    def compare(self) -> None:
        """A total that does not follow from the answers is told, and not believed."""
        assert self.scheme is not None
        if self.total is None:
            return
        found = score(self.scheme, answer(self.scheme, self.answers)).total
        exact = Decimal(found.numerator) / Decimal(found.denominator)
        if abs(exact - self.total) > _CLOSE:
            shown = f"{self.total.quantize(Decimal('0.01')):f}"
            self.warnings.append(Words(
                f"工作簿中显示的总分是 {shown}，按所填数据重新计算是 {points_words(found)}；以重新计算的为准（有的单元格可能被改动过，或保存前没有重新计算）。",
                f"The workbook shows a total of {shown}, but its answers come to {points_words(found)}, and that counts (cells may have been changed, or not worked out before saving).",
            ))  # fmt: skip


@dataclass
class _Walk:
    """One sheet, row by row."""

    reading: _Reading
    sheet: str
    rows: Rows
    scanned: Scanned
    value_column: int = -1
    columns: dict[int, str] = field(default_factory=dict)
    list_id: str = ""
    list_row: int = 0

    def row(self, index: int, row: list[Any]) -> None:
        anchor = row[0] if row and isinstance(row[0], str) else ""
        if anchor == VALUE_ANCHOR:
            self.value_column = next((n for n, text in enumerate(row) if text == "value"), -1)
        elif anchor.startswith((COLUMNS, LIST)):
            self.columns = {n: text for n, text in enumerate(row) if n and isinstance(text, str) and text}
            self.list_id, self.list_row = anchor[len(LIST) :] if anchor.startswith(LIST) else "", 0
            for n, text in self.columns.items() if self.list_id else ():
                self.reading.places.setdefault(f"{self.list_id}.{text}", Place(self.sheet, index + 1, n))
        elif anchor == END:
            self.list_id = ""
        elif anchor == TOTAL:
            self.total(index, row)
        elif self.list_id:
            self.list_line(index, row)
        elif SLOT in anchor:
            for column, part in self.columns.items():
                self.take(anchor.replace(SLOT, part), index, column, row[column] if column < len(row) else "")
        elif anchor and self.value_column > 0:
            value = row[self.value_column] if self.value_column < len(row) else ""
            self.take(anchor, index, self.value_column, value)

    def total(self, index: int, row: list[Any]) -> None:
        value = row[self.value_column] if 0 < self.value_column < len(row) else ""
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.reading.total = Decimal(repr(value))

    def list_line(self, index: int, row: list[Any]) -> None:
        number, self.list_row = self.list_row, self.list_row + 1
        for column, part in self.columns.items():
            value = row[column] if column < len(row) else ""
            self.take(f"{self.list_id}.{number}.{part}", index, column, value)

    # --- one cell -------------------------------------------------------------------------------

    def take(self, key: str, row: int, column: int, value: Any) -> None:
        """Read a cell into an answer, or note why it cannot be."""
        reading, place = self.reading, Place(self.sheet, row, column)
        scheme = reading.scheme
        assert scheme is not None
        if key in scheme.calculations:
            return
        field_ = _field(scheme, key)
        filled = not (value is None or (isinstance(value, str) and not value.strip()))
        if key in reading.places and key not in scheme.lists:
            if filled and reading.answers.get(key) is None:
                reading.places[key] = place
            elif filled:
                self.problem(place, key, Words("这一项在工作簿中出现了两次；请删去重复的行", "this answer stands twice in the workbook; delete the row that repeats it"))
                return
        reading.places.setdefault(key, place)
        if place.cell in self.scanned.errors:
            shown = self.scanned.errors[place.cell]
            self.problem(place, key, Words(f"单元格是错误值 {shown}；请改填数值", f"the cell holds the error {shown}; enter the value itself"))
        elif not filled and place.cell in self.scanned.unresolved:
            self.problem(place, key, Words("单元格里的公式没有计算结果；请用 Excel 或 WPS 打开并保存一次，或直接填数值", "the formula in this cell has no result; open and save the file in Excel or WPS, or enter the value itself"))
        elif filled and field_ is None and key not in scheme.rubric_cells:
            self.problem(place, key, Words("现行方案中没有这一项，未读取；请重新下载工作簿", "the present edition has no such answer, it was not read; download the workbook again"))
        elif filled:
            self.read(key, field_, place, value)

    def read(self, key: str, field_: ScalarField | None, place: Place, value: Any) -> None:
        numeric = field_ is None or isinstance(field_, NumberField | CountField)
        if isinstance(value, dt.date | dt.time | dt.timedelta):
            if numeric:
                self.problem(place, key, Words("单元格被识别成了日期或时间；请把单元格格式改为“常规”或“数值”后重新填写数字", "the cell was taken for a date or time; set its format to General or Number and enter the number again"))
                return
            value = value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)
        scheme = self.reading.scheme
        assert scheme is not None
        self.reading.answers[key] = _raw(scheme, key, field_, value)

    def problem(self, place: Place, key: str, message: Words) -> None:
        self.reading.problems.append(CellProblem(place.sheet, place.cell, message, key))


def _field(scheme: Scheme, key: str) -> ScalarField | None:
    if key in scheme.cells:
        return scheme.cells[key].field
    head, _, rest = key.partition(".")
    column = scheme.lists.get(f"{head}.{rest.partition('.')[2]}")
    return column.field if column else None


def _raw(scheme: Scheme, key: str, field_: ScalarField | None, value: Any) -> Any:
    """A cell's value as an answer: exact, and by code where it is one of the texts we offered."""
    if isinstance(value, bool):
        return value if isinstance(field_, YesNoField) else ("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return exact_text(value, _places(scheme, key, field_))
    text = str(value).strip()
    if isinstance(field_, YesNoField):
        return next((truth for (_, truth), words in YES_NO.items() if text in words), text)
    if isinstance(field_, ChoiceField):
        offered: Mapping[str, str] = {shown: code for lang in ("zh", "en") for code, shown, _ in choices(field_, lang)}  # type: ignore[arg-type]
        return offered.get(text, text)
    return str(value)


def _places(scheme: Scheme, key: str, field_: ScalarField | None) -> int | None:
    if isinstance(field_, NumberField):
        return field_.places
    if isinstance(field_, CountField):
        return 0
    if key in scheme.rubric_cells:
        rule = scheme.rubric_cells[key].indicator.rule
        assert isinstance(rule, Rubric)
        return max(0, -int(rule.step.normalize().as_tuple().exponent))
    return None


def exact_text(value: int | float, places: int | None) -> str:
    """A cell's number as a decimal, without the noise that sums leave in binary.

    0.30000000000000004 is 0.3 where two places are asked for; 0.305 stays what it is, to be judged.
    """
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(number)
    if places is not None and abs(number) < Decimal(10) ** 15:
        rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
        if abs(rounded - number) <= _NOISE * abs(number):
            number = rounded
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}" if abs(number) < Decimal(10) ** 40 else str(number)
    return f"{number.normalize():f}"


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


