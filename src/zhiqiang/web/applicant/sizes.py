"""The size of the enterprise worked out from its figures, offered beside the field that asks for it."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.tree import Value
from zhiqiang.engine.scheme import Compiled, Scheme
from zhiqiang.engine.sizing import enterprise_size
from zhiqiang.engine.standards import INDUSTRY_EDITIONS
from zhiqiang.web.applicant.judging import Judgement


@dataclass(frozen=True)
class SizeWords:
    """What the standard says: `code` is the option to take over, empty while it cannot be told."""

    field: str
    code: str
    label: str
    reason: str
    chosen: bool
    """Whether the field already says so."""
    differs: bool
    """Whether the field says something else."""


def size_words(judgement: Judgement) -> SizeWords | None:
    """The size by the national standard with its reason; None where the scheme does not work it out."""
    scheme, values = judgement.scheme, judgement.answers.values
    rule, profile = scheme.cover.size_from, scheme.cover.profile
    edition = _industry_edition(scheme)
    if rule is None or profile is None or not edition:
        return None
    staff, revenue, assets = (_figure(one, values) for one in _figures(scheme))
    branch = values.get(rule.branch) if rule.branch else None
    industry = values.get(profile.industry)
    size = enterprise_size(_text(industry), edition, staff, revenue, assets, _text(branch))
    code = getattr(rule, size.code) if size.code else ""
    answered = values.get(rule.field)
    return SizeWords(
        rule.field,
        code,
        scheme.option_label(rule.field, code)(judgement.lang) if code else "",
        size.reason_zh if judgement.lang == "zh" else size.reason_en,
        chosen=bool(code) and answered == code,
        differs=bool(code) and answered is not None and answered != code,
    )


@lru_cache(maxsize=64)
def _figures(scheme: Scheme) -> tuple[Compiled, Compiled, Compiled]:
    rule = scheme.cover.size_from
    assert rule is not None
    staff, revenue, assets = (
        Compiled(parse(text, scheme.scope, wanted="number"))
        for text in (rule.staff, rule.revenue, rule.assets)
    )
    return staff, revenue, assets


def _figure(formula: Compiled, values: dict[str, Value]) -> int | Fraction | None:
    """The figure where all it reads is answered."""
    if any(leaf.key not in values for leaf in formula.leaves):
        return None
    value = formula.read(values).value
    return value if isinstance(value, int | Fraction) else None


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None


def _industry_edition(scheme: Scheme) -> str:
    profile = scheme.cover.profile
    field = scheme.cells[profile.industry].field if profile else None
    source = getattr(field, "options_from", None)
    return source if source in INDUSTRY_EDITIONS else ""
