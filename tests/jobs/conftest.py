"""Calls of the command line in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from zhiqiang.jobs.commands import root
from zhiqiang.jobs.reference.writing import EXAMPLE

Call = Callable[..., Result]


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ZHIQIANG_LANG", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def zhiqiang(folder) -> Call:
    """`zhiqiang ARGUMENTS`, with its exit code, output and error output."""

    def call(*arguments: str, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(root, [str(one) for one in arguments], prog_name="zhiqiang", input=given)

    return call


@pytest.fixture
def example() -> str:
    """The scheme of the reference, which has every kind of field and rule."""
    return str(EXAMPLE)


@pytest.fixture
def write(folder) -> Callable[[str, str], str]:
    """Writes a file of the working folder and gives its name."""

    def written(name: str, text: str) -> str:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return name

    return written


GOOD = {
    "name": "示例企业",
    "industry": "39",
    "size": "B",
    "employees": 120,
    "exports": True,
    "finance": {"sales": {"T-2": 1000, "T-1": 2000, "T": 3000}, "rd": {"T-2": 60, "T-1": 120, "T": 180}},
    "filings": {"invention": {"T-2": 10, "T-1": 20, "T": 30}, "other": {"T-2": 20, "T-1": 30, "T": 40}},
    "licences": 2,
    "patents": [{"number": "201910000000.4", "fee": 300}],
    "has_manual": True,
    "pledged": False,
    "led_by": "B",
    "staff": 2,
    "points.i8": 8,
}
TOTAL = "46"


@pytest.fixture
def answers(write) -> Callable[..., str]:
    """Writes the example's answers, some of them changed, as JSON and gives the file's name."""

    def written(file: str = "answers.json", /, **changed: object) -> str:
        kept = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
        return write(file, json.dumps({"answers": kept}, ensure_ascii=False))

    return written
