"""The worker goes round, survives a round that fails, and ends when it is told or left alone."""

import datetime as dt
import io
import os
import time

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from zhiqiang.jobs.sweeping import Swept, sweep
from zhiqiang.jobs.working import Rounds, Worker
from zhiqiang.records.models import Attempts, Bureau, Letter, Person, Post

NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_each_round_has_its_own_pace_and_one_that_fails_comes_again(caplog):
    made = []

    def broken() -> None:
        made.append("broken")
        raise DatabaseError("away")

    rounds = (Rounds("often", lambda: made.append("often"), 0), Rounds("seldom", broken, 3600))
    worker, due = Worker(rounds), {"often": 0.0, "seldom": 0.0}
    for _ in range(3):
        worker.go_round(due, time.monotonic())

    assert made == ["often", "broken", "often", "often"]
    assert "a round failed" in caplog.text


def test_a_worker_without_its_parent_ends():
    assert Worker((), parent=os.getppid()).orphaned is False
    assert Worker((), parent=1 << 22).orphaned is True


@pytest.mark.django_db(transaction=True)
def test_once_sends_what_waits_and_ends(capsys):
    Letter.objects.create(to="li@example.com", subject="s", body="b", at=NOW)

    call_command("worker", "--once")

    assert Letter.objects.get().sent_at is not None


@pytest.mark.django_db
def test_sweeping_takes_away_what_is_past_its_time():
    Session.objects.create(session_key="old", session_data="", expire_date=NOW - dt.timedelta(minutes=1))
    Session.objects.create(session_key="new", session_data="", expire_date=NOW + dt.timedelta(minutes=1))
    Attempts.objects.create(key="old", since=NOW - dt.timedelta(days=31))

    assert sweep(at=NOW) == Swept(sessions=1, people=0, attempts=1, papers=0)


@pytest.mark.django_db
def test_an_officer_is_appointed_from_the_command_line(capsys):
    bureau = Bureau.objects.create(code="610100", name="西安市局", name_en="Xi'an", level="city")
    call_command("appoint", "chen@xian.example", "陈晨", "610100")

    said = capsys.readouterr().out
    person = Person.objects.get()
    password = said.split("first password: ")[1].split("\n")[0]
    assert person.check_password(password)
    assert person.must_change_password
    assert Post.objects.get().bureau == bureau


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chen@", "陈晨", "610100"), "domain after @"),
        (("c@x.example", "陈晨", "1"), "610100 西安市局"),
        (("old@x.example", "陈晨", "610100"), "已有账号"),
    ],
)
def test_what_is_wrong_is_told_on_the_command_line(arguments, said):
    Bureau.objects.create(code="610100", name="西安市局", name_en="Xi'an", level="city")
    call_command("appoint", "old@x.example", "老陈", "610100", stdout=io.StringIO())

    with pytest.raises(CommandError, match=said):
        call_command("appoint", *arguments)
