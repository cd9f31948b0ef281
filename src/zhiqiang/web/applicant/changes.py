"""What a file would change: answer by answer, old beside new, by section, before anything is taken over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zhiqiang.engine.answering import Answers, answer
from zhiqiang.engine.explaining.steps import value_words
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.web.forms.building import ESTIMATES, form_shape
from zhiqiang.web.forms.shapes import Control, RowList


@dataclass(frozen=True)
class Change:
    """An answer that would change. `value` is what goes into the form; `trouble` why it would not be accepted."""

    key: str
    label: str
    old: str
    new: str
    value: str
    trouble: str = ""


@dataclass(frozen=True)
class SectionChanges:
    """The changes of one section."""

    id: str
    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Preview:
    """All that a file would change, and how much it would leave as it is. `unknown` are keys the form does not have."""

    sections: tuple[SectionChanges, ...]
    same: int
    unknown: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many answers would change."""
        return sum(len(section.changes) for section in self.sections)


def preview(scheme: Scheme, current: Mapping[str, Any], incoming: Mapping[str, Any], lang: Lang) -> Preview:
    """Incoming answers beside the present ones. What means the same is no change, however it is written."""
    names = _Names(scheme, lang)
    before, after = answer(scheme, current), answer(scheme, incoming)
    troubles = {
        p.key: p.message(lang) for p in after.problems if p.severity == "error" and p.key not in after.values
    }
    by_section: dict[str, list[Change]] = {}
    same, unknown = 0, []
    for key, raw in incoming.items():
        text = as_text(raw)
        control = names.control(key)
        if control is None or control.calculated:
            unknown += [key] if control is None and text else []
        elif not text or _same(key, before, after, current.get(key), text):
            same += bool(text)
        else:
            change = Change(
                key, names.label(key, control), names.shown(key, control, before, as_text(current.get(key))),
                names.shown(key, control, after, text), form_text(after, key, text), troubles.get(key, ""),
            )  # fmt: skip
            by_section.setdefault(names.section(key), []).append(change)
    labels = {section.id: section.label for section in form_shape(scheme, lang).sections}
    sections = tuple(
        SectionChanges(id, label, tuple(by_section[id])) for id, label in labels.items() if id in by_section
    )
    return Preview(sections, same, tuple(unknown))


def as_text(value: Any) -> str:
    """A raw answer as the form holds it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def form_text(answers: Answers, key: str, text: str) -> str:
    """An answer as the form's own inputs write it, however the file put it: 是 as yes, `A. 标签` as A."""
    value = answers.values.get(key)
    return as_text(value) if isinstance(value, bool | str) else text


def _same(key: str, before: Answers, after: Answers, old: Any, text: str) -> bool:
    if key in after.values:
        return key in before.values and before.values[key] == after.values[key]
    return as_text(old) == text


class _Names:
    """How the keys of a form are called, rows of lists included."""

    def __init__(self, scheme: Scheme, lang: Lang) -> None:
        self.scheme, self.lang = scheme, lang
        self.controls: dict[str, Control] = {}
        self.sections: dict[str, str] = {}
        self.lists: dict[str, int] = {}
        for section in form_shape(scheme, lang).sections:
            for item in section.items:
                found = (
                    [c for c, _ in item.controls]
                    if item.kind == "estimate"
                    else getattr(item, "controls", None)
                )
                if isinstance(item, RowList):
                    found = item.columns
                    self.lists[item.id] = item.max_rows
                for control in found or ():
                    self.controls[control.key] = control
                    self.sections[control.key] = section.id if not section.estimates else ESTIMATES

    def control(self, key: str) -> Control | None:
        return self.controls.get(self._pattern(key))

    def section(self, key: str) -> str:
        return self.sections[self._pattern(key)]

    def label(self, key: str, control: Control) -> str:
        row = self._row(key)
        return f"{control.spoken} · {row + 1}" if row is not None else control.spoken

    def shown(self, key: str, control: Control, answers: Answers, text: str) -> str:
        value = answers.values.get(key)
        if isinstance(value, bool):
            return control.options[0 if value else 1].shown
        if isinstance(value, str):
            return next((option.shown for option in control.options if option.code == value), value)
        cell = self.scheme.cells.get(key)
        if value is not None and cell is not None:
            return value_words(cell.leaf, value, self.lang)
        return text

    def _row(self, key: str) -> int | None:
        head, _, rest = key.partition(".")
        number = rest.partition(".")[0]
        known = (
            head in self.lists and number.isascii() and number.isdigit() and int(number) < self.lists[head]
        )
        return int(number) if known else None

    def _pattern(self, key: str) -> str:
        row = self._row(key)
        if row is None:
            return key
        head, _, rest = key.partition(".")
        return f"{head}.0.{rest.partition('.')[2]}"
