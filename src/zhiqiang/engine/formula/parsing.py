"""From text to a typed tree, in one pass: precedence climbing over the tokens."""

from collections.abc import Callable
from fractions import Fraction
from typing import Protocol

from . import checking
from .errors import FormulaError
from .tokens import Token, tokenize
from .tree import ANY, TEXT, TRUTH, Node, Type

MAX_DEPTH = 40
MAX_NODES = 800

_BINDING = {
    "or": 1, "and": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "in": 4, "+": 5, "-": 5, "*": 6, "/": 6,
}  # fmt: skip
_NOT_BINDING = 3
_MINUS_BINDING = 7


class Scope(Protocol):
    """What names mean where a formula stands."""

    def resolve(self, name: str, row: str | None, at: int) -> Node:
        """The node a name stands for; raises FormulaError with the nearest known name."""


def parse(source: str, scope: Scope, *, wanted: str | None = None) -> Node:
    """The typed tree of a formula.

    `wanted` is the kind it must have ("number" or "truth"), as one value and not a series. Raises FormulaError for
    anything else, for unknown names, for units that do not fit and for formulas too long or too deep.
    """
    parser = _Parser(tokenize(source), scope)
    node = parser.whole()
    if wanted and node.type.rows is not None:
        raise FormulaError("this is a whole column; say what to make of its rows: sum(…), mean(…), all(…)", node.at)
    if wanted and node.type.kind != wanted:
        words = {"number": "a number", "truth": "a condition (true or false)", "text": "a text"}
        raise FormulaError(f"this must be {words[wanted]} but is {words[node.type.kind]}", node.at)
    return node


class _Parser:
    def __init__(self, tokens: list[Token], scope: Scope) -> None:
        self.tokens = tokens
        self.scope = scope
        self.position = 0
        self.depth = 0
        self.nodes = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.position]

    def take(self) -> Token:
        token = self.next
        self.position += 1
        return token

    def expect(self, symbol: str) -> Token:
        if self.next.text != symbol or self.next.kind == "text":
            found = f"“{self.next.text}”" if self.next.text else "the end"
            raise FormulaError(f"expected “{symbol}” here, found {found}", self.next.at)
        return self.take()

    def whole(self) -> Node:
        node = self.expression(0)
        if self.next.kind != "end":
            raise FormulaError(f"“{self.next.text}” is not expected here", self.next.at)
        return node

    def expression(self, binding: int) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormulaError(f"nested deeper than {MAX_DEPTH} levels; split the formula", self.next.at)
        left = self.prefix()
        while (power := self._power()) > binding:
            token = self.take()
            if token.text == "in":
                left = self._among(left, token)
                continue
            left = self._built(token.text, (left, self.expression(power)), token.at)
            if power == 4 and self._power() == 4:
                raise FormulaError("comparisons do not chain; write `a < b and b < c`", self.next.at)
        self.depth -= 1
        return left

    def _power(self) -> int:
        token = self.next
        return _BINDING.get(token.text, 0) if token.kind in ("symbol", "name") else 0

    def _built(self, op: str, args: tuple[Node, ...], at: int, named: dict[str, Node] | None = None) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise FormulaError(f"more than {MAX_NODES} operations; split the formula", at)
        return checking.build(op, args, at, named or {})

    def prefix(self) -> Node:
        token = self.take()
        reader: dict[str, Callable[[Token], Node]] = {
            "number": _number, "text": _text, "name": self._name, "symbol": self._symbol,
        }  # fmt: skip
        if token.kind == "end":
            raise FormulaError("the formula ends too soon; something is missing here", token.at)
        return reader[token.kind](token)

    def _symbol(self, token: Token) -> Node:
        if token.text == "(":
            node = self.expression(0)
            self.expect(")")
            return node
        if token.text == "-":
            return self._built("neg", (self.expression(_MINUS_BINDING),), token.at)
        raise FormulaError(f"“{token.text}” cannot stand here; a value is missing before it", token.at)

    def _name(self, token: Token) -> Node:
        if token.text in ("yes", "no", "true", "false"):
            return Node("truth", (), TRUTH, token.text in ("yes", "true"), token.at)
        if token.text == "not":
            return self._built("not", (self.expression(_NOT_BINDING),), token.at)
        if token.text in _BINDING:
            raise FormulaError(f"“{token.text}” cannot stand here; a value is missing before it", token.at)
        if self.next.text == "(" and self.next.kind == "symbol":
            return self._call(token)
        return self.scope.resolve(token.text, self._row(), token.at)

    def _row(self) -> str | None:
        if self.next.text != "[" or self.next.kind != "symbol":
            return None
        self.take()
        row = ""
        while self.next.kind in ("name", "number") or self.next.text == "-":
            row += self.take().text
        self.expect("]")
        return row

    def _call(self, token: Token) -> Node:
        self.expect("(")
        args: list[Node] = []
        named: dict[str, Node] = {}
        while self.next.text != ")" or self.next.kind == "text":
            if self.next.kind == "name" and self.tokens[self.position + 1].text == "=" and self.next.text == "if_zero":
                name = self.take().text
                self.take()
                named[name] = self.expression(0)
            else:
                args.append(self.expression(0))
            if self.next.text != ",":
                break
            self.take()
        self.expect(")")
        return self._built(token.text, tuple(args), token.at, named) if token.text not in _BINDING else _refuse(token)

    def _among(self, left: Node, token: Token) -> Node:
        self.expect("(")
        options: list[Node] = []
        while self.next.kind == "text":
            options.append(_text(self.take()))
            if self.next.text != ",":
                break
            self.take()
        self.expect(")")
        if not options:
            raise FormulaError('after “in” list the option codes: in ("A", "B")', token.at)
        node = self._built("=", (left, options[0]), token.at)
        for option in options[1:]:
            node = self._built("or", (node, self._built("=", (left, option), token.at)), token.at)
        return node


def _refuse(token: Token) -> Node:
    raise FormulaError(f"“{token.text}” cannot be called", token.at)


def _number(token: Token) -> Node:
    percent = token.text.endswith("%")
    digits = token.text.rstrip("%")
    value = Fraction(digits) / (100 if percent else 1)
    places = len(digits.partition(".")[2]) + (2 if percent else 0)
    exact = value.numerator if value.denominator == 1 else value
    return Node("number", (), Type("number", ANY, places=places), exact, token.at)


def _text(token: Token) -> Node:
    return Node("text", (), TEXT, token.text.strip('"'), token.at)
