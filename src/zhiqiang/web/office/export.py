"""The list as an Excel file: exactly what is filtered, in the order shown, all pages."""

from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhiqiang.papers.office_list import Cell, ListColumn, ListPaper, list_workbook
from zhiqiang.queries import office_list
from zhiqiang.web.accounts.doors import officer_required
from zhiqiang.web.office.desk import Desk, desk
from zhiqiang.web.office.filters import Asked, asked
from zhiqiang.web.office.labels import Labels, labels
from zhiqiang.web.office.listing import Row, make_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 20_000


@require_safe
@officer_required
def export(request: HttpRequest) -> HttpResponse:
    """The workbook. Nothing out of the officer's sight is in it: it is made from the same rows as the list."""
    at = desk(request)
    if at.scheme is None:
        return HttpResponse(status=404)
    words = labels(at.scheme, at.lang)
    wanted = asked(request.GET, at, words)
    order = [state.id for state in at.states]
    found = office_list.ordered(office_list.narrowed(at.visible, wanted.filters), wanted.sort, states=order)
    lines = make_rows(office_list.rows(found, 0, MOST_ROWS), at, words)
    paper = ListPaper(_("申报清单"), _("说明"), _columns(), _rows(lines, words), _about(at, wanted, len(lines)))
    name = f"{_('申报清单')}-{at.bureau.name}-{localtime(at.at):%Y%m%d-%H%M}.xlsx"
    response = HttpResponse(list_workbook(paper), content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename=\"list.xlsx\"; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _columns() -> tuple[ListColumn, ...]:
    return (
        ListColumn(_("申报编号"), 24),
        ListColumn(_("企业名称"), 34),
        ListColumn(_("统一社会信用代码"), 21),
        ListColumn(_("市级局"), 16),
        ListColumn(_("状态"), 16),
        ListColumn(_("申报类别"), 20),
        ListColumn(_("行业代码"), 9),
        ListColumn(_("行业"), 30),
        ListColumn(_("规模"), 12),
        ListColumn(_("自评得分"), 10, "0.00"),
        ListColumn(_("核对提示"), 9, "0"),
        ListColumn(_("提交时间"), 17),
        ListColumn(_("提交次数"), 9, "0"),
        ListColumn(_("进入现状态"), 17),
        ListColumn(_("已等待（天）"), 12, "0"),
    )


def _rows(lines: list[Row], words: Labels) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        one = line.application
        yield (
            one.number or "", one.enterprise.name, one.enterprise.credit_code,
            one.bureau.name if one.bureau else "", line.state, words.tracks.get(one.track, one.track), one.industry,
            line.industry.removeprefix(one.industry).strip(), words.sizes.get(one.size, one.size),
            one.self_score, one.warnings, one.submitted_at, line.times, one.state_since, line.days,
        )  # fmt: skip


def _about(at: Desk, wanted: Asked, number: int) -> list[tuple[str, str]]:
    assert at.scheme is not None
    said = [words for words, _query in wanted.tokens()]
    return [
        (_("批次"), at.scheme.cover.name(at.lang)),
        (_("范围"), at.bureau.name if at.lang == "zh" else at.bureau.name_en),
        (_("筛选条件"), "；".join(said) if said else _("无（全部）")),
        (_("件数"), str(number)),
        (_("导出时间"), f"{localtime(at.at):%Y-%m-%d %H:%M:%S} (UTC+8)"),
        (_("导出人"), str(at.reader.person)),
        (_("说明"), _("自评得分按企业提交的数据和方案规则计算；时间为北京时间。")),
    ]
