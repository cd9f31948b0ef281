"""The PostgreSQL that `./test --postgres` makes for itself is gone afterwards, however the run ended."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
WAITING = """
import sys, time
from postgres import cluster
with cluster() as address:
    print(address, flush=True)
    time.sleep(float(sys.argv[1]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where clusters are made; PostgreSQL's own user has to come in."""
    made = Path(tempfile.mkdtemp(prefix="zhiqiang-clusters-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def begun(folder: Path, seconds: float = 600) -> tuple[subprocess.Popen, str]:
    """A run that holds a cluster, and the cluster's address."""
    kept = {k: v for k, v in os.environ.items() if k != "ZHIQIANG_TEST_DATABASE"}
    run = subprocess.Popen(
        [sys.executable, "-c", WAITING, str(seconds)], stdout=subprocess.PIPE, text=True,
        env={**kept, "TMPDIR": str(folder), "PYTHONPATH": str(TOOLS)},
    )  # fmt: skip
    assert run.stdout is not None
    with run.stdout:
        return run, run.stdout.readline().strip()


def answers(address: str) -> bool:
    import psycopg

    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address):
        return True
    return False


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("pg_ctl") and not list(Path("/usr/lib/postgresql").glob("*/bin")), reason="no PostgreSQL here"
)
def test_no_cluster_is_left_behind(folder):
    run, address = begun(folder)
    assert answers(address)
    run.send_signal(signal.SIGTERM)
    assert run.wait() == 128 + signal.SIGTERM
    assert not answers(address)
    assert list(folder.iterdir()) == []

    run, address = begun(folder)
    run.kill()  # nobody can tidy up
    run.wait()
    assert answers(address)

    run, _ = begun(folder, 0)
    assert run.wait() == 0
    assert not answers(address)
    assert list(folder.iterdir()) == []
