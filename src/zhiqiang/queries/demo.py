"""Log-ins of the demonstration: one enterprise for each state, and the first officers of the tree of bureaus."""

from zhiqiang.records.models import Application, Member, Post

ENTERPRISES, OFFICERS = "@enterprise.demo", "@officer.demo"
MOST = 6


def owners_by_state() -> list[tuple[Member, Application]]:
    """For each state in which a demo enterprise stands, the owner of one of them, newest state last."""
    found: dict[str, tuple[Member, Application]] = {}
    owners = Member.objects.filter(role=Member.Role.OWNER, person__email__endswith=ENTERPRISES)
    applications = Application.objects.filter(enterprise__members__in=owners).select_related(
        "campaign", "enterprise"
    )
    by_enterprise = {owner.enterprise_id: owner for owner in owners.select_related("person", "enterprise")}
    for application in applications.order_by("pk"):
        found.setdefault(application.state, (by_enterprise[application.enterprise_id], application))
    return list(found.values())[:MOST]


def officers() -> list[Post]:
    """The officer of the bureau at the top and those of the first below it."""
    posts = Post.objects.filter(ended_at=None, person__email__endswith=OFFICERS).select_related(
        "person", "bureau"
    )
    return list(posts.order_by("bureau__parent_id", "bureau__code", "pk")[:3])
