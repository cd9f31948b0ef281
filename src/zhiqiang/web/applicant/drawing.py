"""The form and the empty score of an edition as HTML, drawn once a language: neither depends on who reads it."""

from functools import lru_cache

from django.template import loader
from django.utils.safestring import SafeString

from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.web.applicant.judging import Judgement, judge
from zhiqiang.web.applicant.parts import addresses, changed
from zhiqiang.web.forms.building import form_shape


@lru_cache(maxsize=64)
def blank(scheme: Scheme, lang: Lang) -> Judgement:
    """An edition judged before anything is filled in."""
    return judge(scheme, {}, lang)


@lru_cache(maxsize=64)
def drawn_form(scheme: Scheme, lang: Lang) -> SafeString:
    """Every section of the form, empty. To be called with `lang` as the active language."""
    context = _context(scheme, lang) | {"sections": form_shape(scheme, lang).sections}
    return loader.get_template("applicant/form/sections.html").render(context)


@lru_cache(maxsize=64)
def drawn_panel(scheme: Scheme, lang: Lang) -> SafeString:
    """The score of an empty form. To be called with `lang` as the active language."""
    context = _context(scheme, lang) | {"groups": blank(scheme, lang).words.groups}
    return loader.get_template("applicant/score/panel.html").render(context)


def _context(scheme: Scheme, lang: Lang) -> dict[str, object]:
    return addresses(scheme, lang) | {
        "size_field": scheme.cover.size_from.field if scheme.cover.size_from else "",
        "drawn": changed(blank(scheme, lang), {}),
    }
