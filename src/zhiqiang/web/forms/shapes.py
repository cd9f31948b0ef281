"""The shapes a form is drawn from: plain records in one language, no more logic than a template can read."""

from dataclasses import dataclass
from typing import Literal

SHORT, TERSE = 40, 24
Widget = Literal["line", "paragraph", "number", "yesno", "radios", "select", "picker"]


@dataclass(frozen=True, slots=True)
class Link:
    """A clause or ruling a field rests on: the anchor on the notice's page, and its name."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice. `shown` is `A. label`, or the bare label where the code means nothing to a reader."""

    code: str
    shown: str
    help: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One answer: an input named by its key. `void`: not applicable while nothing is filled in."""

    key: str
    widget: Widget
    label: str
    spoken: str
    """The label with its table and row, for screen readers and messages."""
    help: str = ""
    unit: str = ""
    required: bool = False
    addition: bool = False
    calculated: bool = False
    conditional: bool = False
    void: bool = False
    wide: bool = False
    options: tuple[Option, ...] = ()
    table: str = ""
    """The standard's table behind a picker."""
    max_length: int = 0
    lines: int = 1
    keyboard: str = "text"
    completion: str = "off"
    checked: bool = False
    """Whether the text is checked as a number of some kind (code, telephone, e-mail …)."""
    clause: Link | None = None
    rulings: tuple[Link, ...] = ()

    @property
    def id(self) -> str:
        """The id of its element on the page."""
        return f"f-{self.key}"

    @property
    def short(self) -> bool:
        """Whether what goes in is short, so that a short line is kinder."""
        return 0 < self.max_length <= SHORT

    @property
    def terse(self) -> bool:
        """Whether its options are short enough to stand in a line."""
        return all(len(option.shown) <= TERSE and not option.help for option in self.options)

    @property
    def grouped(self) -> dict[str, list[Option]]:
        """The options by group, in their order."""
        groups: dict[str, list[Option]] = {}
        for option in self.options:
            groups.setdefault(option.group, []).append(option)
        return groups


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a line or a column of a grid."""

    id: str
    label: str
    unit: str = ""
    help: str = ""
    over: str = ""
    """A heading above several columns."""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A cell of a grid with the ids of the headings that name it and of the help that describes it."""

    control: Control
    labels: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a grid."""

    head: Head
    cells: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field by itself."""

    control: Control
    kind: Literal["field"] = "field"

    @property
    def controls(self) -> tuple[Control, ...]:
        """The one answer."""
        return (self.control,)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `grid` of numbers, `questions` answered yes or no line by line, or `cards` with a field each."""

    id: str
    kind: Literal["grid", "questions", "cards"]
    label: str
    help: str
    unit: str
    """The unit all its numbers share; empty where they differ."""
    across: tuple[Head, ...]
    lines: tuple[Line, ...]
    clause: Link | None
    rulings: tuple[Link, ...]

    @property
    def controls(self) -> tuple[Control, ...]:
        """All its answers."""
        return tuple(control for line in self.lines for control in line.cells)

    @property
    def named(self) -> list[tuple[Head, list[Named]]]:
        """Line by line, every cell with the headings it stands under."""
        return [
            (
                line.head,
                [_named(cell, line.head, over) for cell, over in zip(line.cells, self.across, strict=True)],
            )
            for line in self.lines
        ]

    @property
    def helped(self) -> tuple[Head, ...]:
        """The headings that have something to say."""
        return tuple(head for head in (*[line.head for line in self.lines], *self.across) if head.help)


@dataclass(frozen=True, slots=True)
class RowList:
    """Any number of rows with the same columns; `columns` are controls of row 0."""

    id: str
    label: str
    help: str
    columns: tuple[Control, ...]
    max_rows: int
    clause: Link | None
    rulings: tuple[Link, ...]
    void: bool = False
    kind: Literal["list"] = "list"

    @property
    def named(self) -> list[Named]:
        """The columns, each under its heading."""
        return [Named(control, f"x-{self.id}.{n}") for n, control in enumerate(self.columns)]


def _named(cell: Control, line: Head, over: Head) -> Named:
    helped = next((head.id for head in (line, over) if head.help), "")
    return Named(cell, f"x-{line.id} x-{over.id}", f"d-{helped}" if helped else "")


@dataclass(frozen=True, slots=True)
class Grade:
    """A band of points an expert may give."""

    label: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """The points of an indicator that experts will give, guessed by the enterprise beforehand."""

    indicator: str
    number: str
    title: str
    maximum: str
    note: str
    controls: tuple[tuple[Control, tuple[Grade, ...]], ...]
    clause: Link | None
    kind: Literal["estimate"] = "estimate"


Item = Field | Grid | RowList | Estimate


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form."""

    id: str
    number: int
    label: str
    help: str
    clause: Link | None
    items: tuple[Item, ...]
    estimates: bool = False


@dataclass(frozen=True, slots=True)
class FormShape:
    """The whole form."""

    sections: tuple[Section, ...]
