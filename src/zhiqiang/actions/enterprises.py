"""Registering an enterprise, and the people who work for it."""

import datetime as dt
import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from zhiqiang.access.roles import Reader
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.identifying import check_uscc
from zhiqiang.engine.permitting import spoken_deadline
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Enterprise, Invitation, Letter, Member, Person, Post

INVITATION_DAYS = 7
MOST_INVITATIONS = 30
RESEND_MINUTES = 2
NOT_OWNER = Words("只有账号负责人可以管理人员", "only the account's owner manages people")
NOT_OURS = Words("没有这个人员", "there is no such person in your enterprise")
NOT_OPEN = Words("这份邀请已被接受、撤回或过期", "this invitation was accepted, withdrawn, or is too old")
REGISTERED = Words(
    "该统一社会信用代码已有账号，请由本单位账号负责人邀请你加入",
    "this enterprise has an account already; ask its owner to invite you",
)


def register_enterprise(*, credit_code: str, name: str, person: Person, at: dt.datetime) -> Member:
    """Open the account of an enterprise and make this person its owner.

    Raises Refused with every reason: a code that cannot be right, an empty name, an enterprise that has an account,
    a person who works for one, or for a bureau.
    """
    found = check_uscc(credit_code)
    reasons = [Words(one.message_zh, one.message_en) for one in found.problems if one.blocking]
    if not name.strip():
        reasons.append(Words("请填写企业名称", "give the enterprise's name"))
    reasons += _taken(person)
    if Enterprise.objects.filter(credit_code=found.value).exists():
        reasons.append(REGISTERED)
    if reasons:
        raise Refused(*reasons)
    try:
        with transaction.atomic():
            enterprise = Enterprise.objects.create(
                credit_code=found.value, name=" ".join(name.split()), pinyin=pinyin_of(name), registered_at=at
            )
            member = Member.objects.create(
                enterprise=enterprise, person=person, role=Member.Role.OWNER, since=at
            )
            record("enterprise.registered", by=person, at=at, details={"enterprise": enterprise.key})
            return member
    except IntegrityError:  # somebody was quicker
        raise Refused(REGISTERED) from None


def invite_member(*, email: str, by: Reader, at: dt.datetime, link: str) -> Invitation:
    """Ask someone to work for the enterprise. `link` has `{token}` where the secret goes; only its digest is kept.

    Raises Refused for anyone but the owner, for a colleague, for an address that is invited already, and where too many
    invitations of the last week wait.
    """
    owner = _owner(by)
    address = email.strip().lower()
    with transaction.atomic():
        _lock(owner.enterprise)
        if Member.objects.filter(enterprise=owner.enterprise, person__email=address).exists():
            raise Refused(Words("对方已是本单位人员", "this person works for your enterprise already"))
        if open_invitations(owner.enterprise, at).filter(email=address).exists():
            raise Refused(
                Words(
                    "已邀请过这个邮箱，可以重新发送或先撤回",
                    "this address is invited already: send it again, or withdraw it first",
                )
            )
        if _sent_lately(owner.enterprise, at) >= MOST_INVITATIONS:
            raise Refused(
                Words(
                    f"{INVITATION_DAYS} 天内最多发出 {MOST_INVITATIONS} 份邀请",
                    f"at most {MOST_INVITATIONS} invitations go out in {INVITATION_DAYS} days",
                )
            )
        invitation = Invitation(
            enterprise=owner.enterprise, email=address, invited_by=owner.person, invited_at=at
        )
        _send(invitation, at=at, link=link)
        _log("member.invited", owner, invitation, at)
        return invitation


def resend_invitation(*, invitation: Invitation, by: Reader, at: dt.datetime, link: str) -> None:
    """Write the invitation again with a new secret and a new week; the old link opens nothing any more.

    One that has become too old may be sent again. Raises Refused for anyone but the owner, once it was accepted
    or withdrawn, and within two minutes of the last time.
    """
    owner = _owner(by)
    with transaction.atomic():
        held = _own_invitation(invitation, owner)
        if held.used_at or held.withdrawn_at:
            raise Refused(NOT_OPEN)
        if at < held.expires_at - dt.timedelta(days=INVITATION_DAYS) + dt.timedelta(minutes=RESEND_MINUTES):
            raise Refused(Words("刚刚发出，请过两分钟再重新发送", "it has just been sent: wait two minutes"))
        _send(held, at=at, link=link)
        _log("member.invited_again", owner, held, at)


def withdraw_invitation(*, invitation: Invitation, by: Reader, at: dt.datetime) -> None:
    """Take an invitation back. Raises Refused for anyone but the owner, and once it was accepted or withdrawn."""
    owner = _owner(by)
    with transaction.atomic():
        held = _own_invitation(invitation, owner)
        if held.used_at or held.withdrawn_at:
            raise Refused(NOT_OPEN)
        held.withdrawn_at = at
        held.save(update_fields=("withdrawn_at",))
        _log("member.uninvited", owner, held, at)


def find_invitation(*, token: str, at: dt.datetime) -> Invitation:
    """The open invitation of a secret link. Raises Refused for one that is unknown, used, withdrawn or too old."""
    found = (
        Invitation.objects.select_related("enterprise", "invited_by")
        .filter(token_digest=token_digest(token))
        .first()
    )
    if found is None or found.used_at or found.withdrawn_at or at >= found.expires_at:
        raise Refused(
            Words(
                "邀请无效或已过期，请让负责人重新邀请",
                "the invitation is not valid any more; ask for a new one",
            )
        )
    return found


def accept_invitation(*, token: str, person: Person, at: dt.datetime) -> Member:
    """Join the enterprise one was invited to.

    Raises Refused for a token that opens nothing, for somebody whose address was not the one invited, and for somebody
    who works elsewhere.
    """
    with transaction.atomic():
        # The enterprise first, as everybody does who changes its people.
        _lock(find_invitation(token=token, at=at).enterprise)
        found = find_invitation(token=token, at=at)
        if found.email != person.email:
            raise Refused(
                Words(
                    f"这份邀请发给 {found.email}，而你登录的是 {person.email}",
                    f"this invitation is for {found.email}, but you are logged in as {person.email}",
                )
            )
        taken = _taken(person)
        if taken:
            raise Refused(*taken)
        found.used_at = at
        found.save(update_fields=("used_at",))
        member = Member.objects.create(
            enterprise=found.enterprise, person=person, role=Member.Role.STAFF, since=at
        )
        details = {"enterprise": found.enterprise.key, "invitation": found.pk}
        record("member.joined", by=person, at=at, details=details)
        return member


def remove_member(*, member: Member, by: Reader, at: dt.datetime) -> None:
    """Take a colleague off the enterprise's account. Raises Refused for anyone but the owner, and for the owner."""
    owner = _owner(by)
    with transaction.atomic():
        held = _colleague(member, owner)
        person = held.person
        held.delete()
        details = {"enterprise": owner.enterprise.key, "person": person.pk}
        record("member.removed", by=owner.person, at=at, details=details)


def hand_over(*, member: Member, by: Reader, at: dt.datetime) -> None:
    """Make a colleague the owner; the owner becomes one of the staff.

    Raises Refused for anyone but the owner, and for somebody who is no colleague or may not log in.
    """
    owner = _owner(by)
    with transaction.atomic():
        held = _colleague(member, owner)
        if not held.person.is_active:
            raise Refused(Words("对方的账号已停用", "this person's account is closed"))
        Member.objects.filter(pk=owner.pk).update(role=Member.Role.STAFF)
        Member.objects.filter(pk=held.pk).update(role=Member.Role.OWNER)
        details = {"enterprise": owner.enterprise.key, "person": held.person_id}
        record("owner.handed_over", by=owner.person, at=at, details=details)


def open_invitations(enterprise: Enterprise, at: dt.datetime) -> QuerySet[Invitation]:
    """The invitations that can still be accepted."""
    return Invitation.objects.filter(
        enterprise=enterprise, used_at=None, withdrawn_at=None, expires_at__gt=at
    )


def token_digest(token: str) -> str:
    """What is kept of a secret link."""
    return hashlib.sha256(token.encode()).hexdigest()


def pinyin_of(name: str) -> str:
    """A name's full pinyin and its initials, as the search looks for them: `qinling ql`."""
    # Its tables are large, and a worker that registers nobody does without them.
    from pypinyin import lazy_pinyin

    syllables = [one for one in lazy_pinyin(name) if one.strip()]
    return f"{''.join(syllables)} {''.join(one[0] for one in syllables)}".lower()[:400]


def _sent_lately(enterprise: Enterprise, at: dt.datetime) -> int:
    week = at - dt.timedelta(days=INVITATION_DAYS)
    return Invitation.objects.filter(enterprise=enterprise, invited_at__gt=week).count()


def _owner(by: Reader) -> Member:
    """The owner's membership as it stands now. Raises Refused for anyone else."""
    if by.person is None:
        raise Refused(NOT_OWNER)
    found = Member.objects.select_related("enterprise", "person").filter(person=by.person).first()
    if found is None or found.role != Member.Role.OWNER:
        raise Refused(NOT_OWNER)
    return found


def _lock(enterprise: Enterprise) -> None:
    """Changes to one enterprise's people go one after the other."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)


def _colleague(member: Member, owner: Member) -> Member:
    """The colleague's membership, with the enterprise locked and the owner still the owner."""
    _lock(owner.enterprise)
    if not Member.objects.filter(pk=owner.pk, role=Member.Role.OWNER).exists():
        raise Refused(NOT_OWNER)
    found = Member.objects.select_related("person").filter(pk=member.pk, enterprise=owner.enterprise).first()
    if found is None:
        raise Refused(NOT_OURS)
    if found.pk == owner.pk:
        raise Refused(
            Words("负责人须先把账号移交给同事", "the owner hands the account over to a colleague first")
        )
    return found


def _own_invitation(invitation: Invitation, owner: Member) -> Invitation:
    _lock(owner.enterprise)
    found = Invitation.objects.filter(pk=invitation.pk, enterprise=owner.enterprise).first()
    if found is None:
        raise Refused(Words("没有这份邀请", "there is no such invitation"))
    return found


def _send(invitation: Invitation, *, at: dt.datetime, link: str) -> None:
    """Give the invitation a new secret and a new week, and write the letter."""
    token = secrets.token_urlsafe(24)
    invitation.token_digest = token_digest(token)
    invitation.expires_at = at + dt.timedelta(days=INVITATION_DAYS)
    invitation.save()
    name, address = invitation.enterprise.name, link.format(token=token)
    until = spoken_deadline(invitation.expires_at)
    Letter.objects.create(
        to=invitation.email, at=at, secret=True, subject=f"{name}邀请你一起填写申报 / Invitation from {name}",
        body=f"{invitation.invited_by}邀请你加入{name}的账号，一起填写和提交申报材料。请打开下面的链接：\n\n{address}\n\n"
        f"链接在{until.zh}前有效，只能用一次。若与你无关，不必理会。\n\n"
        f"{invitation.invited_by} invites you to work on the applications of {name}. Open the link above: it is valid "
        f"until {until.en} and can be used once. If this is not for you, ignore it.\n",
    )  # fmt: skip


def _log(act: str, owner: Member, invitation: Invitation, at: dt.datetime) -> None:
    details = {"enterprise": owner.enterprise.key, "invitation": invitation.pk}
    record(act, by=owner.person, at=at, details=details)


def _taken(person: Person) -> list[Words]:
    """Why this person can work for no (further) enterprise."""
    reasons = []
    if Member.objects.filter(person=person).exists():
        reasons.append(Words("你的账号已属于一家企业", "your account belongs to an enterprise already"))
    if Post.objects.filter(person=person, ended_at=None).exists():
        reasons.append(
            Words(
                "知识产权局工作人员的账号不能加入企业",
                "a bureau officer's account cannot work for an enterprise",
            )
        )
    return reasons
