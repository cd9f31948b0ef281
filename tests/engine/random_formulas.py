"""Well-typed formulas made at random over a small form, and random answers to it, rich in ties, zeros and empties."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from zhiqiang.engine.cells import FormScope, drafts, list_columns
from zhiqiang.engine.formula.tree import Leaf, Value
from zhiqiang.engine.formula.units import Unit
from zhiqiang.engine.models.edition import Cover
from zhiqiang.engine.models.form import Form

Pick = Callable[[int], int]
"""From n to one of 0 … n-1."""

MONEY = {"kind": "number", "unit": "万元", "unit_en": "10,000 yuan", "places": 2}
THINGS = {"kind": "count", "unit": "件", "unit_en": "items"}
CHOICE = {
    "kind": "choice",
    "options": [{"code": code, "label": f"选项{code}", "label_en": f"Option {code}"} for code in "ABC"],
}
ITEMS: list[dict[str, Any]] = [
    {"id": "profit", **MONEY}, {"id": "costs", **MONEY}, {"id": "staff", **THINGS}, {"id": "prizes", **THINGS},
    {"id": "rate", "kind": "number", "unit": "%", "places": 2},
    {"id": "led", "kind": "yesno"}, {"id": "sound", "kind": "yesno"}, {"id": "size", **CHOICE}, {"id": "kind", **CHOICE},
    {"id": "year", "kind": "table", "rows": "years", "columns": [
        {"id": "sales", **MONEY}, {"id": "research", **MONEY}, {"id": "made", **THINGS}, {"id": "kept", **THINGS},
        {"id": "audited", "kind": "yesno"}, {"id": "grade", **CHOICE}]},
    {"id": "award", "kind": "table", "columns": [{"id": "number", **THINGS}], "rows": [
        {"id": row, "label": f"行{row}", "label_en": f"Row {row}"} for row in ("first", "second")]},
    {"id": "deals", "kind": "list", "columns": [{"id": "amount", **MONEY}]},
]  # fmt: skip
SET_VALUES = {"things": Unit("件"), "rate": ""}
POINTS = frozenset({"i1", "total"})


def labelled(part: dict[str, Any]) -> dict[str, Any]:
    """The part with labels made of its id, and so its columns."""
    columns = {"columns": [labelled(column) for column in part["columns"]]} if "columns" in part else {}
    return part | columns | {"label": f"名称 {part['id']}", "label_en": f"Label {part['id']}"}


def _scope() -> FormScope:
    section = {"id": "all", "label": "全部", "label_en": "All", "items": [labelled(item) for item in ITEMS]}
    form = Form.model_validate({"sections": [section]})
    words = dict.fromkeys(
        ("label", "label_en", "programme", "programme_en", "authority", "authority_en", "document", "summary", "summary_en"), "x"
    )  # fmt: skip
    cover = Cover.model_validate({"id": "random", "edition": 2020, "base_year": 2019, **words})
    leaves = {draft.leaf.key: draft.leaf for draft in drafts(form, cover)}
    return FormScope(leaves, list_columns(form), dict(SET_VALUES), POINTS)


SCOPE = _scope()
LEAVES: dict[str, Leaf] = SCOPE.leaves

_MONEY = (
    "0", "0", "0.01", "0.1", "0.2", "0.3", "0.7", "1", "1.1", "1.35", "2", "2.2", "2.7", "3", "3.3", "4", "10", "33.33",
    "66.67", "99.99", "100", "1234.56", "100000", "-0.3", "-5",
)  # fmt: skip
_THINGS = ("0", "0", "1", "2", "3", "4", "5", "7", "10", "50", "1000")
_RATES = ("0", "5", "10", "12.5", "33.33", "35", "50", "100", "250")
_EDGES = (
    "-1",
    "0",
    "0.05",
    "0.1",
    "0.3",
    "0.35",
    "0.5",
    "1",
    "1.5",
    "2",
    "2.7",
    "3",
    "4",
    "10",
    "33.33",
    "100",
)


def answers(pick: Pick) -> dict[str, Value]:
    """An environment: exact answers by key, about a sixth of them missing, with set values and points beside them."""
    found: dict[str, Value] = {}
    for key, leaf in LEAVES.items():
        if pick(6):
            found[key] = _answer(leaf, pick)
    found |= {"set_value.things": 1 + pick(40), "set_value.rate": Fraction(1 + pick(100), 100)}
    return found | {"scored.i1": Fraction(pick(20), 2), "scored.total": pick(100)}


def _answer(leaf: Leaf, pick: Pick) -> Value:
    if leaf.type.kind == "truth":
        return bool(pick(2))
    if leaf.type.kind == "text":
        assert leaf.options is not None
        return leaf.options[pick(len(leaf.options))]
    texts = {"万元": _MONEY, "%": _RATES}.get(str(leaf.type.unit), _THINGS)
    value = Fraction(texts[pick(len(texts))])
    return value.numerator if value.denominator == 1 else value


class Maker:
    """Writes formulas. `rows`: whether a series of years is wanted."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick

    def one(self, *options: Any) -> Any:
        return options[self.pick(len(options))]

    def formula(self, depth: int) -> str:
        """A number or a condition, one value."""
        return self.truth(depth) if self.pick(4) == 0 else self.number(self.unit(), depth)

    def unit(self) -> str:
        return self.one("万元", "件", "share")

    # --- numbers --------------------------------------------------------------------------------

    def number(self, unit: str, depth: int, rows: bool = False) -> str:
        if depth <= 0:
            return self.leaf(unit, rows)
        if unit == "share":
            return self.share(depth - 1, rows)
        make = self.one(
            self.leaf,
            self.sum,
            self.times,
            self.choose,
            *([] if rows else [self.gather, self.gather, self.limit]),
        )
        return str(make(unit, rows) if make == self.leaf else make(unit, depth - 1, rows))

    def leaf(self, unit: str, rows: bool) -> str:
        if unit == "share":
            return self.one("rate / 100", "35%", "0.5", "1")
        return self.constant() if not rows and self.pick(5) == 0 else self.field(unit, rows)

    def field(self, unit: str, rows: bool) -> str:
        series = {"万元": ("year.sales", "year.research"), "件": ("year.made", "year.kept")}[unit]
        if rows:
            return self.one(*series)
        cell = f"{self.one(*series)}[{self.one('T-2', 'T-1', 'T')}]"
        plain = {
            "万元": ("profit", "costs", "sum(deals.amount)"),
            "件": ("staff", "prizes", "award.number[first]", "set_value.things"),
        }[unit]
        return self.one(cell, *plain)

    def constant(self) -> str:
        return self.one("0", "1", "2", "0.1", "2.7", "10", "100", "0.35")

    def sum(self, unit: str, depth: int, rows: bool) -> str:
        left, right = self.number(unit, depth, rows), self.number(unit, depth, rows and self.pick(3) > 0)
        return self.one(f"{left} + {right}", f"{left} - ({right})", f"-({left})")

    def times(self, unit: str, depth: int, rows: bool) -> str:
        if self.pick(3) == 0:  # a share of something that has the unit for sure
            return f"{self.field(unit, rows)} × ({self.number('share', depth)})"
        number = self.number(unit, depth, rows)
        return self.one(f"({number}) * {self.constant()}", f"({number}) / {self.one('2', '3', '7', '100')}")

    def gather(self, unit: str, depth: int, rows: bool) -> str:
        parts = [self.number(unit, depth, self.pick(2) > 0) for _ in range(1 + self.pick(3))]
        return f"{self.one('sum', 'mean', 'min', 'max', 'best')}({', '.join(parts)})"

    def limit(self, unit: str, depth: int, rows: bool) -> str:
        return f"{self.one('min', 'max')}({self.number(unit, depth)}, {self.constant()})"

    def choose(self, unit: str, depth: int, rows: bool) -> str:
        first, second = self.number(unit, depth, rows), self.number(unit, depth)
        return f"if({self.truth(depth, rows and self.pick(2) > 0)}, {first}, {second})"

    def share(self, depth: int, rows: bool) -> str:
        kind = self.pick(5)
        unit = self.one("万元", "件")
        if kind == 0 and not rows:
            tests = [self.truth(depth, self.pick(2) > 0) for _ in range(1 + self.pick(3))]
            return self.one(
                f"count({', '.join(tests)})", "rows(deals)", "points.i1", "set_value.rate", "points.total / 8"
            )
        if kind == 1:
            return self.bands(self.number(self.unit(), depth, rows))
        over = self.number(unit, depth, rows)
        under = self.one(*[self.field, self.divisor][: 1 + (depth > 0)])(unit, rows and self.pick(2) > 0)
        ratio = f"ratio({over}, {under}, if_zero={self.one('0', '1', '0.35', 'rate / 100')})"
        return ratio if kind < 4 or rows else f"mean({ratio}, {self.number('share', depth)})"

    def divisor(self, unit: str, rows: bool) -> str:
        """Something that has the unit for sure, and may be 0."""
        field, other = self.field(unit, rows), self.number(unit, 1, rows)
        return str(self.one(f"{field} - ({other})", f"{field} + {other}", f"sum({field}, {other})"))

    def bands(self, value: str) -> str:
        edges = sorted({Fraction(self.one(*_EDGES)) for _ in range(1 + self.pick(3))})
        ends = [self.pick(2) for _ in edges]
        parts = []
        for n in range(len(edges) + 1):
            low = f"{'(['[1 - ends[n - 1]]}{_decimal(edges[n - 1])}" if n else "(-∞"
            high = f"{_decimal(edges[n])}{')]'[ends[n]]}" if n < len(edges) else "∞)"
            parts.append(f'"{low}, {high}", {self.one("0", "1", "2.5", "4", "5")}')
        return f"bands({value}, {', '.join(parts)})"

    # --- conditions -----------------------------------------------------------------------------

    def truth(self, depth: int, rows: bool = False) -> str:
        if depth <= 0 or self.pick(3) == 0:
            return self.test(rows)
        left, right = self.truth(depth - 1, rows), self.truth(depth - 1, rows and self.pick(2) > 0)
        if rows or self.pick(2):
            return self.one(
                f"({left} and {right})",
                f"({left} or {right})",
                f"not ({left})",
                self.compared(depth - 1, rows),
            )
        series = self.truth(depth - 1, rows=True)
        return self.one(f"any({series})", f"all({series}, {left})", f"any({left}, {right})", f"all({series})")

    def compared(self, depth: int, rows: bool) -> str:
        unit, sign = self.unit(), self.one("=", "<>", "<", "<=", ">", ">=")
        other = self.one(self.constant(), self.number(unit, depth))
        return f"({self.number(unit, depth, rows)}) {sign} ({other})"

    def test(self, rows: bool) -> str:
        code = self.one("A", "B", "C")
        if rows:
            return self.one(
                "year.audited", f'year.grade = "{code}"', "year.made >= 3", "year.sales > year.research"
            )
        return self.one(
            "led", "sound = no", f'size = "{code}"', f'kind <> "{code}"', 'size in ("A", "C")', "size = kind",
            "answered(profit)", "answered(deals)", "prizes >= 2", "profit > 0.3", "rate / 100 >= 35%", "yes",
        )  # fmt: skip


def _decimal(value: Fraction) -> str:
    return str(value.numerator / value.denominator if value.denominator > 1 else value.numerator)
