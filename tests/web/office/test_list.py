"""The list: filtered, sorted, searched, counted and paged, as the address says."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web.office.world import fill

pytestmark = pytest.mark.requirement("X06")
LIST = "/office/applications"


def names(response) -> list[str]:
    return [row.enterprise.name for row in response.context["rows"]]


@pytest.fixture
def three(office):
    """Three of Xi'an, waiting longest first: submitted, submitted with other figures, returned."""
    office.application(name="秦岭智测科技有限公司", ago=9)
    office.application(name="长安软件（西安）有限公司", ago=4, size="D", industry="65", applying_for="B")
    office.application(name="渭水机械有限公司", ago=2, state="returned")
    return office


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["秦岭智测科技有限公司", "长安软件（西安）有限公司", "渭水机械有限公司"]),
        ("state=returned", ["渭水机械有限公司"]),
        ("state=submitted&state=returned", ["秦岭智测科技有限公司", "长安软件（西安）有限公司", "渭水机械有限公司"]),
        ("track=B", ["长安软件（西安）有限公司"]),
        ("industry=I", ["长安软件（西安）有限公司"]),
        ("industry=65", ["长安软件（西安）有限公司"]),
        ("size=D", ["长安软件（西安）有限公司"]),
        ("waiting=3", ["秦岭智测科技有限公司", "长安软件（西安）有限公司"]),
        ("waiting=10", []),
        ("q=智测", ["秦岭智测科技有限公司"]),
        ("q=qinlingzhice", ["秦岭智测科技有限公司"]),
        ("q=qin ling", ["秦岭智测科技有限公司"]),
        ("q=qlzc", ["秦岭智测科技有限公司"]),
        ("q=QLZC", ["秦岭智测科技有限公司"]),
        ("q=(西安)", []),
        ("q=（西安）", ["长安软件（西安）有限公司"]),
        ("q=91610131ma6u106q1m", ["秦岭智测科技有限公司"]),
        ("q=有限 软件", ["长安软件（西安）有限公司"]),
        ("q={number}", ["长安软件（西安）有限公司"]),
        ("q=%25", []),
        ("q=_", []),
        ("warned=yes", []),
        ("sort=name", ["长安软件（西安）有限公司", "秦岭智测科技有限公司", "渭水机械有限公司"]),
        ("sort=waiting", ["渭水机械有限公司", "长安软件（西安）有限公司", "秦岭智测科技有限公司"]),
        ("sort=state", ["秦岭智测科技有限公司", "长安软件（西安）有限公司", "渭水机械有限公司"]),
        ("sort=-state", ["渭水机械有限公司", "秦岭智测科技有限公司", "长安软件（西安）有限公司"]),
        ("sort=-track", ["长安软件（西安）有限公司", "秦岭智测科技有限公司", "渭水机械有限公司"]),
    ],
)
def test_the_address_says_what_is_shown_and_in_which_order(three, visit, query, found):
    asked = query.format(number=f"{list(three.owners)[1]:05d}")

    assert names(visit(three.officer("610100"), f"{LIST}?{asked}")) == found


@pytest.mark.parametrize("column", ["number", "code", "industry", "size", "score", "warnings", "submitted", "bureau"])
def test_every_column_sorts_both_ways(three, visit, column):
    up = names(visit(three.officer("610100"), f"{LIST}?sort={column}"))
    down = names(visit(three.officer("610100"), f"{LIST}?sort=-{column}"))

    assert sorted(up) == sorted(down)
    assert len(up) == 3


def test_scores_are_a_closed_range(three, visit):
    one = three.application(name="甲公司")
    score = f"{one.self_score:f}"

    assert "甲公司" in names(visit(three.officer("610100"), f"{LIST}?score_from={score}&score_to={score}"))
    above = one.self_score + Decimal("0.0001")
    assert names(visit(three.officer("610100"), f"{LIST}?score_from={above:f}&score_to=150")) == []


def test_a_day_of_submission_is_a_day_in_beijing(office, visit):
    one = office.application(name="甲公司")
    instant = dt.datetime(2026, 11, 2, 16, 30, tzinfo=dt.UTC)  # 00:30 of the 3rd in Beijing
    type(one).objects.filter(pk=one.pk).update(submitted_at=instant)
    reader = office.officer("610100")

    assert names(visit(reader, f"{LIST}?day_from=2026-11-03&day_to=2026-11-03")) == ["甲公司"]
    assert names(visit(reader, f"{LIST}?day_to=2026-11-02")) == []
    assert names(visit(reader, f"{LIST}?day_from=2026-11-04")) == []


def test_counts_by_state_follow_the_other_filters(three, visit):
    found = visit(three.officer("610100"), f"{LIST}?state=returned&q=有限公司")

    assert {id: number for id, _, number in found.context["states"]} == {
        "submitted": 2, "returned": 1, "confirmed": 0, "refused": 0,
    }  # fmt: skip
    assert found.context["all_states"] == 3
    assert found.context["pages"].total == 1


def test_fifty_a_page_and_the_last_page_for_one_too_far(office, visit):
    fill(office, 104)
    reader = office.officer("610100")

    first, second, far = (visit(reader, f"{LIST}?page={page}") for page in (1, 2, 999))

    assert [len(page.context["rows"]) for page in (first, second, far)] == [50, 50, 5]
    assert far.context["pages"].number == 3
    shown = names(first) + names(second) + names(far)
    assert len(set(shown)) == 105


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense", "track=Z", "industry=ZZ", "size=9", "score_from=abc", "score_to=NaN", "score_from=1e9",
        "day_from=2020-13-40", "day_to=yesterday", "waiting=-1", "waiting=99999", "sort=password", "col=answers",
        "warned=maybe", "score_from=90&score_to=10", "day_from=2026-02-02&day_to=2026-02-01", "day_to=9999-12-31",
        "day_from=0001-01-01", "q=" + "长" * 200,
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_and_breaks_nothing(three, visit, query):
    found = visit(three.officer("610100"), f"{LIST}?{query}")

    assert found.status_code == 200
    assert len(found.context["asked"].problems) == 1
    assert 'role="alert"' in found.content.decode()


@pytest.mark.parametrize("query", ["page=0", "page=-3", "page=x", "page=²", "q=%01", "campaign=unknown", "q=%F0%9F%98%80"])
def test_odd_addresses_are_answered(three, visit, query):
    assert visit(three.officer("610100"), f"{LIST}?{query}").status_code == 200


def test_htmx_gets_the_part_it_asks_for_and_the_back_button_the_whole(three, visit):
    reader = three.officer("610100")

    part = visit(reader, f"{LIST}?state=returned&track=", htmx="office-list")
    whole = visit(reader, f"{LIST}?state=returned", htmx="office-page")
    back = visit(reader, f"{LIST}?state=returned", htmx="office-list", **{"HX-History-Restore-Request": "true"})

    assert "<html" not in part.content.decode()
    assert 'id="filters"' not in part.content.decode()
    assert part.headers["HX-Push-Url"] == f"{LIST}?state=returned"
    assert "HX-Request" in part.headers["Vary"]
    assert 'id="filters"' in whole.content.decode()
    assert "<html" in back.content.decode()


def test_columns_are_chosen_in_the_address(three, visit):
    found = visit(three.officer("610100"), f"{LIST}?col=code&col=score")

    body = found.content.decode()
    assert "91610131MA6U106Q1M" in body
    assert [heading.id for heading in found.context["headings"]] == ["name", "score", "code"]


def test_what_comes_from_outside_is_escaped(office, visit):
    office.application(name='<img src=x onerror=alert(1)>"&公司')

    body = visit(office.officer("610100"), LIST).content.decode()

    assert "<img src=x" not in body
    assert "&lt;img src=x" in body


def test_the_workbook_holds_what_is_filtered_typed_and_never_a_formula(three, visit):
    bad = three.application(name='=HYPERLINK("http://example.com","x")', ago=1)
    three.application(name="@SUM(1+1)*cmd|' /C calc'!A0", ago=1, state="returned")

    found = visit(three.officer("610100"), f"{LIST}.xlsx?state=submitted&sort=waiting")
    sheet, about = load_workbook(BytesIO(found.content)).worksheets

    rows = list(sheet.iter_rows(values_only=False))
    assert [cell.value for cell in rows[0]][:3] == ["申报编号", "企业名称", "统一社会信用代码"]
    assert [row[1].value for row in rows[1:]] == [bad.enterprise.name, "长安软件（西安）有限公司", "秦岭智测科技有限公司"]
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "d"}
    assert rows[1][9].value == pytest.approx(float(bad.self_score))
    assert rows[1][9].number_format == "0.00"
    assert isinstance(rows[1][11].value, dt.datetime)
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["B"].width > 30
    assert "待市局初审" in str(list(about.iter_rows(values_only=True)))
    assert found.headers["Content-Disposition"].startswith("attachment")


def test_without_a_campaign_it_says_so(office, visit):
    office.campaign.delete()

    for address in ("/office/", LIST):
        assert "还没有批次" in visit(office.officer("610100"), address).content.decode()
