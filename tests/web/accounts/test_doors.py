"""What a closed door says: to a browser, to a script, to somebody at the wrong one."""

import pytest
from django.test import Client

from zhiqiang.access.roles import Reader

pytestmark = pytest.mark.django_db


def test_a_browser_is_shown_the_entrance(client):
    assert client.get("/people/").headers["Location"] == "/account/enter/?next=%2Fpeople%2F"


def test_a_form_sent_too_late_leads_back_to_its_page(client):
    answer = client.post(
        "/people/invite/", {"email": "x@example.com"}, headers={"referer": "http://testserver/people/?a=1"}
    )

    assert answer.headers["Location"] == "/account/enter/?next=%2Fpeople%2F%3Fa%3D1"


@pytest.mark.parametrize("referer", ["https://evil.example/", "javascript:alert(1)", "//evil.example/x", ""])
def test_but_to_no_other_site(client, referer):
    answer = client.post("/people/invite/", {}, headers={"referer": referer} if referer else {})

    assert answer.headers["Location"] == "/account/enter/?next=%2F"


@pytest.mark.parametrize(
    "asked",
    [
        {"accept": "application/json"},
        {"x-requested-with": "XMLHttpRequest"},
        {"content-type": "application/json"},
    ],
)
def test_a_script_gets_401_and_keeps_its_page(client, asked):
    kind = asked.get("content-type", "application/x-www-form-urlencoded")
    headers = asked | {"referer": "http://testserver/s/x/self-assessment/"}
    answer = client.post("/people/invite/", "{}", content_type=kind, headers=headers)

    assert answer.status_code == 401
    told = answer.json()
    assert told["problem"] == "log-in"
    assert told["login"] == "/account/enter/?next=%2Fs%2Fx%2Fself-assessment%2F"
    assert "已填写的内容都还在" in told["advice"]


def test_htmx_gets_401_in_plain_words(client):
    answer = client.get("/people/", headers={"hx-request": "true", "hx-current-url": "http://testserver/x/"})

    assert answer.status_code == 401
    assert answer.headers["X-Log-In"] == "/account/enter/?next=%2Fx%2F"
    assert answer.content.decode() == "登录已过期。 请重新登录；这一页和已填写的内容都还在。"


def test_an_officer_at_an_enterprises_page_is_told_why_not(entered):
    answer = entered("officer").get("/people/")

    assert answer.status_code == 403
    assert "这一页供企业使用" in answer.content.decode()


def test_a_script_is_told_why_not_as_json(entered):
    answer = entered("officer").get("/people/", headers={"accept": "application/json"})

    assert (answer.status_code, answer.json()["reasons"]) == (403, ["这一页供企业使用，请用企业账号登录。"])


def test_reasons_are_told_in_the_readers_language(entered):
    client = entered("officer")
    client.cookies["zhiqiang_language"] = "en"

    assert (
        "This page is for enterprises: log in with an enterprise" in client.get("/people/").content.decode()
    )


def test_a_session_that_ended_is_nobodys(entered):
    client = entered("owner")
    client.session.delete()

    assert client.get("/people/").status_code == 302


def test_a_reader_is_looked_up_only_when_asked_for(entered, django_assert_max_num_queries):
    client = entered("owner")
    with django_assert_max_num_queries(3) as asked:
        client.get("/healthz")

    assert not [one["sql"] for one in asked.captured_queries if "records_" in one["sql"]]


def test_who_is_told_to_nobody_else(entered):
    answer = entered("owner").get("/account/who/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_person_of_an_enterprise_holds_no_post(people):
    assert Reader(people.owner).is_owner
    assert not Reader(people.colleague).is_owner
    assert Reader(people.owner).post is None
    assert Reader(people.officer).bureau.code == "610100"


def test_an_old_session_cookie_of_another_site_is_nobodys(people):
    client = Client()
    client.cookies["zhiqiang_session"] = "a" * 32

    assert client.get("/account/who/").json()["person"] is None
