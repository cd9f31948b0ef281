"""``./benchmarks/run``: the tests' environment (it has the peers), then the measurements. Standard library only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from environment import CannotPrepare, ready, say  # noqa: E402


def main() -> int:
    try:
        python = ready(ROOT / ".venv-test", ROOT / "requirements-test.txt")
    except CannotPrepare as problem:
        say(str(problem))
        return 1
    os.chdir(ROOT)
    return subprocess.call([str(python), "-m", "benchmarks", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
