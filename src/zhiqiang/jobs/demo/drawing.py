"""Drawing figures that make sense together, by the rules of `figures.yaml`. The same seed draws the same figures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from pydantic import Field

from zhiqiang.engine.models.base import Model
from zhiqiang.engine.scheme import Scheme

Span = tuple[Decimal, Decimal]


class Draw(Model):
    """How one figure, or several, are drawn; exactly one way is given."""

    for_: str | tuple[str, ...] = Field(alias="for")
    fixed: str | None = None
    between: Span | dict[str, Span] | None = None
    of: str | None = None
    share: Span | None = None
    growth: Span | None = None
    places: int = 0
    yes: Span | None = None
    pick: dict[str, int] | None = None
    words: tuple[str, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The answers this draws."""
        return (self.for_,) if isinstance(self.for_, str) else self.for_


class Draws(Model):
    """The whole of `figures.yaml`."""

    draw: tuple[Draw, ...]


@dataclass
class Drawer:
    """Draws one enterprise's answers. `given` are the facts that stand; `strength` from 0 to 1 says how good it is."""

    scheme: Scheme
    draws: Draws
    chance: Random
    size: str
    strength: Decimal
    answers: dict[str, Any] = field(default_factory=dict)

    def run(self, given: dict[str, str]) -> dict[str, str]:
        """The answers, as text, by key; what is given is never overwritten."""
        self.answers = dict(given)
        for draw in self.draws.draw:
            for name in draw.names:
                for keys in self.keys(name):
                    self.take(draw, keys)
        return {key: str(value) for key, value in self.answers.items()}

    def keys(self, name: str) -> Iterator[tuple[str, ...]]:
        """The cells a name stands for: a field, one cell, or a column (years together, other rows one by one)."""
        if name in self.scheme.cells:
            yield (name,)
            return
        cells = tuple(key for key, cell in self.scheme.cells.items() if cell.leaf.column == name)
        if not cells:
            raise ValueError(f"figures.yaml: the form has nothing named {name}; correct the name")
        rows = [self.scheme.cells[key].leaf.row for key in cells]
        if rows == list(self.scheme.cover.years):
            yield cells
        else:
            yield from ((key,) for key in cells)

    def take(self, draw: Draw, keys: tuple[str, ...]) -> None:
        if draw.growth is not None:
            values = self.grown(draw, len(keys))
        else:
            values = [self.value(draw, key) for key in keys]
        for key, value in zip(keys, values, strict=True):
            self.answers.setdefault(key, value)

    def value(self, draw: Draw, key: str) -> Any:
        if draw.fixed is not None:
            return draw.fixed
        if draw.words is not None:
            return self.chance.choice(draw.words)
        if draw.pick is not None:
            return self.chance.choices(list(draw.pick), list(draw.pick.values()))[0]
        if draw.yes is not None:
            low, high = draw.yes
            return "是" if Decimal(str(self.chance.random())) < low + (high - low) * self.strength else "否"
        if draw.of is not None and draw.share is not None:
            row = self.scheme.cells[key].leaf.row
            source = draw.of if draw.of in self.answers else f"{draw.of}.{row}"
            return self.rounded(Decimal(self.answers[source]) * self.somewhere(draw.share), draw.places)
        return self.rounded(self.somewhere(self.span(draw)), draw.places)

    def grown(self, draw: Draw, years: int) -> list[Decimal]:
        """Figures of several years, the oldest first, growing to the last one drawn."""
        assert draw.growth is not None
        values = [self.somewhere(self.span(draw))]
        for _ in range(years - 1):
            values.insert(0, values[0] / (1 + self.somewhere(draw.growth)))
        return [self.rounded(value, draw.places) for value in values]

    def span(self, draw: Draw) -> Span:
        assert draw.between is not None
        return draw.between[self.size] if isinstance(draw.between, dict) else draw.between

    def somewhere(self, span: Span) -> Decimal:
        """A point between two ends: mostly where the strength puts it, a little by chance."""
        chance = Decimal(str(self.chance.random()))
        return span[0] + (span[1] - span[0]) * (self.strength * Decimal("0.7") + chance * Decimal("0.3"))

    @staticmethod
    def rounded(value: Decimal, places: int) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
