"""Drawing tags of the house style: ``{% load zq %}``, then ``{% icon "info" %}``, ``{% bar … %}``, ``{% ring … %}``.

Widths are SVG attributes, not styles, so that the page needs no inline style.
"""

from __future__ import annotations

from fractions import Fraction
from math import cos, pi, sin

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from zhiqiang.web.icons import ICONS

register = template.Library()

RING_CENTRE, RING_RADIUS = 50, 43


def per_mille(part, whole) -> int:
    """``part`` of ``whole`` in thousandths, kept between 0 and 1000; 0 when there is no whole."""
    if not whole:
        return 0
    return max(0, min(1000, round(Fraction(part) / Fraction(whole) * 1000)))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A line icon; silent for screen readers unless ``label`` gives it a name."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own constants
    head = '<svg class="zq-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
    head += 'stroke-linecap="round" stroke-linejoin="round" '
    named = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html("{}{}>{}</svg>", mark_safe(head), named, drawing)  # noqa: S308


@register.simple_tag
def bar(part, whole, group: int = 1, thin: bool = False) -> SafeString:
    """A bar of ``part`` out of ``whole``, in the colour of group 1-4. Say the numbers beside it: it is silent."""
    return format_html(
        '<svg class="zq-bar zq-bar--{}{}" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="zq-bar__track" width="1000" height="8"/>'
        '<rect class="zq-bar__value" width="{}" height="8"/></svg>',
        group,
        " zq-bar--thin" if thin else "",
        per_mille(part, whole),
    )


@register.simple_tag
def ring(part, whole, points: str, out_of: str, line=None) -> SafeString:
    """The total as a ring with its words in the middle, and a tick where ``line`` (a pass line) lies.

    ``points`` and ``out_of`` are the texts shown; the ring is silent for screen readers, say them beside it.
    """
    share = per_mille(part, whole)
    value = (
        format_html(
            '<circle class="zq-ring__value" cx="50" cy="50" r="{}" pathLength="1000" stroke-dasharray="{} 1000" '
            'transform="rotate(-90 50 50)"/>',
            RING_RADIUS,
            share,
        )
        if share
        else ""
    )
    return format_html(
        '<svg class="zq-ring" viewBox="0 0 100 100" aria-hidden="true">'
        '<circle class="zq-ring__track" cx="50" cy="50" r="{}"/>{}{}'
        '<text class="zq-ring__points" x="50" y="54">{}</text><text class="zq-ring__of" x="50" y="69">{}</text></svg>',
        RING_RADIUS,
        value,
        _tick(line, whole) if line is not None else "",
        points,
        out_of,
    )


def _tick(line, whole) -> SafeString:
    angle = per_mille(line, whole) / 1000 * 2 * pi - pi / 2
    inner, outer = RING_RADIUS - 6.5, RING_RADIUS + 6.5
    ends = [RING_CENTRE + radius * turn for radius in (inner, outer) for turn in (cos(angle), sin(angle))]
    return format_html(
        '<line class="zq-ring__line" x1="{}" y1="{}" x2="{}" y2="{}"/>', *(f"{end:.2f}" for end in ends)
    )
