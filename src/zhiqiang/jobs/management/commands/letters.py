"""``zhiqiang-manage letters``: what waits in the outbox and why; ``--again`` tries everything at once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from zhiqiang.jobs.letters import again
from zhiqiang.records.models import Letter

SHOWN = 50


class Command(BaseCommand):
    help = "待发的信及未发出的原因 / What waits in the outbox, and why."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--again", action="store_true", help="全部马上重试 / try all of them at once")

    def handle(self, *, again: bool, **options) -> None:
        if again:
            self.stdout.write(f"{_again()} 封将马上重试 / will be tried at once")
            return
        found = Letter.objects.filter(sent_at=None)
        self.stdout.write(f"{found.count()} 封未发出 / not sent")
        for letter in found[:SHOWN]:
            state = "given up" if letter.given_up_at else f"next try {letter.next_try_at or 'now'}"
            self.stdout.write(
                f"{letter.key}  {letter.at:%Y-%m-%d %H:%M}  {letter.tries} tries, {state}  {letter.problem}"
            )


def _again() -> int:
    return again(at=timezone.now())
