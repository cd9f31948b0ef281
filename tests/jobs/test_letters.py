"""The outbox: every letter goes out once, or is tried again with its problem kept."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from zhiqiang.jobs import letters
from zhiqiang.records.models import Letter

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


class Failing(EmailBackend):
    """A mail server that is away."""

    def send_messages(self, messages):
        raise smtplib.SMTPServerDisconnected("the server is away")


class Choosy(EmailBackend):
    """A mail server that knows one of the addresses not."""

    def send_messages(self, messages):
        if messages[0].to == ["nobody@example.com"]:
            raise smtplib.SMTPRecipientsRefused({"nobody@example.com": (550, b"unknown")})
        return super().send_messages(messages)


def letter(to: str = "li@example.com", **more) -> Letter:
    return Letter.objects.create(**{"to": to, "subject": "通知", "body": "内容\n", "at": NOW} | more)


@pytest.mark.django_db
@pytest.mark.requirement("N12")
def test_what_waits_is_sent_once():
    letter()
    assert letters.send_waiting(at=NOW) == letters.Round(sent=1)
    assert letters.send_waiting(at=NOW) == letters.Round()

    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["li@example.com"], "通知", "内容\n")
    assert sent.extra_headers["Message-ID"].startswith("<letter-")
    assert Letter.objects.get().sent_at == NOW


@pytest.mark.django_db
def test_a_server_that_is_away_gets_it_later_and_later_and_nothing_is_lost(settings):
    settings.EMAIL_BACKEND = "tests.jobs.test_letters.Failing"
    letter()
    at, waits = NOW, []
    for _ in letters.WAITS:
        assert letters.send_waiting(at=at) == letters.Round(failed=1)
        assert letters.send_waiting(at=at) == letters.Round()
        kept = Letter.objects.get()
        waits.append((kept.next_try_at - at) / MINUTE)
        at = kept.next_try_at
    assert waits == list(letters.WAITS)
    assert kept.problem == "SMTPServerDisconnected: the server is away"

    letters.send_waiting(at=at)
    assert Letter.objects.get().given_up_at == at
    assert letters.send_waiting(at=at + dt.timedelta(days=99)) == letters.Round()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert letters.again(at=at) == 1
    assert letters.send_waiting(at=at) == letters.Round(sent=1)
    assert Letter.objects.get().problem == ""


@pytest.mark.django_db
def test_one_letter_that_cannot_go_does_not_hold_the_others_up(settings):
    settings.EMAIL_BACKEND = "tests.jobs.test_letters.Choosy"
    for to in ("a@example.com", "nobody@example.com", "b@example.com"):
        letter(to)

    assert letters.send_waiting(at=NOW) == letters.Round(sent=2, failed=1)
    assert [one.to for one in mail.outbox] == [["a@example.com"], ["b@example.com"]]


@pytest.mark.django_db
def test_a_held_letter_is_left_alone_until_the_hold_runs_out():
    letter()
    held = letters.hold_next(NOW)

    assert held is not None
    assert letters.send_waiting(at=NOW + 9 * MINUTE) == letters.Round()
    assert letters.send_waiting(at=NOW + 10 * MINUTE) == letters.Round(sent=1)
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<letter-{held.key}@localhost>"


@pytest.mark.django_db
def test_a_code_is_not_kept_once_it_is_sent_but_in_the_demo(settings):
    letter(body="1234-5678", secret=True)
    letters.send_waiting(at=NOW)
    assert Letter.objects.get().body == ""

    settings.DEMO = True
    letter(body="8765-4321", secret=True)
    letters.send_waiting(at=NOW)
    assert Letter.objects.first().body == "8765-4321"


@pytest.mark.django_db
def test_a_line_break_in_a_subject_makes_no_header():
    letter(subject="通知\nBcc: everybody@example.com")
    letters.send_waiting(at=NOW)

    assert mail.outbox[0].subject == "通知 Bcc: everybody@example.com"
    assert mail.outbox[0].recipients() == ["li@example.com"]


@pytest.mark.django_db
def test_a_letter_written_in_a_transaction_that_fails_was_never_there():
    with transaction.atomic():
        letter()
        transaction.set_rollback(True)

    assert letters.send_waiting(at=NOW) == letters.Round()
