"""The worker: looks again and again for what waits to be done, and does it. Several may run side by side.

A job is a row that an action wrote in its own transaction (a letter in the outbox); a round looks for such rows. Whoever
adds a kind of job adds its round to `ROUNDS`.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from zhiqiang.jobs import letters, previews, sweeping, type_checks
from zhiqiang.jobs.operating.beating import beat

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rounds:
    """Something done again and again: what, and how many seconds apart."""

    name: str
    do: Callable[[], object]
    seconds: float


# Somebody sits before a page that waits for previews; letters and type checks have a second.
ROUNDS = (
    Rounds("beating", beat, 10),
    Rounds("letters", lambda: letters.send_waiting(), 1),
    Rounds("previews", lambda: previews.make_waiting(at=timezone.now(), most=1), 0.3),
    Rounds("type checks", lambda: type_checks.make_waiting(at=timezone.now()), 1),
    Rounds("sweeping", lambda: sweeping.sweep(at=timezone.now()), 3600),
)


@dataclass
class Worker:
    """Goes round until told to stop. `parent`: a process without which this one is not wanted either."""

    rounds: tuple[Rounds, ...] = ROUNDS
    parent: int | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Go round until stopped; a round that fails is told and tried again at its next time."""
        due = {one.name: 0.0 for one in self.rounds}
        while not self.stopping.is_set() and not self.orphaned:
            self.go_round(due, time.monotonic())
            self.stopping.wait(max(0.05, min(due.values()) - time.monotonic()))

    def go_round(self, due: dict[str, float], now: float) -> None:
        """Do what is due by now."""
        for one in self.rounds:
            if now < due[one.name] or self.stopping.is_set():
                continue
            close_old_connections()
            try:
                one.do()
            except DatabaseError:
                log.exception("a round failed", extra={"fields": {"round": one.name}})
            due[one.name] = time.monotonic() + one.seconds

    @property
    def orphaned(self) -> bool:
        """Whether the process that started this one is gone."""
        return self.parent is not None and os.getppid() != self.parent

    def stop_on_signals(self) -> None:
        """SIGTERM and SIGINT end the worker once the letter in hand is done."""
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: self.stopping.set())
