"""The checks across the fields of Shaanxi 2020: what a careful officer would see, told with its mend."""

import pytest

from tests.schemes.editions import SHAANXI, cases, scheme
from zhiqiang.engine.answering import answer

YEARS = ("T-2", "T-1", "T")
PATENTS = {
    f"patents.{kind}_{what}.{y}": 0
    for kind in ("invention", "utility", "design")
    for what in ("filed", "granted")
    for y in YEARS
}
VALID = {f"valid.{kind}.year_t": 0 for kind in ("invention", "utility", "design")}
DISPUTES = {
    f"disputes.{kind}.{y}": 0
    for kind in ("patent_admin", "patent_court", "trademark", "copyright", "other")
    for y in YEARS
}
AWARDS = {
    f"awards.count.{kind}": 0
    for kind in ("patent_gold", "patent_merit", "trademark_gold", "copyright_gold", "invention_prize")
}
PRIZES = {f"shaanxi_award.count.{grade}": 0 for grade in ("first", "second", "third")}

GOOD_AND_BAD = {
    "truthful_declared": ({"truthful": "是"}, {"truthful": "否"}),
    "certified_implements": (
        {"certification": "A", "implements_standard": "是"},
        {"certification": "A", "implements_standard": "否"},
    ),
    "implements_not_c": (
        {"certification": "B", "implements_standard": "是"},
        {"certification": "C", "implements_standard": "是"},
    ),
    "direction_other": ({"ip_direction": "A"}, {"ip_direction": "D"}),
    "direction_brand": (
        {"ip_direction": "B", "domestic_marks": 1, "foreign_marks": 0},
        {"ip_direction": "B", "domestic_marks": 0, "foreign_marks": 0},
    ),
    "direction_geographical": (
        {"ip_direction": "C", "geographical_indications": 1},
        {"ip_direction": "C", "geographical_indications": 0},
    ),
    "capital_unit": ({"registered_capital": "10000000"}, {"registered_capital": "10000000.01"}),
    "contacts_differ": (
        {"contacts.mobile.first": "13900000001", "contacts.mobile.second": "13900000002"},
        {"contacts.mobile.first": "13900000001", "contacts.mobile.second": "13900000001"},
    ),
    "sales_zero": ({"finance.sales.T-1": "0.01"}, {"finance.sales.T-1": 0}),
    "rd_zero": ({"finance.rd.T": "0.01"}, {"finance.rd.T": 0}),
    "sales_output_unit": (
        {"finance.output.T": 10, "finance.sales.T": 100},
        {"finance.output.T": 10, "finance.sales.T": 101},
    ),
    "output_sales_unit": (
        {"finance.output.T": 100, "finance.sales.T": 10},
        {"finance.output.T": 101, "finance.sales.T": 10},
    ),
    "rd_within_sales": (
        {"finance.rd.T": 10, "finance.sales.T": 10},
        {"finance.rd.T": 11, "finance.sales.T": 10},
    ),
    "ip_within_rd": (
        {"ip_spend.filing.T": 10, "finance.rd.T": 10},
        {"ip_spend.filing.T": 11, "finance.rd.T": 10},
    ),
    "sales_jump_1": (
        {"finance.sales.T-2": 10, "finance.sales.T-1": 100},
        {"finance.sales.T-2": 10, "finance.sales.T-1": 101},
    ),
    "sales_jump_2": (
        {"finance.sales.T-1": 100, "finance.sales.T": 10},
        {"finance.sales.T-1": 101, "finance.sales.T": 10},
    ),
    "rd_jump_1": ({"finance.rd.T-2": 1, "finance.rd.T-1": 10}, {"finance.rd.T-2": 1, "finance.rd.T-1": 11}),
    "rd_jump_2": ({"finance.rd.T-1": 1, "finance.rd.T": 10}, {"finance.rd.T-1": 1, "finance.rd.T": 11}),
    "filings_jump_1": (
        PATENTS | {"patents.utility_filed.T-1": 20},
        PATENTS | {"patents.utility_filed.T-1": 21},
    ),
    "filings_jump_2": (
        PATENTS | {"patents.utility_filed.T-1": 3, "patents.utility_filed.T": 30},
        PATENTS | {"patents.utility_filed.T-1": 3, "patents.utility_filed.T": 31},
    ),
    "grants_invention": (
        PATENTS | {"patents.invention_filed.T-2": 2, "patents.invention_granted.T": 2},
        PATENTS | {"patents.invention_filed.T-2": 2, "patents.invention_granted.T": 3},
    ),
    "grants_utility": (
        PATENTS | {"patents.utility_filed.T-2": 2, "patents.utility_granted.T": 2},
        PATENTS | {"patents.utility_filed.T-2": 2, "patents.utility_granted.T": 3},
    ),
    "grants_design": (
        PATENTS | {"patents.design_filed.T-2": 2, "patents.design_granted.T": 2},
        PATENTS | {"patents.design_filed.T-2": 2, "patents.design_granted.T": 3},
    ),
    "valid_covers_grants": (
        PATENTS
        | VALID
        | {f"ip_use.assigned_out.{y}": 1 for y in YEARS}
        | {"patents.utility_granted.T": 5, "valid.utility.year_t": 2},
        PATENTS
        | VALID
        | {f"ip_use.assigned_out.{y}": 1 for y in YEARS}
        | {"patents.utility_granted.T": 6, "valid.utility.year_t": 2},
    ),
    "abroad_valid": (
        {"abroad.granted.pct": 2, "abroad.valid.pct": 2},
        {"abroad.granted.pct": 2, "abroad.valid.pct": 3},
    ),
    "abroad_granted": (
        {"abroad.filed.pct": 1, "abroad.granted.pct": 3},
        {"abroad.filed.pct": 0, "abroad.granted.pct": 3},
    ),
    "filing_costs": (
        PATENTS | {f"ip_spend.filing.{y}": 1 for y in YEARS} | {"patents.design_filed.T": 1},
        PATENTS | {f"ip_spend.filing.{y}": 0 for y in YEARS} | {"patents.design_filed.T": 1},
    ),
    "wellknown_registered": (
        {"wellknown_marks": 1, "domestic_marks": 1},
        {"wellknown_marks": 2, "domestic_marks": 1},
    ),
    "products_within_sales": (
        {"benefit.product_sales.T": 10, "finance.sales.T": 10},
        {"benefit.product_sales.T": "10.01", "finance.sales.T": 10},
    ),
    "products_patents": (
        VALID | {f"benefit.product_sales.{y}": 1 for y in YEARS} | {"valid.design.year_t": 1},
        VALID | {f"benefit.product_sales.{y}": 1 for y in YEARS},
    ),
    "implementation_patents": (
        VALID | {"ip_finance.implementation_rate.T": 50, "valid.design.year_t": 1},
        VALID | {"ip_finance.implementation_rate.T": 50},
    ),
    "implementation_products": (
        {"ip_finance.implementation_rate.T": 1, "benefit.product_sales.T": 9},
        {"ip_finance.implementation_rate.T": 0, "benefit.product_sales.T": 9},
    ),
    "assignment_count": (
        {"benefit.assignment_income.T": 5, "ip_use.assigned_out.T": 1},
        {"benefit.assignment_income.T": 5, "ip_use.assigned_out.T": 0},
    ),
    "licence_count": (
        {f"benefit.licence_income.{y}": 5 for y in YEARS}
        | {f"ip_use.licensed_out.{y}": int(y == "T-2") for y in YEARS},
        {f"benefit.licence_income.{y}": 5 for y in YEARS} | {f"ip_use.licensed_out.{y}": 0 for y in YEARS},
    ),
    "mark_count": (
        {f"benefit.mark_income.{y}": 5 for y in YEARS} | {f"ip_use.marks.{y}": 1 for y in YEARS},
        {f"benefit.mark_income.{y}": 5 for y in YEARS} | {f"ip_use.marks.{y}": 0 for y in YEARS},
    ),
    "capital_amount_given": (
        {"ip_finance.capital_count.T": 1, "ip_finance.capital_amount.T": 5},
        {"ip_finance.capital_count.T": 1, "ip_finance.capital_amount.T": 0},
    ),
    "capital_count_given": (
        {"ip_finance.capital_count.T": 1, "ip_finance.capital_amount.T": 5},
        {"ip_finance.capital_count.T": 0, "ip_finance.capital_amount.T": 5},
    ),
    "pledge_amount_given": (
        {"ip_finance.pledge_count.T": 1, "ip_finance.pledge_amount.T": 5},
        {"ip_finance.pledge_count.T": 1, "ip_finance.pledge_amount.T": 0},
    ),
    "pledge_count_given": (
        {"ip_finance.pledge_count.T": 1, "ip_finance.pledge_amount.T": 5},
        {"ip_finance.pledge_count.T": 0, "ip_finance.pledge_amount.T": 5},
    ),
    "agents_among_staff": (
        {"staff.agents.T": 3, "staff.full_time.T": 2, "staff.part_time.T": 1},
        {"staff.agents.T": 4, "staff.full_time.T": 2, "staff.part_time.T": 1},
    ),
    "lawyers_among_staff": (
        {"staff.lawyers.T": 3, "staff.full_time.T": 2, "staff.part_time.T": 1},
        {"staff.lawyers.T": 4, "staff.full_time.T": 2, "staff.part_time.T": 1},
    ),
    "both_among_staff": (
        {"staff.agents.T": 1, "staff.lawyers.T": 1, "staff.full_time.T": 2, "staff.part_time.T": 0},
        {"staff.agents.T": 2, "staff.lawyers.T": 1, "staff.full_time.T": 2, "staff.part_time.T": 0},
    ),
    "ip_staff_employees": (
        {"staff.full_time.T": 2, "staff.part_time.T": 3, "employees": 5},
        {"staff.full_time.T": 2, "staff.part_time.T": 3, "employees": 4},
    ),
    "led_by_management": (
        {"department": "D", "staff.full_time.T": 0, "staff.part_time.T": 1},
        {"department": "D", "staff.full_time.T": 0, "staff.part_time.T": 0},
    ),
    "trained_within_core": (
        {"training": "是", "core_staff.core.T": 5, "core_staff.trained.T": 5},
        {"training": "是", "core_staff.core.T": 5, "core_staff.trained.T": 6},
    ),
    "core_zero": ({"training": "是", "core_staff.core.T": 1}, {"training": "是", "core_staff.core.T": 0}),
    "core_employees": (
        {"training": "是", "core_staff.core.T": 8, "employees": 8},
        {"training": "是", "core_staff.core.T": 9, "employees": 8},
    ),
    "provincial_or_shaanxi": (
        PRIZES | {"provincial_awards": 1},
        PRIZES | {"provincial_awards": 1, "shaanxi_award.count.third": 1},
    ),
    "many_awards": (
        AWARDS | {"provincial_awards": 0, "awards.count.patent_merit": 10},
        AWARDS | {"provincial_awards": 1, "awards.count.patent_merit": 10},
    ),
    "settlement_dispute": (
        DISPUTES | {"settlement": "是", "disputes.other.T-2": 1},
        DISPUTES | {"settlement": "是"},
    ),
}

ERRORS = {
    "truthful_declared",
    "products_within_sales",
    "agents_among_staff",
    "lawyers_among_staff",
    "trained_within_core",
}


def told(raw):
    """The messages of the checks that speak up."""
    return [problem.message.zh for problem in answer(scheme(SHAANXI), raw).problems if problem.keys]


def check(id):
    return next(one for one in scheme(SHAANXI).form.checks if one.id == id)


def test_every_check_is_tried_on_both_sides():
    assert set(GOOD_AND_BAD) == {one.id for one in scheme(SHAANXI).form.checks}


@pytest.mark.parametrize("id", GOOD_AND_BAD)
def test_a_check_is_silent_on_its_good_side_and_speaks_on_its_bad_one(id):
    good, bad = GOOD_AND_BAD[id]
    message = check(id).message

    assert not any(text.startswith(message) for text in told(good))
    assert any(text.startswith(message) for text in told(bad))


def test_only_what_cannot_be_stops_a_submission():
    assert {one.id for one in scheme(SHAANXI).form.checks if one.severity == "error"} == ERRORS


def test_nothing_answered_gives_no_warning():
    assert told({}) == []


@pytest.mark.parametrize("title", ["大型企业", "中型企业", "小型企业"])
def test_a_sound_enterprise_is_not_bothered(title):
    result = next(one for key, one in cases(SHAANXI).items() if key.startswith(title))

    assert [str(problem.message) for problem in result.answers.problems] == []
