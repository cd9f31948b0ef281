"""What the files of an edition say of each other: every name that is mentioned must be there, every id unique."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from ..cells import option_codes
from ..formula.parsing import KEYWORDS
from ..formula.units import ANY, ENGLISH, SHARE
from ..identifying import KINDS
from ..models.edition import Calendar
from ..models.form import ChoiceField, CountField, Form, ListField, NumberField, TableField, TextField
from ..models.indicators import Group, Indicator, Indicators, Rubric
from ..models.workflow import Workflow
from ..words import Words
from .reading import (
    CALENDAR,
    CONDITIONS,
    FORM,
    INDICATORS,
    MATERIALS,
    PAPERS,
    RULINGS,
    SCHEME,
    WORKFLOW,
    Files,
    Path,
)

TOTAL = "total"
RESERVED = KEYWORDS | {"points", "set_value", "scored", "x"}
"""Ids no field may have: formulas and answers use them for other things."""
_WHERE = {
    "clause": "notice.md", "rulings": RULINGS, "evidence": MATERIALS, "material": MATERIALS, "nature": f"{INDICATORS} natures",
}  # fmt: skip


def check_mentions(files: Files, documents: dict[str, BaseModel], known: dict[str, set[str]]) -> None:
    """Clauses, rulings, materials and natures that are named must exist."""
    for file, model in documents.items():
        for path, key, value in _mentions(model.model_dump(), known):
            if value not in known[key]:
                near = get_close_matches(value, known[key], 1)
                hint = (
                    Words(f"，是否应为“{near[0]}”？", f"; did you mean “{near[0]}”?")
                    if near
                    else Words("", "")
                )
                what = Words(f"{_WHERE[key]} 中没有“{value}”", f"{_WHERE[key]} has no “{value}”")
                files.problem(file, path, what + hint)


def _mentions(content: Any, known: dict[str, set[str]], path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Every mention of a clause, ruling, material or nature: (path, kind, id)."""
    if isinstance(content, dict):
        for key, value in content.items():
            here = (*path, key)
            if key in known and isinstance(value, str):
                yield here, key, value
            elif key in known and isinstance(value, tuple) and all(isinstance(one, str) for one in value):
                yield from (((*here, n), key, one) for n, one in enumerate(value))
            else:
                yield from _mentions(value, known, here)
    elif isinstance(content, list | tuple):
        for n, value in enumerate(content):
            yield from _mentions(value, known, (*path, n))


# --- ids ------------------------------------------------------------------------------------------


def check_ids(files: Files, documents: dict[str, BaseModel]) -> None:
    """Every id stands once in its list, and the edition's is its folder's name."""
    cover: Any = documents.get(SCHEME)
    folder = files.folder.name
    if cover is not None and cover.id != folder:
        zh, en = f"id 应与文件夹名一致：{folder}", f"the id must be the folder's name: {folder}"
        files.problem(SCHEME, ("id",), Words(zh, en))
    for file, name in (
        (CONDITIONS, "conditions"),
        (RULINGS, "rulings"),
        (MATERIALS, "materials"),
        (CALENDAR, "deadlines"),
        (PAPERS, "papers"),
        (WORKFLOW, "states"),
        (WORKFLOW, "moves"),
    ):
        if file in documents:
            _unique_in(files, file, (name,), getattr(documents[file], name))


def check_workflow(files: Files, workflow: Workflow, calendar: Calendar) -> None:
    """Moves go between states that exist, and close with deadlines of the calendar."""
    states = {state.id for state in workflow.states}
    deadlines = {deadline.id for deadline in calendar.deadlines}
    if workflow.states and workflow.start not in states:
        _nothing_named(files, ("start",), workflow.start or "", states)
    for n, move in enumerate(workflow.moves):
        path: Path = ("moves", n)
        for place, named in (("sources", source) for source in move.sources):
            if named not in states:
                _nothing_named(files, (*path, place), named, states)
        if move.target is not None and move.target not in states:
            _nothing_named(files, (*path, "target"), move.target, states)
        if move.until is not None and move.until not in deadlines:
            _nothing_named(files, (*path, "until"), move.until, deadlines)


def _nothing_named(files: Files, path: Path, name: str, known: set[str]) -> None:
    zh, en = "、".join(sorted(known)), ", ".join(sorted(known))
    files.problem(WORKFLOW, path, Words(f"没有“{name}”；可用：{zh or '无'}", f"there is no “{name}”; there are: {en or 'none'}"))


def check_form(files: Files, form: Form) -> None:
    """Ids, tables of options, kinds of numbers and units of a form."""
    _unique_in(files, FORM, ("sections",), form.sections)
    _unique_in(files, FORM, ("checks",), form.checks)
    places = [
        ((*("sections", s), "items", i), item)
        for s, section in enumerate(form.sections)
        for i, item in enumerate(section.items)
    ]
    _unique(files, FORM, [((*path, "id"), item.id) for path, item in places])
    for path, item in places:
        if item.id in RESERVED:
            zh, en = f"“{item.id}”是保留字，请换一个 id", f"“{item.id}” is a reserved word; choose another id"
            files.problem(FORM, (*path, "id"), Words(zh, en))
        if isinstance(item, TableField | ListField):
            _unique_in(files, FORM, (*path, "columns"), item.columns)
            for c, column in enumerate(item.columns):
                _check_field(files, column, (*path, "columns", c))
        else:
            _check_field(files, item, path)
        if isinstance(item, TableField) and isinstance(item.rows, tuple):
            _unique_in(files, FORM, (*path, "rows"), item.rows)
        if isinstance(item, ListField):
            _check_list(files, item, path)


def _check_field(files: Files, field: Any, path: Path) -> None:
    if isinstance(field, TextField):
        for kind in field.identifiers:
            if kind not in KINDS:
                zh, en = (
                    f"没有“{kind}”这种号码；可用：{'、'.join(KINDS)}",
                    f"no kind of number “{kind}”: {', '.join(KINDS)}",
                )
                files.problem(FORM, (*path, "identifiers"), Words(zh, en))
    elif isinstance(field, ChoiceField):
        try:
            option_codes(field)
        except ValueError as error:
            words = error.args[0]
            shown = words if isinstance(words, Words) else Words(str(words), str(words))
            files.problem(FORM, (*path, "options_from"), shown)
    elif isinstance(field, NumberField | CountField):
        check_unit(files, FORM, path, field.unit, field.unit_en)


def _check_list(files: Files, item: ListField, path: Path) -> None:
    """What a column of a list cannot have: its rows are not known beforehand."""
    for c, column in enumerate(item.columns):
        here = (*path, "columns", c)
        if column.when is not None:
            zh = "列表的列不能有 when；请把 when 写在整个列表上，或在 help 中说明"
            en = "a column of a list cannot have `when`; put it on the whole list, or say it in `help`"
            files.problem(FORM, (*here, "when"), Words(zh, en))
        if isinstance(column, NumberField | CountField) and column.calculated is not None:
            zh = "列表的列不能自动计算；请在列表之外用 sum(列表.列) 计算"
            en = "a column of a list cannot be calculated; calculate with sum(list.column) outside the list"
            files.problem(FORM, (*here, "calculated"), Words(zh, en))


def check_unit(files: Files, file: str, path: Path, unit: str, unit_en: str) -> None:
    """A unit that is not a common one needs its English, and two texts mean other things."""
    if unit in (ANY, SHARE):
        zh, en = (
            f"“{unit}”不能作单位，请留空或写别的",
            f"“{unit}” cannot be a unit; leave it empty or choose another",
        )
        files.problem(file, (*path, "unit"), Words(zh, en))
    elif not unit.isascii() and not unit_en and unit not in ENGLISH:
        zh, en = f"单位“{unit}”请补上英文 unit_en", f"give the English of the unit “{unit}” as unit_en"
        files.problem(file, (*path, "unit"), Words(zh, en))


def check_indicators(files: Files, indicators: Indicators) -> None:
    """Ids of indicators and groups, which share one set of names, and of what else stands beside them."""
    members = list(walk_members(indicators.groups, ("groups",)))
    _unique(files, INDICATORS, [((*path, "id"), member.id) for path, member in members])
    for path, member in members:
        if member.id == TOTAL:
            zh, en = f"“{TOTAL}”是总分的名称，请换一个 id", f"“{TOTAL}” names the total; choose another id"
            files.problem(INDICATORS, (*path, "id"), Words(zh, en))
        if isinstance(member, Indicator) and isinstance(member.rule, Rubric):
            _unique_in(files, INDICATORS, (*path, "rule", "criteria"), member.rule.criteria)
    for name in ("natures", "curves", "set_values", "lines"):
        _unique_in(files, INDICATORS, (name,), getattr(indicators, name))
    for n, value in enumerate(indicators.set_values):
        check_unit(files, INDICATORS, ("set_values", n), value.unit, value.unit_en)


def walk_members(
    members: tuple[Indicator | Group, ...], path: Path
) -> Iterator[tuple[Path, Indicator | Group]]:
    """Every indicator and group with its place in indicators.yaml, groups before their members."""
    for n, member in enumerate(members):
        here = (*path, n)
        yield here, member
        if isinstance(member, Group):
            yield from walk_members(member.members, (*here, "members"))


def _unique_in(files: Files, file: str, path: Path, parts: Iterable[Any]) -> None:
    _unique(files, file, [((*path, n, "id"), part.id) for n, part in enumerate(parts)])


def _unique(files: Files, file: str, ids: Iterable[tuple[Path, str]]) -> None:
    seen: set[str] = set()
    for path, id in ids:
        if id in seen:
            zh, en = f"id“{id}”用了两次，请改一个", f"the id “{id}” stands twice; change one"
            files.problem(file, path, Words(zh, en))
        seen.add(id)
