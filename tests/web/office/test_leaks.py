"""A city sees its own alone: in the day view, the list, search, sort, counts, the workbook, pages, files and messages."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.web.office.world import attach, scan
from zhiqiang.actions.answers import save_answers
from zhiqiang.actions.remarking import ask_correction, mark_seen
from zhiqiang.records.models import Application, Attachment, Message, Remark

pytestmark = [pytest.mark.requirement("S06"), pytest.mark.requirement("X06")]
SECRET = "长安秘密半导体有限公司"


@pytest.fixture
def xian(office):
    """An application of Xi'an with proof, a note on it, and a decision."""
    one = office.application(name=SECRET, ago=3)
    attach(one, "ev_valid_patents", scan("secret"), by=office.owners[one.pk], at=one.submitted_at, name="秘密证书.pdf", pages=1)
    officer = office.officer("610100")
    named = {"application": one, "scheme": office.scheme, "by": officer, "at": office.now}
    ask_correction(places=["employees"], note="秘密意见", **named)
    mark_seen(claims=["i2"], **named)
    return one


def addresses(one: Application) -> list[str]:
    """Every page about one application and its files."""
    about = f"/office/applications/{one.key}"
    file = one.files.get(name="秘密证书.pdf").key
    return [
        about, *(f"{about}/{tab}" for tab in ("form", "files", "changes", "history")), f"{about}?file={file}",
        f"{about}/ask?claim=i2", *(f"{about}/moves/{move}" for move in ("confirm", "return", "refuse", "undo")),
        f"/office/files/{file}", f"/office/files/{file}/original", f"/office/files/{file}/1.png",
        f"/office/files/{file}/large/1.png",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/office/", "/office/applications", "/office/applications?sort=score", "/office/applications?sort=-number",
        "/office/applications?q=秘密", "/office/applications?q=camm", "/office/applications?q=changan",
        "/office/applications?state=submitted", "/office/applications?bureau=610100", "/messages/",
    ],
)  # fmt: skip
def test_another_citys_officer_finds_nothing_of_it(office, visit, xian, address):
    office.application(name="宝鸡公司", city="610300")
    baoji = office.officer("610300")

    found = visit(baoji, address)
    body = found.content.decode()

    assert found.status_code == 200
    assert SECRET not in body
    assert xian.key not in body
    assert xian.number not in body


def test_counts_are_its_own(office, visit, xian):
    office.application(city="610300", state="returned")
    baoji = office.officer("610300")

    listed = visit(baoji, "/office/applications").context
    home = visit(baoji, "/office/").context

    assert listed["all_states"] == 1
    assert [number for _, _, number in listed["states"]] == [0, 1, 0, 0]
    assert [tile.number for tile in home["tiles"]] == [0, 1, 0, 0]
    assert home["waiting_number"] == 0


def test_the_workbook_is_its_own(office, visit, xian):
    office.application(name="宝鸡公司", city="610300")

    found = visit(office.officer("610300"), "/office/applications.xlsx?q=&bureau=610100")
    cells = [cell for sheet in load_workbook(BytesIO(found.content)) for row in sheet.values for cell in row]

    assert SECRET not in map(str, cells)
    assert xian.number not in map(str, cells)


def test_no_page_file_or_image_of_it_opens(office, visit, xian):
    baoji, officer = office.officer("610300"), office.officer("610100")

    for address in addresses(xian):
        assert visit(baoji, address).status_code == 404, address
    for address in addresses(xian):
        # There is nothing to compare before there is a second submission.
        assert visit(officer, address).status_code == (404 if address.endswith("/changes") else 200), address


def test_nothing_can_be_done_to_it(office, visit, xian):
    baoji = office.officer("610300")
    about = f"/office/applications/{xian.key}"

    answers = [
        visit(baoji, f"{about}/remarks", {"ask": "1", "place": "employees", "note": "x"}),
        visit(baoji, f"{about}/remarks", {"back": "employees"}),
        visit(baoji, f"{about}/moves/confirm", {"seen": f"{xian.number}-1"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Remark.objects.get(place="employees").note == "秘密意见"
    assert Application.objects.get(pk=xian.pk).state == "submitted"


def test_the_province_reads_all_its_cities_without_their_notes_and_decides_nothing(office, visit, xian):
    office.application(name="宝鸡公司", city="610300")
    province = office.officer("610000")

    listed = visit(province, "/office/applications").content.decode()
    page = visit(province, f"/office/applications/{xian.key}").content.decode()

    assert SECRET in listed
    assert "宝鸡公司" in listed
    assert SECRET in page
    assert "秘密意见" not in page
    assert 'name="seen"' not in page
    assert "/moves/confirm" not in page
    answer = visit(province, f"/office/applications/{xian.key}/moves/confirm", {"seen": f"{xian.number}-1"})
    assert answer.status_code == 409
    assert Application.objects.get(pk=xian.pk).state == "submitted"


def test_drafts_are_the_enterprises_alone(office, visit):
    draft = office.application(name="草稿公司", state="draft")
    file = attach(draft, "licence", scan("draft"), by=office.owners[draft.pk], at=office.now, pages=1).file
    reader = office.officer("610100")

    assert "草稿公司" not in visit(reader, "/office/applications").content.decode()
    assert visit(reader, "/office/").context["all_number"] == 0
    assert visit(reader, f"/office/applications/{draft.key}").status_code == 404
    assert visit(reader, f"/office/files/{file.key}/1.png").status_code == 404
    assert visit(reader, f"/office/files/{file.key}/original").status_code == 404


def test_what_is_put_in_after_a_return_is_a_draft_until_it_is_handed_in(office, visit):
    one = office.application(name="补正公司", state="returned", ago=2)
    one.answers["main_business"] = {"v": "没有提交的草稿文字", "r": 2}
    one.save()
    fresh = attach(one, "licence", scan("fresh"), by=office.owners[one.pk], at=office.now, name="新执照.pdf", pages=1).file
    reader = office.officer("610100")

    pages = [visit(reader, f"/office/applications/{one.key}{tab}") for tab in ("", "/form", "/files", "/history")]

    assert all("没有提交的草稿文字" not in page.content.decode() for page in pages)
    assert all("新执照.pdf" not in page.content.decode() for page in pages)
    assert visit(reader, f"/office/files/{fresh.key}/original").status_code == 404


def test_a_correction_shows_in_the_list_once_it_is_handed_in(office, visit):
    one = office.application(name="补正公司", state="returned", ago=2)
    before, owner, reader = one.self_score, office.owners[one.pk], office.officer("610100")
    type(one).objects.filter(pk=one.pk).update(open_keys=["certification", "industry"])

    save_answers(
        application=one, scheme=office.scheme, changes={"certification": "C", "industry": "65"}, base=1, save_id="s",
        by=owner, at=office.now,
    )  # fmt: skip
    assert visit(reader, "/office/applications?industry=65").context["pages"].total == 0
    [row] = visit(reader, "/office/applications").context["rows"]
    assert row.application.self_score == before

    office.move(one, "resubmit", by=owner, at=office.now)
    [row] = visit(reader, "/office/applications?industry=65").context["rows"]
    assert row.application.self_score < before


def test_a_file_taken_off_before_it_was_handed_in_is_gone(office, visit, xian):
    file = xian.files.get(name="秘密证书.pdf")
    reader = office.officer("610100")
    assert visit(reader, f"/office/files/{file.key}/original").status_code == 200

    Attachment.objects.filter(file=file).update(removed_at=xian.submitted_at)

    for address in ("", "/original", "/1.png"):
        assert visit(reader, f"/office/files/{file.key}{address}").status_code == 404
    assert "秘密证书.pdf" not in visit(reader, f"/office/applications/{xian.key}").content.decode()


def test_what_was_handed_in_stays_with_the_officer_when_it_is_taken_off_later(office, visit, xian):
    file = xian.files.get(name="秘密证书.pdf")
    reader = office.officer("610100")

    Attachment.objects.filter(file=file).update(removed_at=office.now)

    assert visit(reader, f"/office/files/{file.key}/original").status_code == 200
    assert "秘密证书.pdf" in visit(reader, f"/office/applications/{xian.key}").content.decode()


def test_the_same_file_elsewhere_is_counted_but_not_named(office, visit, xian):
    same = scan("secret")
    other = office.application(name="宝鸡公司", city="610300")
    attach(other, "ev_filings", same, by=office.owners[other.pk], at=other.submitted_at, pages=1)
    draft = office.application(name="草稿公司", state="draft")
    attach(draft, "ev_filings", same, by=office.owners[draft.pk], at=office.now, pages=1)

    seen_by_baoji = visit(office.officer("610300"), f"/office/applications/{other.key}").content.decode()
    seen_by_province = visit(office.officer("610000"), f"/office/applications/{other.key}").content.decode()

    assert "另有 1 家不在你局辖区的企业交了内容完全相同的文件，请向省局核实" in seen_by_baoji
    assert SECRET not in seen_by_baoji
    assert f"{SECRET} 也交了内容完全相同的文件" in seen_by_province


def test_messages_are_ones_own(office, visit, xian):
    xian_officer, baoji = office.officer("610100"), office.officer("610300")
    mine = Message.objects.create(
        to=xian_officer.person, application=xian, subject="秘密消息", subject_en="secret", body="内容", body_en="body", at=office.now
    )
    astray = Message.objects.create(
        to=baoji.person, application=xian, subject="转错的", subject_en="astray", body="内容", body_en="body", at=office.now
    )

    assert visit(baoji, f"/messages/{mine.pk}").status_code == 404
    assert "秘密消息" not in visit(baoji, "/messages/").content.decode()
    assert xian.key not in visit(baoji, f"/messages/{astray.pk}").content.decode()
    assert Message.objects.get(pk=mine.pk).read_at is None


def test_a_bureau_one_has_left_is_closed(office, visit, xian):
    reader = office.officer("610100")
    reader.person.posts.update(ended_at=office.now)

    assert visit(reader, "/office/applications").status_code == 403
    assert visit(reader, f"/office/applications/{xian.key}").status_code == 403


@pytest.mark.parametrize("address", ["/office/", "/office/applications", "/office/applications.xlsx"])
def test_nobody_and_enterprises_stay_outside(office, visit, client, xian, address):
    owner = office.owners[xian.pk]

    assert client.get(address).status_code == 302
    assert visit(owner, address).status_code == 403
    for inner in addresses(xian):
        assert client.get(inner).status_code == 302, inner
        assert visit(owner, inner).status_code == 403, inner
