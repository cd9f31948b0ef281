"""Patents, publications and the other numbers people copy: what each tells, and what a slip in one is answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engine.test_identifying import DIGITS, of
from zhiqiang.engine.identifying import check
from zhiqiang.engine.identifying.patents import patent_check_digit


@st.composite
def patent_applications(draw) -> str:
    if draw(st.booleans()):
        body = f"{draw(st.integers(2003, 2035))}{draw(st.sampled_from('12389'))}{draw(of(DIGITS, 7))}"
    else:
        year = draw(st.sampled_from([*range(89, 100), *range(4)]))
        body = f"{year:02}{draw(st.sampled_from('123'))}{draw(of(DIGITS, 5))}"
    return f"{body}.{patent_check_digit(body)}"


def test_a_patent_number_tells_its_kind_and_year():
    assert dict(check("patent_application", "201080063196.9").facts) == {
        "kind": "发明（PCT 进入中国国家阶段）",
        "kind_en": "Invention, PCT national phase",
        "type": "8",
        "year": "2010",
    }
    assert check("patent_application", "03123456.9").facts["year"] == "2003"
    assert check("patent_application", "95115608.X").facts["year"] == "1995"


@given(patent_applications())
def test_every_patent_number_made_by_the_standard_passes(number):
    assert check("patent_application", number).value == number


@given(patent_applications(), st.data())
def test_every_single_wrong_digit_of_a_patent_number_is_caught(number, data):
    place = data.draw(st.sampled_from([place for place, one in enumerate(number) if one != "."]))
    alphabet = DIGITS + "X" if place == len(number) - 1 else DIGITS
    wrong = data.draw(st.sampled_from([one for one in alphabet if one != number[place]]))

    assert not check("patent_application", number[:place] + wrong + number[place + 1 :]).ok


@given(patent_applications(), st.data())
def test_every_two_neighbours_swapped_in_a_patent_number_are_caught(number, data):
    digits = number.replace(".", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]

    assert check("patent_application", swapped).ok == (swapped == digits)


@pytest.mark.parametrize(
    ("kind", "text", "code", "suggestion"),
    [
        ("patent_application", "201610311380", "check_digit_missing", "201610311380.X"),
        ("patent_application", "201610311380.1", "check_digit", "201610311380.X"),
        ("patent_application", "201610131380.X", "check_digit", "201610311380.X"),
        ("patent_application", "2O1610311380.X", "bad_character", "201610311380.X"),
        ("patent_application", "CN106844774A", "is_publication", ""),
        ("patent_application", "PCT/CN2016/073365", "is_pct", ""),
        ("patent_application", "201640311380.X", "type", ""),
        ("patent_application", "190010311380.X", "year", ""),
        ("patent_application", "20161031138", "length", ""),
        ("patent_application", "ZL", "length", ""),
        ("patent_publication", "CN106844774", "kind_missing", ""),
        ("patent_publication", "CN106844774Z", "kind", ""),
        ("patent_publication", "CN205123456B", "kind_mismatch", ""),
        ("patent_publication", "CN506844774A", "form", ""),
        ("patent_publication", "CN95100001A", "form", ""),
        ("patent_publication", "201610311380.X", "is_application", ""),
        ("pct_application", "PCT/CN2016/73365", "serial", "PCT/CN2016/073365"),
        ("pct_application", "PCT/CN19/073365", "year", "PCT/CN2019/073365"),
        ("pct_application", "WO2016/180349", "is_publication", ""),
        ("pct_application", "PCT/CN1999/000123", "year", ""),
        ("software_copyright", "软著登字第2016SR172900号", "mixed", "2016SR172900"),
        ("software_copyright", "1890SR012345", "year", ""),
        ("software_copyright", "2019XX012345", "form", ""),
        ("trademark", "0", "form", ""),
        ("trademark", "12345678AB", "form", ""),
        ("mobile", "138001380001", "length", ""),
        ("mobile", "12800138000", "prefix", ""),
        ("mobile", "029-88888888", "is_landline", ""),
        ("mobile", "+852 91234567", "foreign", ""),
        ("mobile", "13800138000/13800138001", "several", ""),
        ("mobile", "1380013800O", "bad_character", ""),
        ("landline", "88888888", "area_code_missing", ""),
        ("landline", "13800138000", "is_mobile", ""),
        ("landline", "2988888888", "nought_missing", "029-88888888"),
        ("landline", "029-8888888", "length", ""),
        ("landline", "029-18888888", "local_part", ""),
        ("landline", "0917-326", "length", ""),
        ("landline", "029-88888888、88888889", "several", ""),
        ("landline", "+1 650 253 0000", "foreign", ""),
        ("landline", "110", "form", ""),
        ("postcode", "10000", "length", "010000"),
        ("postcode", "7100655", "length", ""),
        ("postcode", "000000", "placeholder", ""),
        ("postcode", "71006A", "bad_character", ""),
        ("email", "zhangsan", "at_missing", ""),
        ("email", "a@@b.com", "several_at", ""),
        ("email", "x@y.cn, z@y.cn", "several", ""),
        ("email", "a b@qq.com", "blank", ""),
        ("email", "张三@qq.com", "bad_character", ""),
        ("email", ".a@y.cn", "name", ""),
        ("email", "@y.cn", "name_missing", ""),
        ("email", "a@", "domain_missing", ""),
        ("email", "a@b", "ending_missing", ""),
        ("email", "a@-y.cn", "domain", ""),
        ("email", "a@y.c0m", "domain", ""),
        ("email", "a@qq.con", "ending", "a@qq.com"),
        ("email", "a" * 65 + "@y.cn", "too_long", ""),
    ],
)
def test_a_wrong_number_says_what_is_wrong_and_the_mend(kind, text, code, suggestion):
    read = check(kind, text)

    assert not read.ok
    assert read.problems[0].code == code
    assert suggestion == "" or suggestion in read.problems[0].suggestions
    assert suggestion == "" or check(kind, suggestion).ok


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("landline", "0918-3260000", "unknown_area_code"),
        ("postcode", "990000", "unknown_region"),
        ("trademark", "123456789", "length"),
        ("email", "a@gmial.com", "provider"),
        ("email", "a@162.com", "provider"),
    ],
)
def test_what_may_yet_be_right_is_a_warning(kind, text, code):
    read = check(kind, text)

    assert read.ok
    assert [(problem.code, problem.blocking) for problem in read.problems] == [(code, False)]


def test_telephones_and_postcodes_tell_their_province():
    assert check("landline", "0917-3260000").facts["region"] == "陕西省"
    assert check("landline", "0755-26000000").facts["region_en"] == "Guangdong"
    assert check("landline", "0898-66000000").facts["region"] == "海南省"
    assert check("landline", "029-88888888-801").facts["extension"] == "801"
    assert check("postcode", "710065").facts["region"] == "陕西省"
    assert check("postcode", "136000").facts["region"] == "吉林省、内蒙古自治区"
    assert check("postcode", "999078").facts["region_en"] == "Macao SAR"
