"""The conditions of application of Shaanxi 2020 (article 1): what opens the gate, what closes it, and the reason told."""

import pytest

from tests.schemes.editions import SHAANXI, scheme
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import explain_score
from zhiqiang.engine.scoring import score

STANDING = ("registered_in_shaanxi", "good_operation", "no_abnormal_filings", "no_serious_dishonesty")


def verdict(condition, raw):
    found = score(scheme(SHAANXI), answer(scheme(SHAANXI), raw))
    return next(gate.met for gate in found.gates if gate.gate.model.id == condition)


@pytest.mark.requirement("S01")
def test_standing_wants_all_four():
    assert verdict("standing", dict.fromkeys(STANDING, "是")) == "met"


@pytest.mark.requirement("S01")
@pytest.mark.parametrize("failing", STANDING)
def test_standing_falls_with_any_of_the_four(failing):
    assert verdict("standing", {**dict.fromkeys(STANDING, "是"), failing: "否"}) == "not_met"
    assert verdict("standing", {failing: "否"}) == "not_met"


@pytest.mark.requirement("S01")
@pytest.mark.parametrize("open_", STANDING)
def test_standing_is_unknown_while_one_is_unanswered(open_):
    answers = {key: "是" for key in STANDING if key != open_}

    assert verdict("standing", answers) == "unknown"


@pytest.mark.requirement("S02")
@pytest.mark.parametrize(
    ("standard", "backbone", "met"),
    [
        ("是", "是", "met"),
        ("是", "否", "met"),
        ("否", "是", "met"),
        ("否", "否", "not_met"),
        ("是", None, "met"),
        ("否", None, "unknown"),
    ],
)
def test_either_the_standard_or_the_backbone_is_enough(standard, backbone, met):
    assert verdict("standard_or_backbone", {"implements_standard": standard, "backbone": backbone}) == met


@pytest.mark.requirement("S03")
@pytest.mark.parametrize(("answered", "met"), [("是", "met"), ("否", "not_met"), (None, "unknown")])
def test_malicious_infringement_closes_the_gate(answered, met):
    assert verdict("no_infringement", {"no_malicious_infringement": answered}) == met


@pytest.mark.requirement("S01", "S02", "S03")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_no_carries_its_reason_and_clause(lang):
    closed = dict.fromkeys((*STANDING, "implements_standard", "backbone", "no_malicious_infringement"), "否")
    found = score(scheme(SHAANXI), answer(scheme(SHAANXI), closed))

    told = explain_score(scheme(SHAANXI), found, lang).gates

    assert [gate.met for gate in told] == ["not_met"] * 3
    assert all(gate.reason and gate.clause.text for gate in told)
    assert [gate.clause.id for gate in told] == ["art-1.1", "art-1.2", "art-1.3"]


@pytest.mark.parametrize("condition", ["standing", "standard_or_backbone", "no_infringement"])
def test_conditions_are_declared_and_the_officer_is_told_where_to_look(condition):
    model = next(gate.model for gate in scheme(SHAANXI).gates if gate.model.id == condition)

    assert model.decided_by == "declaration"
    assert model.officer
    assert model.officer_en
