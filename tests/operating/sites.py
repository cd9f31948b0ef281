"""Sites in folders of their own, run as processes: prepared, seeded, served, asked, killed."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.databases import database_of

TOKEN = "a" * 32


@dataclass
class Site:
    """A site by its data folder; `more` goes into the environment of everything that is run for it."""

    data: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("ZHIQIANG_", "DJANGO_", "DATABASE_")) or k == "ZHIQIANG_TEST_DATABASE"
        }
        return {
            **kept, "DJANGO_SETTINGS_MODULE": "zhiqiang.config.settings", "ZHIQIANG_SECRET_KEY": "only for tests " * 4,
            "ZHIQIANG_DATA": str(self.data), "ZHIQIANG_LOG_LEVEL": "ERROR", "ZHIQIANG_LANG": "en",
            "ZHIQIANG_POSTS_PER_MINUTE": "0", **database_of(self.data), **self.more,
        }  # fmt: skip

    def run(self, *module_and_arguments: str, **environment: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-W", "ignore", "-m", *map(str, module_and_arguments)]
        return subprocess.run(
            command, env={**self.environment, **environment}, capture_output=True, text=True, timeout=600
        )

    def prepare(self) -> "Site":
        self.data.mkdir(parents=True, exist_ok=True)
        for call in (["migrate"], ["createcachetable"]):
            done = self.run("zhiqiang.config.manage", *call, "--verbosity", "0")
            assert done.returncode == 0, done.stderr
        return self

    def seed(self, what: str, *arguments: object) -> dict:
        done = self.run("tests.operating.seeding", what, *map(str, arguments))
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout)

    def zhiqiang(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess:
        done = self.run("zhiqiang.jobs.commands", *map(str, arguments), **environment)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    @contextlib.contextmanager
    def serving(self, *, workers: int = 1, worker: bool = False) -> Iterator["Served"]:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "zhiqiang.config.serving",
            "--port",
            str(port),
            "--data",
            str(self.data),
            "--workers",
            str(workers),
        ]
        log = (self.data / "server.log").open("a")
        process = subprocess.Popen(
            [*command, *([] if worker else ["--no-worker"])],
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        served = Served(port, process, self.more.get("ZHIQIANG_ALLOWED_HOSTS", ""))
        try:
            served.wait()
            yield served
        finally:
            served.kill()
            served.hang_up()
            log.close()


@dataclass
class Served:
    """A server in a process group of its own."""

    port: int
    process: subprocess.Popen
    host: str = ""
    callers: list["Caller"] = field(default_factory=list)

    def wait(self) -> None:
        until = time.monotonic() + 180
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = self.caller().get("/healthz")
                if answer[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def caller(self, session: str = "") -> "Caller":
        self.callers.append(Caller(self.port, session, self.host))
        return self.callers[-1]

    def hang_up(self) -> None:
        for one in self.callers:
            one.connection.close()

    def kill(self) -> None:
        """SIGKILL to the whole group: nobody is asked to tidy up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)


class Caller:
    """Somebody's browser, as far as the wire goes."""

    def __init__(self, port: int, session: str, host: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=180)
        self.headers = {
            "Cookie": f"zhiqiang_session={session}; zhiqiang_csrf={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept-Language": "en",
        }
        if host:  # as the proxy before a public site passes it on
            self.headers |= {"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, None, {})

    def save(self, key: str, changes: dict, *, base: int, save_id: str) -> tuple[int, bytes]:
        body = json.dumps({"save_id": save_id, "base": base, "changes": changes}).encode()
        return self._ask("POST", f"/enterprise/a/{key}/answers", body, {"Content-Type": "application/json"})

    def upload(self, key: str, material: str, content: bytes, *, upload_id: str) -> tuple[int, bytes]:
        edge = "edge-of-a-part"
        body = (
            f'--{edge}\r\nContent-Disposition: form-data; name="upload_id"\r\n\r\n{upload_id}\r\n'
            f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n'
        ).encode() + content + f"\r\n--{edge}--\r\n".encode()  # fmt: skip
        more = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._ask("POST", f"/enterprise/a/{key}/materials/{material}/upload", body, more)

    def submit(self, key: str, request_id: str = "") -> tuple[int, bytes]:
        said = {"declared": "yes", "request_id": request_id or f"submit-{key}"}
        return self.post(f"/enterprise/a/{key}/submit/", said)

    def post(self, path: str, said: dict[str, str | list[str]]) -> tuple[int, bytes]:
        more = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(said, doseq=True).encode(), more)

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> tuple[int, bytes]:
        self.connection.request(method, path, body, {**self.headers, **more})
        answered = self.connection.getresponse()
        return answered.status, answered.read()
