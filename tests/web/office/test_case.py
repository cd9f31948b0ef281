"""One application: claim, points and proof side by side; what warns, what lacks, what changed, what happened."""

import datetime as dt
import re

import pytest

from tests.web.office.world import attach, scan
from zhiqiang.actions.moves import make_move
from zhiqiang.records.models import Attachment

pytestmark = [pytest.mark.requirement("S06")]


@pytest.fixture
def one(office):
    """Handed in two days ago, with proof for one indicator in two files."""
    made = office.application(ago=2)
    at = made.submitted_at - dt.timedelta(minutes=1)
    for name in ("专利清单.pdf", "证书.pdf"):
        attach(made, "ev_valid_patents", scan(name), by=office.owners[made.pk], at=at, name=name, pages=1)
    return made


def page(office, visit, one, tail: str = ""):
    return visit(office.officer("610100"), f"/office/applications/{one.key}{tail}")


def card(response, id: str):
    return response.context["case"].cards[id]


def test_every_indicator_condition_and_document_is_a_claim(office, visit, one):
    found = page(office, visit, one)

    claims = [card.claim for card in found.context["case"].cards.values()]
    assert [claim.kind for claim in claims].count("indicator") == 25
    assert [claim.kind for claim in claims].count("condition") == 3
    assert [claim.id for claim in claims if claim.kind == "document"] == [
        "licence", "application_form", "indicator_table", "work_plan",
    ]  # fmt: skip


def test_a_claim_has_its_points_figures_reason_clause_and_files(office, visit, one):
    found = page(office, visit, one)

    shown = card(found, "i2")
    assert (shown.claim.points, shown.claim.maximum) == ("5.00", "5.00")
    assert shown.claim.blocks[0].lines[0].cells[0].value == "88 件"
    assert shown.claim.steps[-1] == "5.00 × 100% = 5.00 分"
    assert shown.claim.clause.id == "a4-2"
    assert [proof.file.name for proof in shown.proofs] == ["专利清单.pdf", "证书.pdf"]
    assert "专利清单.pdf" in found.content.decode()


def test_what_is_claimed_without_proof_is_listed(office, visit, one):
    found = page(office, visit, one, "?show=unproved")

    ids = [card.claim.id for _, cards in found.context["case"].parts for card in cards]
    assert "i3" in ids
    assert "i2" not in ids
    assert "licence" not in ids


def test_a_claim_without_points_asks_for_no_proof(office, visit):
    one = office.application(certification="C")

    assert not card(page(office, visit, one), "i12").unproved


def test_the_schemes_cross_checks_warn_beside_the_claim_with_their_figures(office, visit):
    one = office.application(**{"finance.rd.T": "400000"})

    found = page(office, visit, one)
    shown = card(found, "i16")

    assert one.warnings > 0
    assert any("400,000" in warning.words for warning in shown.claim.warnings)
    assert shown.doubtful
    assert "400,000" in found.content.decode()


def test_the_page_shows_the_points_that_were_frozen(office, visit, one):
    case = page(office, visit, one).context["case"]

    assert case.reading.total == "131.38"
    assert f"{one.self_score:.2f}" == "131.38"


def test_old_stands_beside_new_after_a_correction(office, visit):
    one = office.application(state="returned", ago=3)
    office.correct(one, {"valid.invention.year_t": "5", "employees": "2500"})

    found = page(office, visit, one, "/changes").context["changes"]
    shown = card(page(office, visit, one), "i2")

    assert {(answer.label, answer.before, answer.after) for answer in found.answers} == {
        ("第T年末从业人员数", "2,600 人", "2,500 人"),
        ("截至上一年有效专利拥有量 · 发明 · 第T年", "88 件", "5 件"),
    }
    assert [(number, was, now) for number, _, was, now in found.points] == [("2", "5.00", "3.91")]
    assert [(asked.label, asked.done) for asked in found.asked] == [
        ("第T年末从业人员数", True), ("营业执照副本或“多证合一”副本", False),
    ]  # fmt: skip
    assert shown.changed
    assert shown.claim.was == "5.00"
    assert shown.claim.blocks[0].lines[0].cells[0].was == "88 件"


def test_changed_only_can_be_widened_to_everything(office, visit):
    one = office.application(state="returned", ago=3)
    office.correct(one, {"employees": "2500"})

    some = page(office, visit, one, "/changes").context["changes"]
    every = page(office, visit, one, "/changes?show=all").context["changes"]
    form = page(office, visit, one, "/form?show=changed").context["sections"]

    assert len(some.answers) == 1
    assert len(every.answers) > 200
    assert sum(not answer.same for answer in every.answers) == 1
    assert [piece.place for section in form for piece in section.pieces] == ["employees"]


def test_files_put_in_and_taken_off_with_a_correction_are_told(office, visit):
    one = office.application(state="returned", ago=3)
    owner = office.owners[one.pk]
    Attachment.objects.filter(application=one, material="licence").update(removed_at=office.now)
    attach(one, "licence", scan("clear"), by=owner, at=office.now, name="清晰的执照.pdf", pages=1)
    office.correct(one, {}, at=office.now + dt.timedelta(seconds=1))

    found = page(office, visit, one, "/changes").context["changes"]
    shown = card(page(office, visit, one), "licence")

    [change] = found.files
    assert [file.name for file in (*change.added, *change.removed)] == ["清晰的执照.pdf", "licence.pdf"]
    for file in (*change.added, *change.removed):  # old beside new: both can be looked at
        assert visit(office.officer("610100"), file.address).status_code == 200
    assert shown.proofs[0].fresh
    assert shown.folders[0].gone == ("licence.pdf",)
    assert [asked.done for asked in found.asked] == [False, True]


def test_there_is_no_comparison_before_there_is_a_second_submission(office, visit, one):
    assert "补正前后" not in page(office, visit, one).content.decode()
    assert page(office, visit, one, "/changes").status_code == 404


def test_the_history_tells_moves_receipts_and_corrections(office, visit):
    one = office.application(state="returned", ago=3)
    office.correct(one, {"employees": "2500"})

    entries = page(office, visit, one, "/history").context["history"]

    assert [entry.label for entry in entries] == ["补正后提交", "退回补正", "提交"]
    assert entries[0].facts[0] == f"回执 {one.number}-2"
    assert entries[1].points == (("第T年末从业人员数", "与年报不一致"), ("营业执照副本或“多证合一”副本", "看不清"))
    assert entries[1].reason == "请补正"


@pytest.mark.parametrize(
    ("state", "opened"), [("submitted", ["confirm", "return", "refuse"]), ("confirmed", []), ("returned", []), ("refused", [])]
)
def test_buttons_are_open_or_say_why_not_with_the_clause(office, visit, state, opened):
    one = office.application(state=state)

    found = page(office, visit, one)
    choices = found.context["case"].choices

    assert [choice.move.id for choice in choices if choice.open] == opened
    for choice in choices:
        if not choice.open:
            words, clause = choice.reasons[0]
            assert words in found.content.decode()
            assert clause in found.content.decode()
            assert f'aria-describedby="why-{choice.move.id}"' in found.content.decode()


def test_after_the_deadline_every_button_names_it(office, visit, one):
    office.campaign.deadlines["city"] = "2026-11-01T00:00:00+08:00"
    office.campaign.save()

    found = page(office, visit, one)

    assert all("已于2026年10月31日24:00截止" in choice.reasons[0][0] for choice in found.context["case"].choices)
    assert "已截止" in found.content.decode()


def test_undo_stands_open_until_the_enterprise_acts(office, visit):
    one = office.application(state="returned", ago=1)
    assert page(office, visit, one).context["case"].undo.open

    attach(one, "licence", scan("new"), by=office.owners[one.pk], at=office.now, pages=1)
    closed = page(office, visit, one)

    assert not closed.context["case"].undo.open
    assert "对方已经处理，不能再撤回" in closed.content.decode()


def test_the_next_one_waiting_is_offered_after_a_decision(office, visit):
    waiting = office.application(ago=5)
    done = office.application(state="confirmed")

    assert page(office, visit, done).context["next"].key == waiting.key


def test_a_tab_or_a_file_that_does_not_exist_is_not_found(office, visit, one):
    assert page(office, visit, one, "/nonsense").status_code == 404
    assert page(office, visit, one, "?file=nonsense").status_code == 200


def test_htmx_gets_the_pane_alone(office, visit, one):
    reader = office.officer("610100")

    pane = visit(reader, f"/office/applications/{one.key}?show=unproved", htmx="pane").content.decode()

    assert "<html" not in pane
    assert 'id="viewer"' not in pane
    assert "zq-tabs" in pane


def test_one_finds_back_to_the_list_as_it_was(office, visit, one):
    body = page(office, visit, one, "?list=state%3Dsubmitted%26sort%3Dscore").content.decode()

    assert '<a href="/office/applications?state=submitted&amp;sort=score">' in body


def test_the_way_back_leads_nowhere_else(office, visit, one):
    body = page(office, visit, one, "?list=%22%3E%3Cscript%3E//evil.example").content.decode()

    assert "<script>//" not in body
    assert re.search(r'href="/office/applications\?', body)


@pytest.mark.parametrize("files", [1, 6])
def test_the_page_costs_the_same_for_one_file_and_for_many(office, visit, django_assert_num_queries, files):
    one = office.application(ago=2)
    for number in range(files):
        attach(one, "ev_valid_patents", scan(f"{number}"), by=office.owners[one.pk], at=one.submitted_at, pages=1)
    page(office, visit, one)

    with django_assert_num_queries(11):
        page(office, visit, one)


@pytest.mark.parametrize("tab", ["", "/form", "/files", "/changes", "/history"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_tab_opens_in_both_languages(office, visit, client, tab, language):
    client.cookies["zhiqiang_language"] = language
    one = office.application(state="returned", ago=3)
    office.correct(one, {"employees": "2500"})

    assert page(office, visit, one, tab).status_code == 200


def test_a_submission_under_another_state_of_the_edition_still_opens(office, visit, one):
    one.submissions.update(answers={**one.submissions.get().answers, "gone.field": "7", "employees": "x"})

    assert page(office, visit, one, "/form").status_code == 200


def test_moves_made_by_others_do_not_disturb(office, visit, one):
    make_move(
        application=one, scheme=office.scheme, move=next(m for m in office.scheme.workflow.moves if m.id == "confirm"),
        by=office.officer("610100"), at=office.now, request_id="x",
    )  # fmt: skip

    assert page(office, visit, one).context["case"].state.id == "confirmed"
