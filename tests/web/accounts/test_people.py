"""The people of an enterprise: invited, joined, removed; the account handed over."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from zhiqiang.records.models import Invitation, Letter, Member, Person

pytestmark = pytest.mark.django_db
PEOPLE = "/people/"
JOINING = {"name": "周正", "mobile": "13700137000", "password1": "秋水-长天-一色-9"}


def link(to: str) -> str:
    """The path of the newest invitation to an address."""
    body = Letter.objects.filter(to=to).order_by("-pk").first().body
    return re.search(r"http://testserver(/invitation/\S+)", body).group(1)


@pytest.fixture
def invited(entered) -> str:
    entered("owner").post("/people/invite/", {"email": "Zhou@Example.com"})
    return link("zhou@example.com")


def test_somebody_new_joins_by_the_link_alone(invited, people, acts):
    newcomer = Client()
    page = newcomer.get(invited).content.decode()
    assert "加入秦岭智测科技有限公司" in page
    assert "王立" in page

    answer = newcomer.post(invited, JOINING)

    assert answer.headers["Location"] == PEOPLE
    member = Member.objects.get(person__email="zhou@example.com")
    assert (member.role, member.enterprise_id) == ("staff", people.enterprise.pk)
    assert "周正" in newcomer.get(PEOPLE).content.decode()
    assert acts()[-3:] == ["person.registered", "member.joined", "login.done"]


def test_somebody_with_an_account_logs_in_and_joins(entered, people):
    entered("owner").post("/people/invite/", {"email": "loose@example.com"})
    address = link("loose@example.com")
    assert "登录后即可加入" in Client().get(address).content.decode()

    client = entered("loose")
    assert "现在登录的是 loose@example.com" in client.get(address).content.decode()
    client.post(address)

    assert Member.objects.get(person=people.loose).enterprise == people.enterprise


def test_a_link_works_once(invited):
    Client().post(invited, JOINING)

    answer = Client().get(invited)
    assert answer.status_code == 403
    assert "邀请无效或已过期" in answer.content.decode()


def test_somebody_else_with_the_link_is_refused(invited, entered, people):
    answer = entered("loose").post(invited)

    assert answer.status_code == 403
    assert "这份邀请发给 zhou@example.com，而你登录的是 loose@example.com" in answer.content.decode()
    assert not Member.objects.filter(person=people.loose).exists()


def test_an_officer_cannot_join(entered, people):
    entered("owner").post("/people/invite/", {"email": "chen@xian.example"})

    answer = entered("officer").post(link("chen@xian.example"))

    assert "知识产权局工作人员的账号不能加入企业" in answer.content.decode()


def test_looking_at_the_link_changes_nothing(invited):
    for _ in range(3):
        Client().get(invited)

    assert Invitation.objects.get().used_at is None
    assert not Person.objects.filter(email="zhou@example.com").exists()


@pytest.mark.parametrize(
    "address", ["/invitation/x/", "/invitation/%F0%9F%98%80/", "/invitation/" + "a" * 500 + "/"]
)
def test_an_invented_link_opens_nothing(client, people, address):
    assert client.get(address).status_code == 403


def test_after_a_week_the_link_is_void_and_can_be_sent_again(invited, entered):
    week = timezone.now() - dt.timedelta(days=7, minutes=1)
    Invitation.objects.update(expires_at=week + dt.timedelta(days=7), invited_at=week)
    assert Client().get(invited).status_code == 403
    owner = entered("owner")
    assert "已过期" in owner.get(PEOPLE).content.decode()

    owner.post(f"/people/invitations/{Invitation.objects.get().key}/resend/")

    assert Client().get(invited).status_code == 403
    assert Client().get(link("zhou@example.com")).status_code == 200


def test_a_withdrawn_link_is_void(invited, entered, acts):
    entered("owner").post(f"/people/invitations/{Invitation.objects.get().key}/withdraw/")

    assert Client().get(invited).status_code == 403
    assert acts()[-1] == "member.uninvited"
    assert "zhou@example.com" not in entered("owner").get(PEOPLE).content.decode()


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("second@example.com", "对方已是本单位人员"),
        ("zhou@example.com", "已邀请过这个邮箱"),
        ("zhou@", "邮箱"),
        ("", "请填写这一项"),
    ],
)
def test_why_somebody_is_not_invited_is_told_at_the_field(invited, entered, email, said):
    page = entered("owner").post("/people/invite/", {"email": email}).content.decode()

    assert said in page
    assert Invitation.objects.count() == 1


def test_a_colleague_sees_everybody_but_changes_nothing(entered, people):
    client, key = entered("colleague"), Member.objects.get(person=people.owner).key
    page = client.get(PEOPLE).content.decode()
    assert "王立" in page
    assert "邀请同事" not in page

    answers = [
        client.post("/people/invite/", {"email": "x@example.com"}), client.post(f"/people/{key}/remove/"),
        client.post(f"/people/{key}/hand-over/"), client.get(f"/people/{key}/remove/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [403, 403, 403, 403]
    assert "只有账号负责人可以管理人员" in answers[0].content.decode()
    assert Invitation.objects.count() == 0


def test_somebody_removed_is_out_at_once_and_may_come_back(entered, people, acts):
    owner, colleague = entered("owner"), entered("colleague")
    key = Member.objects.get(person=people.colleague).key
    assert "赵敏" in owner.get(f"/people/{key}/remove/").content.decode()
    assert Member.objects.count() == 2

    owner.post(f"/people/{key}/remove/")

    assert colleague.get(PEOPLE).status_code == 403
    assert acts()[-1] == "member.removed"
    owner.post("/people/invite/", {"email": "second@example.com"})
    colleague.post(link("second@example.com"))
    assert colleague.get(PEOPLE).status_code == 200


def test_the_account_is_handed_over_and_only_the_new_owner_manages(entered, people, acts):
    owner, colleague = entered("owner"), entered("colleague")

    owner.post(f"/people/{Member.objects.get(person=people.colleague).key}/hand-over/")

    assert {m.person_id: m.role for m in Member.objects.all()} == {
        people.owner.pk: "staff",
        people.colleague.pk: "owner",
    }
    assert owner.post("/people/invite/", {"email": "x@example.com"}).status_code == 403
    assert Invitation.objects.count() == 0
    assert colleague.post("/people/invite/", {"email": "x@example.com"}).status_code == 302
    assert acts()[-2:] == ["owner.handed_over", "member.invited"]


def test_another_enterprises_people_and_invitations_do_not_exist_here(entered, people, invited):
    stranger = entered("loose")
    stranger.post(
        "/account/enterprise/", {"credit_code": "91610000220521879Y", "enterprise": "秦川精密仪器有限公司"}
    )
    key = Member.objects.get(person=people.colleague).key

    answers = [
        stranger.post(f"/people/{key}/remove/"), stranger.post(f"/people/{key}/hand-over/"), stranger.get(f"/people/{key}/remove/"),
        stranger.post(f"/people/invitations/{Invitation.objects.get().key}/withdraw/"),
        stranger.post(f"/people/invitations/{Invitation.objects.get().key}/resend/"),
    ]  # fmt: skip

    assert {answer.status_code for answer in answers} == {404}
    assert "zhou@example.com" not in stranger.get(PEOPLE).content.decode()
    assert Member.objects.filter(enterprise=people.enterprise).count() == 2


def test_everybodys_last_log_in_is_told(entered, people):
    Person.objects.filter(pk=people.colleague.pk).update(
        last_login=dt.datetime(2026, 10, 5, 1, 30, tzinfo=dt.UTC)
    )
    Person.objects.filter(pk=people.owner.pk).update(last_login=None)

    page = entered("colleague").get(PEOPLE).content.decode()

    assert "还没有登录过" in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_much_for_one_as_for_many(entered, people, number, django_assert_max_num_queries):
    from zhiqiang.actions.accounts import Particulars, open_account

    for each in range(number):
        at = timezone.now()
        who = open_account(
            Particulars(f"p{each}@example.com", f"人{each}"), password="x", at=at, confirmed=True
        )
        Member.objects.create(enterprise=people.enterprise, person=who, role="staff", since=at)
        entered("owner").post("/people/invite/", {"email": f"q{each}@example.com"})
    client = entered("owner")

    with django_assert_max_num_queries(6) as asked:
        client.get(PEOPLE)

    assert len(asked.captured_queries) == 6
