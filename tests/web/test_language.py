import pytest


def test_chinese_comes_first_whatever_the_browser_asks_for(client):
    answer = client.get("/", headers={"accept-language": "en"})

    assert answer.headers["Content-Language"] == "zh-hans"
    assert '<html lang="zh-Hans">' in answer.content.decode()


@pytest.mark.requirement("X04")
def test_the_switch_keeps_the_page_and_is_remembered(client):
    answer = client.post("/language", {"language": "en", "next": "/gallery/?a=1"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/gallery/?a=1")
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_switch_leads_to_no_other_site(client):
    answer = client.post("/language", {"language": "en", "next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_chinese(client):
    client.cookies["zhiqiang_language"] = "tlh"

    assert client.get("/").headers["Content-Language"] == "zh-hans"


def test_a_request_does_not_leave_its_language_to_the_next(client):
    client.cookies["zhiqiang_language"] = "en"
    client.get("/")
    del client.cookies["zhiqiang_language"]

    assert client.get("/").headers["Content-Language"] == "zh-hans"
