"""A scheme: one edition of one programme, read, checked and compiled, ready to answer questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from .cells import Cell, Column, FormScope, Listing
from .formula.exact import Reader, compile_exact
from .formula.tree import Leaf, Node, lower
from .models.edition import Calendar, Cover, Material, Ruling, SetValueRow
from .models.edition import Condition as ConditionModel
from .models.form import Check, Form
from .models.indicators import Criterion, Group, Indicator, Indicators, SetValueName
from .models.papers import Paper
from .models.workflow import Workflow
from .standards import INDUSTRY_EDITIONS, industries
from .words import Lang, Words


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the notice: its anchor, its titles and our digest of it."""

    id: str
    title: Words
    text: str
    text_en: str


@dataclass(frozen=True, eq=False)
class Compiled:
    """A formula ready to be read: as written, over single cells, and as a function giving a trace."""

    written: Node

    @cached_property
    def lowered(self) -> Node:
        """The same over single cells."""
        return lower(self.written)

    @cached_property
    def read(self) -> Reader:
        """From an environment to the trace."""
        return compile_exact(self.lowered)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The answers read, each once."""
        return self.lowered.leaves()

    @cached_property
    def set_values(self) -> tuple[str, ...]:
        """The set values read, each once."""
        return tuple(dict.fromkeys(str(n.data) for n in self.lowered.walk() if n.op == "set_value"))


@dataclass(frozen=True, eq=False)
class RubricCell:
    """A place where points of a rubric are given."""

    leaf: Leaf
    indicator: Indicator
    criterion: Criterion | None


@dataclass(frozen=True, eq=False)
class Gate:
    """A condition with its formulas compiled."""

    model: ConditionModel
    all: tuple[Compiled, ...]
    any: tuple[Compiled, ...]


@dataclass(frozen=True, eq=False)
class CrossCheck:
    """A check across fields: one formula, or one for each row of a table."""

    model: Check
    rows: tuple[tuple[str, Compiled], ...]
    """(row, formula); the row is empty where the check is one for all."""


@dataclass(frozen=True, slots=True)
class SetValueFound:
    """The set value that holds for an industry and size, and where it came from."""

    name: SetValueName
    value: Fraction
    row: SetValueRow
    asked_industry: str
    asked_size: str


@dataclass(frozen=True, eq=False)
class SetValues:
    """The table of set values: by division and size, falling back to the section, then to all."""

    names: dict[str, SetValueName]
    rows: dict[tuple[str, str, str], SetValueRow]
    """By (set value, scope, size)."""

    def find(self, name: str, division: str, section: str, size: str) -> SetValueFound | None:
        """The row nearest to an industry and size: division before section before all, that size before any."""
        for scope in (division, section, "all"):
            for wanted in (size, "any"):
                row = self.rows.get((name, scope, wanted))
                if row is not None:
                    return SetValueFound(self.names[name], Fraction(row.value), row, division, size)
        return None


@dataclass(frozen=True, eq=False)
class Scheme:
    """One edition. Everything in it is checked; nothing in it changes.

    `digest` is the SHA-256 over all its files: the same digest gives the same scores for the same answers.
    """

    folder: Path
    digest: str
    cover: Cover
    clauses: dict[str, Clause]
    form: Form
    cells: dict[str, Cell]
    """In the order of the form."""
    working_order: tuple[Cell | Listing, ...]
    """The cells and lists that depend on others (conditional or calculated), each after what it reads."""
    lists: dict[str, Column]
    checks: tuple[CrossCheck, ...]
    indicators: Indicators
    rules: dict[str, Compiled]
    """The points of every indicator and group, and of `total`, by id."""
    rubric_cells: dict[str, RubricCell]
    gates: tuple[Gate, ...]
    rulings: dict[str, Ruling]
    materials: dict[str, Material]
    calendar: Calendar
    set_values: SetValues
    workflow: Workflow
    papers: dict[str, Paper]
    """The papers it hands out, by id."""
    scope: FormScope
    """What names mean in a formula over the form."""
    conditions: dict[str, tuple[Compiled, ...]] = field(default_factory=dict)
    """By cell key, or by a list's id: when it applies."""
    calculations: dict[str, Compiled] = field(default_factory=dict)
    """By cell key: the formula that works it out."""

    @property
    def id(self) -> str:
        """The name of the edition."""
        return self.cover.id

    def indicator(self, id: str) -> Indicator:
        """An indicator by its id; KeyError where there is none."""
        return self.members[id][0]  # type: ignore[return-value]

    @cached_property
    def sections_of_industry(self) -> dict[str, str]:
        """The section (门类) of every division the industry field offers; empty without a profile."""
        chosen = self.cells.get(self.cover.profile.industry) if self.cover.profile else None
        source = getattr(chosen.field, "options_from", None) if chosen else None
        return {one.code: one.section for one in industries(source)} if source in INDUSTRY_EDITIONS else {}

    def option_label(self, field: str | None, code: str) -> Words:
        """An option as people read it, `A. 大型企业`; the bare code where the field lists no labels."""
        leaf = self.cells[field].leaf if field in self.cells else None
        for one, zh, en in leaf.option_labels if leaf else ():
            if one == code:
                return Words(f"{code}. {zh}", f"{code}. {en}")
        return Words(code, code)

    def spoken(self, what: str, id: str, lang: Lang) -> str:
        """The name of a set value or of the points of an indicator, for sentences."""
        if what == "set_value":
            name = self.set_values.names[id].name(lang)
            return f"设定值“{name}”" if lang == "zh" else f"the set value “{name}”"
        if id not in self.members:
            return "总分" if lang == "zh" else "the total"
        name = self.members[id][0].name(lang)
        return f"“{name}”得分" if lang == "zh" else f"the points of “{name}”"

    @cached_property
    def members(self) -> dict[str, tuple[Indicator | Group, Group | None]]:
        """Every indicator and group by id, with the group it belongs to."""
        return dict(_members(self.indicators.groups, None))

    @cached_property
    def typed(self) -> dict[str, Leaf]:
        """Everything that can be typed: form cells that are not calculated, then the points of rubrics."""
        leaves = {key: cell.leaf for key, cell in self.cells.items() if key not in self.calculations}
        return leaves | {key: cell.leaf for key, cell in self.rubric_cells.items()}


def _members(
    members: tuple[Indicator | Group, ...], parent: Group | None
) -> Iterator[tuple[str, tuple[Indicator | Group, Group | None]]]:
    for member in members:
        yield member.id, (member, parent)
        if isinstance(member, Group):
            yield from _members(member.members, member)
