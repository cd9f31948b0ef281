"""What a person is here: whose member, which bureau's officer."""

from dataclasses import dataclass
from functools import cached_property

from zhiqiang.engine.models.workflow import Actor
from zhiqiang.records.models import Application, Bureau, Enterprise, Member, Person, Post


@dataclass(eq=False)
class Reader:
    """A person, or nobody, with the membership and post looked up once."""

    person: Person | None

    @cached_property
    def member(self) -> Member | None:
        """The membership, where the person works for an enterprise."""
        if self.person is None:
            return None
        return Member.objects.select_related("enterprise").filter(person=self.person).first()

    @cached_property
    def post(self) -> Post | None:
        """The present post, where the person is an officer."""
        if self.person is None or self.member is not None:
            return None
        return Post.objects.select_related("bureau").filter(person=self.person, ended_at=None).first()

    @property
    def is_owner(self) -> bool:
        """Whether the person manages the enterprise's account."""
        return self.member is not None and self.member.role == Member.Role.OWNER

    @property
    def enterprise(self) -> Enterprise | None:
        """The enterprise the person works for."""
        return self.member.enterprise if self.member else None

    @property
    def bureau(self) -> Bureau | None:
        """The bureau the person is an officer of."""
        return self.post.bureau if self.post else None

    def actor_for(self, application: Application) -> Actor:
        """As whom this person meets an application; `public` where it is none of theirs."""
        if self.enterprise is not None and application.enterprise_id == self.enterprise.pk:
            return "enterprise"
        if self.bureau is None:
            return "public"
        if self.bureau.level == Bureau.Level.CITY and application.bureau_id == self.bureau.pk:
            return "city"
        if self.bureau.level == Bureau.Level.PROVINCE and application.campaign.bureau_id == self.bureau.pk:
            return "province"
        return "public"
