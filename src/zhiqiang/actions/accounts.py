"""Opening an account, confirming its e-mail address, and what people change about themselves."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.enterprises import register_enterprise
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Bureau, Member, Person, Post, Registration

LANGUAGES = ("", "zh-hans", "en")
TAKEN = Words("该邮箱已有账号，请直接登录", "this address has an account: log in with it")


@dataclass(frozen=True, slots=True)
class Particulars:
    """Who somebody is: what an account is opened with."""

    email: str
    name: str
    mobile: str = ""


def open_account(
    who: Particulars,
    *,
    password: str,
    at: dt.datetime,
    confirmed: bool,
    must_change_password: bool = False,
) -> Person:
    """A person who can log in, once the e-mail address is confirmed.

    Whoever wanted the same address before and never confirmed it is forgotten. Raises Refused where the address
    belongs to an account. No event yet for what is not confirmed: anybody may type anybody's address.
    """
    email = who.email.strip().lower()
    with transaction.atomic():
        forget_unconfirmed(email)
        if EmailAddress.objects.filter(email=email).exists() or Person.objects.filter(email=email).exists():
            raise Refused(TAKEN)
        try:
            with transaction.atomic():
                person = Person.objects.create_user(
                    email, password, name=one_line(who.name), mobile=who.mobile, joined_at=at,
                    must_change_password=must_change_password,
                )  # fmt: skip
        except IntegrityError:  # somebody was quicker
            raise Refused(TAKEN) from None
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=confirmed)
        if confirmed:
            record("person.registered", by=person, at=at)
        return person


def register(
    who: Particulars, *, credit_code: str, enterprise: str, password: str, at: dt.datetime
) -> Person:
    """Begin a registration: it becomes an enterprise's account when the e-mail address is confirmed."""
    with transaction.atomic():
        person = open_account(who, password=password, at=at, confirmed=False)
        Registration.objects.create(person=person, credit_code=credit_code, name=enterprise.strip(), at=at)
        return person


def unconfirmed(email: str) -> list[Person]:
    """Those who gave this address and never showed that it is theirs: no log-in, no confirmed address."""
    return list(
        Person.objects.filter(email=email.strip().lower(), last_login=None)
        .exclude(pk__in=EmailAddress.objects.filter(verified=True).values("user"))
        .filter(membership=None, posts=None)
    )


def forget_unconfirmed(email: str) -> None:
    """Take away accounts of this address that nobody ever confirmed; whoever began them has to begin again."""
    for person in unconfirmed(email):
        person.delete()


def forget_stale(*, before: dt.datetime) -> int:
    """Take away every account opened before then and never confirmed; how many."""
    stale = Person.objects.filter(joined_at__lt=before, last_login=None, membership=None, posts=None).exclude(
        pk__in=EmailAddress.objects.filter(verified=True).values("user")
    )
    found = list(stale)
    for person in found:
        person.delete()
    return len(found)


def finish_registration(*, person: Person, at: dt.datetime) -> Member | None:
    """The address is confirmed: the enterprise asked for gets its account, and this person owns it.

    None where nothing was asked for. Raises Refused where somebody else registered the enterprise meanwhile; the
    wish is forgotten then, the person stays.
    """
    with transaction.atomic():
        wanted = Registration.objects.select_for_update().filter(person=person).first()
        if wanted is None:
            return None
        wanted.delete()
        record("person.registered", by=person, at=at)
    return register_enterprise(credit_code=wanted.credit_code, name=wanted.name, person=person, at=at)


def change_particulars(*, name: str, mobile: str, language: str, by: Reader, at: dt.datetime) -> Person:
    """Change one's own name, mobile number and language. Raises Refused for an empty name or a strange language."""
    if by.person is None:
        raise Refused(Words("请先登录", "log in first"))
    if not name.strip():
        raise Refused(Words("请填写姓名", "give your name"))
    if language not in LANGUAGES:
        raise Refused(Words("没有这种语言", "there is no such language"))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=by.person.pk)
        new = {"name": one_line(name), "mobile": mobile, "language": language}
        changed = [field for field, value in new.items() if getattr(person, field) != value]
        for field in changed:
            setattr(person, field, new[field])
        if changed:
            person.save(update_fields=changed)
            record("person.changed", by=person, at=at, details={"fields": changed})
        return person


def one_line(text: str) -> str:
    """A name as it is kept: no blanks around it, no line breaks in it."""
    return " ".join(text.split())


def note(act: str, *, person: Person, at: dt.datetime, **details: Any) -> None:
    """Log what the account library did at this person's wish: a password, an address, a second factor changed."""
    with transaction.atomic():
        record(act, by=person, at=at, details=details)


def password_was_changed(*, person: Person, at: dt.datetime, act: str = "password.changed") -> None:
    """Log it, and lift the duty to change it."""
    with transaction.atomic():
        if person.must_change_password:
            person.must_change_password = False
            person.save(update_fields=("must_change_password",))
        record(act, by=person, at=at)


def appoint_officer(
    who: Particulars, *, bureau: Bureau, password: str, at: dt.datetime, by: Person | None = None
) -> Post:
    """An officer's account with a password to be changed at the first log-in. `by`: None from the command line.

    Raises Refused where the address has an account already: an officer's is an account of its own.
    """
    with transaction.atomic():
        person = open_account(who, password=password, at=at, confirmed=True, must_change_password=True)
        post = Post.objects.create(person=person, bureau=bureau, since=at)
        record("officer.appointed", by=by, at=at, details={"person": person.pk, "bureau": bureau.code})
        return post
