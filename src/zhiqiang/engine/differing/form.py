"""Changes of the form: sections, fields, columns, rows, options, and the checks across fields."""

from collections.abc import Iterator

from ..formula.errors import FormulaError
from ..formula.parsing import parse
from ..formula.sentence import to_sentence
from ..models.form import (
    YEARS,
    Check,
    ChoiceField,
    FieldBase,
    Item,
    ListField,
    Option,
    Row,
    Section,
    TableField,
)
from ..scheme import Scheme
from ..words import Words
from .change import CODES, NAMES, Both, Change, Formulas, Pair, attributes, from_to, matched, spoken, told

Part = FieldBase | Option | Row
_STRUCTURE = frozenset({"id", "items", "columns", "options", "rows"})


def form_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """Sections, then fields by section, then checks."""
    formulas = (wording(before), wording(after))
    for section in matched(_sections(before), _sections(after)):
        yield from _section(section, formulas)
    for item in matched(_items(before), _items(after)):
        yield from _item(item, formulas)
    for check in matched({c.id: c for c in before.form.checks}, {c.id: c for c in after.form.checks}):
        yield from _check(check, formulas)


def wording(scheme: Scheme) -> Formulas:
    """How this edition's form words a formula."""

    def words(formula: str) -> Words:
        try:
            node = parse(formula, scheme.scope)
        except FormulaError:  # it names what only a curve knows (x): left as written
            return Words(formula, formula)
        return Words(to_sentence(node, "zh", scheme.spoken), to_sentence(node, "en", scheme.spoken))

    return words


def _sections(scheme: Scheme) -> dict[str, Section]:
    return {section.id: section for section in scheme.form.sections}


def _items(scheme: Scheme) -> dict[str, tuple[Item, Section]]:
    return {item.id: (item, section) for section in scheme.form.sections for item in section.items}


def _section(pair: Pair[Section], formulas: Both) -> Iterator[Change]:
    title = Words(f"部分“{pair.one.label}”", f"Section “{pair.one.label_en}”")
    yield from told(
        "form", pair, title, (), lambda old, new: attributes(old, new, formulas, left_out=_STRUCTURE)
    )


def _item(pair: Pair[tuple[Item, Section]], formulas: Both) -> Iterator[Change]:
    item = pair.one[0]

    def details(old: tuple[Item, Section], new: tuple[Item, Section]) -> Iterator[Words]:
        yield from _moved(old[1], new[1])
        yield from _field(old[0], new[0], formulas)

    title = Words(f"“{item.label}”", f"“{item.label_en}”")
    yield from told("form", pair, title, (_essentials(item),), details)


def _check(pair: Pair[Check], formulas: Both) -> Iterator[Change]:
    check = pair.one
    says = formulas[0 if pair.new is None else 1](check.require)
    brief = Words(f"须成立：{says.zh}", f"must hold: {says.en}")
    title = Words(check.message, check.message_en)
    yield from told(
        "checks", pair, title, (brief,), lambda old, new: attributes(old, new, formulas, left_out=_STRUCTURE)
    )


def _essentials(item: Item) -> Words:
    """What a field is, in brief: kind, unit, columns or options, whether it must be filled in."""
    kind = CODES[item.kind]
    zh, en = [kind.zh], [kind.en]
    unit = getattr(item, "unit", "")
    if unit:
        zh.append(f"单位 {unit}")
        en.append(f"in {getattr(item, 'unit_en', '') or unit}")
    if isinstance(item, TableField | ListField):
        zh.append("列：" + "、".join(column.label for column in item.columns))
        en.append("columns: " + ", ".join(column.label_en for column in item.columns))
    if isinstance(item, ChoiceField) and item.options:
        zh.append("选项：" + "、".join(f"{o.code}. {o.label}" for o in item.options))
        en.append("options: " + ", ".join(f"{o.code}. {o.label_en}" for o in item.options))
    if item.required:
        zh.append("必填")
        en.append("required")
    return Words("，".join(zh), "; ".join(en))


def _moved(old: Section, new: Section) -> Iterator[Words]:
    if old.id != new.id:
        what = Words("所在部分", "section")
        yield from_to(what, Words(old.label, old.label_en), Words(new.label, new.label_en))


def _field(old: FieldBase, new: FieldBase, formulas: Both) -> Iterator[Words]:
    yield from attributes(old, new, formulas, left_out=_STRUCTURE)
    if isinstance(old, ChoiceField) and isinstance(new, ChoiceField):
        yield from _options(old, new, formulas)
    if isinstance(old, TableField) and isinstance(new, TableField):
        yield from _rows(old, new, formulas)
    if isinstance(old, TableField | ListField) and isinstance(new, TableField | ListField):
        was: dict[str, Part] = {column.id: column for column in old.columns}
        now: dict[str, Part] = {column.id: column for column in new.columns}
        yield from _parts(Words("列", "column"), matched(was, now), formulas)


def _options(old: ChoiceField, new: ChoiceField, formulas: Both) -> Iterator[Words]:
    was: dict[str, Part] = {option.code: option for option in old.options}
    now: dict[str, Part] = {option.code: option for option in new.options}
    yield from _parts(Words("选项", "option"), matched(was, now), formulas)


def _rows(old: TableField, new: TableField, formulas: Both) -> Iterator[Words]:
    if YEARS in (old.rows, new.rows):
        if old.rows != new.rows:
            yield from_to(NAMES["rows"], _row_names(old), _row_names(new))
        return
    was: dict[str, Part] = {row.id: row for row in old.rows if isinstance(row, Row)}
    now: dict[str, Part] = {row.id: row for row in new.rows if isinstance(row, Row)}
    yield from _parts(Words("行", "row"), matched(was, now), formulas)


def _row_names(table: TableField) -> Words:
    if table.rows == YEARS:
        return spoken("rows", YEARS, lambda text: Words(text, text))
    rows = [row for row in table.rows if isinstance(row, Row)]
    return Words("、".join(r.label for r in rows), ", ".join(r.label_en for r in rows))


def _parts(what: Words, pairs: Iterator[Pair[Part]], formulas: Both) -> Iterator[Words]:
    """Columns, rows or options that are new, gone or different."""
    for pair in pairs:
        code = f"{pair.id}. " if isinstance(pair.one, Option) else ""
        name = Words(f"{what.zh}“{code}{pair.one.label}”", f"{what.en} “{code}{pair.one.label_en}”")
        if pair.old is None:
            yield Words(f"新增{name.zh}", f"new {name.en}")
        elif pair.new is None:
            yield Words(f"删去{name.zh}", f"{name.en} is gone")
        else:
            for detail in _part(pair.old, pair.new, formulas):
                yield Words(f"{name.zh}，{detail.zh}", f"{name.en}, {detail.en}")


def _part(old: Part, new: Part, formulas: Both) -> Iterator[Words]:
    if isinstance(old, FieldBase) and isinstance(new, FieldBase):
        return _field(old, new, formulas)
    return attributes(old, new, formulas, left_out=frozenset({"id", "code"}))
