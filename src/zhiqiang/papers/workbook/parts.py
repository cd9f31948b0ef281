"""The XML inside a workbook, heard once under limits before any library reads it."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from . import refusing
from .naming import address

MAX_ELEMENTS = 700_000
"""XML elements of all parts that are read: what bounds the time. A full list of 5,000 rows has a tenth of that."""
MAX_ROWS, MAX_COLUMNS = 20_000, 200
MAX_GRID = 600_000
"""Rows times columns of one sheet, as far as it is used."""
MAX_TEXT = 32_767
MAX_ALL_TEXT = 8 * 2**20
"""Characters of all cells together, shared texts counted each time they are used."""
MAX_DEPTH = 60
_CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


@dataclass(slots=True)
class Scanned:
    """What a look at a sheet found: cells with error values, and cells with a formula but no result."""

    errors: dict[str, str] = field(default_factory=dict)
    unresolved: set[str] = field(default_factory=set)


class Hearer:
    """Hears nothing by itself: parsing alone shows whether a part is well formed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def characters(self, text: str) -> None:
        """Text between."""


def hear(content: bytes, hearer: Hearer, elements: int) -> int:
    """Parse a part: no document type, no entities of its own, no endless nesting, not too many elements.

    `elements` were heard before; gives how many there are now.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if depth > MAX_DEPTH:
            raise refusing.damaged()
        if elements > MAX_ELEMENTS:
            raise refusing.swollen()
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
    return elements


class Book(Hearer):
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


class Links(Hearer):
    """Where the parts of the workbook are."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            if attributes.get("TargetMode") == "External":
                raise refusing.with_links()
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class Shared(Hearer):
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


class Look(Hearer):
    """A sheet: how far it reaches, how much text it holds, errors and formulas without results."""

    def __init__(self, sheet: str, shared: Shared, text: int) -> None:
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
