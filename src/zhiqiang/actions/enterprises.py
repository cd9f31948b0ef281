"""Registering an enterprise, and the people who work for it."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.identifying import check_uscc
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Enterprise, Invitation, Letter, Member, Person

INVITATION_DAYS = 7


def register_enterprise(
    *, credit_code: str, name: str, pinyin: str, person: Person, at: dt.datetime
) -> Member:
    """Open the account of an enterprise and make this person its owner.

    Raises Refused where the code is wrong (each problem told) or the enterprise has an account already.
    """
    found = check_uscc(credit_code)
    if not found.ok:
        raise Refused(*[Words(one.message_zh, one.message_en) for one in found.problems])
    with transaction.atomic():
        if Enterprise.objects.filter(credit_code=found.value).exists():
            raise Refused(
                Words(
                    "该统一社会信用代码已有账号，请由本单位账号负责人邀请你加入",
                    "this enterprise has an account already; ask its owner to invite you",
                )
            )
        enterprise = Enterprise.objects.create(
            credit_code=found.value, name=name.strip(), pinyin=pinyin, registered_at=at
        )
        member = Member.objects.create(enterprise=enterprise, person=person, role=Member.Role.OWNER, since=at)
        record("enterprise.registered", by=person, at=at, details={"enterprise": enterprise.key})
        return member


def invite_member(*, email: str, by: Reader, at: dt.datetime, link: str) -> Invitation:
    """Ask someone to work for the enterprise. `link` has `{token}` where the secret goes; only its digest is kept.

    Raises Refused for anyone but the owner.
    """
    member = _owner(by)
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            enterprise=member.enterprise, email=email.strip().lower(), token_digest=token_digest(token),
            invited_by=member.person, invited_at=at, expires_at=at + dt.timedelta(days=INVITATION_DAYS),
        )  # fmt: skip
        name = member.enterprise.name
        Letter.objects.create(
            to=invitation.email, at=at, subject=f"{name}邀请你一起填写申报 / Invitation from {name}",
            body=f"{link.format(token=token)}\n\n{INVITATION_DAYS} 天内有效 / valid for {INVITATION_DAYS} days\n",
        )  # fmt: skip
        record("member.invited", by=member.person, at=at, details={"enterprise": member.enterprise.key})
        return invitation


def accept_invitation(*, token: str, person: Person, at: dt.datetime) -> Member:
    """Join the enterprise one was invited to. Raises Refused for a token that is unknown, used, withdrawn or too old."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(token_digest=token_digest(token)).first()
        if found is None or found.used_at or found.withdrawn_at or at >= found.expires_at:
            raise Refused(
                Words(
                    "邀请无效或已过期，请让负责人重新邀请",
                    "the invitation is not valid any more; ask for a new one",
                )
            )
        if Member.objects.filter(person=person).exists():
            raise Refused(Words("你的账号已属于一家企业", "your account belongs to an enterprise already"))
        found.used_at = at
        found.save(update_fields=("used_at",))
        member = Member.objects.create(
            enterprise=found.enterprise, person=person, role=Member.Role.STAFF, since=at
        )
        record("member.joined", by=person, at=at, details={"enterprise": found.enterprise.key})
        return member


def remove_member(*, member: Member, by: Reader, at: dt.datetime) -> None:
    """Take a colleague off the enterprise's account. Raises Refused for anyone but the owner, and for the owner."""
    owner = _owner(by)
    if member.enterprise_id != owner.enterprise_id or member.role == Member.Role.OWNER:
        raise Refused(
            Words("只能移除本单位的其他人员", "only other people of your own enterprise can be removed")
        )
    with transaction.atomic():
        person = member.person
        Member.objects.filter(pk=member.pk).delete()
        record(
            "member.removed",
            by=owner.person,
            at=at,
            details={"enterprise": owner.enterprise.key, "person": person.pk},
        )


def token_digest(token: str) -> str:
    """What is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _owner(by: Reader) -> Member:
    if by.member is None or by.member.role != Member.Role.OWNER:
        raise Refused(Words("只有账号负责人可以管理人员", "only the account's owner manages people"))
    return by.member
