"""Walking through a page as its reader does: files are written, lines are changed, commands are run.

What a page may hold, by the words after the three backticks:

- ```` ```yaml folder/file.yaml ```` (any kind of file): write that file;
- ```` ```yaml folder/file.yaml append ````: add to its end;
- ```` ```diff folder/file.yaml ````: replace the lines marked ``-`` by those marked ``+``;
- ```` ```console ````: run the commands after ``$`` and compare what they print; a line ``…`` stands for any lines.

``python -m tests.docs.walking`` walks every page and writes into it what its commands print now; look at the difference.
"""

from __future__ import annotations

import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from zhiqiang.jobs.commands import root

FENCE = re.compile(r"^```(?P<kind>\w+)(?: (?P<rest>\S[^\n]*))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


@dataclass(frozen=True)
class Step:
    """A block of a page: its kind, what stands beside it, its text, and where it stands."""

    kind: str
    rest: str
    text: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Run:
    """A command with what the page says it prints."""

    command: str
    expected: str


def steps(page: str) -> Iterator[Step]:
    """The blocks of a page, in order."""
    for found in FENCE.finditer(page):
        line = page.count("\n", 0, found.start()) + 1
        yield Step(
            found["kind"], found["rest"] or "", found["text"], found.start("text"), found.end("text"), line
        )


def runs(text: str) -> list[Run]:
    """The commands of a console block."""
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [Run(*(part.partition("\n")[::2])) for part in parts]


class Walk:
    """A reader in a folder of its own, who speaks one language."""

    def __init__(self, folder: Path, lang: str) -> None:
        self.folder = folder
        self.runner = CliRunner(env={"ZHIQIANG_LANG": lang})

    def take(self, step: Step) -> str:
        """Do what a block says; returns the block as it should read."""
        if step.kind == "console":
            return "".join(f"$ {run.command}\n{self.printed(run)}" for run in runs(step.text))
        if step.kind == "diff":
            self.change(step)
        elif step.rest:
            self.write(step)
        return step.text

    def printed(self, run: Run) -> str:
        """What a command prints, or what the page says where that is the same but for lines left out."""
        program, *arguments = shlex.split(run.command)
        assert program == "zhiqiang", f"a page runs zhiqiang alone, not {program}"
        told = self.runner.invoke(root, arguments, prog_name="zhiqiang").output.replace(str(self.folder), "")
        return run.expected if alike(run.expected, told) else told

    def write(self, step: Step) -> None:
        name, _, mode = step.rest.partition(" ")
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if mode == "append" else ""
        path.write_text(before + step.text, encoding="utf-8")

    def change(self, step: Step) -> None:
        path = self.folder / step.rest
        text = path.read_text(encoding="utf-8")
        for old, new in changes(step.text):
            assert text.count(old) == 1, (
                f"line {step.line}: {path.name} holds {text.count(old)} times:\n{old}"
            )
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")


def changes(text: str) -> Iterator[tuple[str, str]]:
    """Each run of ``-`` lines with the ``+`` lines after it."""
    for found in re.finditer(r"((?:^-.*\n)+)((?:^\+.*\n)*)", text, re.MULTILINE):
        old, new = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in found.groups())
        yield old, new


def alike(expected: str, printed: str) -> bool:
    """Whether a page's output is what was printed, lines left out with … allowed."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ANYTHING else re.escape(line.rstrip()) + r"[ ]*\n"
        for line in expected.splitlines()
    )
    return (
        re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n")
        is not None
    )


def walked(page: str, folder: Path, lang: str) -> str:
    """The page as it should read, after walking it in a folder; the working folder must be that folder."""
    walk, parts, at = Walk(folder, lang), [], 0
    for step in steps(page):
        parts += [page[at : step.start], walk.take(step)]
        at = step.end
    return "".join(parts) + page[at:]


ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-scheme.md"
TUTORIALS = {"zh": TUTORIAL, "en": TUTORIAL.with_suffix(".en.md")}
# Running a site is proved by the tests of its commands: the page needs a server, a worker and a clock.
HOW_TO = sorted(path for path in (ROOT / "docs" / "how-to").glob("*.md") if path.stem != "operate")


def told(path: Path) -> str:
    """A page as it stands."""
    return path.read_text(encoding="utf-8")


def true_page(path: Path, folder: Path, lang: str) -> str:
    """A page as it should read; a how-to page begins where the tutorial ends."""
    if path in HOW_TO:
        walked(told(TUTORIAL), folder, lang)
    return walked(told(path), folder, lang)


def main() -> None:
    for path, lang in [(path, lang) for lang, path in TUTORIALS.items()] + [(path, "zh") for path in HOW_TO]:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            path.write_text(true_page(path, Path(folder), lang), encoding="utf-8")
            os.chdir(ROOT)


if __name__ == "__main__":
    main()
