"""A forgotten password: a code by mail, the same answer for everybody."""

import pytest
from django.core.cache import cache
from django.test import Client

from zhiqiang.records.models import Letter, Person

pytestmark = pytest.mark.django_db
FORGOTTEN, CODE, NEW = "/account/forgotten/", "/account/forgotten/code/", "/account/forgotten/new/"
PASSWORD = "另一句-好密码-88"


def test_with_the_code_a_new_password_is_set_and_every_log_in_ends(client, entered, people, code, acts):
    elsewhere = entered("owner")
    client.post(FORGOTTEN, {"email": "Owner@Example.com"})
    client.post(CODE, {"code": code("owner@example.com")})
    answer = client.post(NEW, {"password1": PASSWORD}, follow=True)

    assert "密码已重设" in answer.content.decode()
    assert Person.objects.get(pk=people.owner.pk).check_password(PASSWORD)
    assert elsewhere.get("/people/").status_code == 302
    assert acts()[-1] == "password.reset"
    assert [letter.subject.split(" / ")[0] for letter in Letter.objects.filter(to="owner@example.com").order_by("pk")] == [
        "知强：重设密码的验证码", "知强：密码已重设",
    ]  # fmt: skip


def test_an_unknown_address_gets_the_very_same_answer(people):
    pages = []
    for email in ("owner@example.com", "nobody@example.com"):
        page = Client().post(FORGOTTEN, {"email": email}, follow=True).content.decode()
        pages.append([line.replace(email, "X") for line in page.splitlines() if "csrf" not in line])

    assert pages[0] == pages[1]
    assert "没有账号" in Letter.objects.get(to="nobody@example.com").subject


def test_no_code_opens_what_was_asked_for_an_unknown_address(client, people):
    client.post(FORGOTTEN, {"email": "nobody@example.com"})

    assert client.post(CODE, {"code": ""}).status_code == 200
    assert client.post(CODE, {"code": "0000-0000"}).status_code == 200
    assert client.get(NEW).headers["Location"] == CODE


def test_without_the_code_there_is_no_new_password(client, people):
    assert client.get(NEW).headers["Location"] == FORGOTTEN
    client.post(FORGOTTEN, {"email": "owner@example.com"})
    assert client.post(NEW, {"password1": PASSWORD}).headers["Location"] == CODE


def test_five_wrong_codes_and_the_code_is_void(client, people, code):
    client.post(FORGOTTEN, {"email": "owner@example.com"})
    right = code("owner@example.com")
    for _ in range(5):
        client.post(CODE, {"code": "0000-0000"})

    assert client.post(CODE, {"code": right}).headers["Location"] == "/account/enter/"


def test_a_code_opens_in_the_browser_that_asked_for_it_alone(people, code):
    Client().post(FORGOTTEN, {"email": "owner@example.com"})
    other = Client()
    other.post(FORGOTTEN, {"email": "second@example.com"})

    assert other.post(CODE, {"code": code("owner@example.com")}).status_code == 200


def test_codes_are_not_sent_without_end(people):
    answers = [Client().post(FORGOTTEN, {"email": "owner@example.com"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert Letter.objects.filter(to="owner@example.com").count() == 5


def test_a_reset_lifts_the_lock_and_this_browser_is_known_from_then_on(client, people, code):
    for _ in range(5):
        Client().post("/account/enter/", {"login": "owner@example.com", "password": "x"})
    client.post(FORGOTTEN, {"email": "owner@example.com"})
    client.post(CODE, {"code": code("owner@example.com")})
    client.post(NEW, {"password1": PASSWORD})
    for _ in range(5):
        Client().post("/account/enter/", {"login": "owner@example.com", "password": "x"})

    assert (
        client.post("/account/enter/", {"login": "owner@example.com", "password": PASSWORD}).status_code
        == 302
    )


def test_the_rules_of_passwords_hold_here_too(client, people, code):
    client.post(FORGOTTEN, {"email": "owner@example.com"})
    client.post(CODE, {"code": code("owner@example.com")})

    assert "太接近" in client.post(NEW, {"password1": "owner@example1"}).content.decode()
    assert "太接近" in client.post(NEW, {"password1": "91610131MA6U106Q1M"}).content.decode()


def test_a_reset_confirms_the_address_and_the_enterprise_that_waited_gets_its_account(client, typed, code):
    from zhiqiang.records.models import Member

    Client().post("/account/register/", typed)
    cache.clear()
    client.post(FORGOTTEN, {"email": "li@qinchuan.example"})
    client.post(CODE, {"code": code("li@qinchuan.example")})
    client.post(NEW, {"password1": PASSWORD})

    assert Member.objects.get().enterprise.name == "秦川精密仪器有限公司"
    given = {"login": "li@qinchuan.example", "password": PASSWORD}
    assert client.post("/account/enter/", given).headers["Location"] == "/account/on/"


def test_a_reset_does_not_get_round_the_second_factor(client, people, code):
    client.post(FORGOTTEN, {"email": "chen@xian.example"})
    client.post(CODE, {"code": code("chen@xian.example")})
    client.post(NEW, {"password1": PASSWORD})

    answer = client.post("/account/bureau/", {"login": "chen@xian.example", "password": PASSWORD})

    assert answer.headers["Location"] == "/account/second-factor/enter/"
    assert client.get("/account/who/").json()["person"] is None


def test_the_letters_speak_both_languages_whatever_the_reader_chose(client, people):
    client.cookies["zhiqiang_language"] = "en"
    client.post(FORGOTTEN, {"email": "owner@example.com"})

    letter = Letter.objects.get()
    assert letter.subject.startswith("知强：重设密码的验证码 / ")
    assert "验证码是" in letter.body
    assert letter.secret
