"""Are these answers whole and well formed? `Answers`, with all problems at once."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Literal

from . import identifying
from .cells import Column, option_codes
from .formula.exact import Trace, plain
from .formula.sentence import quantity
from .formula.tree import Leaf, Value
from .models.form import ChoiceField, CountField, ListField, NumberField, ScalarField, TextField, YesNoField
from .models.indicators import Rubric
from .scheme import CrossCheck, RubricCell, Scheme
from .words import Words

Severity = Literal["error", "warning", "missing"]
MAX_KEYS = 60_000
MAX_TEXT = 20_000
_NUMBER = re.compile(r"^[-+]?\d{1,15}(\.\d{1,12})?$")
_YES = frozenset({"是", "有", "yes", "true", "y", "1", "a"})
_NO = frozenset({"否", "无", "no", "false", "n", "0", "b"})


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
    """Nested answers as flat keys; lists by index. Depth is bounded by the keys' own form."""
    for key, value in raw.items():
        path = f"{prefix}{key}"
        if path.count(".") > 6:
            yield path, str(value)[:100]
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

    def read(self, raw: Mapping[str, Any]) -> Answers:
        for number, (key, value) in enumerate(flatten(raw)):
            if number >= MAX_KEYS:
                self.note(key, Words("填报项过多", "too many answers"), "error")
                break
            if value is not None and value != "":
                self.take(key, value)
        self.work_out()
        self.lists()
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
            read, message = _points(self.scheme.rubric_cells[key], value)
            target = self.values
        else:
            read, message, target = *self.list_value(key, value), self.values
        if message is not None:
            self.note(key, message, "error")
        elif read is not None:
            target[key] = read

    def list_value(self, key: str, value: Any) -> tuple[Value | None, Words | None]:
        list_id, _, rest = key.partition(".")
        index, _, column = rest.partition(".")
        found = self.scheme.lists.get(f"{list_id}.{column}")
        if found is None or not index.isascii() or not index.isdigit():
            return None, Words(
                "表中没有这一项，请删去或核对名称", "the form has no such field; remove it or check its name"
            )
        if int(index) >= found.item.max_rows:
            return None, Words(f"最多 {found.item.max_rows} 行", f"at most {found.item.max_rows} rows")
        return read_value(found.field, found.options, value)

    # --- what depends on other answers ----------------------------------------------------------

    def work_out(self) -> None:
        scheme = self.scheme
        for cell in scheme.working_order:
            key = cell.key
            if not all(condition.read(self.values).value for condition in scheme.conditions.get(key, ())):
                self.inapplicable.add(key)
                self.values.pop(key, None)
                continue
            if key in scheme.calculations:
                self.calculate(key)

    def calculate(self, key: str) -> None:
        formula = self.scheme.calculations[key]
        if not any(leaf.key in self.values for leaf in formula.leaves):
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
        sums: dict[str, Value] = {}
        rows: dict[str, set[str]] = {}
        for key, value in self.values.items():
            parts = key.split(".")
            if len(parts) != 3 or f"{parts[0]}.{parts[2]}" not in self.scheme.lists:
                continue
            rows.setdefault(parts[0], set()).add(parts[1])
            if isinstance(value, int | Fraction) and not isinstance(value, bool):
                name = f"{parts[0]}.{parts[2]}#sum"
                sums[name] = sums.get(name, 0) + value  # type: ignore[operator]
        self.values.update(sums)
        self.values.update({f"{list_id}#rows": len(found) for list_id, found in rows.items()})
        for list_id, found in rows.items():
            self.required_columns(list_id, found)

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
        """Points of a rubric must lie in a grade that is open for these answers."""
        for key, rubric in self.scheme.rubric_cells.items():
            given = self.values.get(key)
            grades = (
                rubric.criterion.grades if rubric.criterion else getattr(rubric.indicator.rule, "grades", ())
            )
            if given is None or not grades:
                continue
            whole = self.scheme.rules[rubric.indicator.id].read(self.values)
            if given and not _counted(whole, key):
                shown = "、".join(f"{g.label} {g.low}–{g.high}" for g in grades)
                shown_en = ", ".join(f"{g.label_en} {g.low}–{g.high}" for g in grades)
                self.note(
                    key,
                    Words(
                        f"不在可用档次内（{shown}），未计分；请按所填情况对应的档次给分",
                        f"outside the grades open here ({shown_en}), so it does not count; give points within the grade that fits the answers",
                    ),
                    "error",
                )

    def whole(self) -> None:
        for key, cell in self.scheme.cells.items():
            if cell.field.required and key not in self.values and key not in self.inapplicable:
                if key not in self.scheme.calculations and not any(p.key == key for p in self.problems):
                    self.note(key, Words("尚未填写", "not filled in yet"), "missing")
        for section in self.scheme.form.sections:
            for item in section.items:
                if isinstance(item, ListField) and item.required and f"{item.id}#rows" not in self.values:
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
            if any(leaf.key not in self.values for leaf in leaves if leaf.key not in self.inapplicable):
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


def read_value(
    field: ScalarField, codes: tuple[str, ...] | None, value: Any
) -> tuple[Value | None, Words | None]:
    """One answer as an exact value, or what is wrong with it and the mend; (None, None) for nothing but blanks."""
    if isinstance(value, float):
        return None, Words(
            "请以文本或整数给出数值（程序未收到精确值）",
            "give the number as text or a whole number, so that it stays exact",
        )
    if isinstance(field, YesNoField):
        return _yes_no(value)
    if isinstance(field, NumberField | CountField):
        return _number(field, value)
    text = value if isinstance(value, str) else str(value)
    if len(text) > MAX_TEXT:
        return None, Words(f"最多 {MAX_TEXT} 字", f"at most {MAX_TEXT} characters")
    if isinstance(field, ChoiceField):
        return _choice(field, codes or option_codes(field) or (), text)
    return _text(field, text)


def _yes_no(value: Any) -> tuple[Value | None, Words | None]:
    if isinstance(value, bool):
        return value, None
    text = unicodedata.normalize("NFKC", str(value)).strip().lower()[:20]
    first = text.partition(".")[0].strip()
    if text in _YES or first in _YES:
        return True, None
    if text in _NO or first in _NO:
        return False, None
    return None, Words("请填“是”或“否”", "answer 是 (yes) or 否 (no)")


def _number(field: NumberField | CountField, value: Any) -> tuple[Value | None, Words | None]:
    if isinstance(value, bool):
        return None, Words("此处应为数字", "a number is wanted here")
    number = _exact(value, field.unit)
    if number is None:
        shown = str(value)[:30]
        return None, Words(
            f"“{shown}”不是数字，请只填数字，如 1234.56",
            f"“{shown}” is not a number; enter digits only, such as 1234.56",
        )
    return number, _number_problem(field, number)


def _exact(value: Any, unit: str) -> int | Fraction | None:
    if isinstance(value, int):
        return value if abs(value) < 10**15 else None
    text = str(value)
    if len(text) > 60:
        return None
    text = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if unit and text.endswith(unit):
        text = text[: -len(unit)]
    text = text.replace(" ", "").replace("\u00a0", "")
    if re.match(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$", text):
        text = text.replace(",", "")
    if not _NUMBER.match(text) or not text.isascii():
        return None
    try:
        return plain(Fraction(Decimal(text)))
    except (InvalidOperation, ValueError):
        return None


def _number_problem(field: NumberField | CountField, number: int | Fraction) -> Words | None:
    unit = field.unit
    if isinstance(field, CountField):
        if number != int(number):
            return Words("应为整数", "must be a whole number")
        if number < 0:
            return Words("不能小于 0", "cannot be below 0")
    elif (number * 10**field.places) != int(number * 10**field.places) and field.calculated is None:
        return Words(f"最多 {field.places} 位小数", f"at most {field.places} decimal places")
    low = field.min if isinstance(field, NumberField) else None
    if low is not None and number < Fraction(low):
        return Words(f"不能小于 {low} {unit}".rstrip(), f"cannot be below {low} {unit}".rstrip())
    if field.max is not None and number > Fraction(field.max):
        return Words(
            f"不能大于 {field.max} {unit}；请核对单位".rstrip(),
            f"cannot be above {field.max} {unit}; check the unit".rstrip(),
        )
    return None


def _choice(field: ChoiceField, codes: tuple[str, ...], text: str) -> tuple[Value | None, Words | None]:
    wanted = unicodedata.normalize("NFKC", text).strip()
    if not wanted:
        return None, None
    if wanted in codes:
        return wanted, None
    code = re.split(r"[.、\s]", wanted, maxsplit=1)[0]
    if code in codes:
        return code, None
    for option in field.options:
        if wanted in (option.label, option.label_en):
            return option.code, None
    shown = "、".join(codes) if len(codes) <= 12 else "见列表"
    shown_en = ", ".join(codes) if len(codes) <= 12 else "see the list"
    return None, Words(
        f"没有选项“{wanted[:30]}”；可选：{shown}",
        f"there is no option “{wanted[:30]}”; choose one of: {shown_en}",
    )


def _text(field: TextField, text: str) -> tuple[Value | None, Words | None]:
    clean = text.strip()
    if not clean:
        return None, None
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in clean):
        return None, Words(
            "含有不可见的控制字符，请重新输入", "it holds invisible control characters; type it again"
        )
    if len(clean) > field.max_length:
        return clean, Words(
            f"共 {len(clean)} 字，最多 {field.max_length} 字，请删减",
            f"{len(clean)} characters, at most {field.max_length}; shorten it",
        )
    if not field.identifiers:
        return clean, None
    found = [identifying.check(kind, clean) for kind in field.identifiers]
    for one in found:
        if one.ok:
            return one.value, None
    problem = found[0].problems[0]
    return None, Words(problem.message_zh, problem.message_en)


def _points(cell: RubricCell, value: Any) -> tuple[Value | None, Words | None]:
    number = None if isinstance(value, bool) else _exact(value, "分")
    top = cell.criterion.max if cell.criterion else cell.indicator.max
    if number is None or not 0 <= number <= Fraction(top):
        return None, Words(f"应为 0 至 {top} 之间的分数", f"must be points from 0 to {top}")
    assert isinstance(cell.indicator.rule, Rubric)
    step = cell.indicator.rule.step
    if (number / Fraction(step)) % 1:
        return None, Words(
            f"分数须为 {step} 的整数倍" if step != 1 else "须为整数分", f"points come in steps of {step}"
        )
    return number, None
