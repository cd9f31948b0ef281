"""The same indicators written by hand, in floating point: over plain numbers, or over whole columns of numpy.

No traces, no exactness, no explanation, nothing read from data: this is what the engine's figures stand beside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

YEARS = ("T-2", "T-1", "T")
KINDS = ("invention", "utility", "design")
STAGES = (
    "strategy",
    "development",
    "filing",
    "litigation",
    "trade",
    "licensing",
    "investment",
    "cooperation",
)


@dataclass(frozen=True)
class Arithmetic:
    """What differs between numbers and columns."""

    least: Callable[[Any, Any], Any]
    most: Callable[[Any, Any], Any]
    pick: Callable[[Any, Any, Any], Any]
    share: Callable[[Any, Any], Any]


PLAIN = Arithmetic(min, max, lambda test, yes, no: yes if test else no, lambda a, b: a / b if b else 0.0)


def with_numpy() -> Arithmetic:
    """The arithmetic of columns."""
    import numpy as np

    def share(over: Any, under: Any) -> Any:
        return np.divide(over, under, out=np.zeros_like(over), where=under != 0)

    return Arithmetic(np.minimum, np.maximum, np.where, share)


def total(get: Mapping[str, Any], wanted: Mapping[str, Any], by: Arithmetic) -> Any:
    """The total: `get` gives an answer (0 or no where missing), `wanted` the set values."""
    return _creation(get, wanted, by) + _use(get, wanted, by) + _management(get, wanted, by) + _bonus(get, by)


def _three(get: Mapping[str, Any], column: str) -> Any:
    return get[f"{column}.T-2"] + get[f"{column}.T-1"] + get[f"{column}.T"]


def _mean(get: Mapping[str, Any], over: str, under: str, by: Arithmetic) -> Any:
    return sum(by.share(get[f"{over}.{year}"], get[f"{under}.{year}"]) for year in YEARS) / 3


def _creation(get: Mapping[str, Any], wanted: Mapping[str, Any], by: Arithmetic) -> Any:
    asked = ["competitor_analysis", "expired_rights", *(f"search_stages.done.{one}" for one in STAGES)]
    inventions = _three(get, "patents.invention_filed")
    filed = inventions + _three(get, "patents.utility_filed") + _three(get, "patents.design_filed")
    granted = sum(_three(get, f"patents.{kind}_granted") for kind in KINDS)
    valid = sum(get[f"valid.{kind}.year_t"] for kind in KINDS)
    others = ("domestic_marks", "foreign_marks", "layout_designs", "software_copyrights")
    abroad = get["abroad.filed.pct"] + get["abroad.filed.paris"]
    return (
        0.5 * sum(get[key] * 1 for key in asked)
        + 5 * by.least(valid / wanted["valid_patents"], 1)
        + 5 * by.least(filed / wanted["filings"], 1)
        + by.pick(get["wellknown_marks"] >= 1, 5, sum((get[key] >= 1) * 1 for key in others))
        + 5 * by.least(by.share(inventions, filed) / wanted["invention_share"], 1)
        + 7 * by.least(by.share(granted, filed) / wanted["grant_rate"], 1)
        + 3 * by.least(abroad / wanted["filings_abroad"], 1)
    )


def _use(get: Mapping[str, Any], wanted: Mapping[str, Any], by: Arithmetic) -> Any:
    income = sum(_three(get, f"benefit.{one}_income") for one in ("assignment", "licence", "mark"))
    first = by.pick(income > 0, get["points.i9"], 0)
    second = by.pick(_three(get, "ip_finance.pledge_amount") > 0, get["points.i10"], 0)
    third = by.pick(_three(get, "ip_finance.capital_amount") > 0, get["points.i11"], 0)
    products = _mean(get, "benefit.product_sales", "finance.sales", by)
    return 18 * by.least(products / wanted["product_share"], 1) + by.most(by.most(first, second), third)


def _management(get: Mapping[str, Any], wanted: Mapping[str, Any], by: Arithmetic) -> Any:
    staff = get["staff.full_time.T"]
    ladder = by.pick(staff >= 4, 5, by.pick(staff >= 3, 4, by.pick(staff >= 2, 2, 0)))
    inventors = sum(get[key] * 2 for key in ("contract_invention", "contract_ownership", "inventor_reward"))
    warning = (
        "warning_mechanism",
        "risk_assessment",
        "due_diligence",
        "industry_cooperation",
        "response_plan",
    )
    kinds = ("patent_admin", "patent_court", "trademark", "copyright", "other")
    return (
        by.pick(get["certification"] == "A", 10, by.pick(get["certification"] == "B", 5, 0))
        + get["ip_strategy"] * 2
        + by.least(inventors, 3)
        + by.pick(get["department"] == "D", 5, ladder)
        + 3 * by.least(_mean(get, "finance.rd", "finance.sales", by) / wanted["rd_share"], 1)
        + 5 * by.least(_mean(get, "ip_spend.total", "finance.rd", by) / wanted["ip_spend_share"], 1)
        + by.pick(
            get["training"], by.least(2 * _mean(get, "core_staff.trained", "core_staff.core", by), 2), 0
        )
        + sum(get[key] * 1 for key in warning)
        + sum((_three(get, f"disputes.{kind}") >= 1) * 1 for kind in kinds)
    )


def _bonus(get: Mapping[str, Any], by: Arithmetic) -> Any:
    awards = ("patent_gold", "patent_merit", "trademark_gold", "copyright_gold", "invention_prize")
    prizes = sum(
        get[f"shaanxi_award.count.{row}"] * each
        for row, each in (("first", 15), ("second", 10), ("third", 5))
    )
    plan = sum(get[f"points.i25.{one}"] for one in ("basis", "goals", "measures"))
    return (
        by.least(sum(get[f"awards.count.{one}"] for one in awards) + get["provincial_awards"], 10)
        + by.least(prizes, 15)
        + get["rd_centre"] * 5
        + get["settlement"] * 5
        + by.least(plan, 15)
    )
