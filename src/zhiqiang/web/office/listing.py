"""The list of applications, and the same as an Excel file."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from zhiqiang.queries import office_list
from zhiqiang.records.models import Application
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.office.columns import COLUMNS, draw_rows
from zhiqiang.web.office.desk import Desk, desk
from zhiqiang.web.office.filters import Asked, asked
from zhiqiang.web.office.labels import Labels, industry_options, labels


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list. `days` is how long it has stood where it stands, None where nothing more happens to it."""

    application: Application
    address: str
    state: str
    tone: str
    bureau: str
    track: str
    industry: str
    size: str
    days: int | None
    mine: bool
    late: bool
    times: int

    @property
    def enterprise(self):
        return self.application.enterprise


def make_rows(found: list[Application], desk: Desk, words: Labels, back: str = "") -> list[Row]:
    """The lines of these applications; one query more for how often each was handed in."""
    times = office_list.times_submitted(found)
    ends = {state.id: desk.deadline(state.id) for state in desk.states}
    mine = set(desk.mine)
    ended = {state.id for state in desk.states if state.final}
    return [_row(one, desk, words, ends, mine, ended, times.get(one.pk, 0), back) for one in found]


def _row(one, desk, words, ends, mine, ended, times, back) -> Row:
    end = ends.get(one.state)
    address = reverse("office-application", args=[one.key])
    return Row(
        application=one,
        address=f"{address}?{back}" if back else address,
        state=words.states.get(one.state, one.state),
        tone=words.tones.get(one.state, ""),
        bureau=words.bureaus.get(one.bureau.code, one.bureau.name) if one.bureau else "",
        track=words.brief["track"].get(one.track, one.track),
        industry=words.industries.get(one.industry, one.industry),
        size=words.brief["size"].get(one.size, one.size),
        days=None if one.state in ended else max(0, (desk.at - one.state_since).days),
        mine=one.state in mine,
        late=end is not None and desk.at >= end,
        times=times,
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """Where one is in a list cut into pages."""

    number: int
    last: int
    total: int

    @property
    def previous(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def first_shown(self) -> int:
        """The number of the first line shown; 0 where there is none."""
        return (self.number - 1) * office_list.PER_PAGE + 1 if self.total else 0

    @property
    def last_shown(self) -> int:
        """The number of the last line shown."""
        return min(self.number * office_list.PER_PAGE, self.total)


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading: the query that sorts by it, and how it is sorted now."""

    id: str
    label: str
    numeric: bool
    query: str
    sorted: str


def headings(wanted: Asked) -> Iterator[Heading]:
    """The headings of the columns shown, the enterprise's name first."""
    for id in ("name", *wanted.columns):
        label = COLUMNS[id].label if id in COLUMNS else ""
        numeric = id in COLUMNS and COLUMNS[id].numeric
        now = {"": "none", "-": "descending"}.get(wanted.sort.removesuffix(id), "none")
        if wanted.sort == id:
            now = "ascending"
        first = f"-{id}" if numeric else id
        turned = {"ascending": f"-{id}", "descending": id}.get(now, first)
        yield Heading(id, str(label), numeric, wanted.query(sort=turned), now)


@require_safe
@officer_required
def applications(request: HttpRequest) -> HttpResponse:
    """The list; for htmx only the part it asks for."""
    at = desk(request)
    if at.scheme is None:
        return render(request, "office/nothing.html", {"desk": at})
    words = labels(at.scheme, at.lang)
    wanted = asked(request.GET, at, words)
    counts = office_list.by_state(office_list.narrowed(at.visible, wanted.filters, any_state=True))
    total = sum(n for state, n in counts.items() if not wanted.filters.states or state in wanted.filters.states)
    last = max(1, -(-total // office_list.PER_PAGE))
    pages = Pages(min(wanted.page, last), last, total)
    order = [state.id for state in at.states]
    found = office_list.ordered(office_list.narrowed(at.visible, wanted.filters), wanted.sort, states=order)
    start = (pages.number - 1) * office_list.PER_PAGE
    lines = office_list.rows(found, start, office_list.PER_PAGE) if total else []
    rows = make_rows(lines, at, words, f"list={_packed(wanted, pages)}")
    shown = {
        "desk": at,
        "labels": words,
        "industries": industry_options(words, wanted.value("industry")),
        "asked": wanted,
        "tokens": list(wanted.tokens()),
        "rows": rows,
        "pages": pages,
        "headings": list(headings(wanted)),
        "body": draw_rows(rows, wanted.columns),
        "columns": COLUMNS,
        "states": [(state.id, words.states[state.id], counts.get(state.id, 0)) for state in at.states],
        "all_states": sum(counts.values()),
    }
    response = render(request, _template(request), shown)
    if request.htmx and not request.htmx.history_restore_request:
        address = _address(request, wanted, pages)
        # The same once more would need the back button pressed twice.
        again = request.htmx.current_url_abs_path == address
        response.headers["HX-Push-Url"] = "false" if again else address
    # The same address is a page or a part of it: neither may be taken for the other by a cache.
    patch_vary_headers(response, ("HX-Request", "HX-Target", "HX-History-Restore-Request"))
    return response


def _template(request: HttpRequest) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return "office/list.html"
    return "office/list_whole.html" if request.htmx.target == "office-page" else "office/list_part.html"


def _address(request: HttpRequest, wanted: Asked, pages: Pages) -> str:
    query = wanted.query(page=pages.number if pages.number > 1 else None)
    return f"{request.path}?{query}" if query else request.path


def _packed(wanted: Asked, pages: Pages) -> str:
    """The list's own query, as one value of another address: how one finds back."""
    return quote(wanted.query(page=pages.number if pages.number > 1 else None))
