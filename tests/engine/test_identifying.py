"""Numbers of the outside world: the real ones pass, the wrong ones say what is wrong."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiqiang.engine.identifying import KINDS, check, check_any
from zhiqiang.engine.identifying.org_code import hyphened, org_check_character
from zhiqiang.engine.identifying.slips import slips
from zhiqiang.engine.identifying.uscc import USCC_ALPHABET, uscc_check_character
from zhiqiang.engine.standards import rows

DATA = Path(__file__).parents[1] / "data"
EXAMPLES = list(csv.DictReader((DATA / "identifiers.csv").read_text(encoding="utf-8").splitlines()))
GOOD_USCC = "91440300708461136T"

DIGITS = "0123456789"
ALPHANUMERIC = DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORG_VALUES = {one: value for value, one in enumerate(ALPHANUMERIC)}


def of(alphabet: str, length: int) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=length, max_size=length)


@st.composite
def usccs(draw) -> str:
    kind = draw(st.sampled_from([row["prefix"] for row in rows("uscc-kinds")]))
    province = draw(st.sampled_from([row["prefix"] for row in rows("division-prefixes")]))
    body = draw(of(USCC_ALPHABET, 8))
    first17 = kind + province + draw(of(DIGITS, 4)) + body + org_check_character(body)
    return first17 + uscc_check_character(first17)


@st.composite
def org_codes(draw) -> str:
    body = draw(of(ALPHANUMERIC, 8))
    return body + org_check_character(body)


def codes(kind: str, text: str) -> list[str]:
    return [problem.code for problem in check(kind, text).problems]


def told(kind: str, text: str) -> str:
    return check(kind, text).problems[0].message_zh


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row['kind']}-{row['value']}")
def test_every_example_comes_out_as_stated(row):
    assert check(row["kind"], row["value"]).ok == (row["expected"] == "valid")


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_example_a_form_shows_passes_and_is_in_normal_form(kind):
    read = kind.check(kind.example)

    assert (read.ok, read.value, read.problems) == (True, kind.example, ())
    assert read.facts["kind"]
    assert read.facts["kind_en"]


# --- what people type ---


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("uscc", " ９１４４０３００ 7084-61136t\n", GOOD_USCC),
        ("uscc", "\ufeff9144\u200b0300708461136T\u202c", GOOD_USCC),
        ("uscc", "'91440300708461136T", GOOD_USCC),
        ("org_code", "７０８４６１１３—６", "70846113-6"),
        ("org_code", "pdy00001x", "PDY00001-X"),
        ("patent_application", "ZL 2016 1 0311380.X", "201610311380.X"),
        ("patent_application", "201610311380x", "201610311380.X"),
        ("patent_application", "CN201610311380。X", "201610311380.X"),
        ("patent_application", "专利号：ZL201610311380.X", "201610311380.X"),
        ("patent_application", "85100001", "85100001"),
        ("patent_publication", "106844774a", "CN106844774A"),
        ("patent_publication", "公告号：CN 1030001 A", "CN1030001A"),
        ("patent_publication", "CN85100001A", "CN85100001A"),
        ("pct_application", "pct／cn2016／073365", "PCT/CN2016/073365"),
        ("pct_application", "PCT-CN2016-073365", "PCT/CN2016/073365"),
        ("pct_application", "PCTCN2016073365", "PCT/CN2016/073365"),
        ("pct_application", "PCT/CN03/00123", "PCT/CN03/00123"),
        ("pct_application", "PCT/IB2019/050123", "PCT/IB2019/050123"),
        ("software_copyright", "2019sr 0123456", "2019SR0123456"),
        ("software_copyright", "软著登字第 1234567", "软著登字第1234567号"),
        ("trademark", "第12345678号", "12345678"),
        ("trademark", "g1234567", "G1234567"),
        ("trademark", "0012345", "12345"),
        ("mobile", "+86 138-0013-8000", "13800138000"),
        ("mobile", "１３８００１３８０００", "13800138000"),
        ("mobile", "008613800138000", "13800138000"),
        ("mobile", "8613800138000", "13800138000"),
        ("landline", "（029）8888 8888", "029-88888888"),
        ("landline", "02988888888", "029-88888888"),
        ("landline", "+86 29 8888 8888", "029-88888888"),
        ("landline", "8629 88888888", "029-88888888"),
        ("landline", "029—88888888—801", "029-88888888-801"),
        ("landline", "029-88888888转801", "029-88888888-801"),
        ("landline", "029-88888888 ext. 801", "029-88888888-801"),
        ("landline", "0917-3260000", "0917-3260000"),
        ("landline", "0911-2345678-1", "0911-2345678-1"),
        ("landline", "4008888888", "400-888-8888"),
        ("landline", "400-888-8888转2", "400-888-8888-2"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "029 88888888", "029-88888888"),
        ("postcode", "７１００６５", "710065"),
        ("email", " Zhang.San@QQ.COM ", "Zhang.San@qq.com"),
        ("email", "abc＠163。com", "abc@163.com"),
        ("email", "mailto:x@y.cn", "x@y.cn"),
        ("email", "<x@y.cn>;", "x@y.cn"),
        ("email", "info@公司.中国", "info@xn--55qx5d.xn--fiqs8s"),
    ],
)
def test_what_people_type_is_put_into_normal_form(kind, text, value):
    read = check(kind, text)

    assert (read.ok, read.value) == (True, value)
    assert check(kind, read.value) == read


# --- unified social credit codes ---


def test_a_credit_code_tells_who_registered_it_where_and_its_organisation_code():
    facts = check("uscc", GOOD_USCC).facts

    assert facts["kind"] == "企业"
    assert facts["authority"] == "工商（市场监管）"
    assert (facts["region"], facts["city"]) == ("广东省", "深圳市")
    assert (facts["region_en"], facts["city_en"]) == ("Guangdong", "Shenzhen")
    assert facts["org_code"] == "70846113-6"


def test_a_wrong_check_character_is_told_with_the_right_one():
    read = check("uscc", "914403007084611367")

    assert read.problems[0].message_zh.startswith("第 18 位校验码应为 T，现为 7；请核对是否抄错")
    assert read.problems[0].message_en.startswith("Character 18, the check character, should be T but is 7")
    assert GOOD_USCC in read.problems[0].suggestions


def test_swapped_neighbours_are_found():
    read = check("uscc", "91440300708416136T")

    assert "第 13、14 位“16”写颠倒，应为“61”" in read.problems[0].message_zh
    assert read.problems[0].suggestions == (GOOD_USCC,)


def test_a_letter_that_never_occurs_is_named_and_mended():
    read = check("uscc", "9144O300708461136T")

    assert codes("uscc", "9144O300708461136T") == ["letter_never_used"]
    assert "第 5 位“O”" in read.problems[0].message_zh
    assert read.problems[0].suggestions == (GOOD_USCC,)


def test_only_the_organisation_code_being_wrong_says_that_more_than_one_is_wrong():
    first17 = "91440300708461137"
    text = first17 + uscc_check_character(first17)

    assert codes("uscc", text) == ["organisation_check"]
    assert "不止一处有误" in told("uscc", text)


def test_all_problems_of_form_are_told_at_once():
    assert codes("uscc", "9144O3007084_61136") == ["letter_never_used", "bad_character"]
    assert codes("uscc", "9I44@") == ["length", "letter_never_used", "bad_character"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD_USCC[:-1], f"若只漏了末位，应为 {GOOD_USCC}"),
        (GOOD_USCC[:4] + "4" + GOOD_USCC[4:], f"多 1 位；可能是 {GOOD_USCC}"),
        ("70846113-6", "组织机构代码"),
        ("610131100012345", "旧营业执照注册号"),
        ("9144", "少 14 位"),
        ("9.144E+17", "科学计数法"),
        ("91A40300708461136T", "第 3 位“A”不合编码规则"),
    ],
)
def test_a_code_of_another_length_or_form_is_told_what_it_is(text, said):
    assert said in told("uscc", text)


def test_a_prefix_the_tables_do_not_know_is_a_warning_only():
    first17 = "9499030070846113" + "6"
    read = check("uscc", first17 + uscc_check_character(first17))

    assert read.ok
    assert [problem.code for problem in read.problems] == ["unknown_kind", "unknown_division"]
    assert not any(problem.blocking for problem in read.problems)


@given(usccs())
def test_every_credit_code_made_by_the_standard_passes(code):
    read = check("uscc", code)

    assert (read.ok, read.value) == (True, code)


@given(usccs(), st.data())
def test_every_single_wrong_character_of_a_credit_code_is_caught(code, data):
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([one for one in ALPHANUMERIC if one != code[place]]))

    assert not check("uscc", code[:place] + wrong + code[place + 1 :]).ok


@given(usccs(), st.integers(0, 16))
def test_every_two_neighbours_swapped_in_a_credit_code_are_caught(code, place):
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert check("uscc", swapped).ok == (swapped == code)


@given(usccs(), st.data())
def test_one_wrong_character_among_those_of_the_organisation_code_is_found_again(code, data):
    place = data.draw(st.integers(8, 16))
    alphabet = DIGITS if place == 16 else USCC_ALPHABET
    wrong = data.draw(st.sampled_from([one for one in alphabet if one != code[place]]))
    changed = code[:place] + wrong + code[place + 1 :]

    (problem,) = check("uscc", changed).problems

    # A character equal mod 11 leaves the organisation code's check fitting: then any of the first 8 may be it, too.
    assert code in problem.suggestions or problem.code == "check_character"


def test_slips_are_told_likeliest_first_look_alikes_swaps_like_for_like_and_the_rest():
    found = slips("81", ("38FA", "1"), lambda number: True)

    assert [(one.was, one.becomes) for one in found] == [("8", "3"), ("81", "18"), ("8", "F"), ("8", "A")]
    assert [one.likelihood for one in found] == [0, 1, 3, 3]


# --- organisation codes ---


@given(org_codes())
def test_every_organisation_code_made_by_the_standard_passes(code):
    assert check("org_code", code).value == hyphened(code)


@given(org_codes(), st.data())
def test_a_wrong_character_of_an_organisation_code_is_caught_unless_equal_mod_11(code, data):
    place = data.draw(st.integers(0, 7))
    wrong = data.draw(st.sampled_from([one for one in ALPHANUMERIC if one != code[place]]))
    alike = (ORG_VALUES[wrong] - ORG_VALUES[code[place]]) % 11 == 0

    assert check("org_code", code[:place] + wrong + code[place + 1 :]).ok == alike


@given(org_codes(), st.sampled_from(DIGITS + "X"))
def test_a_wrong_check_character_of_an_organisation_code_is_caught(code, last):
    assert check("org_code", code[:8] + last).ok == (last == code[8])


def test_an_organisation_code_is_told_from_a_credit_code_and_completed():
    assert "70846113-6" in told("org_code", GOOD_USCC)
    assert check("org_code", "70846113").problems[0].suggestions == ("70846113-6",)
    assert told("org_code", "70846113-1").startswith("末位校验码应为 6，现为 1")
    assert codes("org_code", "PDY00001-X") == ["self_defined"]


# --- any kind ---


def test_an_unknown_kind_is_told_with_those_there_are():
    with pytest.raises(ValueError, match="uscc, org_code, patent_application"):
        check("passport", "x")


def test_a_number_of_several_kinds_is_judged_by_the_one_it_comes_nearest_to():
    assert check_any(["uscc", "org_code"], "70846113-6").value == "70846113-6"
    assert check_any(["uscc", "org_code"], "70846113-1").problems[0].code == "check_character"
    assert (
        check_any(["landline", "mobile"], "1380013800")
        .problems[0]
        .message_zh.startswith("手机号码应为 11 位")
    )
    assert check_any(["landline", "mobile"], "029-8888888").problems[0].message_zh.startswith("区号 029")
    with pytest.raises(ValueError, match="at least one"):
        check_any([], "x")


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_input_is_refused_at_once_in_words_fit_to_show(kind):
    hostile = [
        "9" * 1_000_000,
        "a@" * 500_000,
        "9144\x00300708461136T",
        "\ud800" * 18,
        "👩‍👩‍👧‍👦" * 20,
        "\u0301" * 150,
        "\U000e0041" * 30,
        "-" * 200,
        "1" * 200,
        "0" * 199,
        "٩١٤٤٠٣٠٠٧٠٨٤٦١١٣٦٧",
        "²³¹" * 6,
        "(((((" * 40,
        "转" * 200,
        "<script>alert(1)</script>",
        "' OR 1=1 --",
    ]
    began = time.perf_counter()

    for text in hostile:
        read = check(kind, text)

        assert not read.ok
        assert read.problems
        for problem in read.problems:
            assert problem.message_zh.isprintable()
            assert problem.message_en.isprintable()
            assert len(problem.message_zh) < 300
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_too_long_is_refused_unread(kind):
    read = check(kind, "9" * 1_000_000)

    assert [problem.code for problem in read.problems] == ["too_long"]
    assert read.value == ""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_typed_asks_for_the_number_by_its_name(kind):
    for text in ("", "   ", "\u3000\t\n", "\u200b"):
        assert codes(kind, text) == ["empty"]


@pytest.mark.parametrize("kind", KINDS)
def test_only_text_is_taken(kind):
    with pytest.raises(TypeError, match="float"):
        check(kind, 9.144e17)


@given(
    st.sampled_from(sorted(KINDS)), st.text(max_size=60) | st.text(ALPHANUMERIC + " -.@/+()转号", max_size=40)
)
def test_any_text_gets_an_answer_whose_normal_form_stays(kind, text):
    read = check(kind, text)

    assert read.ok == (not any(problem.blocking for problem in read.problems))
    if read.ok:
        assert check(kind, read.value) == read
    for problem in read.problems:
        assert problem.message_zh.isprintable()
        assert problem.message_en.isprintable()
        assert all(check(kind, suggestion).ok for suggestion in problem.suggestions)
