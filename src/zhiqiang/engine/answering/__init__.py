"""Are these answers whole and well formed? `Answers`, with all problems at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from ..cells import Cell, Column, Listing
from ..formula.exact import Trace
from ..formula.tree import Leaf, Value
from ..formula.units import quantity
from ..models.form import ListField
from ..models.indicators import Grade, Rubric
from ..scheme import CrossCheck, Scheme
from ..words import Words
from .values import read_points, read_value

Severity = Literal["error", "warning", "missing"]
MAX_KEYS = 60_000
_INDEX = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One thing wrong with the answers: where, what, and the mend."""

    key: str
    message: Words
    severity: Severity
    label: Words
    clause: str | None = None
    keys: tuple[str, ...] = ()
    """All answers a cross-field check read."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers a scheme understands.

    `values` holds exact values by key (int, Fraction, bool, str), calculated ones included; what is missing, not
    applicable or refused is not in it. Lists also stand as `list#rows` and `list.column#sum`.
    """

    values: dict[str, Value]
    problems: tuple[AnswerProblem, ...]
    not_applicable: frozenset[str]

    @property
    def errors(self) -> tuple[AnswerProblem, ...]:
        """What stops a submission: wrong and missing answers, and broken checks."""
        return tuple(problem for problem in self.problems if problem.severity != "warning")


def answer(scheme: Scheme, raw: Mapping[str, Any]) -> Answers:
    """Read answers given flat (`finance.sales.T-1`) or nested, as text or as numbers.

    Never raises for what a user can enter: every problem is in `problems`, and the answer concerned is left out.
    """
    return _Reader(scheme).read(raw)


def flatten(raw: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Nested answers as flat keys; lists by index. What is nested deeper than any key can be is cut off there."""
    for key, value in raw.items():
        path = f"{prefix}{key}"
        if path.count(".") > 6:
            yield path, "…"
        elif isinstance(value, Mapping):
            yield from flatten(value, f"{path}.")
        elif isinstance(value, list | tuple):
            yield from flatten({str(n): one for n, one in enumerate(value)}, f"{path}.")
        else:
            yield path, value


@dataclass
class _Reader:
    scheme: Scheme
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[AnswerProblem] = field(default_factory=list)
    inapplicable: set[str] = field(default_factory=set)
    claimed: dict[str, Value] = field(default_factory=dict)
    """What was typed for calculated cells."""
    rows: dict[str, set[str]] = field(default_factory=dict)
    """The rows given, by list."""

    def read(self, raw: Mapping[str, Any]) -> Answers:
        for number, (key, value) in enumerate(flatten(raw)):
            if number >= MAX_KEYS:
                self.note(key, Words("填报项过多", "too many answers"), "error")
                break
            if value is not None and not (isinstance(value, str) and not value.strip()):
                self.take(key, value)
        self.lists()
        self.work_out()
        for list_id, found in self.rows.items():
            self.required_columns(list_id, found)
        self.rubrics()
        self.whole()
        for check in self.scheme.checks:
            self.check(check)
        return Answers(self.values, tuple(self.problems), frozenset(self.inapplicable))

    def note(self, key: str, message: Words, severity: Severity) -> None:
        cell = self.scheme.cells.get(key)
        leaf = cell.leaf if cell else self.scheme.typed.get(key)
        label = Words(leaf.label, leaf.label_en) if leaf else Words(key, key)
        self.problems.append(
            AnswerProblem(key, message, severity, label, cell.field.clause if cell else None)
        )

    # --- single answers -------------------------------------------------------------------------

    def take(self, key: str, value: Any) -> None:
        cell = self.scheme.cells.get(key)
        if cell is not None:
            read, message = read_value(cell.field, cell.leaf.options, value)
            target = self.claimed if key in self.scheme.calculations else self.values
        elif key in self.scheme.rubric_cells:
            read, message = read_points(self.scheme.rubric_cells[key], value)
            target = self.values
        else:
            read, message, target = *self.list_value(key, value), self.values
        if message is not None:
            self.note(key, message, "error" if read is None else "warning")
        if read is not None:
            target[key] = read

    def list_value(self, key: str, value: Any) -> tuple[Value | None, Words | None]:
        list_id, _, rest = key.partition(".")
        index, _, column = rest.partition(".")
        found = self.scheme.lists.get(f"{list_id}.{column}")
        if found is None or not _INDEX.fullmatch(index):
            return None, Words(
                "表中没有这一项，请删去或核对名称", "the form has no such field; remove it or check its name"
            )
        if len(index) > 6 or int(index) >= found.item.max_rows:
            return None, Words(f"最多 {found.item.max_rows} 行", f"at most {found.item.max_rows} rows")
        return read_value(found.field, found.options, value)

    # --- what depends on other answers ----------------------------------------------------------

    def work_out(self) -> None:
        scheme = self.scheme
        for cell in scheme.working_order:
            key = cell.key
            if not all(condition.read(self.values).value for condition in scheme.conditions.get(key, ())):
                self.lay_aside(cell)
            elif key in scheme.calculations:
                self.calculate(key)

    def lay_aside(self, cell: Cell | Listing) -> None:
        """Take out an answer that does not apply; of a list all its rows and what was counted of them."""
        self.inapplicable.add(cell.key)
        self.values.pop(cell.key, None)
        if isinstance(cell, Listing):
            columns = [key for key, column in self.scheme.lists.items() if column.item.id == cell.key]
            counted = [cell.leaf.key, *(f"{key}#sum" for key in columns)]
            self.inapplicable.update(counted)
            self.rows.pop(cell.key, None)
            for key in [*counted, *(key for key in self.values if key.startswith(f"{cell.key}."))]:
                self.values.pop(key, None)

    def calculate(self, key: str) -> None:
        formula = self.scheme.calculations[key]
        if not any(leaf.key in self.values for leaf in formula.leaves):
            if key in self.claimed:
                self.note(
                    key,
                    Words(
                        "此项由各分项算出，请填写分项", "this is worked out from its parts; fill in the parts"
                    ),
                    "warning",
                )
            return
        value = formula.read(self.values).value
        self.values[key] = value
        claimed = self.claimed.get(key)
        if claimed is not None and not _agrees(claimed, value):
            unit = self.scheme.cells[key].leaf.type.unit
            found, wanted = quantity(claimed, unit, "zh"), quantity(value, unit, "zh")  # type: ignore[arg-type]
            self.note(
                key,
                Words(
                    f"填的是 {found}，按各分项计算应为 {wanted}，请核对分项",
                    f"{found} was given, but its parts give {wanted}; check the parts",
                ),
                "warning",
            )

    def lists(self) -> None:
        """Count the rows of every list and sum its columns, for formulas to read."""
        sums: dict[str, Value] = {}
        for key, value in self.values.items():
            parts = key.split(".")
            if len(parts) != 3 or f"{parts[0]}.{parts[2]}" not in self.scheme.lists:
                continue
            self.rows.setdefault(parts[0], set()).add(parts[1])
            if isinstance(value, int | Fraction) and not isinstance(value, bool):
                name = f"{parts[0]}.{parts[2]}#sum"
                sums[name] = sums.get(name, 0) + value  # type: ignore[operator]
        self.values.update(sums)
        self.values.update({f"{list_id}#rows": len(found) for list_id, found in self.rows.items()})

    def required_columns(self, list_id: str, found: set[str]) -> None:
        columns: list[Column] = [
            c for c in self.scheme.lists.values() if c.item.id == list_id and c.field.required
        ]
        for index in sorted(found, key=int):
            for column in columns:
                key = f"{list_id}.{index}.{column.field.id}"
                if key not in self.values:
                    label = column.field
                    self.problems.append(
                        AnswerProblem(
                            key,
                            Words(
                                f"第 {int(index) + 1} 行缺少“{label.label}”",
                                f"row {int(index) + 1} lacks “{label.label_en}”",
                            ),
                            "missing",
                            Words(label.label, label.label_en),
                        )
                    )

    def rubrics(self) -> None:
        """Points of a rubric must lie in a grade that is open for these answers, of an indicator that applies."""
        for key, cell in self.scheme.rubric_cells.items():
            if key not in self.values:
                continue
            trace = self.scheme.rules[cell.indicator.id].read(self.values)
            if cell.indicator.applies_when is not None and not trace.below[0].value:
                del self.values[key]
                self.inapplicable.add(key)
                continue
            rule = cell.indicator.rule
            grades = (
                cell.criterion.grades if cell.criterion else rule.grades if isinstance(rule, Rubric) else ()
            )
            if grades and self.values[key] and not _counted(trace, key):
                self.note(key, _closed_grades(grades), "error")

    def whole(self) -> None:
        """What is required must be there; what was refused has its own problem."""
        refused = {problem.key for problem in self.problems}
        for key, cell in self.scheme.cells.items():
            settled = key in self.values or key in self.inapplicable or key in refused
            if cell.field.required and not settled and key not in self.scheme.calculations:
                self.note(key, Words("尚未填写", "not filled in yet"), "missing")
        for section in self.scheme.form.sections:
            for item in section.items:
                settled = item.id in self.rows or item.id in self.inapplicable
                if isinstance(item, ListField) and item.required and not settled:
                    self.problems.append(
                        AnswerProblem(
                            item.id,
                            Words("至少填写一行", "fill in at least one row"),
                            "missing",
                            Words(item.label, item.label_en),
                            item.clause,
                        )
                    )

    def check(self, check: CrossCheck) -> None:
        for row, formula in check.rows:
            leaves = formula.leaves
            applicable = [leaf for leaf in leaves if leaf.key not in self.inapplicable]
            if (leaves and not applicable) or any(leaf.key not in self.values for leaf in applicable):
                continue
            if formula.read(self.values).value:
                continue
            figures = [_shown(leaf, self.values.get(leaf.key)) for leaf in leaves]
            zh = check.model.message + (f"（{'；'.join(f.zh for f in figures)}）" if figures else "")
            en = check.model.message_en + (f" ({'; '.join(f.en for f in figures)})" if figures else "")
            keys = tuple(leaf.key for leaf in leaves)
            first = leaves[0] if leaves else None
            label = Words(first.label, first.label_en) if first else Words(row, row)
            self.problems.append(
                AnswerProblem(
                    keys[0] if keys else "",
                    Words(zh, en),
                    check.model.severity,
                    label,
                    check.model.clause,
                    keys,
                )
            )


def _closed_grades(grades: tuple[Grade, ...]) -> Words:
    zh = "、".join(f"{grade.label} {grade.low}–{grade.high}" for grade in grades)
    en = ", ".join(f"{grade.label_en} {grade.low}–{grade.high}" for grade in grades)
    return Words(
        f"不在可用档次内（{zh}），未计分；请按所填情况对应的档次给分",
        f"outside the grades open here ({en}), so it does not count; give points within the one that fits the answers",
    )


def _shown(leaf: Leaf, value: Value | None) -> Words:
    if isinstance(value, bool):
        return Words(
            f"{leaf.label}：{'是' if value else '否'}", f"{leaf.label_en}: {'yes' if value else 'no'}"
        )
    if isinstance(value, int | Fraction):
        return Words(
            f"{leaf.label}：{quantity(value, leaf.type.unit, 'zh')}",
            f"{leaf.label_en}: {quantity(value, leaf.type.unit, 'en')}",
        )
    return Words(f"{leaf.label}：{value or '—'}", f"{leaf.label_en}: {value or '—'}")


def _agrees(claimed: Value, value: Value) -> bool:
    """Whether a typed result is the worked-out one, to the two places in which people write it."""
    return abs(Fraction(claimed) - Fraction(value)) <= Fraction(1, 200)


def _counted(trace: Trace, key: str) -> bool:
    """Whether the points typed under a key were taken into the result."""
    if trace.node.op == "if" and len(trace.below) == 2:
        taken = trace.below[1]
        if taken.node.op == "field" and taken.node.leaf.key == key:
            return True
    return any(_counted(below, key) for below in trace.below)
