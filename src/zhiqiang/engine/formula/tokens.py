"""Cutting a formula into tokens."""

import re
import unicodedata
from dataclasses import dataclass

from ..words import Words
from .errors import FormulaError

MAX_LENGTH = 2000
MAX_NAME = 100
MAX_DIGITS = 24

_SAME = str.maketrans(
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # full width
    | {ord(char): same for char, same in zip("×÷−–“”。、\u3000\u00a0", '*/--"".,  ', strict=True)}
)
_WORDS = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "是": "yes", "否": "no"}
_PATTERN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[ ]?%)?)
    |(?P<text>"[^"\n]*")
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<word>并且|或者|且|或|非|是|否)
    |(?P<symbol><=|>=|<>|!=|==|≤|≥|≠|\*\*|[-+*/=<>(),\[\]^])
    """,
    re.VERBOSE,
)
_SYMBOLS = {"≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>", "==": "="}
_HINTS = {
    '"': Words("引号没有成对，请补上另一个", "the quotation mark is not closed; add the other one"),
    "'": Words("文字请用双引号", "put texts in double quotation marks"),
    ".": Words("小数请写全，如 0.5；名称中的点两边不留空格", "write decimals in full, such as 0.5, and names without spaces"),
    "&": Words("“并且”请写 and 或 且", "write “and”"),
    "|": Words("“或者”请写 or 或 或", "write “or”"),
    "!": Words("“不满足”请写 not 或 非", "write “not”"),
    "%": Words("百分号只跟在数字后面，如 35%", "the per cent sign follows a number, such as 35%"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: its kind (number, text, name, symbol, end), its text and where it begins."""

    kind: str
    text: str
    at: int

    def is_symbol(self, symbol: str) -> bool:
        """Whether this is that very symbol."""
        return self.kind == "symbol" and self.text == symbol


def tokenize(source: str) -> list[Token]:
    """The tokens of a formula, an `end` token last; raises FormulaError on anything unknown.

    Full-width letters, digits and signs are read as their half-width twins; nothing else beyond ASCII is, but for
    the few Chinese words and signs the language has.
    """
    if len(source) > MAX_LENGTH:
        length = len(source)
        raise FormulaError(
            Words(
                f"公式长 {length} 字，最多 {MAX_LENGTH} 字；请拆成几个自动计算的填报项",
                f"the formula has {length} characters, at most {MAX_LENGTH} are read; split it into calculated fields",
            )
        )
    text = source.translate(_SAME)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if not match:
            raise FormulaError(_unknown(source[at], text[at]), at)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_token(kind, match.group(), at))
        at = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _unknown(char: str, same: str) -> Words:
    shown = char if char.isprintable() else f"U+{ord(char):04X}"
    what = Words(f"公式中不能有“{shown}”", f"“{shown}” means nothing in a formula")
    if same in _HINTS:
        return what + Words("；", "; ") + _HINTS[same]
    if unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return what + Words("（不可见字符），请删去", " (an invisible character); remove it")
    if "\u4e00" <= char <= "\u9fff":
        mend = Words(
            "；请写 form.yaml 中的 id，不写中文名称", "; write the ids of form.yaml, not Chinese names"
        )
        return what + mend
    return what + Words("，请删去", "; remove it")


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "word":
        return Token("name", _WORDS[text], at)
    if kind == "symbol":
        if text in ("**", "^"):
            mend = Words("公式中没有乘方，请写成连乘", "there are no powers; write the multiplication out")
            raise FormulaError(mend, at)
        return Token("symbol", _SYMBOLS.get(text, text), at)
    if kind == "number" and len(text) > MAX_DIGITS:
        raise FormulaError(
            Words(f"数字最多 {MAX_DIGITS} 位", f"a number has at most {MAX_DIGITS} digits"), at
        )
    if kind == "name" and len(text) > MAX_NAME:
        raise FormulaError(Words(f"名称最多 {MAX_NAME} 字", f"a name has at most {MAX_NAME} characters"), at)
    return Token(kind, text, at)
