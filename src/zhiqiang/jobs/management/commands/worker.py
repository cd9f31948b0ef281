"""``zhiqiang-manage worker``: sends the letters and does what else waits, until told to stop."""

from django.core.management.base import BaseCommand

from zhiqiang.jobs.working import ROUNDS, Worker


class Command(BaseCommand):
    help = "发信等后台工作，可同时运行多个 / Sends letters and does what else waits; several may run side by side."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="做完等着的就结束 / do what waits now, then end"
        )
        parser.add_argument("--parent", type=int, help="这个进程结束时一起结束 / end when this process ends")

    def handle(self, *, once: bool, parent: int | None, **options) -> None:
        if once:
            for one in ROUNDS:
                self.stdout.write(f"{one.name}: {one.do()}")
            return
        worker = Worker(parent=parent)
        worker.stop_on_signals()
        worker.run()
