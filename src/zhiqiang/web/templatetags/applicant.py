"""Small words of the applicant's pages: ``{% load applicant %}``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def bare(points: str) -> str:
    """Points without idle noughts: ``5.00`` is ``5``, ``2.50`` is ``2.5``."""
    return points.rstrip("0").rstrip(".") if "." in points else points


@register.filter
def numeral(number: str, lang: str) -> str:
    """The notice's own number; a Chinese numeral is left out of an English page."""
    return "" if lang == "en" and any("\u4e00" <= sign <= "\u9fff" for sign in number) else number


@register.filter
def get(things: dict, name: str):
    """What stands under a name; None where nothing does."""
    return things.get(name)


@register.filter
def beyond_sum(steps: tuple[str, ...]) -> tuple[str, ...]:
    """The steps of a group without the plain sum of its members, which stand below it anyway."""
    return steps[1:] if steps and " = " in steps[0] else steps


@register.simple_tag(takes_context=True)
def part(context, element: str, name: str, classes: str = "") -> SafeString:
    """An element that holds a piece of the score: drawn as it is before anything is filled in, followed by script."""
    drawn = context["drawn"][name]
    return format_html(
        '<{} class="{}" data-part="{}" data-tag="{}">{}</{}>',
        element, classes, name, drawn["tag"], drawn["html"], element,
    )  # fmt: skip
