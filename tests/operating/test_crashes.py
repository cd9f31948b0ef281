"""SIGKILL in the middle of everything: what was acknowledged is there, and nothing is half-done."""

import http.client
import threading
import time
from io import BytesIO

import pytest

from tests.operating.sites import Served, Site


def a_pdf(n: int) -> bytes:
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (200, 200), (n % 256, n // 256 % 256, 7)).save(buffer, "PDF")
    return buffer.getvalue() + b"\n% " + bytes(str(n), "ascii") * 20_000


class Load:
    """Several people at work at once; remembers what the site acknowledged, and what it answered otherwise."""

    def __init__(self, served: Served, seed: dict, turn: int) -> None:
        self.served, self.seed, self.turn = served, seed, turn
        self.saves: list[str] = []
        self.uploads: list[str] = []
        self.submitted: list[str] = []
        self.others: list[tuple[str, int, bytes]] = []
        self.killed = False
        self.broken: list[BaseException] = []
        self.threads = [
            threading.Thread(target=self._go, args=(work,))
            for work in (self.save, self.save_too, self.upload, self.submit)
        ]

    def _go(self, work) -> None:
        try:
            work()
        except (OSError, http.client.HTTPException) as gone:
            if not self.killed:  # afterwards what was on its way was not acknowledged, and that is all
                self.broken.append(gone)

    def save(self, draft: int = 0) -> None:
        one = self.seed["drafts"][draft]
        caller = self.served.caller(one["session"])
        for n in range(10_000):
            name = f"save-{self.turn}-{draft}-{n}"
            self._note(
                "save",
                self.saves,
                name,
                # Never what stands there already: a save that changes nothing is no revision.
                caller.save(
                    one["key"], {"employees": str(100_000 * self.turn + n + 1)}, base=10**6, save_id=name
                ),
            )

    def save_too(self) -> None:
        self.save(1)

    def upload(self) -> None:
        one = self.seed["drafts"][2]
        caller = self.served.caller(one["session"])
        for n, material in enumerate(self.seed["materials"] * 9):
            name = f"upload-{self.turn}-{n}"
            content = a_pdf(1000 * self.turn + n)
            self._note(
                "upload", self.uploads, name, caller.upload(one["key"], material, content, upload_id=name)
            )

    def submit(self) -> None:
        for one in self.seed["drafts"][3 + 8 * self.turn :][:8]:
            self._note(
                "submit", self.submitted, one["key"], self.served.caller(one["session"]).submit(one["key"])
            )

    def wait_until_busy(self) -> None:
        """Until everybody was answered a few times, so that the kill falls into the middle of work, however slow."""
        wanted = ((self.saves, 5), (self.uploads, 2), (self.submitted, 2))
        while any(len(kept) < least for kept, least in wanted):
            assert not self.broken, self.broken
            assert all(status < 500 for _, status, _ in self.others), self.others
            assert any(thread.is_alive() for thread in self.threads), self.others
            time.sleep(0.01)

    def kill(self) -> None:
        self.killed = True
        self.served.kill()
        for thread in self.threads:
            thread.join()

    def _note(self, what: str, kept: list[str], name: str, answer: tuple[int, bytes]) -> None:
        if answer[0] in (200, 302):
            kept.append(name)
        else:
            self.others.append((what, *answer))


@pytest.mark.slow
def test_what_was_acknowledged_survives_a_kill_and_nothing_is_half_done(tmp_path):
    site = Site(tmp_path / "data").prepare()
    seed = site.seed("fill", 19)
    acknowledged: dict[str, set[str]] = {"saves": set(), "uploads": set(), "submitted": set()}

    for turn in (0, 1):  # the second time on what the first one left
        with site.serving(workers=2) as served:
            load = Load(served, seed, turn)
            for thread in load.threads:
                thread.start()
            load.wait_until_busy()
            load.kill()
        assert [one for one in load.others if one[1] >= 500] == []
        for what, names in acknowledged.items():
            names.update(getattr(load, what))
        found = site.seed("look")
        assert found["wrong"] == []
        assert {what: names - set(found[what]) for what, names in acknowledged.items()} == {
            what: set() for what in acknowledged
        }

    assert all(acknowledged.values()), acknowledged
    assert site.zhiqiang("audit", "verify").returncode == 0
