"""Cutting a formula into tokens."""

import re
from dataclasses import dataclass

from .errors import FormulaError

MAX_LENGTH = 2000

_SAME = str.maketrans({
    "（": "(", "）": ")", "，": ",", "×": "*", "÷": "/", "＋": "+", "－": "-", "−": "-", "＝": "=", "％": "%",
    "＜": "<", "＞": ">", "“": '"', "”": '"', "［": "[", "］": "]", "＊": "*", "／": "/", "。": ".", "\u3000": " ",
})  # fmt: skip
_WORDS = {"且": "and", "并且": "and", "或": "or", "或者": "or", "非": "not", "是": "yes", "否": "no"}
_PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d+)?%?)
    |(?P<text>"[^"\n]*")
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    |(?P<word>并且|或者|且|或|非|是|否)
    |(?P<symbol><=|>=|<>|!=|==|≤|≥|≠|\*\*|[-+*/=<>(),\[\]^])
    """,
    re.VERBOSE,
)
_SYMBOLS = {"≤": "<=", "≥": ">=", "≠": "<>", "!=": "<>", "==": "="}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: its kind (number, text, name, symbol, end), its text and where it begins."""

    kind: str
    text: str
    at: int


def tokenize(source: str) -> list[Token]:
    """The tokens of a formula, an `end` token last; raises FormulaError on anything unknown."""
    if len(source) > MAX_LENGTH:
        raise FormulaError(f"the formula is {len(source)} characters long; split it: at most {MAX_LENGTH} are read")
    text = source.translate(_SAME)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _PATTERN.match(text, at)
        if not match:
            raise FormulaError(f"“{source[at]}” means nothing in a formula; remove it", at)
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_token(kind, match.group(), at))
        at = match.end()
    tokens.append(Token("end", "", len(text)))
    return tokens


def _token(kind: str, text: str, at: int) -> Token:
    if kind == "word":
        return Token("name", _WORDS[text], at)
    if kind == "symbol":
        if text in ("**", "^"):
            raise FormulaError("powers are not part of the language; write the multiplication out", at)
        return Token("symbol", _SYMBOLS.get(text, text), at)
    if kind == "number" and len(text) > 24:
        raise FormulaError("a number has at most 24 characters", at)
    return Token(kind, text, at)
