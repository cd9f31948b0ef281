"""Hostile formulas are refused with a message, in bounded time and without harm."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.random_formulas import SCOPE
from zhiqiang.engine.formula.errors import FormulaError
from zhiqiang.engine.formula.exact import compile_exact
from zhiqiang.engine.formula.excel import to_excel
from zhiqiang.engine.formula.parsing import parse
from zhiqiang.engine.formula.sentence import to_sentence
from zhiqiang.engine.formula.tree import Node, lower
from zhiqiang.engine.words import Words

HOSTILE = {
    "deep brackets": "(" * 900 + "staff" + ")" * 900,
    "deep calls": "max(" * 300 + "staff" + ")" * 300,
    "deep minus": "-" * 1500 + "staff",
    "deep not": "not " * 450 + "led",
    "deep if": "if(led, 1, " * 150 + "0" + ")" * 150,
    "long": "staff + " * 300_000 + "staff",
    "long run": "+".join(["staff"] * 300),
    "long and": " and ".join(["led"] * 300),
    "huge number": "9" * 1_000_000,
    "many digits": "9" * 25,
    "fine number": "0." + "1" * 1_000,
    "exponent": "1e999999999",
    "power": "9 ** 9 ** 9",
    "caret": "2 ^ 1000000",
    "attribute": "staff.__class__.__bases__",
    "dunder": "__import__(staff)",
    "call of a name": "staff(1)",
    "call of a word": "and(led, led)",
    "subscript": "staff[__class__]",
    "lambda": "lambda: 1",
    "semicolon": "staff; staff",
    "assignment": "staff := 1",
    "backslash": "staff \\ 2",
    "format": "{staff}",
    "null": "staff\x00",
    "zero width": "sta\u200bff",
    "right to left": "staff + \u202e1",
    "byte order mark": "\ufeffstaff",
    "line separator": "staff\u2028+ 1",
    "surrogate": "staff\ud800",
    "arabic digits": "staff + \u0661",
    "fullwidth tilde": "～staff",
    "homoglyph": "st\u0430ff",
    "superscript": "staff²",
    "roman": "Ⅳ + 1",
    "combining": "staff\u0301",
    "long name": "a" * 1_900,
    "many dots": "a." * 900 + "a",
    "unclosed text": 'size = "' + "A" * 1_900,
    "text of many lines": 'size = "A\nB"',
    "many options": 'size in ("A"' + ', "A"' * 380 + ', "X")',
    "comparisons chained": "1 < " * 400 + "1",
    "commas": "sum(" + "," * 1_900 + ")",
    "bands without end": "bands(staff" + ', "[0, 1)", 1' * 150 + ")",
    "band of a huge number": f'bands(staff, "[0, {"9" * 1000})", 1)',
    "band of an exponent": 'bands(staff, "[0, 1e99999999)", 1)',
    "band of arabic digits": 'bands(staff, "[\u0660, 1)", 1)',
    "wide": "sum(" + "year.made," * 190 + "year.made, x)",
    "ratios within ratios": "ratio(1, " * 38 + "staff" + ", if_zero=0)" * 38,
    "bands within bands": "bands(" * 30 + "staff" + ', "[0, 1)", 1, "[1, 2)", 2)' * 30,
    "empty": " \t\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_is_refused_with_words(text):
    with pytest.raises(FormulaError) as caught:
        parse(text, SCOPE)

    assert caught.value.told.zh
    assert len(caught.value.told.zh) < 400
    assert caught.value.told.zh.isprintable()


def test_options_nested_in_options_cannot_blow_up():
    text = "size"
    for _ in range(9):
        text = f'if({text} in ("A", "B"), size, kind)'

    with pytest.raises(FormulaError, match="before “in”"):
        parse(f'{text} = "A"', SCOPE)


def test_the_largest_formula_there_can_be_is_worked_out():
    node = parse(f"sum({', '.join(['year.made × 2'] * 120)})", SCOPE)

    assert compile_exact(lower(node))({"year.made.T": 1}).value == 240
    assert to_sentence(node, "zh", lambda kind, id, lang: id).count("made") == 120


def test_the_highest_formula_there_can_be_is_read_by_every_reader():
    low = parse("+".join(["staff"] * 110), SCOPE)

    assert compile_exact(lower(low))({"staff": 2}).value == 220
    assert to_sentence(low, "en", lambda kind, id, lang: id).count("staff") == 110


PIECES = (
    "staff", "year.made", "led", "size", "sum(", "if(", "ratio(", "bands(", "in", "(", ")", ",", "+", "-", "*", "/",
    "=", "<", "and", "not", "[T]", '"A"', '"[0,1)"', "1", "35%", "if_zero=", "deals", "deals.amount",
)  # fmt: skip
anything = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))


@settings(max_examples=400, deadline=None)
@given(anything)
def test_whatever_is_written_is_read_or_refused(text):
    node, told = read_or_told(text)

    assert (node is None) == bool(told.zh and told.en)
    if node is not None:
        for lang in ("zh", "en"):
            assert to_sentence(node, lang, lambda kind, id, lang: id)
        lowered = lower(node)
        for cell in lowered.args if lowered.type.rows else (lowered,):
            compile_exact(cell)({})


def read_or_told(text: str) -> tuple[Node | None, Words]:
    try:
        return parse(text, SCOPE), Words("", "")
    except FormulaError as error:
        return None, error.told


def test_a_formula_too_long_for_a_cell_is_refused_in_words():
    node = lower(parse(f"sum({', '.join(['year.made × 2'] * 120)})", SCOPE))
    addresses = {leaf.key: "answers!$A$1:INDEX(answers!$A:$A,1)" for leaf in node.leaves()}

    with pytest.raises(FormulaError, match="too long for a spreadsheet cell"):
        to_excel(node, addresses)
