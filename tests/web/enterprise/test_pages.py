"""The enterprise's pages: its own alone, told what is missing, kept, handed in once, receipted."""

import datetime as dt
import io
import json

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.actions.test_sniffing import pdf, picture
from tests.web.enterprise.asking import at, save, upload
from tests.web.office.world import attach, scan
from zhiqiang.records.models import Application, Attachment, Campaign, MoveMade, Revision, Submission

PAGES = ("application", "application-materials", "application-check", "application-history")


def post_json(client, reader, one: Application, body: object, **headers: str):
    return client.post(
        at("application-save", one), json.dumps(body), content_type="application/json", headers={"X-Reader": reader.person.email, **headers}
    )


# --- whose pages these are


@pytest.mark.requirement("S36")
@pytest.mark.parametrize("page", PAGES)
def test_nobody_opens_anothers_application(office, mine, owner, visit, page):
    other = office.draft()

    assert visit(owner, at(page, mine)).status_code == 200
    assert visit(office.owners[other.pk], at(page, mine)).status_code == 404
    assert visit(office.officer("610100"), at(page, mine)).status_code == 403
    assert visit(None, at(page, mine)).status_code == 302


def test_a_script_of_somebody_logged_out_is_told_where_to_log_in(mine, client):
    answer = client.post(at("application-save", mine), "{}", content_type="application/json")

    assert answer.status_code == 401
    assert "login" in answer.json()


# --- home and beginning


@pytest.mark.requirement("S03")
def test_home_says_what_is_open_until_when_and_what_is_missing(office, mine, owner, visit):
    text = visit(owner, reverse("enterprise")).content.decode()

    assert office.scheme.cover.label in text
    assert "zq-countdown" in text
    assert "还缺 3 种" in text
    assert office.scheme.materials["licence"].label in text


def test_home_without_a_campaign_says_so(office, mine, owner, visit):
    Campaign.objects.update(opens_at=office.now + dt.timedelta(days=1))

    assert "现在没有开放的申报" in visit(owner, reverse("enterprise")).content.decode()


def test_a_self_assessment_is_taken_along(office, mine, owner, visit):
    Revision.objects.all().delete()
    mine.delete()
    begin = visit(owner, reverse("application-begin", args=[office.scheme.id]))
    answers = json.dumps({"answers": {"employees": "120", "nonsense": "", "backbone": True}})
    started = visit(owner, reverse("application-start", args=[office.campaign.key]), {"answers": answers})
    one = Application.objects.get()

    assert "data-begin" in begin.content.decode()
    assert started.url == at("application", one)
    assert one.answers["employees"]["v"] == "120"
    assert one.answers["backbone"]["v"] == "yes"
    again = visit(owner, reverse("application-begin", args=[office.scheme.id]))
    assert again.url == at("application", one)


def test_answers_that_cannot_be_read_begin_an_empty_form(office, mine, owner, visit):
    mine.delete()

    visit(owner, reverse("application-start", args=[office.campaign.key]), {"answers": "{broken"})

    assert Application.objects.get().answers == {}


def test_after_the_deadline_nothing_begins_and_the_deadline_is_named(office, mine, owner, visit):
    mine.delete()
    Campaign.objects.update(deadlines={"enterprise": "2020-11-21T00:00:00+08:00"})

    answer = visit(owner, reverse("application-start", args=[office.campaign.key]), {})

    assert answer.status_code == 403
    assert "2020年11月20日24:00" in answer.content.decode()


# --- filling in


@pytest.mark.requirement("X01")
def test_a_save_is_kept_and_a_repeat_of_it_counts_once(mine, owner, client):
    body = {"save_id": "s1", "base": mine.revision, "changes": {"employees": "77"}}
    first, second = post_json(client, owner, mine, body), post_json(client, owner, mine, body)
    mine.refresh_from_db()

    assert first.json()["revision"] == second.json()["revision"] == mine.revision
    assert mine.answers["employees"]["v"] == "77"
    assert Revision.objects.filter(save_id="s1").count() == 1


@pytest.mark.requirement("X01")
def test_a_clash_is_told_and_nothing_is_overwritten(office, mine, owner, client):
    base = mine.revision
    post_json(client, owner, mine, {"save_id": "a", "base": base, "changes": {"employees": "77"}})
    answer = post_json(
        client, owner, mine, {"save_id": "b", "base": base, "changes": {"employees": "88", "total_assets": "9"}}
    ).json()
    mine.refresh_from_db()

    assert [(clash["key"], clash["theirs"]) for clash in answer["clashes"]] == [("employees", "77")]
    assert mine.answers["employees"]["v"] == "77"
    assert mine.answers["total_assets"]["v"] == "9"


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[]", 400), ('{"changes": []}', 400), ('{"changes": {}, "base": "x", "save_id": "1"}', 400), ("[" * 9999, 400)],
)
def test_a_save_that_cannot_be_read_is_refused_in_words(mine, owner, client, body, status):
    answer = client.post(
        at("application-save", mine), body, content_type="application/json", headers={"X-Reader": owner.person.email}
    )

    assert answer.status_code == status
    assert answer.json()["error"]


def test_half_characters_and_very_long_texts_do_no_harm(mine, owner, client):
    body = {"save_id": "s1", "base": mine.revision, "changes": {"enterprise_name": "\ud800" + "长" * 40_000}}

    assert post_json(client, owner, mine, body).status_code == 200


def test_the_form_carries_what_stands_and_what_is_closed(office, mine, owner, visit):
    Application.objects.filter(pk=mine.pk).update(state="returned", open_keys=["employees"])
    text = visit(owner, at("application", mine)).content.decode()
    kept = json.loads(text.partition('<script id="kept" type="application/json">')[2].partition("</script>")[0])

    assert kept["revision"] == mine.revision
    assert kept["answers"]["employees"] == mine.answers["employees"]["v"]
    assert "employees" not in kept["closed"]
    assert "total_assets" in kept["closed"]


# --- documents


@pytest.mark.requirement("S36")
def test_a_file_goes_up_comes_down_as_an_attachment_and_is_taken_off(mine, owner, visit):
    row = upload(visit, owner, mine, htmx="m")
    attachment = Attachment.objects.get()
    down = visit(owner, at("application-file", mine, attachment.file.key))
    content = down.body

    assert "a.pdf" in row.content.decode()
    assert content == pdf()
    assert down.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in down.headers["Content-Security-Policy"]
    assert down.headers["X-Content-Type-Options"] == "nosniff"
    assert visit(owner, at("material-off", mine, attachment.pk), {}).status_code == 302
    attachment.refresh_from_db()
    assert attachment.removed_at


def test_what_is_refused_says_why_and_the_mend(mine, owner, visit):
    by_script = upload(visit, owner, mine, content=b"<svg/>", name="a.pdf", htmx="m")
    by_form = upload(visit, owner, mine, content=b"<svg/>", name="a.pdf")
    nothing = visit(owner, at("material-upload", mine, "licence"), {}, htmx="m")

    assert by_script.status_code == by_form.status_code == 409
    assert "另存" in by_script.json()["error"]
    assert "另存" in by_form.content.decode()
    assert nothing.json()["error"]
    assert not Attachment.objects.exists()


def test_a_file_is_used_for_another_material(mine, owner, visit):
    upload(visit, owner, mine, material="ev_rd")
    file = Attachment.objects.get().file

    visit(owner, at("material-use", mine, "ev_ip_spending"), {"file": file.key})

    assert Attachment.objects.filter(file=file).count() == 2


@pytest.mark.requirement("S36")
def test_nobody_reaches_anothers_file(office, mine, owner, visit):
    upload(visit, owner, mine, content=picture(), name="a.png")
    file = Attachment.objects.get().file
    other = office.draft()
    stranger = office.owners[other.pk]

    assert visit(stranger, at("application-file", mine, file.key)).status_code == 404
    assert visit(stranger, at("application-file", other, file.key)).status_code == 404
    assert visit(stranger, at("material-use", other, "licence"), {"file": file.key}).status_code == 404
    assert visit(office.officer("610100"), at("application-file", mine, file.key)).status_code == 404
    assert upload(visit, stranger, mine).status_code == 404


# --- handing in


@pytest.mark.requirement("S39")
def test_what_is_missing_closes_the_button_with_reasons_and_links(office, mine, owner, visit):
    Application.objects.filter(pk=mine.pk).update(answers={})
    text = visit(owner, at("application-check", mine)).content.decode()
    refused = visit(owner, at("application-check", mine), {"declared": "yes", "request_id": "r"})

    assert f"{at('application', mine)}#f-enterprise_name" in text
    assert f"{at('application-materials', mine)}#m-licence" in text
    assert "现在还不能提交" in text
    assert refused.status_code == 409
    assert not Submission.objects.exists()


def test_without_the_declaration_nothing_is_handed_in(ready, owner, visit):
    answer = visit(owner, at("application-check", ready), {"request_id": "r"})

    assert answer.status_code == 409
    assert "勾选声明" in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.requirement("S39")
@pytest.mark.requirement("X01")
def test_handing_in_gives_one_receipt_however_often_it_is_sent(office, ready, owner, handed_in, visit):
    again = visit(owner, at("application-check", ready), {"declared": "yes", "request_id": "once"})
    text = visit(owner, at("application-check", ready)).content.decode()

    assert again.status_code == 302
    assert MoveMade.objects.count() == Submission.objects.count() == 1
    assert handed_in.receipt in text
    assert handed_in.digest in text


@pytest.mark.requirement("S39")
def test_after_the_deadline_the_refusal_names_it(ready, owner, visit):
    Campaign.objects.update(deadlines={"enterprise": "2020-11-21T00:00:00+08:00", "city": "2020-11-26T00:00:00+08:00"})
    answer = visit(owner, at("application-check", ready), {"declared": "yes", "request_id": "r"})

    assert answer.status_code == 409
    assert "已于2020年11月20日24:00截止" in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.requirement("S39")
def test_after_it_everything_is_read_only(ready, owner, handed_in, visit, client):
    save = post_json(client, owner, ready, {"save_id": "z", "base": 9, "changes": {"employees": "1"}})
    attachment = Attachment.objects.first()

    assert save.status_code == 409
    assert "提交后不能再修改" in save.json()["error"]
    assert upload(visit, owner, ready, htmx="m").status_code == 409
    assert visit(owner, at("material-off", ready, attachment.pk), {}, htmx="m").status_code == 409
    assert "data-upload" not in visit(owner, at("application-materials", ready)).content.decode()


def test_the_receipt_is_a_pdf_of_one_page(ready, owner, handed_in, visit):
    answer = visit(owner, at("receipt-pdf", ready, handed_in.receipt))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(answer.content)).pages) == 1
    assert visit(owner, at("receipt-pdf", ready, "NO-1")).status_code == 404


@pytest.mark.requirement("S39")
def test_a_receipt_is_verified_by_number_and_digest_alone(handed_in, client):
    def verify(receipt: str, digest: str):
        return client.get(reverse("verify", args=[receipt, digest]))

    right = verify(handed_in.receipt, handed_in.digest[:16])
    assert "回执真实" in right.content.decode()
    assert verify(handed_in.receipt, handed_in.digest).status_code == 200
    assert verify(handed_in.receipt, "0" * 16).status_code == 404
    assert verify(handed_in.receipt, handed_in.digest[:8]).status_code == 404
    assert verify(handed_in.receipt, "摘" * 16).status_code == 404
    assert verify("NO-1", handed_in.digest[:16]).status_code == 404
    Submission.objects.update(answers={"employees": "1"})
    assert "不一致" in verify(handed_in.receipt, handed_in.digest[:16]).content.decode()


def test_a_return_says_of_each_place_whether_it_was_changed_since(office, ready, owner, handed_in, visit):
    points = [{"key": "employees", "note": ""}, {"key": "section:other_ip", "note": ""}, {"key": "material:licence", "note": ""}]
    office.move(ready, "return", by=office.officer("610100"), at=office.now, reason="核对", points=points)
    told = lambda: [point["done"] for point in visit(owner, at("application-check", ready)).context["points"]]  # noqa: E731
    assert told() == [False, False, False]

    save(owner, ready, {"domestic_marks": "77"}, base=ready.revision)
    assert told() == [False, True, False]
    attach(ready, "licence", scan("clear"), by=owner, at=office.now)

    assert told() == [False, True, True]


def test_the_history_tells_moves_and_saves(office, ready, owner, handed_in, visit):
    office.move(ready, "return", by=office.officer("610100"), at=office.now, reason="数字不符", points=[{"key": "employees", "note": "请核对"}])
    text = visit(owner, at("application-history", ready)).content.decode()
    fill = visit(owner, at("application", ready)).content.decode()

    assert "数字不符" in text
    assert handed_in.receipt in text
    assert "市局退回" in fill
    assert f"{at('application', ready)}#f-employees" in fill


# --- how often the database is asked


def queries(visit, reader, address: str) -> int:
    with CaptureQueriesContext(connection, ) as asked:
        assert visit(reader, address).status_code == 200
    return len(asked)


def test_home_asks_as_often_for_three_campaigns_as_for_one(office, ready, owner, visit):
    first = queries(visit, owner, reverse("enterprise"))
    for number in range(2):
        campaign = Campaign.objects.create(
            scheme=office.scheme.id, digest="", bureau=office.province, opens_at=office.now - dt.timedelta(days=number + 1),
            deadlines=office.campaign.deadlines,
        )  # fmt: skip
        Application.objects.create(
            campaign=campaign, enterprise=ready.enterprise, started_at=office.now, state="draft", state_since=office.now,
            changed_at=office.now,
        )  # fmt: skip
    assert queries(visit, owner, reverse("enterprise")) == first <= 15


def test_materials_ask_as_often_for_many_files_as_for_few(office, mine, owner, visit):
    attach(mine, "licence", scan("a"), by=owner, at=office.now)
    first = queries(visit, owner, at("application-materials", mine))
    for material in ("ev_rd", "ev_unit", "ev_training"):
        attach(mine, material, scan(material), by=owner, at=office.now)

    assert queries(visit, owner, at("application-materials", mine)) == first <= 15


def test_an_answer_in_words_is_shown_as_its_input_writes_it(mine, owner, visit):
    mine.answers |= {"truthful": {"v": "是", "r": 1}, "size": {"v": "A. 大型企业", "r": 1}}
    mine.save()

    shown = visit(owner, at("application", mine)).context["kept"]["answers"]

    assert (shown["truthful"], shown["size"]) == ("yes", "A")
