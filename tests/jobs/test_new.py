"""`zhiqiang new`: a beginning that is whole, and a copy to go on from."""

from pathlib import Path

import pytest

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.loading.yaml_lines import read_yaml

SKELETON = Path(__file__).resolve().parents[2] / "src/zhiqiang/jobs/skeleton"


@pytest.mark.requirement("X03")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_scheme_passes_check_and_its_cases_come_out(zhiqiang, lang):
    assert zhiqiang("new", "yunxi-2026", "--lang", lang).exit_code == 0

    assert zhiqiang("check", "yunxi-2026").exit_code == 0
    assert zhiqiang("cases", "yunxi-2026").exit_code == 0


def test_the_year_comes_from_the_name(zhiqiang, folder):
    zhiqiang("new", "yunxi-2031")
    zhiqiang("new", "yunxi")

    assert (load(folder / "yunxi-2031").cover.edition, load(folder / "yunxi-2031").cover.base_year) == (
        2031,
        2030,
    )
    assert load(folder / "yunxi").cover.edition >= 2025


def test_nothing_that_is_there_is_overwritten(zhiqiang, write):
    write("yunxi-2026/mine.txt", "mine")

    told = zhiqiang("new", "yunxi-2026")

    assert told.exit_code == 2
    assert "已有内容" in told.stderr
    assert sorted(path.name for path in Path("yunxi-2026").iterdir()) == ["mine.txt"]


@pytest.mark.parametrize("name", ["Yunxi", "云溪", "a b", "-x", "x" * 61, "."])
def test_a_name_that_cannot_be_an_id_is_refused_with_the_mend(zhiqiang, name):
    told = zhiqiang("new", "--", name)

    assert told.exit_code == 2
    assert "小写字母" in told.stderr


def test_a_copy_is_the_same_but_for_its_id_and_year(zhiqiang, folder):
    source = next(id for id in shipped() if id[-4:].isdigit())

    assert zhiqiang("new", "next-2031", "--from", source).exit_code == 0

    cover = load(folder / "next-2031").cover
    assert (cover.id, cover.edition, cover.base_year) == ("next-2031", 2031, 2030)
    told = zhiqiang("diff", source, "next-2031")
    assert told.output.splitlines()[0] == "方案封面"
    assert told.output.splitlines()[-1] == "共 1 处：新增 0，删去 0，改动 1"


def test_a_copy_keeps_the_comments(zhiqiang, folder):
    zhiqiang("new", "one-2026")
    zhiqiang("new", "two-2027", "--from", "one-2026")

    first, second = (
        (folder / name / "scheme.yaml").read_text(encoding="utf-8") for name in ("one-2026", "two-2027")
    )
    changed = [
        pair for pair in zip(first.splitlines(), second.splitlines(), strict=True) if pair[0] != pair[1]
    ]
    assert [after.split("#")[0].strip() for _, after in changed] == [
        "id: two-2027",
        "edition: 2027",
        "base_year: 2026",
    ]
    assert all("#" in after for _, after in changed)


def test_a_broken_scheme_is_not_copied(zhiqiang, folder):
    zhiqiang("new", "one-2026")
    (folder / "one-2026" / "form.yaml").write_text("sections: []", encoding="utf-8")

    told = zhiqiang("new", "two-2026", "--from", "one-2026")

    assert told.exit_code == 2
    assert not (folder / "two-2026").exists()


def test_both_skeletons_hold_the_same_data():
    for path in (SKELETON / "zh").rglob("*.yaml"):
        other = SKELETON / "en" / path.relative_to(SKELETON / "zh")
        chinese, english = (read_yaml(one.read_text(encoding="utf-8"))[0] for one in (path, other))

        assert chinese == english, path.name
