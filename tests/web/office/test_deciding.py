"""Confirm, return, refuse, undo: on what was seen, once, with reasons; notes collected while reading."""

import pytest

from zhiqiang.access.roles import Reader
from zhiqiang.records.models import Application, Message, MoveMade, Person, Post, Remark

pytestmark = [pytest.mark.requirement("S06")]


def state(one: Application) -> str:
    return Application.objects.get(pk=one.pk).state


def send(office, visit, one, move: str, reader=None, **said):
    data = {"seen": f"{one.number}-1", "request_id": "r1", **said}
    return visit(reader or office.officer("610100"), f"/office/applications/{one.key}/moves/{move}", data)


def test_confirming_moves_it_tells_the_enterprise_and_leads_back(office, visit):
    one = office.application()

    answer = send(office, visit, one, "confirm")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/office/applications/{one.key}")
    assert state(one) == "confirmed"
    assert Message.objects.filter(to=office.owners[one.pk].person, application=one).count() == 1


@pytest.mark.requirement("X01")
def test_a_double_click_decides_once(office, visit):
    one = office.application()

    first, second = send(office, visit, one, "confirm"), send(office, visit, one, "confirm")

    assert (first.status_code, second.status_code) == (302, 302)
    assert MoveMade.objects.filter(application=one, move="confirm").count() == 1


def test_the_page_itself_names_the_submission_and_a_request(office, visit):
    one = office.application()
    reader = office.officer("610100")

    shown = visit(reader, f"/office/applications/{one.key}/moves/confirm").context
    again = visit(reader, f"/office/applications/{one.key}/moves/confirm").context

    assert shown["seen"] == f"{one.number}-1"
    assert shown["request_id"] != again["request_id"]


def test_a_decision_on_an_older_submission_is_refused_and_told(office, visit):
    one = office.application(state="returned", ago=2)
    office.correct(one, {"employees": "2500"})

    answer = send(office, visit, one, "confirm")

    assert answer.status_code == 409
    assert f"企业已提交新的版本（{one.number}-2）" in answer.content.decode()
    assert "查看新版本和改动" in answer.content.decode()
    assert state(one) == "submitted"
    still = send(office, visit, one, "confirm")
    assert still.status_code == 409


def test_a_colleague_who_was_first_wins_and_the_second_is_told_why(office, visit):
    one = office.application()
    send(office, visit, one, "confirm")

    answer = send(office, visit, one, "refuse", reason="不符合", request_id="r2")

    assert answer.status_code == 409
    assert "现为“市局初审通过”" in answer.content.decode()
    assert state(one) == "confirmed"


def test_a_return_sends_the_notes_that_are_kept_as_points(office, visit):
    one = office.application()

    answer = send(
        office, visit, one, "return", reason="请补正", place=["employees", "material:licence", "section:basic"],
        note=["与年报不一致", "看不清", "不要了"], keep=["employees", "material:licence"],
    )  # fmt: skip

    assert answer.status_code == 302
    made = MoveMade.objects.get(application=one, move="return")
    assert made.points == [{"key": "employees", "note": "与年报不一致"}, {"key": "material:licence", "note": "看不清"}]
    assert Application.objects.get(pk=one.pk).open_keys == ["employees", "material:licence"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": ""}, ["请写明理由", "请指明需要补正的填报项或材料"]),
        ({"reason": "x"}, ["请指明需要补正的填报项或材料"]),
        ({"reason": "x" * 2001, "place": ["employees"], "note": ["x"], "keep": ["employees"]}, ["最多 2000 字"]),
        ({"reason": "x", "place": ["password"], "note": ["x"], "keep": ["password"]}, ["表中没有这些项：password"]),
    ],
)
def test_a_return_that_lacks_something_is_refused_with_every_reason_and_loses_nothing(office, visit, said, why):
    one = office.application()

    answer = send(office, visit, one, "return", **said)
    body = answer.content.decode()

    assert answer.status_code == 409
    assert all(words in body for words in why)
    assert said["reason"][:50] in body
    assert state(one) == "submitted"
    assert not MoveMade.objects.filter(application=one, move="return").exists()


def test_a_place_can_be_added_on_the_page_of_the_return(office, visit):
    one = office.application()

    shown = send(office, visit, one, "return", **{"add": "section:basic", "add-point": "1", "reason": "写了一半"})

    assert [point.place for point in shown.context["points"]] == ["section:basic"]
    assert "写了一半" in shown.content.decode()
    assert state(one) == "submitted"


def test_a_refusal_needs_its_reason(office, visit):
    one = office.application()

    assert send(office, visit, one, "refuse").status_code == 409
    assert send(office, visit, one, "refuse", reason="不具备法人资格").status_code == 302
    assert state(one) == "refused"


@pytest.mark.parametrize("decided", ["confirm", "return", "refuse"])
def test_every_decision_can_be_undone_while_nobody_acted(office, visit, decided):
    one = office.application()
    send(office, visit, one, decided, reason="理由", place=["employees"], note=["x"], keep=["employees"])

    answer = send(office, visit, one, "undo", request_id="r2")

    assert answer.status_code == 302
    assert state(one) == "submitted"


def test_the_enterprises_own_moves_are_no_business_of_the_office(office, visit):
    one = office.application()

    assert send(office, visit, one, "submit").status_code == 404
    assert send(office, visit, one, "nonsense").status_code == 404


def test_the_page_before_confirming_tells_what_is_doubtful(office, visit):
    one = office.application(no_serious_dishonesty="no")
    reader = office.officer("610100")
    note(visit, reader, one, place=["employees"], note="？")

    shown = visit(reader, f"/office/applications/{one.key}/moves/confirm")
    body = shown.content.decode()

    assert "项有得分但没有证明材料" in body
    assert "1 项申报条件不满足或不能判断" in body
    assert "记了 1 条补正意见，通过后不会发给企业" in body


def test_control_characters_are_left_out(office, visit):
    one = office.application()

    answer = send(
        office, visit, one, "return", reason="请\x01补正\r\n第二行", place=["employees"], note=["不\x07一致\x1b[31m"],
        keep=["employees"], request_id="r\x011",
    )  # fmt: skip

    assert answer.status_code == 302
    made = MoveMade.objects.get(application=one, move="return")
    assert made.reason == "请补正\n第二行"
    assert made.points == [{"key": "employees", "note": "不一致[31m"}]


# --- notes taken while reading


def note(visit, reader, one, *, htmx: str = "", **said):
    return visit(reader, f"/office/applications/{one.key}/remarks", {"ask": "1", **said}, htmx=htmx)


def test_a_note_on_a_claim_names_places_and_becomes_the_return(office, visit):
    one = office.application()
    reader = office.officer("610100")

    answer = note(visit, reader, one, htmx="claim-i2", claim="i2", place=["valid", "material:ev_valid_patents"], note="缺证书")
    page = visit(reader, f"/office/applications/{one.key}/moves/return").context

    assert answer.status_code == 200
    assert "缺证书" in answer.content.decode()
    assert [(point.place, point.note) for point in page["points"]] == [
        ("valid", "缺证书"), ("material:ev_valid_patents", "缺证书"),
    ]  # fmt: skip


def test_without_script_a_note_leads_back_to_its_claim(office, visit):
    one = office.application()
    reader = office.officer("610100")

    answer = note(visit, reader, one, claim="i2", place=["valid"], note="缺证书")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/office/applications/{one.key}#claim-i2"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"place": ["valid"], "note": " "}, "请写明要补正什么"),
        ({"note": "缺证书"}, "请选择要补正的填报项或材料"),
        ({"place": ["valid"], "note": "长" * 501}, "最多 500 字"),
        ({"place": ["nonsense"], "note": "x"}, "表中没有这些项"),
    ],
)
def test_a_note_that_says_nothing_is_sent_back_with_what_was_typed(office, visit, said, why):
    one = office.application()

    answer = note(visit, office.officer("610100"), one, claim="i2", **said)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert said["note"].strip() in answer.content.decode()
    assert Remark.objects.count() == 0


def test_a_note_holds_no_control_characters(office, visit):
    one = office.application()

    note(visit, office.officer("610100"), one, claim="i2", place=["valid"], note="缺\x01证书")

    assert Remark.objects.get().note == "缺证书"


def test_a_claim_is_marked_as_seen_once_and_unmarked(office, visit):
    one = office.application()
    reader, address = office.officer("610100"), f"/office/applications/{one.key}/remarks"

    for _ in range(2):
        visit(reader, address, {"seen": "i2"}, htmx="claim-i2")
    marked = visit(reader, f"/office/applications/{one.key}").context["case"].cards["i2"]
    assert marked.seen.by == reader.person
    assert Remark.objects.count() == 1

    visit(reader, address, {"unseen": "i2"}, htmx="claim-i2")
    assert Remark.objects.count() == 0


def test_what_is_no_claim_cannot_be_marked(office, visit):
    one = office.application()

    visit(office.officer("610100"), f"/office/applications/{one.key}/remarks", {"seen": "nonsense"})

    assert Remark.objects.count() == 0


def test_a_note_is_taken_back(office, visit):
    one = office.application()
    reader = office.officer("610100")
    note(visit, reader, one, claim="i2", place=["valid"], note="缺证书")

    visit(reader, f"/office/applications/{one.key}/remarks", {"back": "valid", "claim": "i2"}, htmx="claim-i2")

    assert Remark.objects.count() == 0


def test_notes_are_closed_once_it_is_decided(office, visit):
    one = office.application(state="confirmed")

    answer = visit(office.officer("610100"), f"/office/applications/{one.key}/remarks", {"seen": "i2"})

    assert answer.status_code == 403
    assert "不能记审核意见" in answer.content.decode()


def test_a_correction_begins_with_no_notes(office, visit):
    one = office.application()
    reader = office.officer("610100")
    note(visit, reader, one, claim="i2", place=["employees"], note="缺证书")
    send(office, visit, one, "return", reason="x", place=["employees"], note=["缺证书"], keep=["employees"])
    one.refresh_from_db()
    office.correct(one, {"employees": "2500"})

    assert visit(reader, f"/office/applications/{one.key}").context["case"].remarks == []


def test_colleagues_of_the_bureau_share_their_notes(office, visit):
    one = office.application()
    note(visit, office.officer("610100"), one, claim="i2", place=["valid"], note="缺证书")
    person = Person.objects.create(email="second@example.com", name="同事")
    Post.objects.create(person=person, bureau=office.cities["610100"], since=office.now)

    assert "缺证书" in visit(Reader(person), f"/office/applications/{one.key}").content.decode()
