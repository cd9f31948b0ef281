"""From text to a typed tree, in one pass: precedence climbing over the tokens."""

from fractions import Fraction
from typing import Protocol

from ..words import Words
from . import checking
from .checking import KINDS
from .errors import FormulaError
from .tokens import Token, tokenize
from .tree import TEXT, TRUTH, Node, number, spread

MAX_DEPTH = 40
MAX_SIZE = 4000
"""Nodes of a formula over single cells: what a tree may cost to work out."""
MAX_HEIGHT = 120
"""Levels of a tree; a run of additions is as high as it is long."""
MAX_SPREAD = 20_000
"""Operations of a formula written out as text, where a divisor and a banded value stand more than once."""

_COMPARING = 4
_BINDING = {
    "or": 1, "and": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4, "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip
_NOT_BINDING = 3
_MINUS_BINDING = 7
_TRUTHS = {"yes": True, "true": True, "no": False, "false": False}
KEYWORDS = frozenset({"and", "or", "not", "in", "if_zero", *_TRUTHS})
"""Words of the language, which therefore name nothing."""


class Scope(Protocol):
    """What names mean where a formula stands."""

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        """The node a name stands for; raises FormulaError with the nearest known name."""


def parse(source: str, scope: Scope, *, wanted: str | None = None) -> Node:
    """The typed tree of a formula.

    `wanted` is the kind it must have ("number" or "truth"), as one value and not a series. Raises FormulaError for
    anything else, for unknown names, for units that do not fit and for formulas too long, too deep or too large.
    """
    try:
        node = _Parser(tokenize(source), scope).whole()
        _check_extent(node)
        _check_wanted(node, wanted)
    except FormulaError as error:
        error.source = error.source or source
        raise
    return node


def _check_extent(node: Node) -> None:
    level, height = [node], 0
    while level:
        level, height = [arg for one in level for arg in one.args], height + 1
    if height > MAX_HEIGHT:
        zh = f"连写的运算太多（{height} 层，最多 {MAX_HEIGHT} 层）；很多项相加请写 sum(a, b, …)"
        en = (
            f"too many operators in a run ({height} levels, at most {MAX_HEIGHT}); add many with sum(a, b, …)"
        )
        raise FormulaError(Words(zh, en), node.at)
    if spread(node) > MAX_SPREAD:
        zh = "ratio 或 bands 套得太多，展开后过长；请拆成几个自动计算的填报项"
        en = "too many ratios or bands within each other; split the formula into calculated fields"
        raise FormulaError(Words(zh, en), node.at)


def _check_wanted(node: Node, wanted: str | None) -> None:
    if node.op == "list_column" or (wanted and node.type.rows is not None):
        raise checking.whole_column(node)
    if wanted and node.type.kind != wanted:
        want, found = KINDS[wanted], KINDS[node.type.kind]
        raise FormulaError(
            Words(f"这里应为{want.zh}，写的却是{found.zh}", f"this must be {want.en} but is {found.en}"),
            node.at,
        )


class _Parser:
    def __init__(self, tokens: list[Token], scope: Scope) -> None:
        self.tokens = tokens
        self.scope = scope
        self.position = 0
        self.depth = 0
        self.size = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        self.position += 1
        return token

    def took(self, symbol: str) -> bool:
        """Whether this symbol stood next; it is taken."""
        if not self.next.is_symbol(symbol):
            return False
        self.position += 1
        return True

    def expect(self, symbol: str) -> None:
        if not self.took(symbol):
            found = Words(f"“{self.next.text}”", f"“{self.next.text}”") if self.next.text else _END
            raise FormulaError(
                Words(f"此处应为“{symbol}”，却是{found.zh}", f"expected “{symbol}” here, found {found.en}"),
                self.next.at,
            )

    def whole(self) -> Node:
        node = self.expression(0)
        if self.next.kind != "end":
            raise FormulaError(_unexpected(self.next), self.next.at)
        return node

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(
                Words(
                    f"嵌套超过 {MAX_DEPTH} 层，请拆分公式",
                    f"nested deeper than {MAX_DEPTH} levels; split the formula",
                ),
                self.next.at,
            )
        left = self.prefix()
        while (power := self.power()) > binding:
            token = self.take()
            if token.text == "in":
                left = self.among(left, token)
            else:
                left = self.built(token.text, (left, self.expression(power)), token.at)
            if power == _COMPARING and self.power() == _COMPARING:
                zh, en = (
                    "比较不能连写，请写成 a < b and b < c",
                    "comparisons do not chain; write a < b and b < c",
                )
                raise FormulaError(Words(zh, en), self.next.at)
        self.depth -= 1
        return left

    def power(self) -> int:
        """How tightly the next operator binds; 0 where there is none."""
        return _BINDING.get(self.next.text, 0) if self.next.kind in ("symbol", "name") else 0

    def built(self, op: str, args: tuple[Node, ...], at: int, named: dict[str, Node] | None = None) -> Node:
        return self.counted(checking.build(op, args, at, named))

    def counted(self, node: Node) -> Node:
        """The node, its cost added: a series costs a node for each row."""
        self.size += 1 + len(node.type.rows or ())
        if self.size > MAX_SIZE:
            zh = f"公式过大（逐行展开后超过 {MAX_SIZE} 步），请拆成几个自动计算的填报项"
            en = f"the formula is too large (over {MAX_SIZE} steps row by row); split it into calculated fields"
            raise FormulaError(Words(zh, en), node.at)
        return node

    def prefix(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.counted(_number(token))
        if token.kind == "text":
            return self.counted(Node("text", (), TEXT, token.text[1:-1], token.at))
        if token.kind == "name":
            return self.name(token)
        if token.is_symbol("("):
            node = self.expression(0)
            self.expect(")")
            return node
        if token.is_symbol("-"):
            return self.built("neg", (self.expression(_MINUS_BINDING),), token.at)
        raise FormulaError(_value_missing(token), token.at)

    def name(self, token: Token) -> Node:
        if token.text in _TRUTHS:
            return self.counted(Node("truth", (), TRUTH, _TRUTHS[token.text], token.at))
        if token.text == "not":
            return self.built("not", (self.expression(_NOT_BINDING),), token.at)
        if token.text in KEYWORDS:
            raise FormulaError(_value_missing(token), token.at)
        if self.took("("):
            return self.call(token)
        return self.counted(self.scope.resolve(token.text, self.row(), token.at))

    def row(self) -> str | None:
        """The row in brackets behind a column's name, such as `[T-2]`."""
        if not self.took("["):
            return None
        row = ""
        while self.next.kind in ("name", "number") or self.next.is_symbol("-"):
            row += self.take().text
        self.expect("]")
        return row

    def call(self, token: Token) -> Node:
        args: list[Node] = []
        named: dict[str, Node] = {}
        while not self.next.is_symbol(")"):
            if self.next.text == "if_zero" and self.tokens[self.position + 1].is_symbol("="):
                self.named(named)
            else:
                args.append(self.expression(0))
            if not self.took(","):
                break
        self.expect(")")
        return self.built(token.text, tuple(args), token.at, named)

    def named(self, named: dict[str, Node]) -> None:
        token = self.take()
        if token.text in named:
            raise FormulaError(
                Words("if_zero 写了两次，请删去一个", "if_zero stands twice; remove one"), token.at
            )
        self.take()
        named[token.text] = self.expression(0)

    def among(self, left: Node, token: Token) -> Node:
        """`field in ("A", "B")` as comparisons joined by `or`, halved again and again so that it stays flat."""
        if checking.asked_leaf(left) is None:
            raise FormulaError(
                Words("“in”前面写一个填报项的 id", "before “in” stands the id of a field"), left.at
            )
        self.expect("(")
        tests: list[Node] = []
        while self.next.kind == "text":
            tests.append(self.built("=", (left, self.prefix()), token.at))
            if not self.took(","):
                break
        self.expect(")")
        if not tests:
            zh, en = '“in”后面列出选项代码：in ("A", "B")', 'after “in” list the option codes: in ("A", "B")'
            raise FormulaError(Words(zh, en), token.at)
        return self.either(tests, token.at)

    def either(self, tests: list[Node], at: int) -> Node:
        if len(tests) == 1:
            return tests[0]
        middle = len(tests) // 2
        return self.built("or", (self.either(tests[:middle], at), self.either(tests[middle:], at)), at)


_END = Words("公式结尾", "the end")


def _unexpected(token: Token) -> Words:
    what = Words(f"此处不应有“{token.text}”", f"“{token.text}” is not expected here")
    if token.is_symbol(","):
        return what + Words("；数字中不写千分位逗号", "; write numbers without thousands separators")
    if token.is_symbol(")") or token.is_symbol("]"):
        return what + Words("，括号没有成对", "; the brackets do not pair up")
    return what + Words("，前面缺少运算符", "; an operator is missing before it")


def _value_missing(token: Token) -> Words:
    if token.kind == "end":
        return Words("公式没有写完，此处缺少内容", "the formula ends too soon; something is missing here")
    return Words(
        f"“{token.text}”前面缺少一个数、名称或条件",
        f"“{token.text}” cannot stand here; a value is missing before it",
    )


def _number(token: Token) -> Node:
    digits = token.text.rstrip("% ")
    return number(Fraction(digits) / (100 if token.text.endswith("%") else 1), token.at)
