import pytest
from django.test import Client


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_problem_has_a_page_that_says_what_to_do(client, status, language):
    client.cookies["zhiqiang_language"] = language

    answer = client.get(f"/gallery/problem/{status}")
    page = answer.content.decode()

    assert answer.status_code == status
    assert str(status) in page
    assert 'class="zq-lead"' in page
    assert 'href="/"' in page


def test_htmx_gets_words_and_keeps_its_page(client):
    answer = client.get("/nowhere", headers={"hx-request": "true"})

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == "没有找到这一页。 请检查地址是否完整，或返回首页重新进入。"


def test_a_form_without_its_token_is_told_to_reload():
    answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})

    assert answer.status_code == 403
    assert "重新加载" in answer.content.decode()


def test_a_fault_of_ours_shows_no_stack(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("zhiqiang.web.gallery.ICONS", None)

    answer = client.get("/gallery/")

    assert answer.status_code == 500
    assert "我们这边出了问题" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_a_fault_in_the_page_for_faults_is_still_answered(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("zhiqiang.web.gallery.ICONS", None)
    monkeypatch.setattr("zhiqiang.web.problems.render", None)

    answer = client.get("/gallery/")

    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
