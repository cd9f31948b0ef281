"""Makes an environment of its own from hashed requirements. Standard library only: nothing is installed yet.

The quickest way that works is taken: ``uv`` where it is at hand, else ``uv`` fetched by pip (hashed too), else pip.
A stamp in the environment remembers what it was made from; with the same stamp nothing is done.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = ".zhiqiang-stamp"
QUIET_PIP = ["--disable-pip-version-check", "--no-input", "--quiet"]


class CannotPrepare(Exception):
    """The environment could not be made; the message says why, and the mend."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ready(environment: Path, requirements: Path) -> Path:
    """The Python of an environment that holds exactly ``requirements`` and this project. Quick when it is there."""
    python = python_of(environment)
    stamp = environment / STAMP
    wanted = _digest(requirements)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    began = time.monotonic()
    say(f"准备运行环境（仅首次）/ Preparing {environment.name} (first time only) …")
    stamp.unlink(missing_ok=True)
    _make(environment, python)
    _install(python, requirements)
    stamp.write_text(wanted)
    say(f"环境已就绪 / {environment.name} is ready ({time.monotonic() - began:.1f} s)")
    return python


def _digest(requirements: Path) -> str:
    """Of all an environment is made from: requirements, project file, this Python, this folder."""
    digest = hashlib.sha256()
    for part in (requirements.read_bytes(), (ROOT / "pyproject.toml").read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    digest.update(f"{sys.version_info[:2]} {ROOT}".encode())
    return digest.hexdigest()


def _make(environment: Path, python: Path) -> None:
    if _works(python):
        return
    uv = shutil.which("uv")
    if uv:
        command = [
            uv,
            "venv",
            "--quiet",
            "--clear",
            "--no-project",
            "--seed",
            "--python",
            sys.executable,
            str(environment),
        ]
        if _run(command).returncode == 0:
            return
    made = _run([sys.executable, "-m", "venv", "--clear", str(environment)])
    if made.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise CannotPrepare(
            f"不能建立虚拟环境 / No virtual environment could be made in {environment}.\n{_tail(made)}\n"
            f"Debian, Ubuntu: sudo apt install python{version}-venv"
        )


def _works(python: Path) -> bool:
    """An environment of ours, of this Python; one that was copied, moved or half made is made anew."""
    if not python.exists():
        return False
    probe = "import sys, pip; print(sys.version_info[:2], sys.prefix)"
    answer = _run([str(python), "-c", probe])
    return (
        answer.returncode == 0
        and answer.stdout.split("\n")[0] == f"{sys.version_info[:2]} {python.parent.parent}"
    )


def _install(python: Path, requirements: Path) -> None:
    uv = _uv(python)
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    if uv:
        head = [uv, "pip", "install", "--quiet", "--python", str(python)]
        settings = {**os.environ, **_index_of_pip(python)}
        installed = _run([*head, "--require-hashes", "-r", str(requirements)], settings)
        if installed.returncode == 0:
            installed = _run([*head, *project], settings)
        if installed.returncode == 0:
            return
        say("uv 未成功，改用 pip / uv did not succeed, taking pip …")
    head = [str(python), "-m", "pip", "install", *QUIET_PIP]
    installed = _run([*head, "--require-hashes", "-r", str(requirements)])
    if installed.returncode == 0:
        installed = _run([*head, *project])
    if installed.returncode != 0:
        raise CannotPrepare(
            f"安装依赖失败 / The packages could not be installed.\n{_tail(installed)}\n"
            "请检查网络；可用镜像 / Check the network; a mirror is named by: pip config set global.index-url URL"
        )


def _uv(python: Path) -> str | None:
    """A uv that runs: the machine's, or one put into the environment from hashed requirements."""
    found = shutil.which("uv")
    if found:
        return found
    own = python.with_name("uv.exe" if os.name == "nt" else "uv")
    if not own.exists():
        requirements = ROOT / "tools" / "requirements-uv.txt"
        _run([str(python), "-m", "pip", "install", *QUIET_PIP, "--require-hashes", "-r", str(requirements)])
    return str(own) if own.exists() and _run([str(own), "--version"]).returncode == 0 else None


def _index_of_pip(python: Path) -> dict[str, str]:
    """uv does not read pip's settings: hand over the mirror, the wheel folder and the certificates they name."""
    answer = _run([str(python), "-m", "pip", "config", "list", "--disable-pip-version-check"])
    named = {}
    for line in answer.stdout.splitlines():
        key, _, value = line.partition("=")
        # pip joins several values by line ends, uv by commas
        named[key.rpartition(".")[2]] = ",".join(value.strip().strip("'\"").replace("\\n", " ").split())
    pairs = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    return {
        variable: named[key] for key, variable in pairs.items() if key in named and variable not in os.environ
    }


def _run(command: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, env=environment, stdin=subprocess.DEVNULL)


def _tail(finished: subprocess.CompletedProcess[str]) -> str:
    return "\n".join((finished.stderr or finished.stdout).strip().splitlines()[-12:])
