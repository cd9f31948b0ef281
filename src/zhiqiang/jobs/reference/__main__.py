"""`python -m zhiqiang.jobs.reference FOLDER`: write the reference pages of the scheme format and of the commands."""

import sys
from pathlib import Path

from . import pages


def main(arguments: list[str]) -> int:
    """Write the pages into the folder named (docs/reference unless stated)."""
    folder = Path(arguments[0] if arguments else "docs/reference")
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
