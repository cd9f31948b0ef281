"""A file may write an answer in several ways; the form's inputs hold one."""

import pytest

from zhiqiang.engine.loading import load, shipped
from zhiqiang.web.applicant.changes import preview


@pytest.mark.requirement("X04")
@pytest.mark.parametrize(
    ("key", "written", "held"),
    [
        ("truthful", "是", "yes"),
        ("truthful", "否", "no"),
        ("truthful", True, "yes"),
        ("size", "A. 大型企业", "A"),
        ("size", "大型企业", "A"),
    ],
)
def test_a_choice_is_taken_over_as_its_input_writes_it(key: str, written: object, held: str) -> None:
    scheme = load(shipped()["shaanxi-2020"])

    found = preview(scheme, {}, {key: written}, "zh")

    assert [change.value for section in found.sections for change in section.changes] == [held]
