"""The printable sheet: every answer, the score and every reason; it also serves a browser without script."""

import json

import pytest

from tests.web.reading_pages import Page
from tests.web.test_exchange import ANSWERS, SHAANXI
from tests.web.test_score import EVIL
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.scoring import score


def sheet(client, answers, id="shaanxi-2020") -> Page:
    got = client.post(f"/s/{id}/sheet/", {"answers": json.dumps(answers)})
    assert got.status_code == 200
    return Page(got.content.decode())


@pytest.mark.requirement("S33", "X02")
def test_the_sheet_tells_the_score_and_every_reason(client):
    words = explain_score(SHAANXI, score(SHAANXI, answer(SHAANXI, ANSWERS)), "zh")

    page = sheet(client, ANSWERS)

    assert words.total in page.text
    for group in words.groups:
        for one in group.children:
            assert " ".join(one.fixed.rule.split()) in page.text or one.children
            for step in one.steps if not one.children else ():
                assert " ".join(step.split()) in page.text


def test_every_answer_stands_on_the_sheet(client):
    page = sheet(client, ANSWERS)

    assert ANSWERS["enterprise_name"] in page.text
    places = {e["id"] for e in page.elements if e.get("id").startswith("f-")}
    assert places >= {f"f-{key}" for key in ANSWERS if not key.startswith("points.")}


def test_a_browser_without_script_gets_the_same_from_the_form_itself(client):
    plain = client.post("/s/shaanxi-2020/sheet/", ANSWERS | {"foreign_type": ""})

    assert Page(plain.content.decode()).text.count("依据") == sheet(client, ANSWERS).text.count("依据")
    assert score(SHAANXI, answer(SHAANXI, ANSWERS)).total != 0


def test_what_cannot_be_read_is_shown_as_it_was_typed(client):
    page = sheet(client, {"registered_capital": "八万"})

    assert [e.text for e in page.all("b", **{"class": "is-wrong"})] == ["八万"]


def test_hostile_answers_are_text(client, trial):
    answers = {"name": EVIL, "capital": EVIL, "patents.0.number": EVIL, "patents.1.kind": EVIL, EVIL: EVIL}
    got = client.post(f"/s/{trial.id}/sheet/", {"answers": json.dumps(answers)}).content.decode()

    assert "<img src=x" not in got
    assert "patents.1" in got


def test_without_answers_one_is_led_back_to_the_form(client):
    assert client.get("/s/shaanxi-2020/sheet/").headers["Location"] == "/s/shaanxi-2020/self-assessment/"


def test_answers_that_are_none_are_told(client):
    assert client.post("/s/shaanxi-2020/sheet/", {"answers": "{"}).status_code == 400


def test_the_sheet_is_kept_by_no_cache(client):
    assert "no-store" in client.post("/s/shaanxi-2020/sheet/", {"answers": "{}"}).headers["Cache-Control"]
