"""Set values to be looked up: those of one industry and size with where each comes from, and the table as a whole."""

from dataclasses import dataclass
from fractions import Fraction

from zhiqiang.engine.formula.units import quantity
from zhiqiang.engine.models.indicators import SetValueName
from zhiqiang.engine.scheme import Scheme, SetValueFound
from zhiqiang.engine.standards import table
from zhiqiang.engine.words import Lang, Words
from zhiqiang.web.forms.building import form_shape
from zhiqiang.web.forms.shapes import Control, Option


@dataclass(frozen=True)
class Found:
    """A set value for one industry and size, in words."""

    name: str
    value: str
    scope: str
    source: str
    illustrative: bool


@dataclass(frozen=True)
class Question:
    """The industry and size asked for, what they may be, and what was found."""

    industry: str
    size: str
    industries: Control | None
    sizes: tuple[Option, ...]
    found: tuple[Found, ...]


@dataclass(frozen=True)
class Line:
    """A scope with its value for each size; None where the table has none of its own."""

    scope: str
    cells: tuple[tuple[str, bool] | None, ...]


@dataclass(frozen=True)
class Table:
    """All values of one name: a line for each scope, a column for each size."""

    name: str
    unit: str
    sizes: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[str, ...]


def asked(scheme: Scheme, industry: str, size: str, lang: Lang) -> Question:
    """What holds for this industry and size; codes nobody knows are taken as not given."""
    profile = scheme.cover.profile
    controls = {
        control.key: control
        for section in form_shape(scheme, lang).sections
        for item in section.items
        if item.kind == "field"
        for control in item.controls
    }
    industries = controls.get(profile.industry) if profile else None
    sizes = controls[profile.size].options if profile and profile.size in controls else ()
    industry = industry if industries and industry in {option.code for option in industries.options} else ""
    size = size if size in {option.code for option in sizes} else ""
    section = scheme.sections_of_industry.get(industry, "")
    hits = [scheme.set_values.find(name, industry, section, size) for name in scheme.set_values.names]
    found = tuple(_found(scheme, hit, lang) for hit in hits if hit is not None) if industry else ()
    return Question(industry, size, industries, sizes, found)


def tables(scheme: Scheme, lang: Lang) -> list[Table]:
    """Every set value with all its rows."""
    return [_table(scheme, name, lang) for name in scheme.set_values.names.values()]


def _found(scheme: Scheme, hit: SetValueFound, lang: Lang) -> Found:
    scope = scope_name(scheme, hit.row.scope, lang)
    if hit.row.size != "any":
        scope += " · " + scheme.option_label(_size_field(scheme), hit.row.size)(lang)
    return Found(
        hit.name.name(lang), _value(hit.name, hit.value, lang), scope, hit.row.source, hit.row.illustrative
    )


def _table(scheme: Scheme, name: SetValueName, lang: Lang) -> Table:
    rows = [row for (set_value, _, _), row in scheme.set_values.rows.items() if set_value == name.id]
    sizes = tuple(dict.fromkeys(row.size for row in rows))
    by_scope: dict[str, dict[str, tuple[str, bool]]] = {}
    for row in rows:
        shown = _value(name, Fraction(row.value), lang), row.illustrative
        by_scope.setdefault(row.scope, {})[row.size] = shown
    lines = tuple(
        Line(scope_name(scheme, scope, lang), tuple(cells.get(size) for size in sizes))
        for scope, cells in by_scope.items()
    )
    any_size = Words("不分规模", "any size")(lang)
    field = _size_field(scheme)
    heads = tuple(any_size if size == "any" else scheme.option_label(field, size)(lang) for size in sizes)
    sources = tuple(dict.fromkeys(row.source for row in rows if row.source))
    return Table(
        name.name(lang), name.unit if lang == "zh" else name.unit_en or name.unit, heads, lines, sources
    )


def scope_name(scheme: Scheme, scope: str, lang: Lang) -> str:
    """`all`, a section letter or a division code as people read it."""
    if scope == "all":
        return Words("全部行业", "All industries")(lang)
    names = _names(scheme)
    return f"{scope} {names[scope](lang)}" if scope in names else scope


def _names(scheme: Scheme) -> dict[str, Words]:
    profile = scheme.cover.profile
    source = getattr(scheme.cells[profile.industry].field, "options_from", None) if profile else None
    listed = [*table("gbt4754-sections"), *(table(source) if source else ())]
    return {row.code: Words(row.label, row.label_en or row.label) for row in listed}


def _size_field(scheme: Scheme) -> str | None:
    return scheme.cover.profile.size if scheme.cover.profile else None


def _value(name: SetValueName, value: Fraction, lang: Lang) -> str:
    unit = (name.unit if lang == "zh" else name.unit_en or name.unit) or "share"
    return quantity(value, unit, lang)
