"""The columns of the list: which there are, which are shown unless chosen otherwise, and how each cell is drawn.

Cells are drawn here and not in a template: a page has hundreds, and they are most of what a list costs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from zhiqiang.web.templatetags.zq import icon

if TYPE_CHECKING:
    from zhiqiang.web.office.listing import Row


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its cell's content as safe HTML, and the cell's class. Each can be sorted by its id."""

    id: str
    label: str
    draw: Callable[["Row"], str]
    css: str = ""

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.css == "zq-number"


def days_words(days: int) -> str:
    """Whole days waited."""
    if days == 0:
        return gettext("不到 1 天")
    return ngettext("%(days)d 天", "%(days)d 天", days) % {"days": days}


def _state(row: "Row") -> str:
    again = ""
    if row.times > 1:
        again = f' <small class="zq-quiet">{gettext("第 %(times)d 次") % {"times": row.times}}</small>'
    return f'<span class="zq-badge zq-badge--{row.tone}">{escape(row.state)}</span>{again}'


def _warnings(row: "Row") -> str:
    number = row.application.warnings
    return f'<span class="zq-list__warn">{icon("warn")}{number}</span>' if number else '<span class="zq-quiet">0</span>'


def _submitted(row: "Row") -> str:
    at = localtime(row.application.submitted_at)
    return f'<time datetime="{at.isoformat(timespec="minutes")}">{at:%m-%d %H:%M}</time>'


def _waiting(row: "Row") -> str:
    if row.days is None:
        return '<span class="zq-quiet">—</span>'
    words = days_words(row.days)
    return f'<span class="is-late">{words} {gettext("已逾期")}</span>' if row.late else words


def _score(row: "Row") -> str:
    score = row.application.self_score
    return f"{score:.2f}" if score is not None else "—"


COLUMNS: dict[str, Column] = {
    column.id: column
    for column in (
        Column("number", _("申报编号"), lambda row: escape(row.application.number or "—"), "zq-list__code"),
        Column("state", _("状态"), _state),
        Column("bureau", _("市级局"), lambda row: escape(row.bureau or "—")),
        Column("track", _("申报类别"), lambda row: escape(row.track or "—")),
        Column("industry", _("行业"), lambda row: escape(row.industry or "—"), "zq-list__clip"),
        Column("size", _("规模"), lambda row: escape(row.size or "—")),
        Column("score", _("自评得分"), _score, "zq-number"),
        Column("warnings", _("核对提示"), _warnings, "zq-number"),
        Column("submitted", _("提交时间"), _submitted, "zq-nowrap"),
        Column("waiting", _("已等待"), _waiting, "zq-number"),
        Column("code", _("统一社会信用代码"), lambda row: escape(row.enterprise.credit_code), "zq-list__code"),
    )
}


def default_columns(level: str) -> tuple[str, ...]:
    """What is shown until columns are chosen: a city's list need not name the city."""
    left_out = {"number", "code", "bureau"} if level == "city" else {"number", "code"}
    return tuple(column for column in COLUMNS if column not in left_out)


def draw_rows(rows: Sequence["Row"], columns: Sequence[str]) -> SafeString:
    """The table's body. Everything that came from outside is escaped, here or by the column."""
    wanted = [COLUMNS[id] for id in columns]
    heads = [(column, f' class="{column.css}"' if column.css else "", escape(str(column.label))) for column in wanted]
    return mark_safe("".join(_row(row, heads) for row in rows))  # noqa: S308 - escaped piece by piece


def _row(row: "Row", heads: list[tuple[Column, str, str]]) -> str:
    cells = "".join(f'<td{css} data-label="{label}">{column.draw(row)}</td>' for column, css, label in heads)
    mine = ' class="is-mine"' if row.mine else ""
    name = f'<a href="{escape(row.address)}">{escape(row.enterprise.name)}</a>'
    return f'<tr{mine}><th scope="row">{name}</th>{cells}</tr>'
