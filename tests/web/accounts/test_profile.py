"""One's own account: particulars, password, address, log-ins."""

import pytest
from django.core.cache import cache
from django.test import Client

from zhiqiang.records.models import Event, Letter, Person

pytestmark = pytest.mark.django_db


def test_name_mobile_and_language_are_changed_and_logged(entered, people, acts):
    client = entered("owner")
    answer = client.post(
        "/account/", {"name": "  王  立新 ", "mobile": "+86 139-0013-9000", "language": "en"}
    )

    person = Person.objects.get(pk=people.owner.pk)
    assert (person.name, person.mobile, person.language) == ("王 立新", "13900139000", "en")
    assert answer.cookies["zhiqiang_language"].value == "en"
    assert Event.objects.get(act="person.changed").details == {"fields": ["name", "mobile", "language"]}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"name": ""}, "请填写这一项"), ({"mobile": "12"}, "少 9 位"), ({"language": "tlh"}, "tlh")],
)
def test_what_is_wrong_is_told_and_nothing_changed(entered, people, wrong, said):
    page = (
        entered("owner")
        .post("/account/", {"name": "王立新", "mobile": "", "language": ""} | wrong)
        .content.decode()
    )

    assert said in page
    assert Person.objects.get(pk=people.owner.pk).name == "王立"


def test_an_html_name_is_shown_as_it_was_typed(entered):
    client = entered("owner")
    client.post("/account/", {"name": "<b>王</b>", "mobile": "", "language": ""})

    page = client.get("/people/").content.decode()
    assert "&lt;b&gt;王&lt;/b&gt;" in page
    assert "<b>王</b>" not in page


def test_a_new_password_ends_the_other_log_ins_and_keeps_this_one(entered, people, password, acts):
    here, there = entered("owner"), entered("owner")
    here.post("/account/password/", {"oldpassword": password, "password1": "另一句-好密码-88"})

    assert here.get("/people/").status_code == 200
    assert there.get("/people/").status_code == 302
    assert acts()[-1] == "password.changed"
    assert Letter.objects.last() is not None
    assert "密码已修改" in Letter.objects.get(to="owner@example.com").subject


def test_the_present_password_is_asked_for(entered):
    page = (
        entered("owner")
        .post("/account/password/", {"oldpassword": "x", "password1": "另一句-好密码-88"})
        .content.decode()
    )

    assert "现在的密码不正确" in page


def test_a_new_address_counts_once_its_code_is_typed_in(entered, people, code, acts, password):
    client = entered("owner")
    client.post("/account/email/", {"email": "New@Example.com", "action_add": "1"})
    assert Person.objects.get(pk=people.owner.pk).email == "owner@example.com"

    client.post("/account/code/", {"code": code("new@example.com")})

    assert Person.objects.get(pk=people.owner.pk).email == "new@example.com"
    assert acts()[-1] == "email.changed"
    assert "邮箱已更换" in Letter.objects.filter(to="owner@example.com").last().subject
    assert (
        Client().post("/account/enter/", {"login": "new@example.com", "password": password}).status_code
        == 302
    )
    assert (
        Client().post("/account/enter/", {"login": "owner@example.com", "password": password}).status_code
        == 200
    )


def test_a_colleagues_address_cannot_be_taken_and_the_page_does_not_tell(entered, people, code):
    client = entered("owner")
    answer = client.post("/account/email/", {"email": "second@example.com", "action_add": "1"})
    assert answer.headers["Location"] == "/account/code/"

    page = client.post("/account/code/", {"code": code("second@example.com")}).content.decode()

    assert "请换一个" in page
    assert Person.objects.get(pk=people.owner.pk).email == "owner@example.com"


def test_an_address_somebody_only_typed_keeps_nobody_out(entered, people, code, typed):
    Client().post("/account/register/", typed)
    cache.clear()
    client = entered("owner")
    client.post("/account/email/", {"email": "li@qinchuan.example", "action_add": "1"})
    client.post("/account/code/", {"code": code("li@qinchuan.example")})

    assert Person.objects.get(pk=people.owner.pk).email == "li@qinchuan.example"


def test_long_after_logging_in_the_password_is_asked_for_first_and_the_form_is_kept(
    entered, people, code, password
):
    client = entered("owner")
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()

    answer = client.post("/account/email/", {"email": "new@example.com", "action_add": "1"})
    assert answer.headers["Location"].startswith("/account/again/")
    assert Letter.objects.count() == 0
    client.post(answer.headers["Location"], {"password": password, "next": "/account/email/"})

    client.post("/account/code/", {"code": code("new@example.com")})
    assert Person.objects.get(pk=people.owner.pk).email == "new@example.com"


def test_wrong_passwords_given_again_are_counted_like_any(entered, people):
    client = entered("owner")
    pages = [client.post("/account/again/", {"password": "x"}).content.decode() for _ in range(6)]

    assert "密码不正确" in pages[0]
    assert "暂停登录" in pages[5]


def test_allauths_other_acts_on_addresses_have_no_place(entered):
    for act in ("action_send", "action_remove", "action_primary"):
        assert (
            entered("owner").post("/account/email/", {"email": "owner@example.com", act: "1"}).status_code
            == 404
        )


def test_log_ins_are_listed_and_all_others_ended(people, password, acts):
    here = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36"})
    there = Client(headers={"user-agent": "Mozilla/5.0 (iPhone) MicroMessenger/8.0 Safari"})
    for browser in (here, there):
        browser.post("/account/enter/", {"login": "owner@example.com", "password": password})
    page = here.get("/account/log-ins/").content.decode()
    assert "Chrome · Windows" in page
    assert "WeChat · iPhone" in page
    assert page.count("现在这台") == 1

    here.post("/account/log-ins/")

    assert here.get("/people/").status_code == 200
    assert there.get("/people/").status_code == 302
    assert acts()[-1] == "login.others_ended"


def test_a_strangers_log_ins_are_not_shown(entered, people, password):
    Client().post("/account/enter/", {"login": "second@example.com", "password": password})
    client = Client()
    client.post("/account/enter/", {"login": "owner@example.com", "password": password})

    assert client.get("/account/log-ins/").content.decode().count("127.0.0.1") == 1


def test_the_demos_mailbox_shows_letters_and_only_in_the_demo(client, people, settings):
    client.post("/account/forgotten/", {"email": "owner@example.com"})
    assert client.get("/demo/mailbox/").status_code == 404

    settings.DEMO = True
    page = client.get("/demo/mailbox/?to=owner").content.decode()

    assert "重设密码的验证码" in page
    assert "只在演示中有这一页" in page
    assert "验证码是" not in client.get("/demo/mailbox/?to=else").content.decode()
