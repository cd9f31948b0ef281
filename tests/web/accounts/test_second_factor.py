"""Officers come in with a second factor only; whoever else wants one may have one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from tests.web.accounts.people import SECRET, give_factor, totp_code
from zhiqiang.records.models import Event, Letter, Person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("N15")]
ENTERPRISE, BUREAU = "/account/enter/", "/account/bureau/"
CODE, ADD, PASSWORD = "/account/second-factor/enter/", "/account/second-factor/add/", "/account/password/"
INSIDE = "/account/email/"


def enter(client: Client, door: str, email: str, password: str, **more):
    return client.post(door, {"login": email, "password": password}, **more)


@pytest.mark.parametrize("door", [BUREAU, ENTERPRISE])
def test_the_password_alone_opens_nothing_at_either_door(client, people, password, door):
    answer = enter(client, door, "chen@xian.example", password)

    assert answer.headers["Location"] == CODE
    assert client.get("/account/who/").json()["person"] is None
    assert client.get(INSIDE).status_code == 302


@pytest.mark.parametrize("door", [BUREAU, ENTERPRISE])
def test_with_the_code_the_officer_is_in(client, people, password, door):
    enter(client, door, "chen@xian.example", password, follow=True)
    answer = client.post(CODE, {"code": totp_code()})

    assert answer.headers["Location"] == "/account/on/"
    assert client.get("/account/who/").json()["bureau"] == "610100"
    assert Event.objects.filter(act="login.done").last().details["second_factor"] is True


def test_the_way_back_survives_the_second_step(client, people, password):
    client.post(BUREAU, {"login": "chen@xian.example", "password": password, "next": INSIDE})

    assert client.post(CODE, {"code": totp_code()}).headers["Location"] == INSIDE


def test_an_officers_session_is_half_as_long(client, people, password, settings):
    enter(client, BUREAU, "chen@xian.example", password)
    client.post(CODE, {"code": totp_code()})

    assert client.get(INSIDE).status_code == 200
    assert client.cookies["zhiqiang_session"]["max-age"] == ""
    session = client.session
    assert session["zhiqiang.until"] - time.time() == pytest.approx(settings.SESSION_COOKIE_AGE / 2, abs=60)

    session["zhiqiang.until"] = time.time() - 1
    session.save()
    assert client.get(INSIDE).status_code == 302
    assert client.get("/account/who/").json()["person"] is None


def test_the_clock_of_a_phone_may_be_half_a_minute_off(client, people, password):
    enter(client, BUREAU, "chen@xian.example", password)

    assert client.post(CODE, {"code": totp_code(-1)}).status_code == 302


def test_a_code_is_good_once(people, password):
    code, browsers = totp_code(), [Client(), Client()]
    for browser in browsers:
        enter(browser, BUREAU, "chen@xian.example", password)

    assert browsers[0].post(CODE, {"code": code}).status_code == 302
    assert "验证码不正确" in browsers[1].post(CODE, {"code": code}).content.decode()
    # A period later allauth has forgotten it, though the clocks' tolerance would let it pass.
    cache.delete(f"allauth.mfa.totp.used?user={people.officer.pk}&code={code}")
    assert "这个验证码刚用过" in browsers[1].post(CODE, {"code": code}).content.decode()


def test_five_wrong_codes_lock_and_a_right_one_does_not_help(client, people, password, acts):
    enter(client, BUREAU, "chen@xian.example", password)
    for _ in range(5):
        assert "验证码不正确" in client.post(CODE, {"code": "000000"}).content.decode()

    assert "暂停登录" in client.post(CODE, {"code": totp_code()}).content.decode()
    assert acts().count("login.locked") == 1


def test_an_enterprises_account_at_the_bureaus_door_is_sent_to_its_own(client, people, password):
    page = enter(client, BUREAU, "owner@example.com", password).content.decode()

    assert "请从企业入口登录" in page
    assert client.get("/account/who/").json()["person"] is None


@pytest.mark.django_db(transaction=True)
def test_the_first_day_password_then_factor_then_codes_then_in(client, people, password):
    answer = client.post(
        BUREAU, {"login": "fresh@xian.example", "password": password, "next": INSIDE}, follow=True
    )
    assert answer.request["PATH_INFO"] == PASSWORD
    assert "请先修改初始密码" in answer.content.decode()
    assert client.get("/account/who/").json() | {"csrf": ""} == {
        "person": {"name": "fresh", "email": "fresh@xian.example"}, "enterprise": None, "bureau": None, "step": "password", "csrf": "",
    }  # fmt: skip

    given = {"oldpassword": password, "password1": "新的-一句-密码-7", "next": INSIDE}
    answer = client.post(PASSWORD, given, follow=True)
    assert answer.request["PATH_INFO"] == ADD
    page = answer.content.decode()
    assert "工作人员须先启用两步验证" in page
    assert "<svg" in page
    secret = page.split('class="zq-key">')[1].split("<")[0].replace(" ", "")

    answer = client.post(ADD, {"code": totp_code(secret=secret)}, follow=True)
    assert answer.request["PATH_INFO"] == "/account/second-factor/codes/"
    assert answer.content.decode().count("<li>") >= 10
    assert client.get("/account/on/").headers["Location"] == INSIDE
    assert client.get(INSIDE).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/account/", INSIDE, "/account/log-ins/", "/account/second-factor/", "/account/second-factor/remove/"],
)
def test_halfway_in_only_the_steps_are_open(entered, address):
    answer = entered("fresh").get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(PASSWORD)


def test_an_officer_who_showed_no_factor_in_this_session_is_nobody(entered):
    client = entered("officer", factor=False)

    assert client.get("/account/who/").json()["bureau"] is None
    assert client.get("/account/").headers["Location"].startswith(ADD)


def test_a_script_of_somebody_halfway_is_told_which_step_is_left(entered):
    answer = entered("officer", factor=False).get("/account/", headers={"accept": "application/json"})

    assert answer.status_code == 401
    assert answer.json()["login"].startswith(ADD)


def test_the_new_password_may_not_be_the_old_one(entered, password):
    page = entered("fresh").post(PASSWORD, {"oldpassword": password, "password1": password}).content.decode()

    assert "与现在的密码相同" in page
    assert Person.objects.get(email="fresh@xian.example").must_change_password


def test_a_recovery_code_opens_once(people, password):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(people.officer).get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        enter(browser, BUREAU, "chen@xian.example", password)
        assert browser.post(CODE, {"code": code}).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_an_enterprises_person_may_have_a_factor_and_is_asked_for_it(entered, people, password, acts):
    client = entered("owner")
    page = client.get(ADD).content.decode()
    secret = page.split('class="zq-key">')[1].split("<")[0].replace(" ", "")
    client.post(ADD, {"code": totp_code(secret=secret)})

    assert acts()[-2:] == ["factor.added", "factor.added"]  # the authenticator and its recovery codes
    assert "两步验证已启用" in Letter.objects.filter(to="owner@example.com").last().subject
    assert enter(Client(), ENTERPRISE, "owner@example.com", password).headers["Location"] == CODE


def test_the_secret_is_not_kept_in_the_clear(people):
    kept = str(Authenticator.objects.get(user=people.officer).data)

    assert SECRET not in kept


def test_taking_the_factor_off_ends_every_other_log_in(entered, people, password):
    give_factor(people.owner)
    here, there = entered("owner", factor=True), Client()
    enter(there, ENTERPRISE, "owner@example.com", password)
    there.post(CODE, {"code": totp_code()})
    assert there.get(INSIDE).status_code == 200

    here.post("/account/second-factor/remove/")

    assert not Authenticator.objects.filter(user=people.owner).exists()
    assert there.get(INSIDE).status_code == 302
    assert here.get(INSIDE).status_code == 200


def test_an_officer_who_changes_phones_is_outside_until_the_new_one_is_set_up(entered, people):
    client = entered("officer")

    answer = client.post("/account/second-factor/remove/", follow=True)

    assert answer.request["PATH_INFO"] == ADD
    assert client.get("/account/who/").json()["bureau"] is None


def test_what_concerns_safety_asks_for_the_factor_again_not_for_the_password(people, password, client):
    enter(client, BUREAU, "chen@xian.example", password)
    client.post(CODE, {"code": totp_code()})
    session = client.session
    session["account_authentication_methods"] = [
        one | {"at": one["at"] - 3600} for one in session["account_authentication_methods"]
    ]
    session.save()

    answer = client.get("/account/second-factor/codes/new/", follow=True)
    assert answer.request["PATH_INFO"] == "/account/second-factor/again/"
    assert client.get("/account/again/").headers["Location"] == "/account/second-factor/again/"

    answer = client.post(
        answer.request["PATH_INFO"], {"code": totp_code(1), "next": "/account/second-factor/codes/new/"}
    )
    assert answer.headers["Location"] == "/account/second-factor/codes/new/"
    assert client.get("/account/second-factor/codes/new/").status_code == 200


def test_codes_and_keys_stay_in_no_cache(entered, people):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(people.officer)

    for client, address in ((entered("officer"), "/account/second-factor/codes/"), (entered("owner"), ADD)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]


def test_new_recovery_codes_make_the_old_ones_void(entered, people, acts):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    old = RecoveryCodes.activate(people.officer).get_unused_codes()
    client = entered("officer")
    client.post("/account/second-factor/codes/new/")
    file = client.get("/account/second-factor/codes/file/")

    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert not set(old) & set(file.content.decode().split())
    assert len(file.content.decode().splitlines()) == 11
