"""Drop-down lists: every choice's options on a sheet, so that any label and any number of them fits."""

from dataclasses import dataclass, field
from typing import Any

from ...engine.models.form import ChoiceField, ScalarField, YesNoField
from ...engine.scheme import Scheme
from ...engine.standards import table
from ...engine.words import Lang
from .naming import LISTS, column_letters
from .wording import YES_NO

LONGEST = 240
"""Excel looks no text up that is longer than 255 characters."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list on the sheet: (code, shown text, group) and the names of its two ranges."""

    rows: tuple[tuple[str, str, str], ...]
    texts: str
    codes: str


def option_text(code: str, label: str) -> str:
    """An option as the drop-down shows it: `A. 大型企业`."""
    text = f"{code}. {label}"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def choices(field_: ChoiceField, lang: Lang) -> tuple[tuple[str, str, str], ...]:
    """(code, text, group) of every option."""
    if field_.options_from:
        rows = table(field_.options_from)
        return tuple(
            (row.code, option_text(row.code, row.label if lang == "zh" else row.label_en or row.label),
             row.group if lang == "zh" else row.group_en or row.group)
            for row in rows
        )  # fmt: skip
    return tuple((option.code, option_text(option.code, option.name(lang)), "") for option in field_.options)


@dataclass
class Options:
    """The hidden sheet of lists. Equal lists stand on it once."""

    scheme: Scheme
    lang: Lang
    book: Any
    sheet: Any
    next_rows_column: int = 0
    """First free column of the sheet of list rows."""
    found: dict[tuple[Any, ...], Listed] = field(default_factory=dict)
    of_field: dict[int, Listed | None] = field(default_factory=dict)
    """By the identity of a field of the scheme, which outlives this."""

    def of(self, field_: ScalarField) -> Listed | None:
        """The list of a choice or yes/no field; None for others."""
        if id(field_) not in self.of_field:
            self.of_field[id(field_)] = self._of(field_)
        return self.of_field[id(field_)]

    def _of(self, field_: ScalarField) -> Listed | None:
        if isinstance(field_, ChoiceField):
            return self.listed(choices(field_, self.lang))
        if isinstance(field_, YesNoField):
            both = (YES_NO[field_.words, True](self.lang), YES_NO[field_.words, False](self.lang))
            return self.listed(tuple((text, text, "") for text in both))
        return None

    def codes(self, key: str) -> str:
        """The name of the range of codes of the choice under a key (`list.column` for a list's)."""
        cell = self.scheme.cells.get(key)
        found = self.of(cell.field if cell else self.scheme.lists[key].field)
        assert found is not None
        return found.codes

    def listed(self, rows: tuple[tuple[str, str, str], ...]) -> Listed:
        """The ranges of a list, written when first asked for."""
        if rows not in self.found:
            column = 2 * len(self.found)
            names = []
            for offset, what in enumerate(("texts", "codes")):
                for row, one in enumerate(rows):
                    self.sheet.write_string(row, column + offset, one[1 - offset])
                letters = column_letters(column + offset)
                name = f"zq_{what}{len(self.found)}"
                self.book.define_name(name, f"={LISTS}!${letters}$1:${letters}${len(rows)}")
                names.append(name)
            self.found[rows] = Listed(rows, names[0], names[1])
        return self.found[rows]
