"""Fourth reader: the formula in words, Chinese or English. It reads the tree as written, columns whole.

Every phrase knows how tightly it holds together; a looser one within a tighter one gets brackets, so that a sentence
can be read in one way only. Where something is said of each year or row, columns are called by their bare names.
"""

from collections.abc import Callable
from dataclasses import replace

from ..words import Lang
from .checking import asked_leaf
from .phrasing import (
    BY_ROW,
    CHOSEN,
    COMPARING,
    COUNTED,
    GATHERED,
    SIGNS,
    Hold,
    Phrase,
    Speech,
    count_words,
    interval_words,
    is_award,
    is_limit,
    is_year,
    ladder,
    limits,
    most_awarded,
    span,
    unit_beside,
)
from .tree import ANY, PURE, SHARE, Leaf, Node, chain
from .units import PERCENT, constant
from .units import quantity as quantity

Names = Callable[[str, str, Lang], str]
"""From ("set_value" | "points", id, language) to a name."""


def to_sentence(node: Node, lang: Lang, names: Names, *, part: bool = False) -> str:
    """The formula in words, such as “近三年“发明申请量”之和 ÷ 近三年“申请量”之和，除数为 0 时计 0”.

    As `part` of a larger sentence it stands in brackets where it has commas of its own.
    """
    writer = _Writer(lang, names)
    text, hold = writer.words(node)
    if node.type.rows is None:
        return writer.bracketed(text) if part and hold is Hold.CLAUSE else text
    years, _ = span(node)
    return writer.say("各年：" if years else "各行：", "each year: " if years else "each row: ") + text


class _Writer(Speech):
    def __init__(self, lang: Lang, names: Names) -> None:
        super().__init__(lang)
        self.names = names

    def words(self, node: Node) -> Phrase:
        return _WRITERS[node.op](self, node)

    def within(self, node: Node, least: Hold, beside: str = ANY) -> str:
        """The words of a part, in brackets where it is looser than that; a bare number gets the unit beside it."""
        if node.op == "number":
            value = node.constant
            assert not isinstance(value, str)
            return constant(value, beside if value else PURE, self.lang)
        phrase = self.words(node)
        return phrase.text if phrase.hold >= least else self.bracketed(phrase.text)

    # --- answers and constants ----------------------------------------------------------------------

    def number(self, node: Node) -> Phrase:
        return Phrase(self.within(node, Hold.WORD), Hold.WORD)

    def literal(self, node: Node) -> Phrase:
        value = node.constant
        if isinstance(value, bool):
            value = self.say("是" if value else "否", "yes" if value else "no")
        return Phrase(self.quoted(str(value)), Hold.WORD)

    def named(self, node: Node) -> Phrase:
        return Phrase(self.names(node.op, str(node.data), self.lang), Hold.WORD)

    def field(self, node: Node) -> Phrase:
        asked = self.subject(node)
        if node.type.kind == "truth":
            return Phrase(asked + self.say("为“是”", " is “yes”"), Hold.COMPARISON)
        return Phrase(asked, Hold.WORD)

    def series(self, node: Node) -> Phrase:
        if asked_leaf(node) is not None:
            return self.field(node)
        return Phrase(self.listed([self.within(arg, Hold.SUM) for arg in node.args]), Hold.LIST)

    def subject(self, node: Node) -> str:
        """What is asked about, without saying that it is so."""
        leaf = asked_leaf(node)
        if leaf is None:
            return self.within(node, Hold.WORD)
        title = self.quoted(leaf.title(self.lang) if leaf.title else self.say(leaf.label, leaf.label_en))
        return title if node.op == "series" else self.in_row(title, leaf)

    def in_row(self, title: str, leaf: Leaf) -> str:
        if leaf.row_title is None:
            return title
        row = leaf.row_title(self.lang)
        if is_year(leaf.row):
            return self.say(f"{row}的{title}", f"{title} of {row}")
        return title + self.say(f"（{row}）", f" ({row})")

    # --- arithmetic ---------------------------------------------------------------------------------

    def arithmetic(self, node: Node) -> Phrase:
        left, right = node.args
        if node.op == "*" and right.op == "number" and right.constant == 1:
            return self.words(left)
        product = node.op in ("*", "/")
        hold = Hold.PRODUCT if product else Hold.SUM
        tighter = hold if node.op == "+" else Hold.WORD if product else Hold.PRODUCT
        unit = ANY if product else unit_beside(node)
        text = self.infix(self.within(left, hold, unit), SIGNS[node.op], self.within(right, tighter, unit))
        return Phrase(text, hold)

    def negative(self, node: Node) -> Phrase:
        return Phrase(f"-{self.within(node.args[0], Hold.WORD)}", Hold.SUM)

    def ratio(self, node: Node) -> Phrase:
        over, under, if_zero = node.args
        text = self.infix(self.within(over, Hold.PRODUCT), "÷", self.within(under, Hold.WORD))
        never_zero = under.op == "set_value" or (under.op == "number" and under.constant != 0)
        if never_zero and if_zero.op == "number":
            return Phrase(text, Hold.PRODUCT)
        answer = self.within(if_zero, Hold.LIST, node.type.unit)
        note = self.say(self.led("，除数为 0 时计", answer), f", or {answer} where the divisor is 0")
        return Phrase(text + note, Hold.CLAUSE)

    # --- conditions ---------------------------------------------------------------------------------

    def compared(self, node: Node) -> Phrase:
        left, right = node.args
        if left.type.kind != "number":
            return self.equal(node)
        first = self.within(left, Hold.LIST, right.type.unit)
        text = self.infix(first, SIGNS[node.op], self.within(right, Hold.LIST, left.type.unit))
        return Phrase(text, Hold.COMPARISON)

    def equal(self, node: Node) -> Phrase:
        left, right = node.args
        if left.op in ("text", "truth"):
            left, right = right, left
        asked, same = self.subject(left), node.op == "="
        if right.op in ("text", "truth"):
            verb = self.say("为", " is ") if same else self.say("不为", " is not ")
            return Phrase(f"{asked}{verb}{self.option(left, right)}", Hold.COMPARISON)
        other = self.subject(right)
        if self.lang == "zh":
            return Phrase(f"{asked}与{other}{'相同' if same else '不同'}", Hold.COMPARISON)
        return Phrase(f"{asked} {'is the same as' if same else 'differs from'} {other}", Hold.COMPARISON)

    def option(self, asked: Node, wanted: Node) -> str:
        leaf = asked_leaf(asked)
        for code, zh, en in leaf.option_labels if leaf else ():
            if code == wanted.constant:
                return self.quoted(f"{code}. {self.say(zh, en)}")
        return self.literal(wanted).text

    def negated(self, node: Node) -> Phrase:
        asked = node.args[0]
        if asked_leaf(asked) is not None:
            return Phrase(self.subject(asked) + self.say("不为“是”", " is not “yes”"), Hold.COMPARISON)
        if asked.op == "answered":
            field = self.subject(asked.args[0])
            return Phrase(self.say(f"未填写{field}", f"{field} is not filled in"), Hold.COMPARISON)
        if asked.op in ("=", "<>") and asked.args[0].type.kind != "number":
            return self.equal(replace(asked, op="<>" if asked.op == "=" else "="))
        return Phrase(self.say("不满足", "not ") + self.bracketed(self.words(asked).text), Hold.COMPARISON)

    def logic(self, node: Node) -> Phrase:
        parts = list(chain(node))
        if node.op == "or" and (options := self.either(parts)):
            return Phrase(options, Hold.COMPARISON)
        word = self.say("且" if node.op == "and" else "或", node.op)
        hold = Hold.AND if node.op == "and" else Hold.OR
        texts = (
            self.ranges(parts) if node.op == "and" else [self.within(one, Hold.COMPARISON) for one in parts]
        )
        return Phrase(self.joined(word, texts), hold)

    def ranges(self, parts: list[Node]) -> list[str]:
        """The parts of an `and`, two that say “at least” and “at most” of one field told as one."""
        texts, at = [], 0
        while at < len(parts):
            text = self.range(parts[at], parts[at + 1]) if at + 1 < len(parts) else ""
            texts.append(text or self.within(parts[at], Hold.COMPARISON))
            at += 2 if text else 1
        return texts

    def range(self, low: Node, high: Node) -> str:
        if (low.op, high.op) != (">=", "<=") or any(one.args[1].op != "number" for one in (low, high)):
            return ""
        first, second = asked_leaf(low.args[0]), asked_leaf(high.args[0])
        if first is None or second is None or first.key != second.key:
            return ""
        unit, asked = first.type.unit, self.subject(low.args[0])
        least, most = self.within(low.args[1], Hold.WORD), self.within(high.args[1], Hold.WORD, unit)
        if low.args[1].constant == high.args[1].constant:
            return self.infix(asked, "=", most)
        return self.say(f"{asked}在 {least} 至 {most}之间", f"{asked} is from {least} to {most}")

    def either(self, parts: list[Node]) -> str:
        """“规模”为“A. 大型”或“B. 中型”: comparisons of one field with several options."""
        if any(part.op != "=" or part.args[1].op != "text" for part in parts):
            return ""
        keys = {leaf.key if (leaf := asked_leaf(part.args[0])) else None for part in parts}
        if len(keys) > 1 or None in keys:
            return ""
        asked = self.subject(parts[0].args[0])
        options = [self.option(part.args[0], part.args[1]) for part in parts]
        return self.say(f"{asked}为{'或'.join(options)}", f"{asked} is {self.listed(options, 'or')}")

    def answered(self, node: Node) -> Phrase:
        field = self.subject(node.args[0])
        return Phrase(self.say(f"已填写{field}", f"{field} is filled in"), Hold.COMPARISON)

    # --- of several ---------------------------------------------------------------------------------

    def gathered(self, node: Node) -> Phrase:
        spans = {span(arg) for arg in node.args}
        if spans == {(False, 0)}:
            return self.of_values(node)
        zh, en = GATHERED[node.op]
        if len(spans) > 1:
            parts = [self.spanned(arg) if arg.type.rows else self.within(arg, Hold.SUM) for arg in node.args]
            return Phrase(self.say(f"{self.listed(parts)}{zh}", f"{en} {self.listed(parts)}"), Hold.LIST)
        years, count = spans.pop()
        plain = all(asked_leaf(arg) for arg in node.args)
        shown = self.listed([self.within(arg, Hold.WORD) for arg in node.args])
        number = count_words(count, self.lang)
        if self.lang == "en":
            over = f" over the last {number} years" if years else " over all rows" if count > 1 else ""
            return Phrase(f"{en} {shown}{over}", Hold.LIST)
        text = (
            f"近{number}年{'' if plain else '各年'}{shown}"
            if years
            else shown + ("各行" if count > 1 else "")
        )
        return Phrase(text + zh, Hold.WORD if len(node.args) == 1 else Hold.LIST)

    def spanned(self, node: Node) -> str:
        """A column with the rows it stands for, among others that have other rows or none."""
        years, count = span(node)
        shown, number = self.within(node, Hold.WORD), count_words(count, self.lang)
        if years:
            return self.say(f"近{number}年{shown}", f"{shown} of the last {number} years")
        return self.say(f"{shown}各行", f"{shown} of all rows")

    def of_values(self, node: Node) -> Phrase:
        if len(node.args) == 1:
            return self.words(node.args[0])
        if node.op == "sum":
            return self.awards(node) if all(map(is_award, node.args)) else self.added(node)
        if is_limit(node):
            return self.limited(node)
        shown = self.listed([self.within(arg, Hold.SUM, unit_beside(node)) for arg in node.args])
        zh, en = CHOSEN[node.op]
        return Phrase(self.say(f"{shown}{zh}", f"{en} {shown}"), Hold.LIST)

    def added(self, node: Node) -> Phrase:
        parts = [self.within(arg, Hold.SUM, unit_beside(node)) for arg in node.args]
        text = parts[0]
        for part in parts[1:]:
            text = self.infix(text, "+", part)
        return Phrase(text, Hold.SUM)

    def awards(self, node: Node) -> Phrase:
        """Points for each thing that is so, added up."""
        parts = []
        for arg in node.args:
            when, points = self.within(arg.args[0], Hold.OR), self.within(arg.args[1], Hold.LIST)
            parts.append(self.say(f"{when}，{self.led('计', points)}", f"{points} if {when}"))
        return Phrase(self.say("逐项相加：", "added up: ") + self.clauses(parts), Hold.CLAUSE)

    def limited(self, node: Node) -> Phrase:
        """A number with a cap, a floor or both: “…，最多 5”, “…，限 0 至 5”."""
        inner, floor, cap = limits(node)
        most, unit = most_awarded(inner), inner.type.unit
        if floor is None and cap is not None and most is not None and most <= cap:
            return self.words(inner)
        highest = constant(cap, unit if cap else PURE, self.lang) if cap is not None else ""
        if floor is None:
            note = self.say(f"，最多 {highest}", f", at most {highest}")
        elif cap is None:
            lowest = constant(floor, unit if floor else PURE, self.lang)
            note = self.say(f"，最少 {lowest}", f", at least {lowest}")
        else:
            lowest = constant(floor, unit if floor and unit in (SHARE, PERCENT) else PURE, self.lang)
            note = self.say(f"，限 {lowest} 至 {highest}", f", kept within {lowest} and {highest}")
        return Phrase(self.within(inner, Hold.LIST) + note, Hold.CLAUSE)

    def counted(self, node: Node) -> Phrase:
        """How many conditions hold, whether any does, whether all do."""
        if len(node.args) == 1 and node.args[0].type.rows:
            years, count = span(node.args[0])
            form = self.say(*BY_ROW[node.op, years])
            shown = self.within(node.args[0], Hold.COMPARISON)
            return Phrase(form.format(shown, n=count_words(count, self.lang)), Hold.CLAUSE)
        if len(node.args) == 1 and node.op != "count":
            return self.words(node.args[0])
        parts = [self.in_each(arg) if arg.type.rows else self.within(arg, Hold.OR) for arg in node.args]
        return Phrase(self.say(*COUNTED[node.op]) + self.clauses(parts), Hold.CLAUSE)

    def in_each(self, node: Node) -> str:
        """A column of conditions among others."""
        shown, (years, _) = self.within(node, Hold.COMPARISON), span(node)
        return self.say(f"各{'年' if years else '行'}{shown}", f"each {'year' if years else 'row'}, {shown}")

    # --- choices ------------------------------------------------------------------------------------

    def chosen(self, node: Node) -> Phrase:
        """若…，取…；否则…, or by the options of one field."""
        if node.type.kind == "truth" and node.args[2].op == "truth" and node.args[2].constant is False:
            return self.logic(replace(node, op="and", args=node.args[:2]))
        steps, rest = ladder(node)
        if by_option := self.by_option(steps, rest):
            return Phrase(by_option, Hold.CLAUSE)
        parts: list[str] = []
        for test, result in steps:
            when, shown = self.within(test, Hold.OR), self.within(result, Hold.LIST, node.type.unit)
            lead = self.led("否则若" if parts else "若", when)
            parts.append(self.say(f"{lead}，{self.led('取', shown)}", f"{shown} if {when}"))
        other = self.within(rest, Hold.LIST, node.type.unit)
        parts.append(self.say(self.led("否则取", other), f"otherwise {other}"))
        return Phrase(self.clauses(parts), Hold.CLAUSE)

    def by_option(self, steps: list[tuple[Node, Node]], rest: Node) -> str:
        tests = [test for test, _ in steps]
        if len(steps) < 2 or not self.either(tests):
            return ""
        asked, leaf = tests[0].args[0], asked_leaf(tests[0].args[0])
        parts: list[str] = []
        for test, result in steps:
            option, shown = self.option(asked, test.args[1]), self.within(result, Hold.LIST)
            parts.append(self.say(f"{option}{self.led('取', shown)}", f"{shown} for {option}"))
        codes = {test.args[1].constant for test in tests}
        if leaf is None or leaf.options is None or not codes.issuperset(leaf.options):
            other = self.within(rest, Hold.LIST)
            parts.append(self.say(self.led("其他取", other), f"otherwise {other}"))
        subject = self.subject(asked)
        return self.say(self.led("按", subject) + "：", f"by {subject}: ") + self.clauses(parts)

    def bands(self, node: Node) -> Phrase:
        assert isinstance(node.data, tuple)
        asked = node.args[0]
        parts = []
        for interval, result in zip(node.data, node.args[1:], strict=True):
            where = interval_words(interval, self.lang, asked.type.unit)
            shown = self.within(result, Hold.LIST, node.type.unit)
            parts.append(self.say(f"{where}，{self.led('取', shown)}", f"{shown} if {where}"))
        value = self.within(asked, Hold.LIST)
        lead = self.say(self.led("按", value) + "分档：", f"by bands of {value}: ")
        return Phrase(lead + self.clauses(parts), Hold.CLAUSE)


_WRITERS: dict[str, Callable[[_Writer, Node], Phrase]] = {
    "number": _Writer.number, "truth": _Writer.literal, "text": _Writer.literal,
    "field": _Writer.field, "series": _Writer.series, "set_value": _Writer.named, "points": _Writer.named,
    **dict.fromkeys("+-*/", _Writer.arithmetic), "neg": _Writer.negative, "ratio": _Writer.ratio,
    **dict.fromkeys(COMPARING, _Writer.compared),
    "not": _Writer.negated, "and": _Writer.logic, "or": _Writer.logic, "answered": _Writer.answered,
    **dict.fromkeys(GATHERED, _Writer.gathered),
    **dict.fromkeys(COUNTED, _Writer.counted),
    "if": _Writer.chosen, "bands": _Writer.bands,
}  # fmt: skip
