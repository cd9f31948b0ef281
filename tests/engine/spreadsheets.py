"""Two spreadsheets to test with: LibreOffice itself, and one in plain doubles that forgives nothing."""

import re
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.engine.random_formulas import LEAVES
from zhiqiang.engine.formula.excel import to_excel
from zhiqiang.engine.formula.tree import Node, Value


class Book:
    """A workbook with answers on one sheet and formulas over them on the other, recalculated by LibreOffice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = xlsxwriter.Workbook(path)
        self.answers, self.results = self.book.add_worksheet("answers"), self.book.add_worksheet("results")
        self.keys = [*LEAVES, "set_value.things", "set_value.rate", "scored.i1", "scored.total"]
        self.rows = self.formulas = 0

    def put(self, row: dict[str, Value]) -> dict[str, str]:
        """Write an environment; the addresses under which formulas find it."""
        addresses = {}
        for column, key in enumerate(self.keys):
            value = row.get(key)
            if value is not None:
                shown = value if isinstance(value, bool | str) else float(value)
                self.answers.write(self.rows, column, shown)
            cell = f"answers!{xl_rowcol_to_cell(self.rows, column)}"
            kind = LEAVES[key].type.kind if key in LEAVES else "number"
            addresses[key] = {"number": f"N({cell})", "truth": f"({cell}=TRUE)", "text": f"T({cell})"}[kind]
            addresses[f"answered:{key}"] = f"NOT(ISBLANK({cell}))"
        self.rows += 1
        return addresses

    def ask(self, text: str) -> None:
        """Write a formula, with no result of its own, so that it is worked out on opening."""
        self.results.write_formula(self.formulas, 0, f"={text}", None, "")
        self.formulas += 1

    def recalculated(self) -> list[object]:
        """What LibreOffice makes of every formula asked."""
        self.book.close()
        folder = self.path.parent
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ("--convert-to", "xlsx", "--outdir", str(folder / "out"), str(self.path))
        command = ["soffice", "--headless", profile, *convert]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        sheet = CalamineWorkbook.from_path(str(folder / "out" / self.path.name)).get_sheet_by_name("results")
        return [row[0] for row in sheet.to_python(skip_empty_area=False)]


class Double(float):
    """A number in plain binary floating point; division by zero is an error value."""

    def __truediv__(self, other: float) -> "Double":
        return Double(float(self) / float(other) if other else "nan")


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "neg", "abs"):
    _plain = getattr(float, f"__{_name}__")
    setattr(Double, f"__{_name}__", lambda self, *other, _work=_plain: Double(_work(self, *other)))


def _rounded(value: float, places: float) -> Double:
    return Double(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


_FUNCTIONS = {
    "IF": lambda test, yes, no: yes if test else no,
    "AND": lambda *tests: all(tests), "OR": lambda *tests: any(tests), "NOT": lambda test: not test,
    "MIN": lambda *of: min(of), "MAX": lambda *of: max(of), "ABS": abs, "ROUND": _rounded,
    "EXACT": lambda one, other: one == other, "TRUE": True, "FALSE": False,
}  # fmt: skip
_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?(?:E-?\d+)?)")


def strictly(node: Node, row: dict[str, Value]) -> object:
    """The value of the spreadsheet's formula in doubles as they are: LibreOffice would forgive a last binary digit."""
    empty: dict[str, Value] = {"number": 0, "truth": False, "text": ""}
    names: dict[str, object] = {}
    addresses = {}
    for n, key in enumerate({**LEAVES, **row}):
        value = row.get(key, empty[LEAVES[key].type.kind] if key in LEAVES else 0)
        names[f"v{n}"] = value if isinstance(value, bool | str) else Double(value)
        names[f"a{n}"] = key in row
        addresses |= {key: f"v{n}", f"answered:{key}": f"a{n}"}
    text = re.sub(r"(?<![<>!])=", "==", to_excel(node, addresses).replace("<>", "!="))
    return eval(_NUMBER.sub(r"D(\1)", text), {"D": Double, **_FUNCTIONS}, names)
