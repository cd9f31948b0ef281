"""Accounts opened, confirmed, forgotten, changed."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress

from zhiqiang.access.roles import Reader
from zhiqiang.actions import accounts
from zhiqiang.actions.refusals import Refused
from zhiqiang.records.models import Bureau, Event, Person, Registration

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
WHO = accounts.Particulars("Li@Example.com", " 李\n青 ", "13800138000")


def begin(email: str = "li@example.com", at: dt.datetime = NOW) -> Person:
    who = accounts.Particulars(email, "李青")
    return accounts.register(
        who, credit_code="91610000220521879Y", enterprise="秦川公司", password="x", at=at
    )


def test_an_account_is_kept_in_small_letters_and_one_line() -> None:
    person = accounts.open_account(WHO, password="松风", at=NOW, confirmed=True)

    assert (person.email, person.name) == ("li@example.com", "李 青")
    address = EmailAddress.objects.get()
    assert (address.email, address.primary, address.verified) == ("li@example.com", True, True)


def test_an_address_has_one_account() -> None:
    accounts.open_account(WHO, password="x", at=NOW, confirmed=True)

    with pytest.raises(Refused, match="has an account"):
        accounts.open_account(WHO, password="x", at=NOW, confirmed=True)


def test_an_unconfirmed_one_makes_way_and_leaves_nothing() -> None:
    first = begin()
    second = begin()

    assert first.pk != second.pk
    assert list(Person.objects.all()) == [second]
    assert Registration.objects.get().person == second
    assert Event.objects.count() == 0


def test_a_confirmed_one_does_not() -> None:
    person = begin()
    EmailAddress.objects.update(verified=True)

    assert accounts.unconfirmed("li@example.com") == []
    with pytest.raises(Refused):
        begin()
    assert Person.objects.get() == person


def test_one_who_logged_in_once_is_nobody_to_forget() -> None:
    person = begin()
    Person.objects.update(last_login=NOW)

    assert accounts.unconfirmed(person.email) == []


def test_only_stale_registrations_are_swept() -> None:
    begin("old@example.com", NOW - dt.timedelta(days=5))
    begin("new@example.com", NOW - dt.timedelta(days=1))
    accounts.open_account(WHO, password="x", at=NOW - dt.timedelta(days=9), confirmed=True)

    assert accounts.forget_stale(before=NOW - dt.timedelta(days=3)) == 1
    assert set(Person.objects.values_list("email", flat=True)) == {"new@example.com", "li@example.com"}


def test_finishing_twice_registers_once() -> None:
    person = begin()

    member = accounts.finish_registration(person=person, at=NOW)
    assert member is not None
    assert member.role == "owner"
    assert accounts.finish_registration(person=person, at=NOW) is None


def test_nothing_changed_is_no_event() -> None:
    person = accounts.open_account(WHO, password="x", at=NOW, confirmed=True)
    before = Event.objects.count()

    accounts.change_particulars(name="李 青", mobile="13800138000", language="", by=Reader(person), at=NOW)

    assert Event.objects.count() == before


@pytest.mark.parametrize(
    ("name", "language", "said"), [(" ", "", "give your name"), ("李", "tlh", "no such language")]
)
def test_nonsense_is_refused(name: str, language: str, said: str) -> None:
    person = accounts.open_account(WHO, password="x", at=NOW, confirmed=True)

    with pytest.raises(Refused, match=said):
        accounts.change_particulars(name=name, mobile="", language=language, by=Reader(person), at=NOW)
    with pytest.raises(Refused, match="log in first"):
        accounts.change_particulars(name="李", mobile="", language="", by=Reader(None), at=NOW)


def test_an_officer_must_change_the_first_password() -> None:
    bureau = Bureau.objects.create(code="610100", name="西安市局", name_en="Xi'an", level="city")
    post = accounts.appoint_officer(WHO, bureau=bureau, password="x", at=NOW)

    assert post.person.must_change_password
    accounts.password_was_changed(person=post.person, at=NOW)

    assert not Person.objects.get().must_change_password
    acts = list(Event.objects.values_list("act", flat=True))
    assert acts == ["person.registered", "officer.appointed", "password.changed"]
