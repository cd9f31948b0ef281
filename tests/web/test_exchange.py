"""Files in and out: what is exported comes back as it was, a file's changes are shown first, a bad file is told why."""

import io
import json
import zipfile
from threading import BoundedSemaphore

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.web.reading_pages import Page
from tests.web.test_score import EVIL, enterprises
from zhiqiang.engine.answering import answer
from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.scoring import score
from zhiqiang.papers.workbook.reading import read_workbook
from zhiqiang.web.applicant import export as export_module

SHAANXI = load(shipped()["shaanxi-2020"])
ANSWERS = {
    key: ("yes" if value else "no") if isinstance(value, bool) else str(value)
    for key, value in enterprises()["小型企业：秦岭智测科技有限公司"].items()
}


def export(client, kind, answers=ANSWERS, id="shaanxi-2020"):
    return client.post(f"/s/{id}/{kind}", {"answers": json.dumps(answers)})


def read(client, content: bytes, current=None, name="file.xlsx", id="shaanxi-2020"):
    data = {"file": SimpleUploadedFile(name, content), "answers": json.dumps(current or {})}
    return client.post(f"/s/{id}/read", data)


def changes(answer_) -> dict[str, str]:
    page = Page(answer_.content.decode())
    return {e["data-key"]: e["data-value"] for e in page.all("input") if e.get("data-key")}


def test_the_workbook_holds_the_answers_and_scores_the_same(client):
    file = export(client, "workbook.xlsx")

    assert file.headers["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert file.headers["Content-Disposition"] == 'attachment; filename="shaanxi-2020.xlsx"'
    back = read_workbook(file.content, SHAANXI)
    assert (
        score(SHAANXI, answer(SHAANXI, back.answers)).total == score(SHAANXI, answer(SHAANXI, ANSWERS)).total
    )


def test_the_empty_workbook_is_there_for_everybody(client):
    file = client.get("/s/shaanxi-2020/workbook.xlsx")

    assert file.status_code == 200
    assert read_workbook(file.content, SHAANXI).answers == {}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_score_comes_as_a_pdf(client, language):
    client.cookies["zhiqiang_language"] = language

    file = export(client, "score-sheet.pdf")

    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
    assert file.headers["Content-Disposition"] == 'attachment; filename="shaanxi-2020.pdf"'
    assert file.content.startswith(b"%PDF-")


def test_a_pdf_waits_its_turn_and_says_so(client, monkeypatch):
    monkeypatch.setattr("zhiqiang.web.applicant.export.SECONDS_TO_WAIT", 0)
    monkeypatch.setattr("zhiqiang.web.applicant.export.PRESSES", BoundedSemaphore(1))
    export_module.PRESSES.acquire()

    refusal = export(client, "score-sheet.pdf")

    assert refusal.status_code == 503
    assert "请过一会儿再试" in refusal.content.decode()


def test_a_workbook_that_says_the_same_changes_nothing(client):
    preview = read(client, export(client, "workbook.xlsx").content, ANSWERS)

    assert changes(preview) == {}
    assert "没有要改动的" in preview.content.decode()


def test_a_workbook_shows_what_it_would_change(client):
    older = ANSWERS | {"registered_capital": "1", "led": "x"}
    del older["industry"]

    preview = read(client, export(client, "workbook.xlsx").content, older)
    page = Page(preview.content.decode())

    assert changes(preview) == {key: ANSWERS[key] for key in ("registered_capital", "industry")}
    assert "1 万元" in page.text
    assert all("checked" in e.attributes for e in page.all("input") if e.get("data-key"))


def test_exported_data_comes_back_as_it_was(client):
    file = export(client, "answers.json")
    content = json.loads(file.content)

    assert content == {"scheme": "shaanxi-2020", "digest": SHAANXI.digest, "answers": ANSWERS}
    assert changes(read(client, file.content, {}, "a.json")) == ANSWERS
    assert changes(read(client, file.content, ANSWERS, "a.json")) == {}


def test_problems_of_a_workbook_are_told_by_sheet_and_cell(client):
    wrong = ANSWERS | {"contacts.mobile.first": "138", "core_staff.trained.T": "99999"}

    page = Page(read(client, export(client, "workbook.xlsx", wrong).content).content.decode())
    told = [e.text for e in page.all("li", **{"class": "is-error"})]

    assert any("!" in text and "手机号码" in text for text in told)
    assert sum("受训核心人员不能多于" in text for text in told) == 1
    unticked = [
        e["data-key"] for e in page.all("input") if e.get("data-key") and "checked" not in e.attributes
    ]
    assert unticked == ["contacts.mobile.first"]


def test_data_of_another_scheme_is_said_to_be_so(client):
    content = json.dumps({"scheme": "elsewhere-1999", "answers": {"nothing": "1", "size": "A"}}).encode()

    page = Page(read(client, content, {}, "a.json").content.decode())

    assert "另一个方案（elsewhere-1999）" in page.text
    assert "1 项在本表单中没有对应" in page.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "空"),
        ("a.xlsx", b"nothing of the kind", "不是工作簿"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, "损坏"),
        ("a.json", b"{", "不是完整的 JSON"),
        ("a.json", b'{"answers": ' + b"[" * 99999, "不是完整的 JSON"),
    ],
)
def test_a_file_that_is_none_is_told_why(client, name, content, said):
    refusal = read(client, content, {}, name)

    assert refusal.status_code in (400, 422)
    assert refusal.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert said in refusal.content.decode()


def test_a_workbook_of_another_scheme_is_refused(client, trial):
    refusal = read(client, export(client, "workbook.xlsx", {}, trial.id).content)

    assert refusal.status_code == 422
    assert "trial-2021" in refusal.content.decode() or "方案" in refusal.content.decode()


def test_a_bomb_is_refused_quickly(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/workbook.xml", b" " * 60_000_000)

    assert read(client, packed.getvalue()).status_code == 422


def test_no_file_is_told(client):
    assert "没有收到文件" in client.post("/s/shaanxi-2020/read", {"answers": "{}"}).content.decode()


def test_hostile_names_and_values_are_text(client, trial):
    answers = {"name": EVIL, "patents.0.number": EVIL, EVIL: EVIL, "patents.0.kind": EVIL}

    page = read(
        client, json.dumps(answers).encode(), {"name": EVIL + "!"}, f"{EVIL}.json", trial.id
    ).content.decode()

    assert "<img" not in page
    assert export(client, "workbook.xlsx", answers, trial.id).status_code == 200
    assert export(client, "answers.json", answers, trial.id).headers["X-Content-Type-Options"] == "nosniff"


def test_rows_of_a_list_are_named_by_their_number(client, trial):
    page = Page(
        read(
            client, b'{"patents.0.number": "A", "patents.11.number": "B"}', {}, "a.json", trial.id
        ).content.decode()
    )

    assert "专利清单 · 专利号 · 1" in page.text
    assert "专利清单 · 专利号 · 12" in page.text


@pytest.mark.parametrize("kind", ["workbook.xlsx", "answers.json", "score-sheet.pdf"])
def test_what_is_posted_must_be_answers(client, kind):
    refusal = client.post(f"/s/shaanxi-2020/{kind}", {"answers": "[1, 2]"})

    assert refusal.status_code == 400
    assert "JSON" in refusal.content.decode()
