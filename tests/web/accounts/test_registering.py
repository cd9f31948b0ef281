"""An enterprise registers: nothing is anybody's before the e-mail address is confirmed."""

import pytest
from django.core.cache import cache
from django.test import Client

from zhiqiang.records.models import Enterprise, Letter, Member, Person, Registration

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("N09")]
REGISTER, CONFIRM = "/account/register/", "/account/code/"


def test_the_account_opens_when_the_code_is_typed_in(client, typed, code, acts):
    answer = client.post(REGISTER, typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, CONFIRM)
    assert Enterprise.objects.count() == 0
    assert acts() == []

    answer = client.post(CONFIRM, {"code": code("li@qinchuan.example").replace("-", " ")})

    member = Member.objects.get()
    assert member.role == "owner"
    assert member.enterprise.credit_code == "91610000220521879Y"
    assert member.enterprise.pinyin == "qinchuanjingmiyiqiyouxiangongsi qcjmyqyxgs"
    assert (member.person.email, member.person.mobile) == ("li@qinchuan.example", "13800138000")
    assert answer.headers["Location"] == "/account/on/"
    assert "李青" in client.get("/account/").content.decode()
    assert acts() == ["person.registered", "enterprise.registered", "login.done"]


def test_all_that_is_wrong_is_told_at_once_each_with_its_mend(client):
    wrong = {
        "credit_code": "91610000220521879",
        "enterprise": "秦川",
        "name": "",
        "mobile": "1380",
        "email": "li@x",
        "password1": "12345678",
    }
    page = client.post(REGISTER, wrong).content.decode()

    for said in ("若只漏了末位，应为 91610000220521879Y", "请填写企业的全称", "姓名：请填写这一项", "少 7 位", "邮箱：",
                 "密码只有 8 个字符，至少要 10 个", "只有一类字符", "太常见"):  # fmt: skip
        assert said in page
    assert 'value="秦川"' in page
    assert "12345678" not in page
    assert Person.objects.count() == 0


def test_the_page_tells_the_rules_of_a_password_beforehand(client):
    page = client.get(REGISTER).content.decode()

    assert "至少 10 个字符" in page
    assert "字母、数字、符号（或汉字）中至少两类" in page


def test_a_password_about_oneself_is_refused(client, typed):
    for password in ("li@qinchuan.example1", "13800138000x", "91610000220521879Y-", "秦川精密仪器有限公司1"):
        page = client.post(REGISTER, typed | {"password1": password}).content.decode()
        assert "太接近" in page, password


def test_an_enterprise_that_has_an_account_is_sent_to_its_owner(client, people, typed):
    page = client.post(REGISTER, typed | {"credit_code": people.enterprise.credit_code}).content.decode()

    assert "已有账号。请让账号负责人邀请你加入" in page
    assert not Person.objects.filter(email="li@qinchuan.example").exists()


def test_an_address_that_has_an_account_gets_the_very_same_answer(people, typed):
    known, unknown = Client(), Client()
    answers = [
        browser.post(REGISTER, typed | {"email": email}, follow=True)
        for browser, email in ((known, "owner@example.com"), (unknown, "nobody@example.com"))
    ]
    pages = [answer.content.decode().replace(email, "X") for answer, email in
             zip(answers, ("owner@example.com", "nobody@example.com"), strict=True)]  # fmt: skip

    without_tokens = [[line for line in page.splitlines() if "csrf" not in line] for page in pages]
    assert without_tokens[0] == without_tokens[1]
    assert "这个邮箱已有账号" in Letter.objects.get(to="owner@example.com").subject
    assert "注册验证码" in Letter.objects.get(to="nobody@example.com").subject
    assert Registration.objects.count() == 1


def test_whoever_typed_the_address_first_without_confirming_it_gains_nothing(client, typed, code, password):
    stranger = Client()
    stranger.post(REGISTER, typed | {"password1": "盗来的-密码-2026", "name": "贼"})
    first_code = code("li@qinchuan.example")

    client.post(REGISTER, typed)
    client.post(CONFIRM, {"code": code("li@qinchuan.example")})

    stranger.post(CONFIRM, {"code": first_code}, follow=True)
    assert stranger.get("/account/").status_code == 302
    assert Person.objects.get().name == "李青"
    assert Person.objects.get().check_password(password)


def test_a_second_enterprise_of_the_same_code_is_told_when_it_comes_to_confirm(client, typed, code):
    other = Client()
    other.post(REGISTER, typed | {"email": "other@qinchuan.example"})
    client.post(REGISTER, typed)
    client.post(CONFIRM, {"code": code("li@qinchuan.example")})

    page = other.post(CONFIRM, {"code": code("other@qinchuan.example")}, follow=True).content.decode()

    assert Enterprise.objects.count() == 1
    assert "该统一社会信用代码已有账号" in page
    assert Person.objects.filter(email="other@qinchuan.example").exists()


def test_a_wrong_code_is_told_and_after_five_the_code_is_void(client, typed, code):
    client.post(REGISTER, typed)
    right = code("li@qinchuan.example")
    for _ in range(4):
        assert "验证码不正确" in client.post(CONFIRM, {"code": "0000-0000"}).content.decode()
    answer = client.post(CONFIRM, {"code": "0000-0000"}, follow=True)
    assert "已作废" in answer.content.decode()

    client.post(CONFIRM, {"code": right})

    assert Member.objects.count() == 0


def test_a_new_code_can_be_asked_for_and_the_old_one_is_void(client, typed, code):
    client.post(REGISTER, typed)
    first = code("li@qinchuan.example")
    cache.clear()  # the pause between two codes is over
    client.post(CONFIRM, {"action": "resend"})
    second = code("li@qinchuan.example")

    assert Letter.objects.filter(to="li@qinchuan.example").count() == 2
    assert "验证码不正确" in client.post(CONFIRM, {"code": first}).content.decode()
    client.post(CONFIRM, {"code": second})
    assert Member.objects.count() == 1


def test_a_wrong_address_is_mended_by_beginning_again(client, typed):
    client.post(REGISTER, typed)
    assert client.get(REGISTER).status_code == 302

    answer = client.post("/account/leave/", {"next": REGISTER}, follow=True)

    assert answer.request["PATH_INFO"] == REGISTER
    assert answer.status_code == 200


def test_somebody_who_lost_the_page_gets_a_code_by_logging_in(client, typed, code, password):
    client.post(REGISTER, typed)
    cache.clear()  # the pause between two codes is over
    later = Client()
    answer = later.post("/account/enter/", {"login": "li@qinchuan.example", "password": password})
    assert answer.headers["Location"] == CONFIRM
    later.post(CONFIRM, {"code": code("li@qinchuan.example")})

    assert Member.objects.get().enterprise.name == "秦川精密仪器有限公司"


@pytest.mark.parametrize(
    ("typed_code", "said"),
    [
        ("91610131MA6U106Q1M", "代码无误"),
        ("91610131MA6U106Q1N", "第 18 位校验码应为 M"),
        ("9161O131MA6U106Q1M", "不使用字母"),
        ("<script>", "&lt;"),
        ("", ""),
    ],
)
def test_a_credit_code_is_checked_while_one_types(client, typed_code, said):
    page = client.post("/account/register/credit-code/", {"credit_code": typed_code}).content.decode()

    assert said in page
    assert "<script>" not in page


def test_the_check_does_not_tell_who_has_an_account(client, people):
    taken = client.post(
        "/account/register/credit-code/", {"credit_code": people.enterprise.credit_code}
    ).content.decode()

    assert "账号" not in taken


def test_somebody_without_an_enterprise_may_register_one(entered, people):
    client = entered("loose")
    assert "还没有加入企业" in client.get("/account/").content.decode()

    client.post(
        "/account/enterprise/", {"credit_code": "91610000220521879Y", "enterprise": "秦川精密仪器有限公司"}
    )

    assert Member.objects.get(person=people.loose).role == "owner"


def test_somebody_who_works_somewhere_may_not_and_an_officer_neither(entered, people):
    given = {"credit_code": "91610000220521879Y", "enterprise": "秦川精密仪器有限公司"}

    assert entered("colleague").post("/account/enterprise/", given).status_code == 302
    assert "不能加入企业" in entered("officer").post("/account/enterprise/", given).content.decode()
    assert Enterprise.objects.count() == 1
