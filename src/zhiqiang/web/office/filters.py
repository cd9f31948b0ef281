"""The list's filters as they stand in the address: read, checked, said in words, written back."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhiqiang.engine.permitting import ZONE
from zhiqiang.queries.office_list import SORTS, Filters
from zhiqiang.web.office.columns import COLUMNS, default_columns
from zhiqiang.web.office.desk import Desk
from zhiqiang.web.office.labels import Labels

LONGEST_SEARCH = 60
MOST_DAYS = 3650
MOST_PAGES = 100_000
DEFAULT_SORT = "-waiting"


@dataclass(eq=False)
class Asked:
    """What an address asks of the list. `given` holds what was understood, by name; `problems` what was not."""

    labels: Labels
    given: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    filters: Filters = field(default_factory=Filters)
    sort: str = DEFAULT_SORT
    page: int = 1
    columns: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """The one value of a field of the form."""
        return self.given.get(name, [""])[0]

    def query(self, **changes: str | int | list[str] | None) -> str:
        """The address's query with some fields set otherwise (None takes one away). The page is not kept."""
        kept = dict(self.given)
        for name, value in changes.items():
            kept.pop(name, None)
            if value:
                kept[name] = value if isinstance(value, list) else [str(value)]
        return urlencode([(name, value) for name, values in kept.items() for value in values])

    @property
    def bare(self) -> str:
        """The query with every filter dropped: the campaign, the order and the columns stay."""
        return self.query(**dict.fromkeys(_TOKENS))

    def tokens(self) -> Iterator[tuple[str, str]]:
        """Each filter in words, with the query that drops it."""
        for name, words in _TOKENS.items():
            for value in self.given.get(name, ()):
                rest = [other for other in self.given[name] if other != value]
                yield words(self.labels, value), self.query(**{name: rest})

    @property
    def narrowing(self) -> bool:
        """Whether anything beyond the state and the search narrows the list."""
        return any(name in self.given for name in _TOKENS if name not in ("q", "state"))


def asked(query: QueryDict, desk: Desk, labels: Labels) -> Asked:
    """Read the address. What cannot be understood narrows nothing and is told, with the mend."""
    return _Parser(query, desk, Asked(labels)).read()


class _Parser:
    def __init__(self, query: QueryDict, desk: Desk, found: Asked) -> None:
        self.query = query
        self.desk = desk
        self.found = found

    def read(self) -> Asked:
        found, labels = self.found, self.found.labels
        if self.query.get("campaign"):
            found.given["campaign"] = [self.query["campaign"][:20]]
        waiting = self.days("waiting")
        codes = [code for _letter, _name, divisions in labels.sections for code in divisions]
        letters = {letter: divisions for letter, _name, divisions in labels.sections}
        industry = self.one_of("industry", {*codes, *letters})
        found.filters = Filters(
            text=self.text("q"),
            states=self.some_of("state", {state.id for state in self.desk.states}),
            track=self.one_of("track", set(labels.tracks)),
            divisions=letters.get(industry, (industry,) if industry else ()),
            size=self.one_of("size", set(labels.sizes)),
            bureau=self.one_of("bureau", set(labels.bureaus)),
            score_from=self.number("score_from", _("最低得分")),
            score_to=self.number("score_to", _("最高得分")),
            warned={"yes": True, "no": False}.get(self.one_of("warned", {"yes", "no"})),
            submitted_from=self.day("day_from", _("提交起始日期")),
            submitted_before=self.day("day_to", _("提交截止日期"), after=1),
            since=self.desk.at - dt.timedelta(days=waiting) if waiting else None,
            open_states=tuple(state.id for state in self.desk.states if not state.final),
        )
        self.check_order()
        found.sort = self.one_of("sort", {*SORTS, *(f"-{name}" for name in SORTS)}) or DEFAULT_SORT
        usual = default_columns(self.desk.level)
        chosen = self.some_of("col", set(COLUMNS)) or usual
        found.columns = tuple(column for column in COLUMNS if column in chosen)
        if found.columns == usual:
            found.given.pop("col", None)
        page = self.query.get("page", "1")
        found.page = max(1, min(int(page[:9]), MOST_PAGES)) if page.isascii() and page.isdigit() else 1
        return found

    def keep(self, name: str, *values: str) -> None:
        if values:
            self.found.given[name] = list(values)

    def text(self, name: str) -> str:
        whole = "".join(one for one in self.query.get(name, "") if one.isprintable()).strip()
        if len(whole) > LONGEST_SEARCH:
            self.found.problems.append(_("搜索词过长，只用了前 %(most)d 个字。") % {"most": LONGEST_SEARCH})
            whole = whole[:LONGEST_SEARCH].strip()
        self.keep(name, *([whole] if whole else []))
        return whole

    def one_of(self, name: str, known: set[str]) -> str:
        wanted = self.query.get(name, "").strip()
        if not wanted:
            return ""
        if wanted not in known:
            self.strange(wanted)
            return ""
        self.keep(name, wanted)
        return wanted

    def some_of(self, name: str, known: set[str]) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(one for one in self.query.getlist(name) if one))
        for one in wanted:
            if one not in known:
                self.strange(one)
        found = tuple(one for one in wanted if one in known)
        self.keep(name, *found)
        return found

    def strange(self, value: str) -> None:
        self.found.problems.append(
            _("地址中的“%(value)s”不是可选的条件，已忽略。") % {"value": "".join(filter(str.isprintable, value))[:20]}
        )

    def number(self, name: str, label: str) -> Decimal | None:
        wanted = self.query.get(name, "").strip()
        if not wanted:
            return None
        try:
            number = Decimal(wanted[:20])
            if not number.is_finite() or abs(number) > 9999:
                raise InvalidOperation
        except InvalidOperation:
            self.found.problems.append(
                _("%(label)s应为数字，如 80 或 80.5；“%(value)s”已忽略。") % {"label": label, "value": wanted[:20]}
            )
            return None
        self.keep(name, wanted)
        return number

    def day(self, name: str, label: str, *, after: int = 0) -> dt.datetime | None:
        """The beginning of a day in Beijing; `after` days later for an end that is included."""
        wanted = self.query.get(name, "").strip()
        if not wanted:
            return None
        try:
            day = dt.date.fromisoformat(wanted)
            instant = dt.datetime.combine(day + dt.timedelta(days=after), dt.time(), ZONE)
            instant.astimezone(dt.UTC)
        except (ValueError, OverflowError):
            self.found.problems.append(
                _("%(label)s应写作 2020-11-20；“%(value)s”已忽略。") % {"label": label, "value": wanted[:20]}
            )
            return None
        self.keep(name, wanted)
        return instant

    def days(self, name: str) -> int:
        wanted = self.query.get(name, "").strip()
        if not wanted:
            return 0
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5 and 0 < int(wanted) <= MOST_DAYS):
            self.found.problems.append(
                _("等待天数应为 1 至 %(most)d 的整数；“%(value)s”已忽略。") % {"most": MOST_DAYS, "value": wanted[:20]}
            )
            return 0
        self.keep(name, wanted)
        return int(wanted)

    def check_order(self) -> None:
        filters = self.found.filters
        low, high = filters.score_from, filters.score_to
        if low is not None and high is not None and low > high:
            self.found.problems.append(_("最低得分高于最高得分，不会有结果；请对调。"))
        start, end = filters.submitted_from, filters.submitted_before
        if start is not None and end is not None and start >= end:
            self.found.problems.append(_("提交起始日期晚于截止日期，不会有结果；请对调。"))


def _industry(labels: Labels, value: str) -> str:
    names = {letter: f"{letter} {name}" for letter, name, _divisions in labels.sections}
    return names.get(value) or labels.industries.get(value, value)


_TOKENS: dict[str, Callable[[Labels, str], str]] = {
    "q": lambda labels, value: _("搜索：%(value)s") % {"value": value},
    "state": lambda labels, value: labels.states.get(value, value),
    "track": lambda labels, value: labels.tracks.get(value, value),
    "industry": _industry,
    "size": lambda labels, value: labels.sizes.get(value, value),
    "bureau": lambda labels, value: labels.bureaus.get(value, value),
    "score_from": lambda labels, value: _("%(value)s 分以上") % {"value": value},
    "score_to": lambda labels, value: _("%(value)s 分以下") % {"value": value},
    "warned": lambda labels, value: _("有核对提示") if value == "yes" else _("无核对提示"),
    "day_from": lambda labels, value: _("%(value)s 起提交") % {"value": value},
    "day_to": lambda labels, value: _("%(value)s 前提交（含当日）") % {"value": value},
    "waiting": lambda labels, value: _("已等待 %(value)s 天以上") % {"value": value},
}  # fmt: skip
