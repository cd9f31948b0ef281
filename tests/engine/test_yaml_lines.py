"""YAML is read with its lines and exact numbers, and nothing hostile is let in."""

from decimal import Decimal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiqiang.engine.loading.yaml_lines import YamlError, read_yaml

DOCUMENT = """\
# a comment
name: 方案
parts:
  - id: one
    share: 0.10
    when: a > 1

  - {id: two,
     flags: [yes, true, 否]}
text: |
  two
  lines
"""


def refusal(text):
    with pytest.raises(YamlError) as caught:
        read_yaml(text)
    return caught.value


def test_what_it_reads():
    content, _ = read_yaml(DOCUMENT)

    assert content == {
        "name": "方案",
        "parts": [
            {"id": "one", "share": Decimal("0.10"), "when": "a > 1"},
            {"id": "two", "flags": ["yes", True, "否"]},
        ],
        "text": "two\nlines\n",
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 2), (("parts",), 3), (("parts", 0), 4), (("parts", 0, "share"), 5), (("parts", 1), 8),
        (("parts", 1, "flags"), 9), (("parts", 1, "flags", 2), 9), (("text",), 10), ((), 2), (("none",), 2),
        (("parts", 0, "table", "share"), 5), (("parts", 7, "id"), 3),
    ],
)  # fmt: skip
def test_where_everything_stands(path, line):
    _, lines = read_yaml(DOCUMENT)

    assert lines.find(path) == line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("-3", -3), ("0.50", Decimal("0.50")), ("true", True), ("false", False), ("", None), ("~", None),
        ("null", None), ("yes", "yes"), ("no", "no"), ("on", "on"), ("True", "True"), ("012", "012"), ("1e9", "1e9"),
        ("0x10", "0x10"), ("1_000", "1_000"), ("1:30", "1:30"), ("2020-11-25", "2020-11-25"), (".nan", ".nan"),
        (".inf", ".inf"), ("1.", "1."), ("'12'", "12"), ('"true"', "true"), ("35%", "35%"), ("<<", "<<"),
        ("9" * 19, "9" * 19), ("9" * 5000, "9" * 5000), ("\u0661", "\u0661"), ("１２", "１２"),
    ],
)  # fmt: skip
def test_what_a_word_means(text, value):
    content, _ = read_yaml(f"key: {text}\n")

    assert content["key"] == value
    assert type(content["key"]) is type(value)


@pytest.mark.parametrize(
    ("text", "line", "zh"),
    [
        ("a: 1\nb: &x 2", 2, "锚点和别名"),
        ("a: 1\nb: *x", 2, "锚点和别名"),
        ("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]", 1, "锚点和别名"),
        ("a: !!python/object/apply:os.system [ls]", 1, "类型标签"),
        ("a: !secret x", 1, "类型标签"),
        ("a: 1\n---\nb: 2", 2, "删去“---”"),
        ("a: 1\nb: 2\na: 3", 3, "“a”写了两次"),
        ("a: {b: 1, b: 2}", 1, "“b”写了两次"),
        ("? [a]\n: b", 1, "键应是一个词"),
        ("? {a: 1}\n: b", 1, "键应是一个词"),
        ("[" * 100_000, 1, "嵌套超过 30 层"),
        ("{a: " * 100_000, 1, "嵌套超过 30 层"),
        ("- " * 40 + "a", 1, "嵌套超过 30 层"),
        ("a: 1\n" * 500_000, 1, "2000000"),
        ("x" * 10_000_000, 1, "2000000"),
        ("a: 1\nb: x\x00y", 2, "U+0000"),
        ("a: \x07", 1, "U+0007"),
        ("a: \ud800", 1, "U+D800"),
        ("a: b: c", 1, "冒号"),
        ("a: 1\n b: 2", 2, "检查缩进"),
        ("a:\n\t- 1", 2, "不要用 Tab"),
        ("a: 'x", 1, "引号没有成对"),
        ('a: "\\q"', 1, "改用单引号"),
        ("a: [1, 2", 2, "括号没有成对"),
        ("a: {x: 1 y: 2}", 1, "缺少逗号"),
        ("- a\nb: 1", 2, "没有对齐"),
        ("a: - b", 1, "另起一行"),
        ("a: @x", 1, "请加引号"),
        ("a", None, ""),
    ],
)  # fmt: skip
def test_what_it_refuses(text, line, zh):
    if line is None:
        assert read_yaml(text)[0] == "a"
        return
    error = refusal(text)

    assert error.line == line
    assert zh in error.message.zh
    assert len(error.message.zh) < 200
    assert error.message.en


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text("ab 中:#'\"\n-", max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1, max_size=3), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(plain)
def test_what_others_write_is_read_back(content):
    written = yaml.dump(content, allow_unicode=True, Dumper=_WithoutAliases)

    assert read_yaml(written)[0] == content


class _WithoutAliases(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.text("a: -[]{}&*!|>'\"%@`#?,\n\t ", max_size=40))
def test_whatever_a_file_holds_is_read_or_refused(text):
    told = ""
    try:
        read_yaml(text)
    except YamlError as error:
        told = f"{error.line} {error.message}"

    assert told == "" or told[0].isdigit()
