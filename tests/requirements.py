"""Which requirements the passing tests prove.

A pytest plugin (``@pytest.mark.requirement("S28")``; an ID that ``docs/requirements.md`` does not know fails its test)
and a command, ``python -m tests.requirements``, that tells what no test proved in the last whole run.
A requirement is proved when at least one test carries its ID and every test that carries it passes.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "requirements.md"
RECORD = ROOT / ".zhiqiang-proofs.json"
LINE = re.compile(r"^- \*\*([A-Z]\d{2})\*\* (.+)$", re.MULTILINE)
PROPERTY = "requirement"


def known() -> dict[str, str]:
    """Every requirement's ID with its text, in the order of the list."""
    return dict(LINE.findall(LIST.read_text(encoding="utf-8")))


def in_short(ids: Iterable[str]) -> str:
    """``N01 N02 N03 S05`` as ``N01-N03 S05``; runs follow the order of the list."""
    runs: list[list[str]] = []
    for one in ids:
        last = runs[-1][-1] if runs else ""
        follows = bool(last) and last[0] == one[0] and int(last[1:]) + 1 == int(one[1:])
        if follows:
            runs[-1].append(one)
        else:
            runs.append([one])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


class Proofs:
    """Gathers, on the process that reports, what each ID's tests came to."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.broken: set[str] = set()

    @property
    def unproven(self) -> list[str]:
        return [one for one in known() if one not in self.passed or one in self.broken]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = {str(value) for name, value in report.user_properties if name == PROPERTY}
        if report.when == "call" and report.passed:
            self.passed |= ids
        elif not report.passed:
            self.broken |= ids

    def pytest_terminal_summary(self, terminalreporter, config: pytest.Config) -> None:
        if not _whole_run(config):
            return
        RECORD.write_text(json.dumps({"unproven": self.unproven}))
        terminalreporter.section("requirements")
        terminalreporter.write_line(f"{len(known()) - len(self.unproven)} of {len(known())} are proved.")
        terminalreporter.write_line(f"No passing test proves: {in_short(self.unproven) or 'none'}")


def _whole_run(config: pytest.Config) -> bool:
    option = config.option
    narrowed = (option.keyword, option.markexpr, option.collectonly, getattr(option, "lf", False))
    named = config.args_source == pytest.Config.ArgsSource.ARGS
    return config.rootpath == ROOT and not named and not any(narrowed)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Proofs(), "zhiqiang-proofs")


def pytest_itemcollected(item: pytest.Item) -> None:
    for mark in item.iter_markers(PROPERTY):
        item.user_properties += [(PROPERTY, one) for one in mark.args]


def pytest_runtest_setup(item: pytest.Item) -> None:
    carried = [value for name, value in item.user_properties if name == PROPERTY]
    unknown = sorted(str(one) for one in carried if one not in known())
    if unknown:
        pytest.fail(
            f"unknown requirement {', '.join(unknown)}: {LIST.relative_to(ROOT)} lists them", pytrace=False
        )
    if any(not mark.args for mark in item.iter_markers(PROPERTY)):
        pytest.fail('name the requirement: @pytest.mark.requirement("S28")', pytrace=False)


def main() -> int:
    if not RECORD.exists():
        print("No whole run is recorded: run ./test first.", file=sys.stderr)
        return 1
    unproven = json.loads(RECORD.read_text())["unproven"]
    texts = known()
    for one in unproven:
        print(f"{one}  {texts.get(one, '(no longer listed)')}")
    print(f"{len(unproven)} of {len(texts)} requirements were proved by no test in the last whole run.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
