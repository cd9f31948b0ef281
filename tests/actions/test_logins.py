"""Attempts counted in series, locked for a while, forgiven; time is an argument."""

import datetime as dt

import pytest

from zhiqiang.actions import logins
from zhiqiang.actions.refusals import Refused
from zhiqiang.records.models import Attempts

NOW = dt.datetime(2026, 11, 2, 1, 30, 20, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def attempt(**more: str) -> logins.Attempt:
    return logins.password_attempt(**{"account": "a@example.com", "address": "192.0.2.1"} | more)


def fail(times: int, at: dt.datetime = NOW, **more: str) -> None:
    for _ in range(times):
        logins.begin_attempt(attempt(**more), at=at)
        logins.fail_attempt(attempt(**more), person=None, at=at)


@pytest.mark.django_db
def test_four_failures_lock_nothing_five_do_until_told() -> None:
    fail(4)
    logins.begin_attempt(attempt(), at=NOW)
    with pytest.raises(Refused, match=r"try again after 09:46 \(Beijing time\)"):
        logins.begin_attempt(attempt(), at=NOW + 14 * MINUTE)

    logins.begin_attempt(attempt(), at=NOW + 15 * MINUTE)


@pytest.mark.django_db
def test_a_right_password_begins_the_series_anew_and_tells_the_failures() -> None:
    fail(4)
    logins.begin_attempt(attempt(), at=NOW)

    assert logins.forgive_attempt(attempt(), at=NOW) == 4
    fail(4)
    logins.begin_attempt(attempt(), at=NOW)
    assert logins.forgive_attempt(attempt(), at=NOW) == 4


@pytest.mark.django_db
def test_slow_guessing_is_told_to_the_owner_though_it_never_locks() -> None:
    for hour in range(6):
        fail(3, NOW + dt.timedelta(hours=hour))
    logins.begin_attempt(attempt(), at=NOW + dt.timedelta(hours=7))

    assert logins.forgive_attempt(attempt(), at=NOW + dt.timedelta(hours=7)) == 18


@pytest.mark.django_db
def test_one_account_from_many_addresses_is_one_series() -> None:
    for number in range(5):
        fail(1, address=f"192.0.2.{number}")

    with pytest.raises(Refused):
        logins.begin_attempt(attempt(address="192.0.2.99"), at=NOW)


@pytest.mark.django_db
def test_successes_do_not_fill_an_address() -> None:
    for number in range(200):
        one = attempt(account=f"p{number}@example.com")
        logins.begin_attempt(one, at=NOW)
        logins.forgive_attempt(one, at=NOW)


@pytest.mark.django_db
def test_own_successes_do_not_hide_guesses_at_others_from_one_address() -> None:
    own = attempt(account="own@example.com")
    for number in range(49):
        fail(1, account=f"victim{number}@example.com")
        logins.begin_attempt(own, at=NOW)
        logins.forgive_attempt(own, at=NOW)
    fail(1, account="one-more@example.com")

    with pytest.raises(Refused):
        logins.begin_attempt(own, at=NOW)


@pytest.mark.django_db
def test_the_table_names_nobody() -> None:
    fail(1)

    kept = str(list(Attempts.objects.values()))
    assert "a@example.com" not in kept
    assert "192.0.2.1" not in kept


@pytest.mark.django_db
def test_a_locked_attempt_is_not_counted() -> None:
    fail(5)
    for _ in range(20):
        with pytest.raises(Refused):
            logins.begin_attempt(attempt(), at=NOW + MINUTE)

    logins.begin_attempt(attempt(), at=NOW + 15 * MINUTE)


@pytest.mark.django_db
def test_old_series_are_forgotten() -> None:
    fail(1)

    assert logins.forget_old_attempts(before=NOW) == 0
    assert logins.forget_old_attempts(before=NOW + MINUTE) == 2
