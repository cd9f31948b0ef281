"""A standard's table as JSON, for pickers: fetched once, then searched in the browser, on line or off."""

from functools import cache

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from zhiqiang.engine.standards import INDUSTRY_EDITIONS, industries, sections


@require_safe
@gzip_page
@cache_control(public=True, max_age=24 * 3600)
def table(request: HttpRequest, name: str) -> JsonResponse:
    """The divisions of one edition of GB/T 4754 with what a person may type to find them."""
    if name not in INDUSTRY_EDITIONS:
        raise Http404(f"no table {name!r}")
    return JsonResponse(_industries(name))


@cache
def _industries(edition: str) -> dict[str, list[dict[str, str]]]:
    return {
        "options": [
            {
                "code": one.code, "name": one.name, "name_en": one.name_en, "pinyin": one.pinyin,
                "section": one.section, "section_name": one.section_name, "section_name_en": one.section_name_en,
                "section_pinyin": sections()[one.section].pinyin,
            }
            for one in industries(edition)
        ]
    }  # fmt: skip
