"""Changes of the evaluation system: the total, natures, curves, lines, groups, indicators and their rules."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..explaining.wording import rule_words
from ..formula.sentence import to_sentence
from ..models.base import Labelled
from ..models.indicators import Curve, Group, Indicator, Nature, PassLine
from ..scheme import Scheme
from ..words import Words
from .change import Both, Change, Chapter, Pair, attributes, from_to, matched, same_meaning, told
from .form import wording

Member = tuple[Indicator | Group, Group | None]
_POINTS = {"max": Words("满分", "maximum"), "min": Words("最低分", "group minimum")}
_ID = frozenset({"id"})
_PARTS = frozenset({"id", "rule", "members", "applies_when"})


def indicator_changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    """The total first, then what rules are made with, then groups and indicators in the notice's order."""
    formulas = (wording(before), wording(after))
    shared = frozenset({"natures", "curves", "set_values", "lines", "groups"})
    whole = attributes(before.indicators, after.indicators, formulas, left_out=shared, named=_POINTS)
    if details := tuple(whole):
        yield Change("indicators", "total", "changed", Words("总分", "Total"), details)
    for what, was, now in _shared(before, after):
        yield from labelled_changes("indicators", what, was, now, formulas)
    for pair in matched(before.members, after.members):
        yield from _member(pair, before, after, formulas)


def _shared(
    before: Scheme, after: Scheme
) -> Iterator[tuple[Words, dict[str, Labelled], dict[str, Labelled]]]:
    """What rules are made with, as it was and as it is."""

    def by_id(things: Iterable[Nature | Curve | PassLine]) -> dict[str, Labelled]:
        return {one.id: one for one in things}

    old, new = before.indicators, after.indicators
    yield Words("指标性质", "Nature"), by_id(old.natures), by_id(new.natures)
    yield Words("曲线", "Curve"), by_id(old.curves), by_id(new.curves)
    yield Words("合格线", "Pass line"), by_id(old.lines), by_id(new.lines)


def labelled_changes(
    chapter: Chapter,
    what: Words,
    before: Mapping[str, Labelled],
    after: Mapping[str, Labelled],
    formulas: Both,
    brief: Callable[[Any], Words] | None = None,
) -> Iterator[Change]:
    """Things that have a label and plain attributes."""
    for pair in matched(before, after):
        title = Words(f"{what.zh}“{pair.one.label}”", f"{what.en} “{pair.one.label_en}”")
        short = (brief(pair.one),) if brief else ()
        yield from told(
            chapter, pair, title, short, lambda old, new: attributes(old, new, formulas, left_out=_ID)
        )


def _member(pair: Pair[Member], before: Scheme, after: Scheme, formulas: Both) -> Iterator[Change]:
    one = pair.one[0]

    def details(old: Member, new: Member) -> Iterator[Words]:
        yield from _moved(old[1], new[1])
        yield from attributes(old[0], new[0], formulas, left_out=_PARTS, named=_POINTS)
        yield from _rule_change(before, old[0], after, new[0])

    brief = (_worth(one), _rule(before if pair.new is None else after, one))
    yield from told("indicators", pair, _title(one), brief, details)


def _title(one: Indicator | Group) -> Words:
    number = f"{one.number} " if one.number else ""
    if isinstance(one, Group):
        return Words(f"分组 {number}“{one.label}”", f"Group {number}“{one.label_en}”")
    return Words(f"指标 {number}“{one.label}”", f"Indicator {number}“{one.label_en}”")


def _worth(one: Indicator | Group) -> Words:
    return Words(f"满分 {one.max} 分", f"at most {one.max} points")


def _rule(scheme: Scheme, one: Indicator | Group) -> Words:
    rule = Words(rule_words(scheme, one, "zh"), rule_words(scheme, one, "en"))
    return Words(f"计分：{rule.zh}", f"rule: {rule.en}")


def _moved(old: Group | None, new: Group | None) -> Iterator[Words]:
    if (old.id if old else "") != (new.id if new else ""):
        was = Words(old.label, old.label_en) if old else Words("", "")
        now = Words(new.label, new.label_en) if new else Words("", "")
        yield from_to(Words("所在分组", "group"), was, now)


def _rule_change(
    before: Scheme, old: Indicator | Group, after: Scheme, new: Indicator | Group
) -> Iterator[Words]:
    """The rule in words before and after; where the words are alike, the formula in full."""
    if isinstance(old, Group) or isinstance(new, Group):
        if type(old) is not type(new):
            yield Words("指标与分组互换", "an indicator became a group, or a group an indicator")
        return
    if old.rule == new.rule and old.applies_when == new.applies_when:
        return
    was, now = _rule(before, old), _rule(after, new)
    if was == now:
        was, now = _formula(before, old.id), _formula(after, new.id)
    if was == now:
        yield same_meaning(Words("计分规则", "rule"))
        return
    yield Words(f"原{was.zh}", f"before, {was.en}")
    yield Words(f"现{now.zh}", f"now, {now.en}")


def _formula(scheme: Scheme, id: str) -> Words:
    node = scheme.rules[id].written
    zh, en = to_sentence(node, "zh", scheme.spoken), to_sentence(node, "en", scheme.spoken)
    return Words(f"计分：{zh}", f"rule: {en}")
