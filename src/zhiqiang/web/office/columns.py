"""The columns of the list: which there are, which are shown unless chosen otherwise."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers. Each can be sorted by."""

    id: str
    label: str
    numeric: bool = False


COLUMNS: dict[str, Column] = {
    column.id: column
    for column in (
        Column("number", _("申报编号")),
        Column("state", _("状态")),
        Column("bureau", _("市级局")),
        Column("track", _("申报类别")),
        Column("industry", _("行业")),
        Column("size", _("规模")),
        Column("score", _("自评得分"), numeric=True),
        Column("warnings", _("核对提示"), numeric=True),
        Column("submitted", _("提交时间")),
        Column("waiting", _("已等待"), numeric=True),
        Column("code", _("统一社会信用代码")),
    )
}


def default_columns(level: str) -> tuple[str, ...]:
    """What is shown until columns are chosen: a city's list need not name the city."""
    left_out = {"number", "code", "bureau"} if level == "city" else {"number", "code"}
    return tuple(column for column in COLUMNS if column not in left_out)
