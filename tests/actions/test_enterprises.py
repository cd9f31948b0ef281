"""Registering an enterprise and the people who work for it, refused with every reason."""

import datetime as dt
import re

import pytest

from tests.actions.world import NOW, World
from zhiqiang.access.roles import Reader
from zhiqiang.actions import enterprises
from zhiqiang.actions.refusals import Refused
from zhiqiang.records.models import Bureau, Enterprise, Event, Invitation, Letter, Member, Person, Post

LINK = "https://site.example/invitation/{token}/"
CODE = "91610000220521879Y"


def somebody(email: str = "new@example.com") -> Person:
    return Person.objects.create_user(email, "a-long-password", name="新人")


def invite(world: World, email: str = "new@example.com", at: dt.datetime = NOW) -> tuple[Invitation, str]:
    invitation = enterprises.invite_member(email=email, by=world.owner, at=at, link=LINK)
    return invitation, token(email)


def token(email: str) -> str:
    letter = Letter.objects.filter(to=email).order_by("-pk").first()
    assert letter is not None
    found = re.search(r"invitation/([\w-]+)/", letter.body)
    assert found is not None
    return found.group(1)


def test_an_enterprise_gets_its_account_and_its_owner(world: World) -> None:
    member = enterprises.register_enterprise(
        credit_code="9161 0000 2205 2187 9y", name=" 秦川\n精密 ", person=somebody(), at=NOW
    )

    assert member.role == "owner"
    assert (member.enterprise.credit_code, member.enterprise.name) == (CODE, "秦川 精密")
    assert member.enterprise.pinyin == "qinchuanjingmi qcjm"


def test_everything_against_a_registration_is_told_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        enterprises.register_enterprise(credit_code="9161", name=" ", person=world.owner.person, at=NOW)

    said = [reason.words.zh for reason in refused.value.reasons]
    assert len(said) == 3
    assert "应为 18 位" in said[0]
    assert said[1:] == ["请填写企业名称", "你的账号已属于一家企业"]


def test_one_code_one_account(world: World) -> None:
    code = world.owner.enterprise.credit_code

    with pytest.raises(Refused, match="has an account already"):
        enterprises.register_enterprise(credit_code=code, name="另一家", person=somebody(), at=NOW)
    assert Enterprise.objects.count() == 1


def test_an_officer_registers_none(world: World) -> None:
    with pytest.raises(Refused, match="cannot work for an enterprise"):
        enterprises.register_enterprise(credit_code=CODE, name="某公司", person=world.xian.person, at=NOW)


def test_an_invitation_keeps_no_secret_and_opens_for_a_week(world: World) -> None:
    invitation, secret = invite(world)

    assert invitation.token_digest == enterprises.token_digest(secret)
    assert secret not in str(Event.objects.values_list("details", flat=True))
    assert (
        enterprises.find_invitation(token=secret, at=NOW + dt.timedelta(days=7, microseconds=-1))
        == invitation
    )
    with pytest.raises(Refused, match="not valid any more"):
        enterprises.find_invitation(token=secret, at=NOW + dt.timedelta(days=7))


def test_joining_uses_the_invitation_up(world: World) -> None:
    _, secret = invite(world)

    member = enterprises.accept_invitation(token=secret, person=somebody(), at=NOW)

    assert (member.role, member.enterprise) == ("staff", world.owner.enterprise)
    with pytest.raises(Refused, match="not valid any more"):
        enterprises.accept_invitation(token=secret, person=somebody("more@example.com"), at=NOW)


def test_only_the_one_who_was_invited_joins(world: World) -> None:
    _, secret = invite(world)

    with pytest.raises(
        Refused, match=r"this invitation is for new@example.com, but you are logged in as other@example.com"
    ):
        enterprises.accept_invitation(token=secret, person=somebody("other@example.com"), at=NOW)


def test_somebody_who_works_elsewhere_or_for_a_bureau_cannot_join(world: World) -> None:
    person = somebody()
    other = Enterprise.objects.create(credit_code=CODE, name="秦川", registered_at=NOW)
    Member.objects.create(enterprise=other, person=person, role="staff", since=NOW)
    Post.objects.create(person=person, bureau=Bureau.objects.all()[0], since=NOW)
    _, secret = invite(world)

    with pytest.raises(Refused) as refused:
        enterprises.accept_invitation(token=secret, person=person, at=NOW)

    assert len(refused.value.reasons) == 2


@pytest.mark.parametrize("act", ["invite", "resend", "withdraw", "remove", "hand_over"])
def test_only_the_owner_manages_people(world: World, act: str) -> None:
    invitation, _ = invite(world)
    member = world.colleague.member
    acts = {
        "invite": lambda by: enterprises.invite_member(email="x@example.com", by=by, at=NOW, link=LINK),
        "resend": lambda by: enterprises.resend_invitation(invitation=invitation, by=by, at=NOW, link=LINK),
        "withdraw": lambda by: enterprises.withdraw_invitation(invitation=invitation, by=by, at=NOW),
        "remove": lambda by: enterprises.remove_member(member=member, by=by, at=NOW),
        "hand_over": lambda by: enterprises.hand_over(member=member, by=by, at=NOW),
    }

    for by in (world.colleague, world.xian, Reader(None), Reader(somebody("z@example.com"))):
        with pytest.raises(Refused, match="only the account's owner"):
            acts[act](by)


@pytest.mark.parametrize("act", ["remove_member", "hand_over"])
def test_nobody_of_another_enterprise_is_touched(world: World, act: str) -> None:
    other = Enterprise.objects.create(credit_code=CODE, name="秦川", registered_at=NOW)
    stranger = Member.objects.create(enterprise=other, person=somebody(), role="staff", since=NOW)

    with pytest.raises(Refused, match="no such person in your enterprise"):
        getattr(enterprises, act)(member=stranger, by=world.owner, at=NOW)


def test_another_enterprises_invitation_is_not_ours_to_withdraw(world: World) -> None:
    other = Enterprise.objects.create(credit_code=CODE, name="秦川", registered_at=NOW)
    theirs = Invitation.objects.create(
        enterprise=other, email="a@example.com", token_digest="0" * 64, invited_by=somebody(), invited_at=NOW,
        expires_at=NOW + dt.timedelta(days=7),
    )  # fmt: skip

    with pytest.raises(Refused, match="no such invitation"):
        enterprises.withdraw_invitation(invitation=theirs, by=world.owner, at=NOW)
    with pytest.raises(Refused, match="no such invitation"):
        enterprises.resend_invitation(invitation=theirs, by=world.owner, at=NOW, link=LINK)


def test_sent_again_the_old_secret_is_void_and_the_week_begins_anew(world: World) -> None:
    invitation, old = invite(world)
    later = NOW + dt.timedelta(days=9)

    enterprises.resend_invitation(invitation=invitation, by=world.owner, at=later, link=LINK)

    with pytest.raises(Refused, match="not valid any more"):
        enterprises.find_invitation(token=old, at=later)
    found = enterprises.find_invitation(token=token("new@example.com"), at=later)
    assert (found, found.expires_at) == (invitation, later + dt.timedelta(days=7))


def test_a_second_click_sends_no_second_letter(world: World) -> None:
    invitation, _ = invite(world)

    with pytest.raises(Refused, match="wait two minutes"):
        enterprises.resend_invitation(
            invitation=invitation, by=world.owner, at=NOW + dt.timedelta(seconds=5), link=LINK
        )
    assert Letter.objects.count() == 1


def test_what_is_accepted_or_withdrawn_is_over(world: World) -> None:
    invitation, secret = invite(world)
    enterprises.withdraw_invitation(invitation=invitation, by=world.owner, at=NOW)

    for act in (
        lambda: enterprises.withdraw_invitation(invitation=invitation, by=world.owner, at=NOW),
        lambda: enterprises.resend_invitation(invitation=invitation, by=world.owner, at=NOW, link=LINK),
        lambda: enterprises.accept_invitation(token=secret, person=somebody(), at=NOW),
    ):
        with pytest.raises(Refused):
            act()


def test_letters_do_not_go_out_without_end(world: World) -> None:
    for number in range(enterprises.MOST_INVITATIONS):
        invite(world, f"p{number}@example.com")

    with pytest.raises(Refused, match="at most 30 invitations"):
        invite(world, "one-more@example.com")
    invite(world, "next-week@example.com", NOW + dt.timedelta(days=8))


def test_the_owner_cannot_be_removed_but_hand_over(world: World) -> None:
    with pytest.raises(Refused, match="hands the account over to a colleague first"):
        enterprises.remove_member(member=world.owner.member, by=world.owner, at=NOW)

    enterprises.hand_over(member=world.colleague.member, by=world.owner, at=NOW)
    enterprises.remove_member(member=world.owner.member, by=Reader(world.colleague.person), at=NOW)

    assert [(m.person, m.role) for m in Member.objects.all()] == [(world.colleague.person, "owner")]


def test_an_owner_who_handed_over_a_moment_ago_is_no_owner(world: World) -> None:
    stale = Reader(world.owner.person)
    assert stale.is_owner
    enterprises.hand_over(member=world.colleague.member, by=world.owner, at=NOW)

    with pytest.raises(Refused, match="only the account's owner"):
        enterprises.hand_over(member=world.colleague.member, by=stale, at=NOW)
    assert Member.objects.filter(role="owner").count() == 1


def test_a_closed_account_gets_nothing_handed_over(world: World) -> None:
    Person.objects.filter(pk=world.colleague.person.pk).update(is_active=False)

    with pytest.raises(Refused, match="account is closed"):
        enterprises.hand_over(member=world.colleague.member, by=world.owner, at=NOW)


def test_every_act_is_an_event(world: World) -> None:
    invitation, _ = invite(world)
    enterprises.resend_invitation(
        invitation=invitation, by=world.owner, at=NOW + dt.timedelta(minutes=3), link=LINK
    )
    enterprises.accept_invitation(
        token=token("new@example.com"), person=somebody(), at=NOW + dt.timedelta(minutes=4)
    )
    enterprises.hand_over(member=world.colleague.member, by=world.owner, at=NOW)

    acts = Event.objects.filter(book__name="site").order_by("number").values_list("act", flat=True)
    assert list(acts) == ["member.invited", "member.invited_again", "member.joined", "owner.handed_over"]
