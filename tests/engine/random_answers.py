"""Answers made at random for any scheme, rich in what goes wrong: empties, zeros, edges, ties and awkward decimals."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from zhiqiang.engine.models.form import ChoiceField, CountField, NumberField, ScalarField, YesNoField
from zhiqiang.engine.scheme import Scheme

AWKWARD = ("0.1", "0.2", "0.3", "0.7", "1.1", "2.2", "3.3", "33.33", "66.67", "99.99", "0.0001", "1000000.1")


def random_answers(scheme: Scheme, random: Random, filled: float = 0.9) -> dict[str, Any]:
    """Flat raw answers, as a user types them: about `filled` of the fields have one, some few at their limits."""
    edges = sorted(_edges(scheme))
    raw: dict[str, Any] = {}
    for key, cell in scheme.cells.items():
        if key not in scheme.calculations and random.random() < filled:
            raw[key] = _value(cell.field, cell.leaf.options, random, edges, raw)
    for key, column in scheme.lists.items():
        list_id, _, name = key.partition(".")
        for row in range(random.choice((0, 1, 3))):
            raw[f"{list_id}.{row}.{name}"] = _value(column.field, column.options, random, edges, raw)
    for key, cell in scheme.rubric_cells.items():
        if random.random() < filled:
            top = cell.criterion.max if cell.criterion else cell.indicator.max
            step = cell.indicator.rule.step  # type: ignore[union-attr]
            raw[key] = str(random.randrange(int(top / step) + 1) * step)
    return raw


def _edges(scheme: Scheme) -> Iterator[Fraction]:
    """The numbers a scheme's rules compare with."""
    for rule in scheme.rules.values():
        for node in rule.lowered.walk():
            if node.op == "number":
                yield Fraction(node.constant)
            elif node.op == "bands":
                yield from (
                    Fraction(end) for one in node.data for end in (one.low, one.high) if end is not None
                )
    for row in scheme.set_values.rows.values():
        yield Fraction(row.value)


def _value(
    field: ScalarField,
    options: tuple[str, ...] | None,
    random: Random,
    edges: list[Fraction],
    raw: dict[str, Any],
) -> Any:
    if isinstance(field, YesNoField):
        return random.choice(("是", "否"))
    if isinstance(field, ChoiceField):
        return random.choice(options or ("",))
    if isinstance(field, NumberField | CountField):
        return _number(field, random, edges, raw)
    return "示例"


def _number(
    field: NumberField | CountField, random: Random, edges: list[Fraction], raw: dict[str, Any]
) -> str:
    places = field.places if isinstance(field, NumberField) else 0
    step = Decimal(1).scaleb(-places)
    kind = random.randrange(8)
    if kind == 0:
        return "0"
    if kind == 1 and edges:
        edge = random.choice(edges)
        value = Decimal(edge.numerator) / Decimal(edge.denominator) + random.choice((-1, 0, 0, 1)) * step
    elif kind == 2:
        value = Decimal(random.choice(AWKWARD))
    elif kind == 3 and raw:
        value = next(
            (
                Decimal(one)
                for one in random.sample([*raw.values()], 5 if len(raw) > 5 else 1)
                if _is_number(one)
            ),
            Decimal(1),
        )
    elif kind == 4:
        value = Decimal(random.randrange(10**9)) * step
    else:
        value = Decimal(random.randrange(200))
    value = value.quantize(step)
    low = (field.min or Decimal(0)) if isinstance(field, NumberField) else Decimal(0)
    if isinstance(field, NumberField) and field.min is None and random.random() < 0.3:
        value = -value
    elif value < low:
        value = low
    return str(min(value, Decimal(field.max)) if field.max is not None else value)


def _is_number(text: Any) -> bool:
    return isinstance(text, str) and text.replace(".", "", 1).isdigit()
