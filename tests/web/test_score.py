"""The live score says exactly what the engine says, about anything that can be sent, and keeps nothing."""

import json
from fractions import Fraction

import pytest
from django.test import Client

from tests.web.reading_pages import Page
from zhiqiang.engine.answering import answer, flatten
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.scoring import score

SHAANXI = load(shipped()["shaanxi-2020"])
EVIL = '"><img src=x onerror=alert(1)>'


def enterprises() -> dict[str, dict]:
    cases = read_cases(Files(SHAANXI.folder))["cases/enterprises.yaml"].cases
    return {case.title: dict(flatten(case.answers)) for case in cases}


def ask(client, answers, id="shaanxi-2020", **more):
    content = json.dumps(
        {"answers": {k: v if isinstance(v, bool) else str(v) for k, v in answers.items()}} | more
    )
    return client.post(f"/s/{id}/score", content, content_type="application/json")


@pytest.mark.requirement("S33", "X02")
@pytest.mark.parametrize("title", enterprises())
def test_the_score_is_the_engines(client, title):
    answers = enterprises()[title]
    exact = score(SHAANXI, answer(SHAANXI, answers))

    told = ask(client, answers).json()

    assert told["total"] == points_words(exact.total)
    assert {id: Fraction(points) for id, points in told["points"].items()} == {
        found.id: found.points for found in exact.findings()
    }
    assert told["digest"] == SHAANXI.digest[:16]


@pytest.mark.requirement("X02")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_indicator_says_points_rule_figures_set_value_clause_and_ruling(client, language):
    answers = enterprises()["小型企业：秦岭智测科技有限公司"]
    lang = "en" if language == "en" else "zh"
    words = explain_score(SHAANXI, score(SHAANXI, answer(SHAANXI, answers)), lang)

    parts = ask(client, answers, language=language).json()["parts"]

    for group in words.groups:
        for one in group.children:
            if one.children:
                continue
            text = Page(parts[f"body.{one.id}"]["html"]).text
            links = {e["href"] for e in Page(parts[f"body.{one.id}"]["html"]).all("a")}
            assert " ".join(one.fixed.rule.split()) in text
            assert one.points in text
            for step in one.steps:
                assert " ".join(step.split()) in text
            for figure in one.figures:
                assert f"#f-{figure.key}" in links
                assert figure.value in text
            for value in one.set_values:
                assert value.value in text
                assert value.source in text
            assert f"/s/shaanxi-2020/notice/#{one.fixed.clause.id}" in links
            for ruling in one.fixed.rulings:
                assert f"/s/shaanxi-2020/notice/#{ruling.id}" in links
            for material in one.fixed.evidence:
                assert (material.label_en if lang == "en" else material.label) in text


def test_points_that_rest_on_a_sample_set_value_are_marked(client):
    parts = ask(client, enterprises()["小型企业：秦岭智测科技有限公司"]).json()["parts"]

    assert "示例" in Page(parts["head.i2"]["html"]).text
    assert "示例" in Page(parts["body.i2"]["html"]).text
    assert "示例" not in Page(parts["head.i1"]["html"]).text
    assert "示例" in Page(parts["brief"]["html"]).text


def test_the_states_of_an_indicator_are_told_apart(client, trial):
    sent = ask(client, {"change": "-1", "trading": "yes", "staff": "9"}, trial.id).json()["parts"]
    heads = {name: Page(part["html"]).text for name, part in sent.items()}

    assert "未填全" in heads["head.against"]
    assert "不适用" in heads["head.sometimes"]
    assert "未填全" not in heads["head.deep"]
    assert "待专家评分" in Page(ask(client, {}).json()["parts"]["head.i25"]["html"]).text


def test_a_piece_that_is_shown_already_is_not_sent_again(client):
    answers = {"wellknown_marks": "0", "domestic_marks": "2"}
    first = ask(client, answers).json()["parts"]
    shown = {name: part["tag"] for name, part in first.items()}

    assert ask(client, answers, shown=shown).json()["parts"] == {}
    assert {"head.i4", "body.i4", "summary", "brief"} <= set(
        ask(client, answers | {"foreign_marks": "1"}, shown=shown).json()["parts"]
    )
    assert "body.i5" not in ask(client, answers | {"foreign_marks": "1"}, shown=shown).json()["parts"]


def test_problems_stand_at_their_fields_and_in_the_list(client):
    told = ask(client, {"registered_capital": "八万", "contacts.mobile.first": "138", "core_staff.core.T": "3", "training": "yes",
                        "core_staff.trained.T": "5"}).json()  # fmt: skip

    assert told["problems"]["registered_capital"][0]["severity"] == "error"
    assert "不是数字" in told["problems"]["registered_capital"][0]["message"]
    assert "contacts.mobile.first" in told["problems"]
    assert any(
        "受训核心人员不能多于" in one["message"] for key in told["problems"] for one in told["problems"][key]
    )
    links = {e["href"] for e in Page(told["parts"]["problems"]["html"]).all("a")}
    assert {f"#f-{key}" for key in told["problems"]} <= links
    assert Page(told["parts"]["count.problems"]["html"]).text == str(
        sum(len(one) for one in told["problems"].values())
    )


def test_a_mistyped_number_comes_with_what_was_perhaps_meant(client, trial):
    told = ask(client, {"org_code": "91610131PDY001021A", "contacts.mobile.first": "138"}).json()["problems"]

    assert told["org_code"][0]["suggestions"] == ["91610131PDY001012A"]
    assert "suggestions" not in told["contacts.mobile.first"][0]


def test_what_is_merely_missing_is_counted_by_section_and_never_shown_as_a_mistake(client):
    told = ask(client, {}).json()
    listed = Page(told["parts"]["problems"]["html"])

    assert told["problems"] == {}
    assert "还没有填的必填项" in listed.text
    assert "#f-enterprise_name" in {e["href"] for e in listed.all("a")}


def test_calculated_and_inapplicable_answers_are_told(client):
    told = ask(
        client, {"ip_spend.filing.T": "1,200.5", "ip_spend.annuity.T": "１０", "backbone": "no"}
    ).json()

    assert told["computed"] == {"ip_spend.total.T": "1,210.5"}
    assert "emerging_industry" in told["not_applicable"]


def test_the_size_is_worked_out_with_its_reason(client):
    figures = {"industry": "39", "employees": "420", "finance.sales.T": "18600", "size": "A"}

    part = Page(ask(client, figures).json()["parts"]["sizing"]["html"])

    assert "B. 中型企业" in part.text
    assert "420" in part.text
    assert "18600" in part.text
    assert [(e["data-take"], e["data-value"]) for e in part.all("button")] == [("size", "B")]
    assert "一致" in Page(ask(client, figures | {"size": "B"}).json()["parts"]["sizing"]["html"]).text


def test_conditions_say_met_or_not_with_their_reason(client):
    answers = {"implements_standard": "no", "backbone": "no", "no_malicious_infringement": "yes"}

    gates = Page(ask(client, answers).json()["parts"]["gates"]["html"])

    assert "不满足" in gates.text
    assert "尚不能判断" in gates.text
    assert "两项都不具备的，可以先启动贯标" in gates.text
    assert "/s/shaanxi-2020/notice/#art-1.2" in {e["href"] for e in gates.all("a")}


def test_what_would_raise_an_open_indicator_comes_with_it(client):
    answers = enterprises()["小型企业：秦岭智测科技有限公司"]

    told = ask(client, answers, opened=["i7", "nonsense", "creation"]).json()["parts"]

    assert [name for name in told if name.startswith("raise.")] == ["raise.i7"]
    assert "+" in Page(told["raise.i7"]["html"]).text


@pytest.mark.parametrize("target", ["95", "150"])
def test_advice_names_steps_with_their_gain_and_clause(client, target):
    answers = {
        k: v if isinstance(v, bool) else str(v)
        for k, v in enterprises()["小型企业：秦岭智测科技有限公司"].items()
    }
    content = json.dumps({"answers": answers, "target": target})

    page = Page(
        client.post("/s/shaanxi-2020/advice", content, content_type="application/json").json()["html"]
    )

    assert any(e["href"].startswith("/s/shaanxi-2020/notice/#") for e in page.all("a"))
    assert ("可以达到" in page.text) != ("够不到" in page.text)


@pytest.mark.parametrize("target", ["", "many", "-1", "151", "NaN", "1e999", "9" * 50])
def test_a_target_that_is_none_is_told(client, target):
    answer_ = client.post(
        "/s/shaanxi-2020/advice",
        json.dumps({"answers": {}, "target": target}),
        content_type="application/json",
    )

    assert answer_.status_code == 400
    assert "0 至 150" in answer_.json()["error"]


# --- nasty input


def test_hostile_answers_come_back_as_text(client, trial):
    answers = {"name": EVIL, "code": EVIL, "capital": EVIL, "kind": EVIL, EVIL: EVIL, "patents.0.number": EVIL, "patents.0.kind": EVIL,
               "points.graded": EVIL, "size": EVIL}  # fmt: skip

    told = ask(client, answers, trial.id)

    assert told.status_code == 200
    assert all("<img" not in part["html"] for part in told.json()["parts"].values())
    assert told.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "value",
    [
        "\ud800",
        "\x00",
        "9" * 5000,
        "-" * 100,
        "1e400",
        "𝟏𝟐",
        "１２，０００",
        "NaN",
        "Infinity",
        "‮abc",
        "{{ 7*7 }}",
        "%s%n",
        "'; DROP TABLE",
    ],
)
def test_no_value_breaks_the_score(client, trial, value):
    answers = dict.fromkeys([*trial.typed, "patents.0.number", "patents.0.income"], value)

    assert ask(client, answers, trial.id).status_code == 200


def test_numbers_stay_exact(client):
    body = '{"answers": {"registered_capital": 0.1, "finance.sales.T": 12345678901234.1234, "employees": 12345678901234567890}}'

    told = client.post("/s/shaanxi-2020/score", body, content_type="application/json").json()

    assert "registered_capital" not in told["problems"]
    assert "employees" in told["problems"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"answers"', 400),
        (b"{}", 400),
        (b'{"answers": []}', 400),
        (b'{"answers": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}", 400),
        (b"\xff\xfe\x00", 400),
        (b'{"answers": ' + b'{"a":' * 200 + b"1" + b"}" * 200 + b"}", 200),
        (b'{"answers": {"a": 1e99999}}', 200),
        (b'{"answers": {"a": ' + b"9" * 9000 + b"}}", 200),
    ],
)
def test_a_body_that_is_none_gets_a_clear_answer(client, body, status):
    told = client.post("/s/shaanxi-2020/score", body, content_type="application/json")

    assert told.status_code == status
    if status == 400:
        assert len(told.json()["error"]) > 8


def test_too_much_is_refused(client):
    body = json.dumps({"answers": {"main_business": "长" * 600_000}})

    told = client.post("/s/shaanxi-2020/score", body, content_type="application/json")

    assert told.status_code == 413
    assert "过多" in told.json()["error"]


def test_only_json_is_read_so_that_no_other_site_can_ask_in_a_readers_name(client):
    assert client.post("/s/shaanxi-2020/score", {"answers": "{}"}).status_code == 415
    assert client.post("/s/shaanxi-2020/score", "{}", content_type="text/plain").status_code == 415


def test_the_score_works_in_a_page_left_open_and_keeps_nothing():
    strict = Client(enforce_csrf_checks=True)

    told = ask(strict, {"enterprise_name": "某公司"})

    assert told.status_code == 200
    assert told.cookies == {}
    assert "no-store" in told.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["get", "put", "delete", "head"])
@pytest.mark.parametrize("address", ["score", "advice", "answers.json", "score-sheet.pdf", "read"])
def test_what_takes_answers_is_posted(client, method, address):
    assert getattr(client, method)(f"/s/shaanxi-2020/{address}").status_code == 405


@pytest.mark.parametrize(
    "address", ["", "notice/", "set-values/", "self-assessment/", "sheet/", "workbook.xlsx"]
)
def test_an_unknown_scheme_is_not_found(client, address):
    assert client.get(f"/s/nowhere/{address}").status_code == 404
    assert ask(client, {}, "nowhere").status_code == 404


def test_the_language_of_the_page_holds_whatever_the_cookie_says(client):
    client.cookies["zhiqiang_language"] = "zh-hans"

    told = ask(client, {"registered_capital": "x"}, language="en").json()

    assert "is not a number" in told["problems"]["registered_capital"][0]["message"]
