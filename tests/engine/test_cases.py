"""Worked cases: what comes out passes, what does not is told with both sides, its line and its finding."""

import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from zhiqiang.engine.loading import check, load
from zhiqiang.engine.problems import SchemeError
from zhiqiang.engine.proving import check_cases, read_exact, run_cases

SCHEME = {
    "scheme.yaml": """
        id: tiny
        label: 小方案
        label_en: Tiny
        programme: 试
        programme_en: Try
        authority: 某局
        authority_en: Some office
        document: 试〔2020〕1号
        edition: 2020
        base_year: 2019
        summary: 试
        summary_en: try
    """,
    "notice.md": "### 第一条 | Article 1 {#a1}\n内容\n",
    "form.yaml": """
        sections:
          - id: all
            label: 全部
            label_en: All
            items:
              - {id: led, kind: yesno, label: 直管, label_en: Led}
              - {id: exports, kind: yesno, label: 出口, label_en: Exports}
              - id: t
                kind: table
                label: 表
                label_en: Table
                rows: years
                columns:
                  - {id: a, kind: count, label: 甲, label_en: A, unit: 件}
                  - {id: b, kind: count, label: 乙, label_en: B, unit: 件}
                  - {id: both, kind: count, label: 和, label_en: Both, unit: 件, calculated: t.a + t.b}
    """,
    "indicators.yaml": """
        max: 25
        curves: [{id: linear, label: 线, label_en: line, share: "min(1, x)"}]
        set_values: [{id: v, label: 值, label_en: V, unit: 件}]
        groups:
          - id: g
            label: 组
            label_en: G
            max: 25
            clause: a1
            members:
              - id: share
                number: "1"
                label: 一
                label_en: one
                max: 5
                clause: a1
                rule: {kind: against_set_value, of: sum(t.a), set_value: v, curve: linear}
              - id: ladder
                number: "2"
                label: 二
                label_en: two
                max: 5
                clause: a1
                rule:
                  kind: override
                  cases: [{when: led, points: 5, label: 直管, label_en: led}]
                  otherwise:
                    kind: bands
                    of: "t.b[T]"
                    bands: [{range: "[0, 2)", points: 0}, {range: "[2, ∞)", points: 5}]
              - id: graded
                number: "3"
                label: 三
                label_en: three
                max: 5
                clause: a1
                scored_by: experts
                rule: {kind: rubric, step: 1}
              - id: each
                number: "4"
                label: 四
                label_en: four
                max: 5
                clause: a1
                applies_when: exports
                rule: {kind: per_unit, of: sum(t.b), points: 0.5}
              - id: mean
                number: "5"
                label: 五
                label_en: five
                max: 5
                clause: a1
                rule: {kind: formula, points: "mean(ratio(t.a, t.b, if_zero=0)) * 5"}
    """,
    "conditions.yaml": """
        conditions:
          - id: exporter
            label: 出口企业
            label_en: An exporter
            clause: a1
            all: [exports]
            reason: 须为出口企业
            reason_en: It must export
    """,
    "set_values.csv": "set_value,scope,size,value,illustrative,source\nv,all,any,10,yes,x\n",
}


@pytest.fixture
def tiny(tmp_path):
    """Makes the scheme with the cases given and loads it."""

    def make(cases: str = "", **files: str):
        folder = tmp_path / "tiny"
        written = {**SCHEME, **files}
        if cases:
            written["cases/one.yaml"] = cases
        for name, text in written.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_dedented(text), encoding="utf-8")
        return load(folder)

    return make


def _dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


ANSWERS = "answers: {led: false, exports: true, t: {a: {T-2: 1, T-1: 2, T: 1}, b: {T-2: 1, T-1: 3, T: 2}}}"


@pytest.mark.requirement("X03")
def test_a_case_that_comes_out_passes_for_every_kind_of_expectation(tiny):
    scheme = tiny(f"""
        cases:
          - title: 全部种类
            {ANSWERS}
            expect:
              share: 2
              share.value: 4
              ladder: 5
              ladder.value: "2"
              graded: 0
              graded.state: awaiting
              each: "3"
              each.value: "6"
              mean: 65/18
              mean.value: 65/18
              g: "245/18"
              total: 245/18
              filing: 245/18
              experts: 0
              exporter: met
              t.both.T-1: 5
    """)

    (result,) = run_cases(scheme)

    assert str(result) == "全部种类: ok"
    assert result.ok


def test_a_case_that_does_not_come_out_tells_both_sides_its_line_and_its_finding(tiny):
    scheme = tiny(f"""
        cases:
          - title: 算错
            {ANSWERS}
            expect:
              share: 3.61
              exporter: not_met
              total: 245/18
    """)

    (result,) = run_cases(scheme)

    assert not result.ok
    assert [(m.key, m.expected, m.found, m.line) for m in result.misses] == [
        ("share", "3.61", "2", 5),
        ("exporter", "not_met", "met", 6),
    ]
    assert result.misses[0].finding is not None
    assert result.misses[0].finding.points == 2
    assert "share: expected 3.61, found 2" in str(result)


def test_numbers_are_compared_exactly_never_as_they_are_shown(tiny):
    scheme = tiny(f"""
        cases:
          - title: 约数
            {ANSWERS}
            expect: {{mean: 3.61}}
    """)

    (result,) = run_cases(scheme)

    assert [(m.expected, m.found) for m in result.misses] == [("3.61", "65/18")]


def test_a_case_takes_over_the_answers_it_extends_and_changes_some(tiny):
    scheme = tiny(f"""
        cases:
          - title: 底本
            {ANSWERS}
            set_values: {{v: 8}}
            expect: {{share: 2.5, each: 3}}
          - title: 直管
            extends: 底本
            answers: {{led: true, t: {{a: {{T: 5}}}}}}
            expect: {{share: 5, ladder: 5, ladder.value: —}}
          - title: 没有出口
            extends: one#直管
            answers: {{exports: false}}
            expect: {{share: 5, each: 0, each.state: not_applicable, exporter: not_met}}
          - title: 少了一年
            extends: 底本
            answers: {{t: {{a: {{T: null}}}}}}
            expect: {{share: 15/8, share.state: missing}}
    """)

    assert [str(result) for result in run_cases(scheme)] == [
        "底本: ok",
        "直管: ok",
        "没有出口: ok",
        "少了一年: ok",
    ]


def test_set_values_of_a_case_hold_for_that_case_alone(tiny):
    scheme = tiny(f"""
        cases:
          - title: 自带设定值
            {ANSWERS}
            set_values: {{v: 4}}
            expect: {{share: 5}}
          - title: 表中的设定值
            {ANSWERS}
            expect: {{share: 2}}
    """)

    assert all(result.ok for result in run_cases(scheme))


def test_wrong_answers_are_a_surprise_unless_the_case_names_them(tiny):
    scheme = tiny("""
        cases:
          - title: 没有说
            answers: {t: {a: {T: "1.5"}}}
            expect: {share: 0}
          - title: 说了
            answers: {t: {a: {T: "1.5"}}}
            expect: {share: 0}
            problems: [t.a.T]
          - title: 说错了
            answers: {t: {a: {T: 1}}}
            expect: {share: 0.5}
            problems: [t.a.T]
    """)

    silent, told, wrong = run_cases(scheme)

    assert [problem.key for problem in silent.surprises] == ["t.a.T"]
    assert told.ok
    assert [(miss.key, miss.line) for miss in wrong.misses] == [("t.a.T", 12)]


def test_every_mistake_in_the_form_of_cases_is_found_at_once_with_its_line(tiny):
    scheme = tiny("""
        cases:
          - title: 一
            clause: a9
            extends: 没有的
            answers: {}
            set_values: {w: 3}
            expect:
              shar: 1
              share.stat: scored
              ladder.state: done
              exporter: maybe
          - title: 一
            answers: {}
            expect: {total: 0}
    """)

    problems = check_cases(scheme)

    assert [(p.file, p.line) for p in problems] == [
        ("cases/one.yaml", n) for n in (3, 4, 6, 8, 9, 10, 11, 12)
    ]
    assert "“shar” is no indicator" in problems[3].message.en
    assert all(problem.message.zh != problem.message.en for problem in problems)
    with pytest.raises(SchemeError) as refused:
        run_cases(scheme)
    assert refused.value.problems == problems


def test_a_case_file_with_an_unknown_key_is_refused(tiny):
    scheme = tiny("""
        cases:
          - title: 一
            answer: {}
            expect: {total: 0}
    """)

    assert ("cases/one.yaml", 3) in [(problem.file, problem.line) for problem in check(scheme.folder)]
    with pytest.raises(SchemeError):
        run_cases(scheme)


def test_a_scheme_without_cases_has_none_to_run(tiny):
    assert run_cases(tiny()) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3.65", Fraction(73, 20)),
        ("121/840", Fraction(121, 840)),
        (" 605 / 252 ", Fraction(605, 252)),
        ("14.4%", Fraction(18, 125)),
        ("-1", Fraction(-1)),
        ("1/0", None),
        ("met", None),
        ("", None),
    ],
)
def test_expected_numbers_are_read_exactly(text, value):
    assert read_exact(text) == value


def test_the_folder_is_read_where_it_lies(tiny, monkeypatch):
    scheme = tiny(f"""
        cases:
          - title: 一
            {ANSWERS}
            expect: {{total: 245/18}}
    """)
    monkeypatch.chdir(Path("/"))

    assert [result.file for result in run_cases(scheme)] == ["cases/one.yaml"]
