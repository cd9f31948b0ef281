"""The explained score as a PDF: the total, its groups, every indicator's points and why, what is missing, evidence.

The page is laid out by a Typst file beside this one. Everything on it goes there as JSON, so that no text, wherever
it came from, is ever taken for markup or code.
"""

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from ..engine.explaining import Explanation, SetValueWords, explain_score
from ..engine.explaining.steps import value_words
from ..engine.models.form import ChoiceField, TextField
from ..engine.scheme import Scheme
from ..engine.scoring import Score
from ..engine.words import Lang, Words
from .typesetting import typeset
from .workbook.options import choices

ZONE = dt.timezone(dt.timedelta(hours=8))
"""Asia/Shanghai, which has had no summer time since 1991."""
SHOWN_MISSING = 6
_LONG_WORD = re.compile(r"[!-~]{30}")

WORDS = {
    "subtitle": Words("自评得分说明", "Self-assessment, explained"),
    "page": Words("第 {n} 页，共 {all} 页", "Page {n} of {all}"),
    "example": Words("示例", "example"),
    "example_note": Words(
        "有的设定值为演示而拟定，不是主管机关公布的数值；以它们算出的得分只供了解规则，不能当作评审结果。",
        "Some set values were made up for demonstration and not issued by the authority; points worked out "
        "with them show how the rules work and are no result.",
    ),
    "digest": Words("数据摘要", "Digest"),
    "total": Words("总分", "Total"),
    "conditions": Words("申报条件", "Conditions of application"),
    "condition": Words("条件", "Condition"),
    "verdict": Words("判断", "Verdict"),
    "clause": Words("条款", "Clause"),
    "indicators": Words("各项得分及理由", "Points of every indicator, and why"),
    "number": Words("序号", "No."),
    "why": Words("指标、规则、数据和算式", "Indicator, rule, figures and sums"),
    "points": Words("得分 / 满分", "Points / max."),
    "missing": Words("尚未填写、按 0 计的数据", "Figures not given, counted as 0"),
    "evidence": Words("需要的佐证材料", "Evidence that will be needed"),
    "use": Words("用于", "For"),
    "material": Words("材料", "Material"),
    "what": Words("要求", "What it should show"),
    "rulings": Words("裁定：通知没有写明或前后不一致处的处理", "Rulings: what holds where the notice is silent or contradicts itself"),
    "says": Words("通知怎么写", "What the notice says"),
    "holds": Words("怎么处理", "What holds"),
}  # fmt: skip
_FILED = Words("填报数据计分", "From what is filed")
_EXPERTS = Words("专家评分", "From the experts")
_AWAITING = Words("待评分，最多还可得", "Still to be graded, at most")
_DOCUMENT = Words("依据", "Notice")
_AUTHORITY = Words("发布机关", "Authority")
_EDITION = Words("方案版本", "Edition")
_MADE = Words("生成于 {}（北京时间）", "made {} (Beijing time)")
_SET_VALUE = Words("设定值“{}”：{}（{}）", "set value “{}”: {} ({})")
_NOT_GIVEN = Words("未填：", "not given: ")


def score_sheet_pdf(scheme: Scheme, score: Score, lang: Lang = "zh", at: dt.datetime | None = None) -> bytes:
    """The score sheet of these answers as PDF (A4, tagged, in the language asked for).

    The same scheme, score, language and instant give the same bytes on the same machine. `at` must know its time
    zone (ValueError otherwise); it is printed in Beijing time. A missing Chinese face is replaced by any other and never an error.
    """
    if at is not None and at.tzinfo is None:
        raise ValueError("`at` must know its time zone")
    return typeset("score_sheet.typ", sheet_data(scheme, score, lang, at), int(at.timestamp()) if at else 0)


def sheet_data(scheme: Scheme, score: Score, lang: Lang, at: dt.datetime | None = None) -> dict[str, Any]:
    """What stands on the sheet, as plain data: texts, and numbers as texts."""
    cover, words = scheme.cover, explain_score(scheme, score, lang)
    rows = [
        _row(explanation, level, lang) for group in words.groups for explanation, level in _walk(group, 0)
    ]
    data = {
        "lang": lang,
        "words": {name: text(lang) for name, text in WORDS.items()},
        "title": cover.name(lang),
        "authority": cover.authority if lang == "zh" else cover.authority_en,
        "document": cover.document,
        "edition": f"{scheme.id} · {scheme.digest[:16]}",
        "made": _MADE(lang).format(at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")) if at else "",
        "facts": list(_facts(scheme, score, lang)),
        "illustrative": words.illustrative,
        "total": words.total,
        "maximum": _short(words.maximum),
        "parts": [
            [_FILED(lang), f"{words.filed[0]} / {_short(words.filed[1])}"],
            [_EXPERTS(lang), f"{words.by_experts[0]} / {_short(words.by_experts[1])}"],
            [_AWAITING(lang), words.awaiting],
        ],
        "groups": list(_bars(score, words.groups)),
        "shortfalls": list(words.shortfalls),
        "gates": [
            {"title": g.title, "met": g.met, "verdict": g.verdict, "reason": g.reason, "clause": g.clause.title}
            for g in words.gates
        ],
        "rows": rows,
        "missing": _missing(words.groups, lang),
        "evidence": list(_evidence(words.groups, lang)),
        "rulings": list(_rulings(words.groups)),
    }  # fmt: skip
    whole: dict[str, Any] = _breakable(data)
    return whole | {"digest": scheme.digest}


def _facts(scheme: Scheme, score: Score, lang: Lang) -> Iterator[list[str]]:
    """Who was scored, by which notice and edition. The form's first text and its code say who."""
    cover = scheme.cover
    for key in _identity(scheme):
        value = score.answers.values.get(key)
        if value is not None:
            yield [scheme.cells[key].field.name(lang), _shown(scheme, key, value, lang)]
    yield [_DOCUMENT(lang), cover.document]
    yield [_AUTHORITY(lang), cover.authority if lang == "zh" else cover.authority_en]
    yield [_EDITION(lang), scheme.id]


def _identity(scheme: Scheme) -> list[str]:
    texts = [
        key
        for key, cell in scheme.cells.items()
        if isinstance(cell.field, TextField) and not cell.leaf.column
    ]
    codes = [
        key
        for key in texts
        if {"uscc", "org_code"} & set(getattr(scheme.cells[key].field, "identifiers", ()))
    ]
    profile = scheme.cover.profile
    asked = [profile.industry, profile.size] if profile else []
    return list(dict.fromkeys([*texts[:1], *codes[:1], *[key for key in asked if key]]))


def _shown(scheme: Scheme, key: str, value: Any, lang: Lang) -> str:
    cell = scheme.cells[key]
    if isinstance(cell.field, ChoiceField):
        return next((text for code, text, _ in choices(cell.field, lang) if code == value), str(value))
    return value_words(cell.leaf, value, lang)


def _bars(score: Score, groups: tuple[Explanation, ...]) -> Iterator[dict[str, Any]]:
    """Bars drawn to one scale: the largest maximum is the whole width."""
    widest = max((finding.maximum for finding in score.groups), default=Fraction(1))
    for finding, words in zip(score.groups, groups, strict=True):
        yield {
            "title": words.title, "points": words.points, "maximum": _short(words.maximum),
            "share": float(max(finding.points, 0) / widest), "reach": float(finding.maximum / widest),
        }  # fmt: skip


def _walk(explanation: Explanation, level: int) -> Iterator[tuple[Explanation, int]]:
    yield explanation, level
    for child in explanation.children:
        yield from _walk(child, level + 1)


def _row(words: Explanation, level: int, lang: Lang) -> dict[str, Any]:
    missing = [figure.label for figure in words.figures if figure.state == "missing"]
    fixed = words.fixed
    return {
        "kind": "group" if words.children else "indicator",
        "level": level,
        "number": fixed.number,
        "title": fixed.title + (_bracketed(fixed.nature, lang) if fixed.nature else ""),
        "state": words.state,
        "state_words": words.state_words,
        "points": words.points,
        "maximum": _short(words.maximum),
        "rule": fixed.rule,
        "steps": list(words.steps),
        "set_values": [
            {"illustrative": one.illustrative, "words": _set_value(one, lang)} for one in words.set_values
        ],
        "missing": _not_given(missing, lang),
        "note": fixed.note,
        "clause": fixed.clause.title,
        "rulings": ("、" if lang == "zh" else ", ").join(ruling.id for ruling in fixed.rulings),
    }


def _bracketed(text: str, lang: Lang) -> str:
    return f"（{text}）" if lang == "zh" else f" ({text})"


def _set_value(words: SetValueWords, lang: Lang) -> str:
    return _SET_VALUE(lang).format(words.name, words.value, words.source)


def _not_given(labels: list[str], lang: Lang) -> str:
    if not labels:
        return ""
    text = _NOT_GIVEN(lang) + ("、" if lang == "zh" else ", ").join(labels[:SHOWN_MISSING])
    more = len(labels) - SHOWN_MISSING
    return text if more <= 0 else text + Words(f" 等 {len(labels)} 项", f" and {more} more")(lang)


def _missing(groups: tuple[Explanation, ...], lang: Lang) -> list[str]:
    """Every answer that was read and is not there, the cells of one table together."""
    every = (words for group in groups for words, _ in _walk(group, 0))
    labels = dict.fromkeys(f.label for words in every for f in words.figures if f.state == "missing")
    tables: dict[str, int] = {}
    for label in labels:
        table = label.partition(" · ")[0]
        tables[table] = tables.get(table, 0) + 1
    return [
        table if number == 1 else table + Words(f"（{number} 格）", f" ({number} cells)")(lang)
        for table, number in tables.items()
    ]


def _evidence(groups: tuple[Explanation, ...], lang: Lang) -> Iterator[dict[str, str]]:
    """The materials to hand in for points that were gained, with the indicators they prove."""
    numbers: dict[str, list[str]] = {}
    found = {}
    for group in groups:
        for words, _ in _walk(group, 0):
            if words.children or Fraction(words.points) == 0:
                continue
            for material in words.fixed.evidence:
                found[material.id] = material
                numbers.setdefault(material.id, []).append(words.fixed.number)
    for id, material in found.items():
        help_ = material.help if lang == "zh" else material.help_en or material.help
        yield {
            "numbers": ("、" if lang == "zh" else ", ").join(numbers[id]),
            "title": material.name(lang),
            "help": help_,
        }


def _rulings(groups: tuple[Explanation, ...]) -> Iterator[dict[str, str]]:
    named = {r.id: r for group in groups for words, _ in _walk(group, 0) for r in words.fixed.rulings}
    for id in sorted(named):
        yield {"id": id, "says": named[id].says, "holds": named[id].holds}


def _short(points: str) -> str:
    """A maximum without needless decimals."""
    return points.rstrip("0").rstrip(".")


def _breakable(data: Any) -> Any:
    """The same data with places to break in words too long for a line, so that nothing runs off the page."""
    if isinstance(data, str):
        return _LONG_WORD.sub(lambda match: match.group() + "\u200b", data)
    if isinstance(data, dict):
        return {name: _breakable(value) for name, value in data.items()}
    return [_breakable(value) for value in data] if isinstance(data, list) else data
