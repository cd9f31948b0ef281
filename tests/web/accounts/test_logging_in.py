"""Logging in: by address or credit code, locked after repeated failures, neutral, and back to where one was."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.contrib.auth import hashers
from django.test import Client

from zhiqiang.records.models import Attempts, Event, Person

pytestmark = pytest.mark.django_db
ENTER = "/account/enter/"


def enter(client: Client, login: str, password: str, **more):
    return client.post(ENTER, {"login": login, "password": password}, **more)


@pytest.mark.parametrize(
    "login", ["owner@example.com", " Owner@Example.com ", "91610131MA6U106Q1M", "91610131ma6u106q1m"]
)
def test_by_address_or_by_the_credit_code_of_the_account_one_owns(client, people, password, login):
    answer = enter(client, login, password)

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/on/")
    assert client.get("/account/who/").json()["person"]["email"] == "owner@example.com"


def test_a_colleague_enters_by_their_own_address_alone(client, people):
    Person.objects.filter(pk=people.colleague.pk).update(password=hashers.make_password("别人的-密码-88"))

    assert enter(client, "91610131MA6U106Q1M", "别人的-密码-88").status_code == 200
    assert enter(client, "second@example.com", "别人的-密码-88").status_code == 302


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, people):
    pages = [enter(client, login, "不对的-密码-1").content.decode() for login in
             ("owner@example.com", "nobody@example.com", "91610131MA6U106Q1M", "91610000220521879Y")]  # fmt: skip

    for page in pages:
        assert "邮箱（或信用代码）与密码不相符" in page


@pytest.mark.parametrize("login", ["owner@example.com", "nobody@example.com", "91610000220521879Y"])
def test_as_much_work_is_done_for_an_unknown_account(client, people, monkeypatch, login):
    hashed = []
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", _counted(hashers.MD5PasswordHasher.encode, hashed)
    )

    enter(client, login, "不对的-密码-1")

    assert len(hashed) == 1


def _counted(encode, hashed):
    def counting(self, password, salt):
        hashed.append(salt)
        return encode(self, password, salt)

    return counting


@pytest.mark.parametrize(
    ("login", "said"), [("owner", "请填写邮箱"), ("9161", "应为 18 位"), ("", "请填写这一项")]
)
def test_what_is_no_address_is_told(client, people, login, said):
    assert said in enter(client, login, "x").content.decode()


def test_five_wrong_passwords_lock_the_account_and_say_until_when(client, people, password, acts):
    for _ in range(5):
        enter(client, "owner@example.com", "不对的-密码-1")
    page = enter(client, "owner@example.com", password).content.decode()

    until = Attempts.objects.exclude(locked_until=None).get().locked_until
    shown = (until + dt.timedelta(minutes=1)).astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert f"请在 {shown:%H:%M} 之后再试" in page
    assert acts().count("login.failed") == 5
    assert acts().count("login.locked") == 1
    locked = Event.objects.get(act="login.locked").details
    assert (locked["person"], locked["count"]) == (people.owner.pk, 5)


def test_an_address_nobody_has_locks_just_the_same(client, people):
    for _ in range(5):
        enter(client, "nobody@example.com", "不对的-密码-1")

    assert "为保护账号已暂停登录" in enter(client, "nobody@example.com", "x").content.decode()


def test_no_event_holds_a_password_or_an_address(client, people):
    enter(client, "owner@example.com", "不对的-密码-1")

    told = str(list(Event.objects.values_list("details", flat=True)))
    assert "不对的-密码-1" not in told
    assert "owner@example.com" not in told


def test_the_lock_ends_by_itself(client, people, password):
    for _ in range(5):
        enter(client, "owner@example.com", "不对的-密码-1")
    ago = dt.timedelta(minutes=16)
    for row in Attempts.objects.all():
        Attempts.objects.filter(pk=row.pk).update(
            since=row.since - ago, locked_until=row.locked_until and row.locked_until - ago
        )

    assert enter(client, "owner@example.com", password).status_code == 302


def test_a_browser_that_logged_in_before_is_not_locked_out_by_strangers(client, people, password):
    enter(client, "owner@example.com", password)
    client.post("/account/leave/")
    stranger = Client()
    for _ in range(6):
        enter(stranger, "owner@example.com", "不对的-密码-1")

    assert "暂停登录" in enter(stranger, "owner@example.com", password).content.decode()
    assert enter(client, "owner@example.com", password).status_code == 302


def test_a_forged_mark_of_a_known_browser_is_worth_nothing(client, people, password):
    for _ in range(5):
        enter(client, "owner@example.com", "不对的-密码-1")
    client.cookies["zhiqiang_known"] = "eyJhIjoiYiJ9:forged:mark"

    assert "暂停登录" in enter(client, "owner@example.com", password).content.decode()


def test_a_known_browsers_own_failures_lock_it_too(client, people, password):
    enter(client, "owner@example.com", password)
    client.post("/account/leave/")
    for _ in range(10):
        enter(client, "owner@example.com", "不对的-密码-1")

    assert "暂停登录" in enter(client, "owner@example.com", password).content.decode()


def test_many_accounts_tried_from_one_network_address_lock_the_address(client, people, password):
    for number in range(50):
        enter(client, f"guess{number}@example.com", "不对的-密码-1")

    assert "暂停登录" in enter(client, "owner@example.com", password).content.decode()
    assert enter(client, "owner@example.com", password, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_owner_learns_of_failures_since_the_last_time(client, people, password):
    for _ in range(3):
        enter(Client(), "owner@example.com", "不对的-密码-1")
    enter(client, "owner@example.com", password)

    assert "有 3 次登录没有成功" in client.get("/account/").content.decode()
    assert Event.objects.filter(act="login.done").last().details == {"failures": 3, "second_factor": False}


@pytest.mark.parametrize("back", ["/people/", "/account/email/?a=1", "http://testserver/people/"])
def test_one_goes_on_where_one_was(client, people, password, back):
    answer = client.post(ENTER, {"login": "owner@example.com", "password": password, "next": back})

    assert answer.headers["Location"] == back


@pytest.mark.parametrize(
    "back",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "http:evil.example",
     "https://testserver@evil.example/", " //evil.example", "/\t/evil.example", "https://localhost/", "ftp://testserver/"],
)  # fmt: skip
def test_but_never_to_another_site(client, people, password, back):
    answer = client.post(ENTER, {"login": "owner@example.com", "password": password, "next": back})

    assert answer.headers["Location"] == "/account/on/"


def test_the_way_back_is_kept_from_the_closed_door_to_the_open_one(client, people, password):
    closed = client.get("/people/?page=2")
    assert closed.headers["Location"] == "/account/enter/?next=%2Fpeople%2F%3Fpage%3D2"
    page = client.get(closed.headers["Location"]).content.decode()

    assert '<input type="hidden" name="next" value="/people/?page=2">' in page


def test_the_session_gets_a_new_name_and_its_cookie_is_shielded(client, people, password):
    client.get(ENTER)
    session = client.session
    session["kept"] = "1"
    session.save()
    client.cookies["zhiqiang_session"] = session.session_key

    answer = enter(client, "owner@example.com", password)

    cookie = answer.cookies["zhiqiang_session"]
    assert cookie.value != session.session_key
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_a_log_in_without_the_forms_token_is_refused(people, password):
    assert enter(Client(enforce_csrf_checks=True), "owner@example.com", password).status_code == 403


def test_a_closed_account_does_not_open(client, people, password):
    Person.objects.filter(pk=people.owner.pk).update(is_active=False)

    answer = enter(client, "owner@example.com", password, follow=True)

    assert "这个账号已停用" in answer.content.decode()
    assert client.get("/account/who/").json()["person"] is None


def test_a_closed_account_ends_what_is_open(entered, people):
    client = entered("owner")
    Person.objects.filter(pk=people.owner.pk).update(is_active=False)

    assert client.get("/people/").status_code == 302


def test_leaving_is_logged_and_needs_a_form(entered, acts):
    client = entered("owner")
    assert client.get("/account/leave/").status_code == 200
    assert client.get("/people/").status_code == 200

    client.post("/account/leave/")

    assert client.get("/people/").status_code == 302
    assert acts()[-1] == "login.ended"


def test_the_chosen_language_comes_with_the_person(client, people, password):
    Person.objects.filter(pk=people.owner.pk).update(language="en")

    answer = enter(client, "owner@example.com", password)

    assert answer.cookies["zhiqiang_language"].value == "en"


def test_a_script_logs_in_in_place_and_gets_what_the_page_needs(people, password):
    client = Client(enforce_csrf_checks=True)
    script = {"x-requested-with": "XMLHttpRequest"}
    token = client.get("/account/who/").json()["csrf"]
    wrong = client.post(
        ENTER, {"login": "owner@example.com", "password": "x", "csrfmiddlewaretoken": token}, headers=script
    )
    assert wrong.status_code == 400
    assert "不相符" in wrong.json()["form"]["errors"][0]

    given = {"login": "owner@example.com", "password": password, "csrfmiddlewaretoken": token}
    answer = client.post(ENTER, given, headers=script)

    now = answer.json()["data"]
    assert (answer.status_code, now["person"]["email"], now["step"]) == (200, "owner@example.com", None)
    assert now["enterprise"] == people.enterprise.key
    saved = {"name": "王立新", "mobile": "", "language": "", "csrfmiddlewaretoken": now["csrf"]}
    assert client.post("/account/", saved).status_code == 302


def test_without_session_cookie_no_row_is_asked_for(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(ENTER)


def test_passwords_are_kept_with_argon2_in_production():
    from zhiqiang.config.accounts import account_settings
    from zhiqiang.config.environment import Environment

    chosen = account_settings(Environment({}))["PASSWORD_HASHERS"]
    hasher = hashers.import_string(chosen[0])()

    kept = hasher.encode("松风-水月-2026", hasher.salt())
    assert kept.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert hasher.verify("松风-水月-2026", kept)


def test_under_https_the_cookies_travel_encrypted_only(tmp_path):
    told = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY)"
    environment = {**os.environ, "ZHIQIANG_HTTPS": "1", "ZHIQIANG_DATA": str(tmp_path)}

    said = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.split() == ["True", "True", "True"]
