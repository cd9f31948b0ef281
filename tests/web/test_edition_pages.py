"""Home and the pages of an edition: what is on, until when, and where every reference leads."""

import datetime as dt
import re
import shutil

import pytest

from tests.web.conftest import TRIAL
from tests.web.reading_pages import Page
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.models.edition import Deadline
from zhiqiang.engine.standards import industries
from zhiqiang.web.applicant.calendar import SHANGHAI, closing
from zhiqiang.web.applicant.digest import Block, blocks

EDITIONS = sorted(shipped())
PAGES = ("", "notice/", "set-values/", "self-assessment/")


def get(client, address) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def test_home_shows_every_edition(client, trial):
    page = get(client, "/")
    links = {e["href"] for e in page.all("a")}

    for id in [*EDITIONS, trial.id]:
        assert {f"/s/{id}/", f"/s/{id}/self-assessment/", f"/s/{id}/notice/"} <= links
    assert "陕知发〔2020〕68号" in page.text


def test_an_edition_that_cannot_be_read_is_left_out_and_logged(client, serve_folder, tmp_path, caplog):
    folder = tmp_path / "broken-2021"
    shutil.copytree(TRIAL, folder)
    (folder / "form.yaml").write_text("sections: 3", encoding="utf-8")
    serve_folder(folder)

    assert "broken-2021" not in client.get("/").content.decode()
    assert client.get("/s/broken-2021/").status_code == 404
    assert any(
        record.fields["edition"] == "broken-2021" for record in caplog.records if hasattr(record, "fields")
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("id", EDITIONS)
def test_every_reference_leads_somewhere(client, id, language):
    client.cookies["zhiqiang_language"] = language
    pages = {f"/s/{id}/{name}": get(client, f"/s/{id}/{name}") for name in PAGES}
    lost = []
    for address, page in pages.items():
        for link in page.all("a"):
            target, _, anchor = link["href"].partition("#")
            target = target.partition("?")[0] or address
            if anchor and target in pages and anchor not in (*pages[target].ids, "score"):
                lost.append((address, link["href"]))
            if target not in pages:
                assert client.get(target, follow=True).status_code == 200  # a door shows the log-in first

    assert lost == []


@pytest.mark.parametrize("id", EDITIONS)
def test_every_clause_and_ruling_can_be_read(client, id):
    scheme = load(shipped()[id])
    page = get(client, f"/s/{id}/notice/")

    assert set(scheme.clauses) | set(scheme.rulings) <= set(page.ids)
    for ruling in scheme.rulings.values():
        assert " ".join(ruling.holds.split()) in page.text


def test_conditions_materials_and_calendar_are_told(client):
    page = get(client, "/s/shaanxi-2020/")

    assert "贯标企业或战略性新兴产业骨干企业" in page.text
    assert "营业执照副本" in page.text
    assert "2020年11月20日 24:00" in page.text
    assert "已截止" in page.text
    assert "103 分由填报数据得出" in page.text


def test_set_values_are_found_by_industry_and_size(client):
    page = get(client, "/s/shaanxi-2020/set-values/?industry=39&size=B")

    found = page.text.partition("全部设定值")[0]
    assert "有效专利总量" in found
    assert "示例" in found
    assert "全部行业" in found


@pytest.mark.parametrize(
    "query", ["industry=&size=", "industry=999&size=Q", "industry=%01&size=%3Cscript%3E", "industry=39"]
)
def test_a_query_nobody_knows_shows_the_table_alone(client, query):
    page = get(client, f"/s/shaanxi-2020/set-values/?{query}")

    assert "全部设定值" in page.text


def test_the_industries_can_be_fetched_for_the_picker(client):
    answer = client.get("/standards/gbt4754-2011.json")

    assert [one["code"] for one in answer.json()["options"]] == [
        one.code for one in industries("gbt4754-2011")
    ]
    assert "max-age" in answer.headers["Cache-Control"]
    assert client.get("/standards/passwords.json").status_code == 404


DEADLINE = Deadline(
    id="d", label="截止", label_en="end", clause="c", closes=dt.date(2020, 11, 20), actor="enterprise"
)


@pytest.mark.parametrize(
    ("now", "over", "days"),
    [
        (dt.datetime(2020, 11, 20, 23, 59, 59, tzinfo=SHANGHAI), False, 0),
        (dt.datetime(2020, 11, 21, 0, 0, 0, tzinfo=SHANGHAI), True, 0),
        (dt.datetime(2020, 11, 20, 15, 59, 59, tzinfo=dt.UTC), False, 0),
        (dt.datetime(2020, 11, 20, 16, 0, 0, tzinfo=dt.UTC), True, 0),
        (dt.datetime(2020, 11, 12, 23, 59, tzinfo=SHANGHAI), False, 8),
        (dt.datetime(2020, 11, 12, 16, 30, tzinfo=dt.UTC), False, 7),
    ],
)
def test_a_day_ends_at_24_in_shanghai(now, over, days):
    seen = closing(DEADLINE, now)

    assert (seen.over, seen.days_left) == (over, days)


def test_the_digest_keeps_paragraphs_and_lists():
    text = "第一行\n第二行\n\n- 甲\n  续\n- 乙\n\nOne line\nand another.\n1. first\n2. second"

    assert blocks(text) == [
        Block("第一行第二行"),
        Block(items=("甲续", "乙")),
        Block("One line and another."),
        Block(items=("first", "second")),
    ]


def test_pages_are_light(client):
    for address, most in (("/", 20_000), ("/s/shaanxi-2020/", 60_000), ("/s/shaanxi-2020/notice/", 20_000),
                          ("/s/shaanxi-2020/self-assessment/", 60_000)):  # fmt: skip
        answer = client.get(address, headers={"accept-encoding": "gzip"})

        assert len(answer.content) < most, address


def test_no_page_speaks_of_another_host(client, trial):
    for address in ("/", *[f"/s/{id}/{name}" for id in [*EDITIONS, trial.id] for name in PAGES]):
        page = client.get(address).content.decode()

        assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
