"""Logging in: attempts counted, a series of wrong ones locked for a while, every result logged.

Each attempt is counted before the password is looked at and forgiven when it was right, so that many at the same time
get no further than one after the other. Three series are counted: of the account, of the network address, and, where
a browser is known for this account, of that browser instead of the account: so nobody can lock somebody else out of a
browser they use.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.db import transaction

from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.permitting import ZONE
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Attempts, Person

Series = Literal["account", "address", "browser", "factor"]


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within so many minutes; one more wrong one locks for as many minutes."""

    attempts: int
    minutes: int

    @property
    def span(self) -> dt.timedelta:
        """The window, and the length of the lock."""
        return dt.timedelta(minutes=self.minutes)


LIMITS: dict[Series, Limit] = {
    "account": Limit(5, 15),
    "browser": Limit(10, 15),
    "factor": Limit(5, 15),
    "address": Limit(50, 15),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is tried, and from where: `series` → name. `what` is "password" or "code"."""

    series: tuple[tuple[Series, str], ...]
    what: Literal["password", "code"] = "password"

    @property
    def keys(self) -> dict[str, Limit]:
        """The series' keys with their limits."""
        return {attempts_key(kind, name): LIMITS[kind] for kind, name in self.series}


def password_attempt(*, account: str, address: str, browser: str = "") -> Attempt:
    """A password tried for an account from an address; `browser` names a browser known for this account, if any."""
    own: tuple[Series, str] = ("browser", f"{browser}/{account}") if browser else ("account", account)
    return Attempt((own, ("address", address)))


def code_attempt(*, person: Person) -> Attempt:
    """A one-time code tried by someone who knew the password."""
    return Attempt((("factor", str(person.pk)),), what="code")


def begin_attempt(attempt: Attempt, *, at: dt.datetime) -> None:
    """Count the attempt. Raises Refused while one of its series is locked, saying until when; nothing is counted then."""
    with transaction.atomic():
        rows = _rows(attempt.keys, at)
        locked = [row.locked_until for row in rows if row.locked_until and at < row.locked_until]
        if locked:
            raise Refused(_locked_words(max(locked)))
        for row in rows:
            limit = attempt.keys[row.key]
            if row.locked_until or at >= row.since + limit.span:
                row.count, row.since, row.locked_until = 0, at, None
            row.count += 1
            row.unseen += 1
            if row.count >= limit.attempts:
                row.locked_until = at + limit.span
            row.save()


def fail_attempt(attempt: Attempt, *, person: Person | None, at: dt.datetime) -> None:
    """The attempt was wrong: log it, and the lock where it brought one. `person`: whose account it was, if anybody's."""
    who = person.pk if person else None
    with transaction.atomic():
        rows = list(Attempts.objects.filter(key__in=attempt.keys))
        by_key = {row.key: row for row in rows}
        named = {kind: by_key[attempts_key(kind, name)] for kind, name in attempt.series
                 if attempts_key(kind, name) in by_key}  # fmt: skip
        count = max((row.count for kind, row in named.items() if kind != "address"), default=0)
        details = {"person": who, "what": attempt.what, "count": count}
        record("login.failed", by=None, at=at, details=details)
        for kind, row in named.items():
            if row.locked_until and at < row.locked_until and row.count == LIMITS[kind].attempts:
                locked = {
                    "person": who,
                    "series": kind,
                    "until": row.locked_until.isoformat(),
                    "count": row.count,
                }
                record("login.locked", by=None, at=at, details=locked)


def forgive_attempt(attempt: Attempt, *, at: dt.datetime) -> int:
    """The attempt was right: begin its own series anew, and take it back from the address's.

    Returns how many attempts on the account failed since the last right one.
    """
    with transaction.atomic():
        failures = 0
        kinds = {attempts_key(kind, name): kind for kind, name in attempt.series}
        for row in _rows(attempt.keys, at):
            if kinds[row.key] == "address":
                row.count = max(0, row.count - 1)
                row.locked_until = None
            else:
                failures = max(failures, row.unseen - 1)
                row.count, row.unseen, row.locked_until = 0, 0, None
            row.save()
        return failures


def lift_lock(*, account: str) -> None:
    """Forget an account's failures: its owner showed who they are in another way."""
    Attempts.objects.filter(key=attempts_key("account", account)).delete()


def enter(*, person: Person, at: dt.datetime, failures: int, factor: bool) -> None:
    """Log that somebody logged in, after so many failures, with or without a second factor."""
    with transaction.atomic():
        record("login.done", by=person, at=at, details={"failures": failures, "second_factor": factor})


def leave(*, person: Person, at: dt.datetime) -> None:
    """Log that somebody logged out."""
    with transaction.atomic():
        record("login.ended", by=person, at=at)


def forget_old_attempts(*, before: dt.datetime) -> int:
    """Take away the series that began before then; how many."""
    return Attempts.objects.filter(since__lt=before).delete()[0]


def attempts_key(kind: Series, name: str) -> str:
    """A keyed digest: the table does not tell who tried, nor from where."""
    said = f"{kind}\n{name.strip().lower()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()


def _rows(keys: Iterable[str], at: dt.datetime) -> list[Attempts]:
    """The series' rows, locked, always in one order."""
    wanted = sorted(keys)
    for key in wanted:
        Attempts.objects.get_or_create(key=key, defaults={"since": at})
    return list(Attempts.objects.select_for_update().filter(key__in=wanted).order_by("key"))


def _locked_words(until: dt.datetime) -> Words:
    # To the next whole minute: nobody is told a time at which it is still locked.
    shown = (
        (until + dt.timedelta(seconds=59, microseconds=999_999))
        .astimezone(ZONE)
        .replace(second=0, microsecond=0)
    )
    return Words(
        f"连续多次不正确，为保护账号已暂停登录，请在 {shown:%H:%M} 之后再试；也可以现在用邮件重设密码",
        f"too many wrong attempts: logging in is paused, try again after {shown:%H:%M} (Beijing time), or reset the "
        "password by e-mail now",
    )
