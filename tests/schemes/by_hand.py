"""The points of the Shaanxi 2020 notice worked out by hand: plain Fractions, straight from annex 4 and the rulings.

This knows nothing of the engine and is meant to stay so: it is what the engine's points are compared with.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

YEARS = ("T-2", "T-1", "T")
COMPARED = {
    "i2": ("valid_patents", 5), "i3": ("filings", 5), "i5": ("invention_share", 5), "i6": ("grant_rate", 7),
    "i7": ("filings_abroad", 3), "i8": ("product_share", 18), "i16": ("rd_share", 3), "i17": ("ip_spend_share", 5),
}  # fmt: skip
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
DISPUTES = ("patent_admin", "patent_court", "trademark", "copyright", "other")
AWARDS = ("patent_gold", "patent_merit", "trademark_gold", "copyright_gold", "invention_prize")
KINDS = ("invention", "utility", "design")


class Filed:
    """Flat answers read as the notice reads them: what is not there is 0 or no."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def number(self, key: str) -> Fraction:
        """A figure, exact."""
        return Fraction(str(self.answers.get(key, 0)))

    def three(self, column: str) -> Fraction:
        """A column of a year table added up."""
        return sum((self.number(f"{column}.{year}") for year in YEARS), Fraction(0))

    def yes(self, key: str) -> bool:
        """A yes-or-no answer."""
        return str(self.answers.get(key)).lower() in ("true", "是")

    def mean_ratio(self, over: str, under: str) -> Fraction:
        """(a + b + c) / 3, a year without denominator counting 0 (R10)."""
        shares = []
        for year in YEARS:
            below = self.number(f"{under}.{year}")
            shares.append(self.number(f"{over}.{year}") / below if below else Fraction(0))
        return sum(shares, Fraction(0)) / 3


def set_values(
    table: Iterable[Mapping[str, str]], division: str, section: str, size: str
) -> dict[str, Fraction]:
    """The set values of an industry and size, out of the lines of set_values.csv: the nearest line rules (R09)."""
    lines = {(line["set_value"], line["scope"], line["size"]): Fraction(line["value"]) for line in table}
    nearest = [(scope, wanted) for scope in (division, section, "all") for wanted in (size, "any")]
    names = dict.fromkeys(name for name, _, _ in lines)
    return {name: next(lines[name, *place] for place in nearest if (name, *place) in lines) for name in names}


def values(answers: Mapping[str, Any]) -> dict[str, Fraction]:
    """What the compared indicators compare."""
    filed = Filed(answers)
    inventions = filed.three("patents.invention_filed")
    filings = inventions + filed.three("patents.utility_filed") + filed.three("patents.design_filed")
    grants = sum((filed.three(f"patents.{kind}_granted") for kind in KINDS), Fraction(0))
    spending = dict(answers)
    for year in YEARS:
        parts = ("filing", "annuity", "protection", "reward", "other")
        spending[f"ip_spend.total.{year}"] = sum(
            (filed.number(f"ip_spend.{part}.{year}") for part in parts), Fraction(0)
        )
    return {
        "i2": sum((filed.number(f"valid.{kind}.year_t") for kind in KINDS), Fraction(0)),
        "i3": filings,
        "i5": inventions / filings if filings else Fraction(0),
        "i6": grants / filings if filings else Fraction(0),
        "i7": filed.number("abroad.filed.pct") + filed.number("abroad.filed.paris"),
        "i8": filed.mean_ratio("benefit.product_sales", "finance.sales"),
        "i16": filed.mean_ratio("finance.rd", "finance.sales"),
        "i17": Filed(spending).mean_ratio("ip_spend.total", "finance.rd"),
    }


def points(answers: Mapping[str, Any], set_values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points of every indicator, the four groups and the total. `answers` are flat and well formed."""
    filed = Filed(answers)
    earned = {
        id: weight * min(Fraction(1), values(answers)[id] / Fraction(set_values[name]))
        for id, (name, weight) in COMPARED.items()
    }
    earned |= _creation(filed) | _use(filed) | _management(filed) | _bonus(filed)
    earned["other_income"] = max(earned["i9"], earned["i10"], earned["i11"])
    earned["creation"] = _sum(earned, range(1, 8))
    earned["use"] = earned["i8"] + earned["other_income"]
    earned["management"] = _sum(earned, range(12, 21))
    earned["special"] = _sum(earned, range(22, 26))
    earned["bonus"] = earned["i21"] + earned["special"]
    earned["total"] = earned["creation"] + earned["use"] + earned["management"] + earned["bonus"]
    return earned


def _sum(earned: Mapping[str, Fraction], numbers: range) -> Fraction:
    return sum((earned[f"i{number}"] for number in numbers), Fraction(0))


def _creation(filed: Filed) -> dict[str, Fraction]:
    asked = ["competitor_analysis", "expired_rights", *(f"search_stages.done.{stage}" for stage in STAGES)]
    others = ("domestic_marks", "foreign_marks", "layout_designs", "software_copyrights")
    kinds = sum(filed.number(key) > 0 for key in others)
    return {
        "i1": Fraction(sum(map(filed.yes, asked)), 2),
        "i4": Fraction(5 if filed.number("wellknown_marks") > 0 else kinds),
    }


def _use(filed: Filed) -> dict[str, Fraction]:
    income = sum(
        (filed.three(f"benefit.{what}_income") for what in ("assignment", "licence", "mark")), Fraction(0)
    )
    shown = {
        "i9": income,
        "i10": filed.three("ip_finance.pledge_amount"),
        "i11": filed.three("ip_finance.capital_amount"),
    }
    return {id: filed.number(f"points.{id}") if amount > 0 else Fraction(0) for id, amount in shown.items()}


def _management(filed: Filed) -> dict[str, Fraction]:
    inventors = sum(map(filed.yes, ("contract_invention", "contract_ownership", "inventor_reward")))
    people = int(filed.number("staff.full_time.T"))
    led = filed.answers.get("department") == "D"
    warning = (
        "warning_mechanism",
        "risk_assessment",
        "due_diligence",
        "industry_cooperation",
        "response_plan",
    )
    rate = filed.mean_ratio("core_staff.trained", "core_staff.core") if filed.yes("training") else Fraction(0)
    return {
        "i12": Fraction({"A": 10, "B": 5}.get(filed.answers.get("certification", ""), 0)),
        "i13": Fraction(2 if filed.yes("ip_strategy") else 0),
        "i14": Fraction(min(3, 2 * inventors)),
        "i15": Fraction(5 if led else {0: 0, 1: 0, 2: 2, 3: 4}.get(people, 5)),
        "i18": min(Fraction(2), 2 * rate),
        "i19": Fraction(sum(map(filed.yes, warning))),
        "i20": Fraction(sum(filed.three(f"disputes.{kind}") > 0 for kind in DISPUTES)),
    }


def _bonus(filed: Filed) -> dict[str, Fraction]:
    awards = sum((filed.number(f"awards.count.{kind}") for kind in AWARDS), filed.number("provincial_awards"))
    prize = {grade: filed.number(f"shaanxi_award.count.{grade}") for grade in ("first", "second", "third")}
    plan = ("basis", "goals", "measures")
    return {
        "i21": min(Fraction(10), awards),
        "i22": min(Fraction(15), 15 * prize["first"] + 10 * prize["second"] + 5 * prize["third"]),
        "i23": Fraction(5 if filed.yes("rd_centre") else 0),
        "i24": Fraction(5 if filed.yes("settlement") else 0),
        "i25": sum((filed.number(f"points.i25.{part}") for part in plan), Fraction(0)),
    }
