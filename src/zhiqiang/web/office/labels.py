"""The words of an edition for what the list's columns hold as codes: states, tracks, industries, sizes."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from zhiqiang.engine.models.form import ChoiceField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.standards import INDUSTRY_EDITIONS, industries
from zhiqiang.engine.words import Lang
from zhiqiang.web.office.figures import choice_words


@dataclass(frozen=True, eq=False)
class Labels:
    """Codes to words. An industry is shown with its code; `sections` are (letter, name, divisions).

    `brief` holds tracks and sizes without what all of their labels share, for narrow columns.
    """

    states: dict[str, str]
    tones: dict[str, str]
    tracks: dict[str, str]
    sizes: dict[str, str]
    brief: dict[str, dict[str, str]]
    bureaus: dict[str, str]
    industries: dict[str, str]
    sections: tuple[tuple[str, str, tuple[str, ...]], ...]


@lru_cache(maxsize=16)
def labels(scheme: Scheme, lang: Lang) -> Labels:
    """The words of one edition in one language."""
    states = scheme.workflow.states
    tracks, sizes = _choices(scheme, "track", lang), _choices(scheme, "size", lang)
    return Labels(
        {state.id: state.name(lang) for state in states},
        {state.id: _tone(state.holder, state.final, state.open) for state in states},
        tracks,
        sizes,
        {"track": _brief(tracks), "size": _brief(sizes)},
        _choices(scheme, "bureau", lang),
        _choices(scheme, "industry", lang),
        _sections(scheme, lang),
    )


@lru_cache(maxsize=256)
def industry_options(words: Labels, chosen: str) -> SafeString:
    """The options of the choice of industry, sections with their divisions: drawn once for each that is chosen."""
    groups = []
    for letter, name, divisions in words.sections:
        whole = _option(letter, gettext("%(letter)s 门类全部") % {"letter": letter}, chosen)
        each = "".join(_option(code, words.industries.get(code, code), chosen) for code in divisions)
        groups.append(f'<optgroup label="{letter} {escape(name)}">{whole}{each}</optgroup>')
    return mark_safe("".join(groups))  # noqa: S308 - escaped piece by piece


def _option(code: str, label: str, chosen: str) -> str:
    return f'<option value="{escape(code)}"{" selected" if code == chosen else ""}>{escape(label)}</option>'


def _tone(holder: str, final: bool, opens: str) -> str:
    """How a state's mark looks: the words say what it is, the colour only helps."""
    if final:
        return "error"
    if opens == "named":
        return "warn"
    return "info" if holder == "city" else "success"


def _brief(words: dict[str, str]) -> dict[str, str]:
    """Labels without their common beginning and end; as they are where that leaves nothing of one."""
    labels = list(words.values())
    if len(labels) < 2:
        return words
    start = _alike(labels)
    end = _alike([label[::-1] for label in labels])
    cut = {code: label[start : len(label) - end].strip() for code, label in words.items()}
    return cut if all(cut.values()) and all(start + end < len(label) for label in labels) else words


def _alike(labels: list[str]) -> int:
    """How many characters all of them begin with."""
    for place, characters in enumerate(zip(*labels, strict=False)):
        if len(set(characters)) > 1:
            return place
    return min(map(len, labels))


def _field(scheme: Scheme, role: str) -> ChoiceField | None:
    cell = scheme.cells.get(scheme.cover.roles.get(role, ""))
    return cell.field if cell and isinstance(cell.field, ChoiceField) else None


def _choices(scheme: Scheme, role: str, lang: Lang) -> dict[str, str]:
    field = _field(scheme, role)
    if field is None:
        return {}
    cell = scheme.cells[scheme.cover.roles[role]]
    if field.options:
        return {option.code: option.name(lang) for option in field.options}
    return {code: choice_words(field, code, lang) for code in cell.leaf.options or ()}


def _sections(scheme: Scheme, lang: Lang) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    field = _field(scheme, "industry")
    if field is None or field.options_from not in INDUSTRY_EDITIONS:
        return ()
    found: dict[str, tuple[str, list[str]]] = {}
    for one in industries(field.options_from):
        name = one.section_name if lang == "zh" else one.section_name_en or one.section_name
        found.setdefault(one.section, (name, []))[1].append(one.code)
    return tuple((letter, name, tuple(codes)) for letter, (name, codes) in found.items())
