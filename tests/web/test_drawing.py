from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import Context, Template

from zhiqiang.web.icons import ICONS
from zhiqiang.web.templatetags.zq import bar, icon, per_mille, ring


@pytest.mark.parametrize(
    ("part", "whole", "thousandths"),
    [
        (0, 5, 0),
        (5, 5, 1000),
        (Fraction(1, 3), 1, 333),
        (Decimal("2.5"), 5, 500),
        (7, 5, 1000),
        (-1, 5, 0),
        (1, 0, 0),
    ],
)
def test_a_share_stays_on_its_bar(part, whole, thousandths):
    assert per_mille(part, whole) == thousandths


def test_a_bar_is_as_long_as_its_points():
    assert '<rect class="zq-bar__value" width="250" height="8"/>' in bar(1, 4, group=3)


def test_an_empty_ring_draws_no_dot():
    assert "zq-ring__value" not in ring(0, 150, "0", "/ 150")


def test_a_ring_marks_the_line():
    assert '<line class="zq-ring__line" x1="50.00" y1="86.50" x2="50.00" y2="99.50"/>' in ring(
        0, 150, "0", "", line=75
    )


def test_texts_in_drawings_are_escaped():
    assert "<b>" not in ring(1, 2, "<b>", "<b>")
    assert "<b>" not in icon("info", "<b>")


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_silent_unless_named(name):
    drawn = Template('{% load zq %}{% icon name %}{% icon name "名" %}').render(Context({"name": name}))

    assert drawn.count('aria-hidden="true"') == 1
    assert drawn.count('role="img" aria-label="名"') == 1
