"""Workbooks to test with: written, recalculated by LibreOffice, taken apart and put together again."""

import io
import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import openpyxl

from zhiqiang.engine.models.form import ChoiceField, CountField, NumberField, ScalarField, YesNoField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.papers.workbook.writing import write_workbook

SOFFICE = shutil.which("soffice")
ODD_TEXTS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "_x0041_", "*", "?", "~",
    "<b>&amp;", "“引号”\"'", "第一行\n第二行", "\t制表", "0123", "1e5", "TRUE", "#REF!", "𠮷野家😀", "'前引号",
)  # fmt: skip


def written(scheme: Scheme, raw: dict[str, Any] | None = None, lang: str = "zh") -> bytes:
    """A workbook's bytes; every answer found its place."""
    stream = io.BytesIO()
    left = write_workbook(scheme, stream, raw or {}, lang)  # type: ignore[arg-type]
    assert not left, left
    return stream.getvalue()


def recalculated(files: Iterable[Path], folder: Path) -> None:
    """Let LibreOffice open, work out and save workbooks, all in one start."""
    assert SOFFICE
    profile = folder / "profile"
    command = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    done = subprocess.run(
        [*command, "--outdir", str(folder), *map(str, files)], capture_output=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]


def with_parts(book: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The same zip with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def edited(book: bytes, edit: Callable[[openpyxl.Workbook], None]) -> bytes:
    """The same workbook as a person (or another program) changed it."""
    workbook = openpyxl.load_workbook(io.BytesIO(book))
    edit(workbook)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def sensible(field: ScalarField, options: tuple[str, ...] | None, rng: random.Random) -> Any:
    """A good answer for a field, as a form gives it."""
    match field:
        case YesNoField():
            return rng.random() < 0.5
        case ChoiceField():
            return rng.choice(options or ())
        case CountField():
            top = 200 if field.max is None else min(field.max, 200)
            return rng.choice([0, 1, 2, 3, top, rng.randint(0, top)])
        case NumberField():
            low = int(field.min) if field.min is not None else -300
            high = min(int(field.max), 300) if field.max is not None else 300
            step = 10**field.places
            return rng.choice(
                ["0", str(high), f"{rng.randint(low * step, high * step) / step:.{field.places}f}"]
            )
    return rng.choice(("示例", "甲乙丙", "Example"))


def wrong(field: ScalarField, rng: random.Random) -> Any:
    """Something a person may type instead."""
    match field:
        case NumberField() | CountField():
            return rng.choice(["12a", "-99999999999", "1.123456789", "9" * 14, "是", "*", "1/2", "十"])
        case YesNoField() | ChoiceField():
            return rng.choice(["*", "?", "Q", "是否", "ZZ. 没有", "a1"])
    return "超" * 25_000 if rng.random() < 0.1 else "文" * 3500


def answers(scheme: Scheme, rng: random.Random, filled: float = 1.0, spoilt: float = 0.0) -> dict[str, Any]:
    """Answers for any scheme: so many of the fields filled, so many of these wrong."""
    raw: dict[str, Any] = {}

    def give(key: str, field: ScalarField, options: tuple[str, ...] | None) -> None:
        if rng.random() < filled:
            raw[key] = wrong(field, rng) if rng.random() < spoilt else sensible(field, options, rng)

    for key, cell in scheme.cells.items():
        if key not in scheme.calculations:
            give(key, cell.field, cell.leaf.options)
    for key, column in scheme.lists.items():
        list_id, _, name = key.partition(".")
        for row in range(rng.choice((0, 1, 2, min(9, column.item.max_rows)))):
            give(f"{list_id}.{row}.{name}", column.field, column.options)
    for key, rubric in scheme.rubric_cells.items():
        top = rubric.criterion.max if rubric.criterion else rubric.indicator.max
        step = rubric.indicator.rule.step  # type: ignore[union-attr]
        if rng.random() < filled:
            raw[key] = str(step * rng.randint(0, int(top / step)))
    return raw
