"""What holds of every shipped edition: its files are whole, its words are there in both languages, its cases come out."""

import re
from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml.ns import qn

from tests.schemes.editions import GAOXIN, SHAANXI, cases, folder, scheme
from zhiqiang.engine.loading import check, shipped
from zhiqiang.engine.models.form import CountField, ListField, NumberField, TableField

EDITIONS = (SHAANXI, GAOXIN)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTED = re.compile(r"二号|三号|小标宋体|仿宋体|黑体|港澳台|外商|中外|陕知发〔2020〕68号")
"""Chinese words that an English text has to name because they stand on the paper itself."""


@pytest.fixture(params=EDITIONS)
def edition(request):
    return request.param


def items_and_columns(form):
    for item in form.items():
        yield item
        if isinstance(item, TableField | ListField):
            yield from item.columns


def test_the_editions_are_shipped():
    assert set(EDITIONS) <= set(shipped())


@pytest.mark.requirement("X03")
def test_the_check_finds_nothing(edition):
    assert [str(problem) for problem in check(folder(edition))] == []


def test_every_worked_case_comes_out(edition):
    assert [str(result) for result in cases(edition).values() if not result.ok] == []


def test_every_field_has_help_in_both_languages(edition):
    fields = items_and_columns(scheme(edition).form)

    assert [field.id for field in fields if not (field.help and field.help_en)] == []


def test_every_number_has_its_unit_in_both_languages(edition):
    numbers = [f for f in items_and_columns(scheme(edition).form) if isinstance(f, NumberField | CountField)]

    assert [field.id for field in numbers if not (field.unit and field.unit_en)] == []


def test_every_typed_number_has_a_limit(edition):
    typed = [
        f for f in items_and_columns(scheme(edition).form)
        if isinstance(f, NumberField | CountField) and f.calculated is None
    ]  # fmt: skip

    assert [field.id for field in typed if field.max is None] == []


def test_chinese_texts_are_chinese_and_english_ones_english(edition):
    wrong = []
    for file in sorted(folder(edition).rglob("*.yaml")):
        for key, text in pairs(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)):
            if key.endswith("_en") and CHINESE.search(QUOTED.sub("", text)):
                wrong.append(f"{file.name}: {key}: {text}")
            if key in ("help", "message", "reason", "summary", "says", "holds") and not CHINESE.search(text):
                wrong.append(f"{file.name}: {key}: {text}")

    assert wrong == []


def pairs(content):
    if isinstance(content, dict):
        for key, value in content.items():
            if isinstance(value, str):
                yield str(key), value
            else:
                yield from pairs(value)
    elif isinstance(content, list):
        for value in content:
            yield from pairs(value)


def test_every_clause_is_told_in_both_languages(edition):
    for clause in scheme(edition).clauses.values():
        assert CHINESE.search(clause.title.zh), clause.id
        assert not CHINESE.search(clause.title.en), clause.id
        assert CHINESE.search(clause.text), clause.id
        assert not CHINESE.search(QUOTED.sub("", clause.text_en)), clause.id


def written_in(file: Path) -> str:
    """What a reader of this file of an edition reads."""
    if file.suffix != ".docx":
        return file.read_text(encoding="utf-8")
    paragraphs = docx.Document(str(file)).element.body.iter(qn("w:p"))
    return "\n".join("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in paragraphs)


def test_no_person_phone_mail_or_address_of_the_web_stands_in_the_data(edition):
    private = re.compile(
        r"https?://|www\.|[\w.]+@(?![\w-]+\.example\b)[\w-]+\.\w|\b1[3-9]\d{9}\b|\b0\d{2,3}-\d{7,8}\b"
    )
    found = []
    for file in sorted(folder(edition).rglob("*.*")):
        for number, line in enumerate(written_in(file).splitlines(), 1):
            text = re.sub(r"139000000\d\d|029-8100000\d|0917-300000\d|029-81234567", "", line)
            found += [f"{file.name}:{number}: {hit.group()}" for hit in private.finditer(text)]

    assert found == []


def test_every_indicator_has_a_case_at_both_ends(edition):
    """Each indicator earns nothing in one case and its maximum in another."""
    lowest = {one.id: set() for one in scheme(edition).indicators.indicators()}
    for result in cases(edition).values():
        for found in result.score.findings():
            if found.id in lowest:
                lowest[found.id].add(
                    "none" if found.points == 0 else "all" if found.points == found.maximum else "some"
                )

    assert [id for id, ends in lowest.items() if not {"none", "all"} <= ends and edition == SHAANXI] == []


def test_rulings_are_all_used(edition):
    whole = scheme(edition)
    text = "".join(
        f.read_text(encoding="utf-8") for f in folder(edition).rglob("*.yaml") if f.name != "rulings.yaml"
    )

    assert [id for id in whole.rulings if not re.search(rf"\b{id}\b", text)] == []
