"""The national tables that editions share: industries, registration types, regions.

The tables are the CSV files of the folder `zhiqiang/standards`; its README names the standard behind each.
A table is read once, when first asked for.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

INDUSTRY_EDITIONS = ("gbt4754-2011", "gbt4754-2017")

_LONGEST_QUERY = 60
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SEPARATORS = re.compile(r"[\s、，,;；'’\-_/·]+")
_CODE_QUERY = re.compile(r"[a-t]? ?(\d{1,4})(?!\d)", re.ASCII)
_LETTERS = re.compile(r"[a-z]+")
_TWO_LETTER_INITIALS = ("zh", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Section:
    """A 门类 of GB/T 4754: one capital letter."""

    code: str
    name: str
    name_en: str
    pinyin: str
    initials: str


@dataclass(frozen=True, slots=True)
class Industry:
    """A 大类 of GB/T 4754: two digits. `pinyin` has one syllable a character, parted by spaces, no tones."""

    code: str
    name: str
    section: str
    section_name: str
    pinyin: str
    initials: str
    name_en: str = ""
    section_name_en: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One choice of a table, as a form offers it. `group` is empty where the table has no groups."""

    code: str
    label: str
    group: str
    label_en: str = ""
    group_en: str = ""


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """All rows of the file `standards/<name>.csv`, in its order, every cell as text ("" where empty).

    Raises ValueError, naming the files there are, when there is no such file.
    """
    folder = files("zhiqiang").joinpath("standards")
    known = sorted(entry.name[:-4] for entry in folder.iterdir() if entry.name.endswith(".csv"))
    if name not in known:
        raise ValueError(f"no table {name!r} in standards/; there are: {', '.join(known)}")
    text = folder.joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def sections() -> Mapping[str, Section]:
    """The 20 门类 of GB/T 4754 by letter; the editions of 2011 and 2017 name them alike."""
    return MappingProxyType({row["code"]: Section(**row) for row in rows("gbt4754-sections")})


@cache
def industries(edition: str) -> tuple[Industry, ...]:
    """The 大类 of one edition of GB/T 4754 in the order of their codes: 96 of 2011, 97 of 2017.

    Raises ValueError, naming the editions there are, for another one.
    """
    if edition not in INDUSTRY_EDITIONS:
        raise ValueError(f"no edition {edition!r} of GB/T 4754; there are: {', '.join(INDUSTRY_EDITIONS)}")
    by_letter = sections()
    return tuple(_industry(row, by_letter[row["section"]]) for row in rows(edition))


def industry(edition: str, code: str) -> Industry | None:
    """The 大类 with this two-digit code, or None. Raises ValueError for an unknown edition."""
    return _industries_by_code(edition).get(code)


def successors(code_2011: str) -> tuple[Industry, ...]:
    """What became of a 大类 of GB/T 4754-2011 in the edition of 2017: one, or several where it was split.

    Raises ValueError when the edition of 2011 has no such code.
    """
    became = [row["code_2017"] for row in rows("gbt4754-2011-to-2017") if row["code_2011"] == code_2011 != ""]
    if not became:
        raise ValueError(f"GB/T 4754-2011 has no division {code_2011!r}; its codes are 01 to 96")
    return tuple(_industries_by_code("gbt4754-2017")[code] for code in became)


def table(name: str) -> tuple[Row, ...]:
    """The choices a form takes with `options_from: <name>`, in the standard's order.

    Raises ValueError, naming the tables there are (`TABLES`), for another name.
    """
    if name not in TABLES:
        raise ValueError(f"no table of choices {name!r}; there are: {', '.join(TABLES)}")
    return _table(name)


def search_industries(edition: str, text: str, limit: int = 10) -> tuple[Industry, ...]:
    """The 大类 a person may mean by `text`, best first, at most `limit`.

    Finds by code (`39`, `C39`, `3911`), by a part of the Chinese name (marks like 、 may be left out), by
    pinyin whole, begun, as initials or mixed (`ruanjian`, `rjhxx`, `rjian`), by a word of the English name,
    and by the section's letter or name. Order: the very code, its beginning, the whole name, its beginning,
    pinyin from the first character, a part of the name or the section's letter, pinyin from a later character,
    English, the section's name, and last the characters of `text` in this order with gaps; then by code. An empty text
    gives the first `limit` of the list; a text of more than 60 characters nothing.
    """
    every = industries(edition)
    if len(text) > _LONGEST_QUERY:
        return ()
    query = text.translate(_HALF_WIDTH).strip().lower()
    if not query:
        return every[:limit]
    found = [(rank, one.code, one) for one in every if (rank := _rank(one, query)) is not None]
    return tuple(one for _, _, one in sorted(found, key=lambda hit: hit[:2])[:limit])


def _industry(row: Mapping[str, str], section: Section) -> Industry:
    return Industry(**row, section_name=section.name, section_name_en=section.name_en)


@cache
def _industries_by_code(edition: str) -> Mapping[str, Industry]:
    return MappingProxyType({one.code: one for one in industries(edition)})


def _rank(one: Industry, query: str) -> tuple[int, int] | None:
    """How well a lower-case query fits (smaller is better; the second number is where), or None."""
    by_code = _CODE_QUERY.match(query)
    if by_code:
        return _rank_by_code(one.code, by_code.group(1))
    squeezed = _SEPARATORS.sub("", query)
    if not squeezed:
        return None
    if _LETTERS.fullmatch(squeezed):
        return _rank_by_letters(one, squeezed, query)
    return _rank_by_name(one, squeezed)


def _rank_by_code(code: str, digits: str) -> tuple[int, int] | None:
    if digits[:2] == code or (len(digits) == 1 and code == "0" + digits):
        return (0, 0)
    return (1, 0) if code.startswith(digits) else None


def _rank_by_name(one: Industry, squeezed: str) -> tuple[int, int] | None:
    name = _SEPARATORS.sub("", one.name)
    where = name.find(squeezed)
    if where >= 0:
        return (2 if name == squeezed else 3 if where == 0 else 5, where)
    if squeezed in _SEPARATORS.sub("", one.section_name):
        return (8, 0)
    return (9, 0) if len(squeezed) > 1 and _in_order(squeezed, name) else None


def _rank_by_letters(one: Industry, squeezed: str, query: str) -> tuple[int, int] | None:
    syllables = one.pinyin.split(" ")
    starts = [start for start in range(len(syllables)) if _reads(syllables, start, squeezed)]
    if starts[:1] == [0]:
        return (4, 0)
    if squeezed.upper() == one.section:
        return (5, 0)
    if starts:
        return (6, starts[0])
    if len(query) > 2 and query != "and" and re.search(r"\b" + re.escape(query), one.name_en.lower()):
        return (7, 0)
    return (8, 0) if _reads(sections()[one.section].pinyin.split(" "), 0, squeezed) else None


def _reads(syllables: list[str], start: int, letters: str) -> bool:
    """Whether `letters` spell the syllables from `start`, whole or by initials, the last one perhaps begun."""
    if start == len(syllables):
        return False
    syllable = syllables[start]
    if syllable.startswith(letters):
        return True
    pieces = {syllable, syllable[0]} | ({syllable[:2]} if syllable[:2] in _TWO_LETTER_INITIALS else set())
    return any(
        letters.startswith(piece) and _reads(syllables, start + 1, letters[len(piece) :]) for piece in pieces
    )


def _in_order(wanted: str, name: str) -> bool:
    rest = iter(name)
    return all(character in rest for character in wanted)


def _industry_rows(edition: str) -> tuple[Row, ...]:
    return tuple(
        Row(
            one.code,
            one.name,
            f"{one.section} {one.section_name}",
            one.name_en,
            f"{one.section} {one.section_name_en}",
        )
        for one in industries(edition)
    )


def _section_rows() -> tuple[Row, ...]:
    return tuple(Row(one.code, one.name, "", one.name_en) for one in sections().values())


def _registration_rows() -> tuple[Row, ...]:
    return tuple(
        Row(row["code"], row["name"], row["group"], row["name_en"], row["group_en"])
        for row in rows("registration-types")
    )


def _region_rows() -> tuple[Row, ...]:
    return tuple(Row(row["code"], row["name"], "", row["name_en"]) for row in rows("regions"))


def _city_rows() -> tuple[Row, ...]:
    province = {row["code"]: row for row in rows("regions")}
    return tuple(
        Row(
            row["code"],
            row["name"],
            province[row["province"]]["name"],
            row["name_en"],
            province[row["province"]]["name_en"],
        )
        for row in rows("cities")
    )


_BUILDERS = {
    "gbt4754-2011": lambda: _industry_rows("gbt4754-2011"),
    "gbt4754-2017": lambda: _industry_rows("gbt4754-2017"),
    "gbt4754-sections": _section_rows,
    "registration-types": _registration_rows,
    "regions": _region_rows,
    "cities": _city_rows,
}
TABLES = tuple(_BUILDERS)


@cache
def _table(name: str) -> tuple[Row, ...]:
    return _BUILDERS[name]()
