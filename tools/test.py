"""``./test``: an environment of its own and what the tests need from the system, then pytest.

Ruff, the layers and mypy are tests too (``tests/house``), so that one line at the end tells everything.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable

from environment import ROOT, CannotPrepare, ready, say
from postgres import VARIABLE, NoPostgres, cluster, programs

SECONDS_TO_END = 30
HELP = """\
./test                 everything: house rules, all tests, the browser
./test engine          the engine's tests alone, but the slow ones: seconds, no database, no Django
./test requirements    the requirements no passing test proves (as of the last whole run)
./test --postgres      the same on PostgreSQL: a server of its own, or the one that ZHIQIANG_TEST_DATABASE names
./test ARGUMENTS       handed to pytest, e.g. ./test tests/web -k language
"""


def _one_of(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True)
    return "CJK" in listed.stdout or "Source Han" in listed.stdout


def _office(*components: str) -> Callable[[], bool]:
    """LibreOffice with these parts; where it was not installed by Debian, the program itself has to do."""

    def there() -> bool:
        if not shutil.which("soffice"):
            return False
        if not shutil.which("dpkg-query"):
            return True
        asked = ["dpkg-query", "--show", "--showformat", "${Status}\n", *components]
        known = subprocess.run(asked, capture_output=True, text=True)
        return known.stdout.count("install ok installed") == len(components)

    return there


# Debian's package, and how to see that it is there.
SYSTEM = {
    "chromium": _one_of("chromium", "chromium-browser", "google-chrome"),
    "libreoffice-calc": _office("libreoffice-calc"),
    "libreoffice-writer": _office("libreoffice-writer"),
    "poppler-utils": _one_of("pdftoppm"),
    "gettext": _one_of("msgfmt"),
    "fonts-noto-cjk": _chinese_font,
}


def system_packages(also: dict[str, Callable[[], bool]]) -> list[str]:
    """Installs what is missing when it may; returns what is still missing."""
    wanted = SYSTEM | also
    missing = [package for package, there in wanted.items() if not there()]
    if not missing or not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return missing
    say(f"安装系统软件包 / Installing system packages: {' '.join(missing)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return [package for package in missing if not wanted[package]()]


def _call(command: list[str], environment: dict[str, str]) -> int:
    """Like `subprocess.call`; told to end, it ends the tests before their database goes."""
    tests = subprocess.Popen(command, env=environment)
    try:
        return tests.wait()
    finally:
        _ended(tests)


def _ended(tests: subprocess.Popen) -> None:
    # Ctrl-C reaches the tests by itself, and a second one would keep them from tidying up; SIGTERM does not reach them.
    for seconds, send in ((3, tests.send_signal), (SECONDS_TO_END, lambda _: tests.kill())):
        try:
            tests.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            send(signal.SIGINT)
    tests.wait()


def main(arguments: list[str]) -> int:
    if arguments in (["-h"], ["--help"]):
        print(HELP, end="")
        return 0
    try:
        python = str(ready(ROOT / ".venv-test", ROOT / "requirements-test.txt"))
    except CannotPrepare as problem:
        say(str(problem))
        return 1
    os.chdir(ROOT)
    if arguments == ["requirements"]:
        return subprocess.call([python, "-m", "tests.requirements"])
    pytest = [python, "-m", "pytest"]
    if arguments[:1] == ["engine"]:
        quick = ["-p", "no:django", "-q", "-n", "auto", "-m", "not slow", "tests/engine"]
        return subprocess.call([*pytest, *quick, *arguments[1:]])
    on_postgres = "--postgres" in arguments
    arguments = [one for one in arguments if one != "--postgres"]
    own = on_postgres and not os.environ.get(VARIABLE)
    missing = system_packages({"postgresql": lambda: programs() is not None} if own else {})
    if missing:
        say(
            "测试还需要 / The tests also need:\n"
            f"    sudo apt install {' '.join(missing)}\n"
            "或只运行一部分 / Or run a part: ./test engine, ./test tests/web"
        )
        if not arguments:
            return 1
    asked = [*pytest, *(arguments or ["-n", "auto", "--dist", "worksteal"])]
    if not on_postgres:
        return subprocess.call(asked, env={k: v for k, v in os.environ.items() if k != VARIABLE})
    if not own:
        return subprocess.call(asked)
    try:
        with cluster() as address:
            return _call(asked, {**os.environ, VARIABLE: address})
    except NoPostgres as problem:
        say(str(problem))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
