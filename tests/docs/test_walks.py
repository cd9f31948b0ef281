"""The tutorial and the how-to pages are true: walked as a reader walks them, they print what they say."""

import re
from pathlib import Path

import pytest

from tests.docs.walking import (
    HOW_TO,
    ROOT,
    TUTORIAL,
    TUTORIALS,
    alike,
    changes,
    runs,
    steps,
    told,
    true_page,
    walked,
)
from zhiqiang.engine.loading import load

INDICATORS = 10
MEND = "a page no longer prints what it says: run `python -m tests.docs.walking` and look at the difference"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.requirement("X03")
@pytest.mark.parametrize("lang", TUTORIALS)
def test_the_tutorial_gives_what_it_says(folder, lang):
    assert true_page(TUTORIALS[lang], folder, lang) == told(TUTORIALS[lang]), MEND


PROVES = {"load-set-values": "S32", "change-a-set-value": "S32", "next-edition": "X03", "add-a-ruling": "X02"}
PAGES = [
    pytest.param(path, id=path.stem, marks=pytest.mark.requirement(PROVES[path.stem])) for path in HOW_TO
]


@pytest.mark.parametrize("path", PAGES)
def test_a_how_to_gives_what_it_says_after_the_tutorial(folder, path):
    assert true_page(path, folder, "zh") == told(path), MEND


def test_the_tutorials_scheme_has_ten_indicators_of_every_common_kind(folder):
    walked(told(TUTORIAL), folder, "zh")
    scheme = load(folder / "yunxi-2026")

    indicators = list(scheme.indicators.indicators())
    assert len(indicators) == INDICATORS
    assert {indicator.rule.kind for indicator in indicators} == {
        "per_unit", "against_set_value", "bands", "formula", "points_per_item", "choice", "override", "rubric",
    }  # fmt: skip
    assert any(
        group.take == "best"
        for top in scheme.indicators.groups
        for group in top.members
        if hasattr(group, "take")
    )
    assert {item.kind for item in scheme.form.items()} >= {
        "text",
        "choice",
        "count",
        "yesno",
        "number",
        "table",
    }


def test_both_tutorials_write_the_same_scheme(folder):
    def data(lang: str) -> list[tuple[str, str]]:
        written = [step for step in steps(told(TUTORIALS[lang])) if step.kind != "console"]
        return [
            (step.rest, "\n".join(line.partition(" # ")[0].rstrip() for line in step.text.splitlines()))
            for step in written
        ]

    assert data("zh") == data("en")


def test_every_block_of_a_page_is_one_that_is_walked():
    kinds = {"console", "diff", "yaml", "markdown", "csv"}

    for path in [*TUTORIALS.values(), *HOW_TO]:
        page = told(path)
        found = list(steps(page))

        assert page.count("\n```") == 2 * len(found), (
            f"{path.name}: a block that is not closed or has no kind"
        )
        assert {step.kind for step in found} <= kinds
        assert all(step.rest for step in found if step.kind != "console"), (
            f"{path.name}: a block without its file"
        )


def test_pages_link_only_to_pages_that_are_there():
    for path in [
        *TUTORIALS.values(),
        *HOW_TO,
        ROOT / "docs/reference/scheme-format.md",
        ROOT / "docs/reference/commands.md",
    ]:
        for target in re.findall(r"\]\(([^)#\s]+\.md)(?:#[^)]*)?\)", told(path)):
            assert (path.parent / target).is_file(), f"{path.name} links to {target}"


# --- the walker itself ----------------------------------------------------------------------------


def test_output_may_leave_lines_out_but_not_change_them():
    assert alike("a\n…\nd\n", "a\nb\nc\nd\n")
    assert alike("a\nb\n", "a  \nb\n")
    assert not alike("a\n…\nd\n", "a\nb\nc\n")
    assert not alike("a\nb\n", "a\nc\n")


def test_a_console_block_is_commands_with_their_output():
    assert [(run.command, run.expected) for run in runs("$ one\nout\n$ two\n")] == [
        ("one", "out\n"),
        ("two", ""),
    ]


def test_a_diff_block_is_lines_replaced_by_lines():
    assert list(changes("-a\n-b\n+c\n-d\n+e\n+f\n")) == [("a\nb\n", "c\n"), ("d\n", "e\nf\n")]
