"""``./run``: an environment of its own, then the site. Everything after that is zhiqiang/config/serving.py."""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ROOT, CannotPrepare, ready, say


def main() -> int:
    try:
        python = ready(ROOT / ".venv", ROOT / "requirements.txt")
    except CannotPrepare as problem:
        say(str(problem))
        return 1
    os.environ.setdefault("ZHIQIANG_DATA", str(ROOT / "var"))
    given = sys.argv[1:]
    demo = [] if "--no-demo" in given or os.environ.get("DATABASE_URL") else ["--demo"]
    rest = [argument for argument in given if argument != "--no-demo"]
    command = [str(python), "-m", "zhiqiang.config.serving", *demo, *rest]
    if os.name == "nt":
        return subprocess.call(command)
    # The server takes this process's place: Ctrl-C and the exit code are its own.
    return os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main())
