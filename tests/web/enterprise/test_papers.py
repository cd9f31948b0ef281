"""The papers the site makes: Word at once, PDF by the worker, never asked for as uploads."""

import datetime as dt

from tests.web.enterprise.asking import at, save, upload
from zhiqiang.actions.holding import Undone
from zhiqiang.actions.previews import make_next_preview
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Preview


def test_the_papers_are_printed_with_the_answers(ready, owner, visit):
    answer = visit(owner, at("application-paper", ready, "application_form", "docx"))

    assert answer.content.startswith(b"PK")
    assert visit(owner, at("application-paper", ready, "none", "docx")).status_code == 404
    assert visit(owner, at("application-paper", ready, "application_form", "exe")).status_code == 404


def test_a_paper_as_pdf_is_made_by_the_worker_once_for_each_content(ready, owner, visit, office):
    address = at("application-paper", ready, "application_form", "pdf")
    waiting = visit(owner, address)
    visit(owner, address)
    assert waiting.status_code == 202
    assert "刷新看是否已好" in waiting.content.decode()
    assert Preview.objects.count() == 1

    assert make_next_preview(at=office.now, convert=lambda content: (b"%PDF-1.7 " + content[:2], 3))
    done = visit(owner, address)

    assert (done.status_code, done.content) == (200, b"%PDF-1.7 PK")
    assert "filename*=UTF-8''" in done.headers["Content-Disposition"]
    assert not make_next_preview(at=office.now, convert=lambda content: (b"", 0))
    save(owner, ready, {"employees": "77"}, base=ready.revision)
    assert visit(owner, address).status_code == 202


def test_a_pdf_that_failed_says_why_and_the_way_round(ready, owner, visit, office):
    address = at("application-paper", ready, "indicator_table", "pdf")
    visit(owner, address)

    def absent(content):
        raise Undone(Words("没有 LibreOffice", "no LibreOffice"), again=False)

    make_next_preview(at=office.now, convert=absent)
    failed = visit(owner, address)

    assert failed.status_code == 503
    assert "没有 LibreOffice" in failed.content.decode()
    assert at("application-paper", ready, "indicator_table", "docx") in failed.content.decode()
    Preview.objects.update(ended_at=office.now - dt.timedelta(minutes=2))
    assert visit(owner, address).status_code == 202


def test_what_the_site_makes_is_not_asked_for(mine, owner, visit):
    page = visit(owner, at("application-materials", mine)).content.decode()
    check = visit(owner, at("application-check", mine))

    assert "本站生成，不用上传" in page
    assert at("material-upload", mine, "indicator_table") not in page
    assert at("material-upload", mine, "application_form") in page
    assert "indicator_table" not in [id for id, _ in check.context["documents"]]
    refused = upload(visit, owner, mine, material="indicator_table")
    assert refused.status_code == 409
    assert "不用上传" in refused.content.decode()


def test_a_sealed_scan_older_than_the_answers_is_told_and_can_be_changed_after_a_return(office, ready, owner, visit, handed_in):
    office.move(ready, "return", by=office.officer("610100"), at=office.now, reason="核对", points=[{"key": "employees", "note": ""}])
    assert visit(owner, at("application-check", ready)).context["stale"] == []

    ready.refresh_from_db()
    save(owner, ready, {"employees": "77"}, base=ready.revision)

    assert [id for id, _ in visit(owner, at("application-check", ready)).context["stale"]] == ["application_form"]
    page = visit(owner, at("application-materials", ready)).content.decode()
    assert "换上新的扫描件" in page
    assert at("material-upload", ready, "application_form") in page
    assert at("material-upload", ready, "work_plan") not in page
