"""Fourth reader: the formula in words, Chinese or English. It reads the tree as written, columns whole."""

from collections.abc import Callable
from typing import Literal

from .intervals import Interval
from .tree import Leaf, Node
from .units import quantity as quantity
from .units import rounded as _two_places

Lang = Literal["zh", "en"]
Names = Callable[[str, str, Lang], str]
"""From ("set_value" | "points", id, language) to a name."""


def to_sentence(node: Node, lang: Lang, names: Names) -> str:
    """The formula in words, such as “近三年发明申请量之和 ÷ 近三年申请量之和（分母为 0 时取 0）”."""
    return _Writer(lang, names).words(node)


class _Writer:
    def __init__(self, lang: Lang, names: Names) -> None:
        self.lang = lang
        self.names = names

    def words(self, node: Node) -> str:
        if node.op in ("number", "truth", "text"):
            return self.constant(node)
        if node.op == "field":
            return self.leaf(node.leaf)
        if node.op == "series" and all(arg.op == "field" for arg in node.args):
            return self.column(node)
        if node.op in ("set_value", "points"):
            return self.names(node.op, str(node.data), self.lang)
        if node.op in ("=", "<>") and node.args[0].type.kind in ("text", "truth"):
            return self.option(node)
        if node.op == "bands":
            return self.bands(node)
        return self.operator(node)

    def constant(self, node: Node) -> str:
        value = node.constant
        if isinstance(value, bool):
            return {("zh", True): "是", ("zh", False): "否", ("en", True): "yes", ("en", False): "no"}[
                self.lang, value
            ]
        return value if isinstance(value, str) else _two_places(value)

    def leaf(self, leaf: Leaf) -> str:
        label = leaf.label if self.lang == "zh" else leaf.label_en
        return f"“{label}”"

    def column(self, node: Node) -> str:
        leaf = node.args[0].leaf
        label = leaf.label if self.lang == "zh" else leaf.label_en
        title = label.rsplit(" · ", 1)[0]
        return f"各行“{title}”" if self.lang == "zh" else f"“{title}” of each row"

    def option(self, node: Node) -> str:
        subject, wanted = node.args
        if wanted.op in ("text", "truth"):
            shown = self.option_label(subject, wanted)
        else:
            shown = self.words(wanted)
        verb = {("zh", "="): "为", ("zh", "<>"): "不为", ("en", "="): "is", ("en", "<>"): "is not"}[
            self.lang, node.op
        ]
        joint = "" if self.lang == "zh" else " "
        return f"{self.words(subject)}{joint}{verb}{joint}{shown}"

    def option_label(self, subject: Node, wanted: Node) -> str:
        leaf = subject.leaf if subject.op == "field" else None
        for code, zh, en in leaf.option_labels if leaf else ():
            if code == wanted.constant:
                return f"“{code}. {zh}”" if self.lang == "zh" else f"“{code}. {en}”"
        return self.constant(wanted)

    def bands(self, node: Node) -> str:
        assert isinstance(node.data, tuple)
        value = self.words(node.args[0])
        pairs = zip(node.data, node.args[1:], strict=True)
        if self.lang == "zh":
            parts = "；".join(f"{interval_words(i, 'zh')}时取 {self.words(r)}" for i, r in pairs)
            return f"按 {value} 分档（{parts}）"
        parts = "; ".join(f"{self.words(r)} where it is {interval_words(i, 'en')}" for i, r in pairs)
        return f"by the band of {value} ({parts})"

    def operator(self, node: Node) -> str:
        args = [self.inner(arg, node) for arg in node.args]
        template = _TEMPLATES[node.op][self.lang]
        if "{all}" in template:
            return template.format(all=("、" if self.lang == "zh" else ", ").join(args), n=len(args))
        return template.format(*args)

    def inner(self, arg: Node, outer: Node) -> str:
        text = self.words(arg)
        loose = (
            arg.op in _INFIX
            and outer.op in _INFIX
            and _INFIX[arg.op] <= _INFIX[outer.op]
            and arg.op != outer.op
        )
        return (f"（{text}）" if self.lang == "zh" else f"({text})") if loose else text


def interval_words(interval: Interval, lang: Lang) -> str:
    """An interval in words: “大于等于 2 且小于 3”, “at least 2 and below 3”, “为 2” where it is one point."""
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return f"等于 {_two_places(low)}" if lang == "zh" else f"exactly {_two_places(low)}"
    parts = []
    if low is not None:
        parts.append(_ENDS[lang, "low", interval.low_in].format(_two_places(low)))
    if high is not None:
        parts.append(_ENDS[lang, "high", interval.high_in].format(_two_places(high)))
    if not parts:
        return "任何值" if lang == "zh" else "anything"
    return (" 且" if lang == "zh" else " and ").join(parts)


_ENDS = {
    ("zh", "low", True): "大于等于 {}", ("zh", "low", False): "大于 {}",
    ("zh", "high", True): "小于等于 {}", ("zh", "high", False): "小于 {}",
    ("en", "low", True): "at least {}", ("en", "low", False): "above {}",
    ("en", "high", True): "at most {}", ("en", "high", False): "below {}",
}  # fmt: skip
_INFIX = {
    "or": 1,
    "and": 2,
    "=": 3,
    "<>": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "*": 5,
    "/": 5,
    "ratio": 5,
}
_TEMPLATES: dict[str, dict[Lang, str]] = {
    "neg": {"zh": "-{}", "en": "-{}"},
    "not": {"zh": "不满足（{}）", "en": "not ({})"},
    "+": {"zh": "{} + {}", "en": "{} + {}"},
    "-": {"zh": "{} - {}", "en": "{} - {}"},
    "*": {"zh": "{} × {}", "en": "{} × {}"},
    "/": {"zh": "{} ÷ {}", "en": "{} ÷ {}"},
    "=": {"zh": "{} = {}", "en": "{} = {}"},
    "<>": {"zh": "{} ≠ {}", "en": "{} ≠ {}"},
    "<": {"zh": "{} < {}", "en": "{} < {}"},
    "<=": {"zh": "{} ≤ {}", "en": "{} ≤ {}"},
    ">": {"zh": "{} > {}", "en": "{} > {}"},
    ">=": {"zh": "{} ≥ {}", "en": "{} ≥ {}"},
    "and": {"zh": "{} 且 {}", "en": "{} and {}"},
    "or": {"zh": "{} 或 {}", "en": "{} or {}"},
    "sum": {"zh": "{all} 之和", "en": "the sum of {all}"},
    "mean": {"zh": "{all} 的平均值", "en": "the mean of {all}"},
    "min": {"zh": "{all} 中的最小值", "en": "the least of {all}"},
    "max": {"zh": "{all} 中的最大值", "en": "the greatest of {all}"},
    "best": {"zh": "{all} 中取最高", "en": "the best of {all}"},
    "ratio": {"zh": "{} ÷ {}（分母为 0 时取 {}）", "en": "{0} ÷ {1} ({2} where the divisor is 0)"},
    "if": {"zh": "若 {}，取 {}，否则取 {}", "en": "{1} if {0}, otherwise {2}"},
    "count": {"zh": "{all} 中满足的项数", "en": "how many of these hold: {all}"},
    "any": {"zh": "{all} 至少一项满足", "en": "at least one of: {all}"},
    "all": {"zh": "{all} 均满足", "en": "all of: {all}"},
    "answered": {"zh": "已填写 {}", "en": "{} is answered"},
    "series": {"zh": "{all}", "en": "{all}"},
}
