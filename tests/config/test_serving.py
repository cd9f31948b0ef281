"""``./run`` from the outside: it prepares a folder, answers, and stops; what is in the way is named with its mend."""

import json
import os
import socket
import stat
import subprocess
import sys
import urllib.request

import pytest

from tests.browsing import served


def refused(*arguments: str, **environment: str) -> str:
    """What the command says when it cannot serve."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIQIANG_", "DATABASE_"))}
    command = [sys.executable, "-m", "zhiqiang.config.serving", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**clean, **environment})

    assert result.returncode != 0
    assert "Traceback" not in result.stderr
    return result.stderr


def test_it_serves_from_a_folder_of_its_own_and_again(tmp_path):
    with served(tmp_path / "data") as address, urllib.request.urlopen(f"{address}/healthz") as answer:
        assert json.load(answer)["status"] == "ok"
    secret = (tmp_path / "data" / "secret.key").read_text()
    collected = (tmp_path / "data" / "static" / "staticfiles.json").stat().st_mtime_ns

    with served(tmp_path / "data") as address, urllib.request.urlopen(address) as answer:
        page = answer.read().decode()

    assert 'lang="zh-Hans"' in page
    assert (tmp_path / "data" / "secret.key").read_text() == secret
    assert (tmp_path / "data" / "static" / "staticfiles.json").stat().st_mtime_ns == collected
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert "stopped" in (tmp_path / "data" / "server.log").read_text()


def test_static_files_carry_their_digest_and_are_kept_for_good(tmp_path):
    with served(tmp_path / "data") as address:
        with urllib.request.urlopen(address) as answer:
            path = answer.read().decode().split('rel="stylesheet" href="')[1].split('"')[0]
        request = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
            assert answer.headers["Content-Encoding"] == "gzip"


def test_a_taken_port_is_named_with_another(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        said = refused("--port", str(port), "--data", str(tmp_path))

    assert f"./run --port {port + 1}" in said


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "file").touch()

    assert "--data FOLDER" in refused("--data", str(tmp_path / "file"), "--port", "18999")


@pytest.mark.parametrize("port", ["0", "65536", "eight", "-1"])
def test_a_port_that_is_none_is_refused(port):
    assert "1 to 65535" in refused("--port", port) or "expected one argument" in refused("--port", port)


def test_a_bad_setting_is_told_without_a_stack(tmp_path):
    said = refused("--data", str(tmp_path), "--port", "18998", DATABASE_URL="nonsense")

    assert said.startswith("DATABASE_URL cannot be read.")
