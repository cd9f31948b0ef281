"""``zhiqiang-manage appoint EMAIL NAME BUREAU``: an officer's account, with a first password told once."""

import secrets

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from zhiqiang.actions.accounts import Particulars, appoint_officer
from zhiqiang.actions.refusals import Refused
from zhiqiang.engine.identifying import check_email
from zhiqiang.records.models import Bureau


class Command(BaseCommand):
    help = "开设知识产权局工作人员账号 / Opens an officer's account; its first password is shown once."

    def add_arguments(self, parser) -> None:
        parser.add_argument("email")
        parser.add_argument("name", help="姓名 / the person's name")
        parser.add_argument("bureau", help="知识产权局的区划代码 / the bureau's region code, e.g. 610100")

    def handle(self, *, email: str, name: str, bureau: str, **options) -> None:
        found = check_email(email)
        if not found.ok:
            raise CommandError("; ".join(f"{one.message_zh} / {one.message_en}" for one in found.problems))
        place = Bureau.objects.filter(code=bureau).first()
        if place is None:
            known = "、".join(f"{one.code} {one.name}" for one in Bureau.objects.all()) or "—"
            raise CommandError(
                f"没有代码为 {bureau} 的知识产权局 / no bureau has this code. 已有 / known: {known}"
            )
        password = secrets.token_urlsafe(12)
        try:
            appoint_officer(Particulars(email, name), bureau=place, password=password, at=timezone.now())
        except Refused as error:
            raise CommandError("; ".join(str(reason.words) for reason in error.reasons)) from None
        self.stdout.write(
            f"{place} · {name} · {email}\n初始密码 / first password: {password}\n"
            "首次登录须修改密码并启用两步验证 / to be changed at the first log-in, with a second factor set up then"
        )
