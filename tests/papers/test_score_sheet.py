"""The explained score as a paper: whole, in both languages, safe from what is written on it."""

import datetime as dt
import random
import re
import shutil
import subprocess
from pathlib import Path

import psutil
import pytest

from tests.papers.workbooks import ODD_TEXTS, answers
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.scoring import Score, score
from zhiqiang.papers.score_sheet import score_sheet_pdf, sheet_data
from zhiqiang.papers.typesetting import TypesettingFailed, compiled, typeset

AT = dt.datetime(2020, 11, 20, 15, 59, tzinfo=dt.UTC)
MARKUP = (
    '#panic("x")',
    "$x^2$",
    "*a* _b_ `c`",
    "]#[",
    "\\",
    '#include "/etc/passwd"',
    "<label> @ref",
    "= Title",
    "//x",
    "a" * 400,
)


def scored(scheme: Scheme, seed: int | None = 7) -> Score:
    raw = {} if seed is None else answers(scheme, random.Random(seed))
    return score(scheme, answer(scheme, raw))


def text_of(pdf: bytes, folder: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed")
    path = folder / "sheet.pdf"
    path.write_bytes(pdf)
    done = subprocess.run([tool, "-layout", str(path), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", "", done.stdout.decode())


@pytest.mark.requirement("X02", "S33")
def test_every_indicator_stands_on_it_with_points_rule_and_clause(scheme: Scheme) -> None:
    found = scored(scheme)
    data = sheet_data(scheme, found, "zh", AT)
    rows = {(row["number"], row["title"].partition("（")[0]): row for row in data["rows"]}
    for indicator in scheme.indicators.indicators():
        row = rows[indicator.number, indicator.label.partition("（")[0]]
        assert row["rule"]
        assert row["steps"]
        assert row["clause"] == scheme.clauses[indicator.clause].title.zh
        for ruling in indicator.rulings:
            assert ruling in row["rulings"]
    assert data["total"] == explain_score(scheme, found, "zh").total
    assert data["digest"] == scheme.digest


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("seed", [None, 7])
def test_it_becomes_a_pdf(scheme: Scheme, lang: str, seed: int | None, tmp_path: Path) -> None:
    found = scored(scheme, seed)
    pdf = score_sheet_pdf(scheme, found, lang, AT)  # type: ignore[arg-type]
    assert pdf.startswith(b"%PDF-")
    text = text_of(pdf, tmp_path)
    assert scheme.digest[:16] in text
    assert explain_score(scheme, found, lang).total in text  # type: ignore[arg-type]
    assert "2020-11-2023:59" in text
    assert ("第1页" if lang == "zh" else "Page1of") in text


def test_the_same_instant_gives_the_same_bytes(trial: Scheme) -> None:
    found = scored(trial)
    assert score_sheet_pdf(trial, found, "zh", AT) == score_sheet_pdf(trial, found, "zh", AT)


def test_example_set_values_are_marked_wherever_they_count(shaanxi: Scheme) -> None:
    data = sheet_data(shaanxi, scored(shaanxi), "zh")
    assert data["illustrative"]
    marked = [one for row in data["rows"] for one in row["set_values"] if one["illustrative"]]
    assert len(marked) >= 5


def test_what_is_missing_is_named(shaanxi: Scheme) -> None:
    data = sheet_data(shaanxi, scored(shaanxi, None), "zh")
    assert data["total"] == "0.00"
    assert any("近三年专利申请情况" in line for line in data["missing"])
    assert all(
        row["missing"] for row in data["rows"] if row["state"] == "missing" and row["kind"] == "indicator"
    )
    assert data["evidence"] == []


def test_who_was_scored_stands_on_it(shaanxi: Scheme) -> None:
    raw = {"enterprise_name": "某某股份有限公司", "industry": "39", "size": "A"}
    facts = sheet_data(shaanxi, score(shaanxi, answer(shaanxi, raw)), "zh")["facts"]
    assert ["企业名称", "某某股份有限公司"] in facts
    assert any(value.startswith("39. ") for _, value in facts)


@pytest.mark.parametrize("text", [*MARKUP, *ODD_TEXTS])
def test_texts_are_texts_and_never_markup(trial: Scheme, text: str, tmp_path: Path) -> None:
    """Typst injection: what a user wrote stands there letter by letter."""
    found = score(trial, answer(trial, {"name": text[:30], "trading": True}))
    shown = text_of(compiled("score_sheet.typ", sheet_data(trial, found, "zh", AT), 0), tmp_path)
    if text.isascii() and text.isprintable():
        assert re.sub(r"\s+", "", text[:30])[:12] in shown


def test_a_missing_chinese_face_is_no_error(trial: Scheme) -> None:
    data = sheet_data(trial, scored(trial), "zh")
    assert compiled("score_sheet.typ", data, 0, system_fonts=False).startswith(b"%PDF-")


def test_it_is_made_from_any_folder(trial: Scheme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that lie about where someone works are not run."""
    (tmp_path / "json.py").write_text("raise SystemExit('not ours')")
    monkeypatch.chdir(tmp_path)
    assert score_sheet_pdf(trial, scored(trial), "zh").startswith(b"%PDF-")


def test_the_compiler_does_not_live_in_this_process(trial: Scheme) -> None:
    before = psutil.Process().memory_info().rss
    score_sheet_pdf(trial, scored(trial), "zh")
    assert psutil.Process().memory_info().rss - before < 20 * 2**20


def test_a_page_that_fails_says_why() -> None:
    with pytest.raises(TypesettingFailed, match="words"):
        typeset("score_sheet.typ", {}, 0)


def test_an_instant_without_zone_is_refused(trial: Scheme) -> None:
    with pytest.raises(ValueError, match="time zone"):
        score_sheet_pdf(trial, scored(trial), "zh", dt.datetime(2020, 1, 1))  # noqa: DTZ001
