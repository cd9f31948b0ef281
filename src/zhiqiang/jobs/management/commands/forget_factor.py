"""``zhiqiang-manage forget_factor EMAIL``: for somebody who lost phone and recovery codes; a new one is set up at log-in."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from zhiqiang.actions.accounts import note
from zhiqiang.records.models import Person


class Command(BaseCommand):
    help = (
        "手机和恢复码都丢失时，解除两步验证 / Takes a lost second factor off an account and ends its log-ins."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")

    def handle(self, *, email: str, **options) -> None:
        person = Person.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError("没有这个账号 / there is no such account")
        with transaction.atomic():
            count = Authenticator.objects.filter(user=person).delete()[0]
            for session in UserSession.objects.filter(user=person):
                session.end()
            note("factor.forgotten", person=person, at=timezone.now())
        self.stdout.write(f"{count} 项已解除，请核实过本人身份 / removed: be sure you know who asked")
