"""What a Word template may say between `{{` and `}}`: a name, and how it is shown.

{{ enterprise_name }}                 an answer by its flat key, as it was given; a choice as its code
{{ finance.sales.T-1 | fit 9 }}       characters condensed so that more than 9 take the room of 9
{{ registered_capital | unit }}       with its unit
{{ industry | label }}                a choice by its own words
{{ size | tick A }}                   ☑ where this option was chosen, else ☐; `yes` and `no` for 是/否 and 有/无
{{ org_code | blank 6 }}              six wide spaces where there is no answer
{{ enterprise_name | else （企业名称） }}   these words where there is no answer
{{ patents_list.*.number }}           in a table row: the row is repeated for every row of the list (`#` counts them)
{{ score.i1 }}  {{ max.i1 }}          points and maximum of an indicator, of a group or of `total`
{{ score.i2 | illustrative 示例 }}    these words where an illustrative set value went into the points
{{ scheme.label }}  {{ year.T-2 }}  {{ day.year }}    the edition, the calendar year of a row, the day of printing
"""

import re
import unicodedata
from dataclasses import dataclass

from ...engine.words import Words

MARK = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
WAYS = ("label", "unit", "tick", "illustrative")
_WITH_TEXT = ("tick", "illustrative", "else")
_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[A-Za-z0-9_*#-]+)*$")
_DASHES = str.maketrans("–—−‑", "----")
_WIDE_SPACE = "\u3000"
_MOST = 200


class PlaceholderError(ValueError):
    """A placeholder that cannot be read; `words` says why and the mend."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A placeholder as read. `otherwise` stands where there is nothing; `fit` is 0 where nothing is condensed."""

    name: str
    way: str = ""
    argument: str = ""
    otherwise: str = ""
    fit: int = 0

    @property
    def list_id(self) -> str:
        """The list whose rows it goes through; empty for all other names."""
        first, star, _ = self.name.partition(".*.")
        return first if star else ""


def read(written: str) -> Placeholder:
    """The placeholder in the text between the braces. Raises PlaceholderError.

    Word's own ways are forgiven: wide letters, wide bars, long dashes and spaces of every kind.
    """
    name, *shows = [part.strip() for part in re.split(r"[|｜]", written)]
    name = unicodedata.normalize("NFKC", name).translate(_DASHES)
    if not _NAME.match(name):
        raise PlaceholderError(
            Words(
                f"“{name}”不是名称；写法如 {{{{ registered_capital }}}}、{{{{ finance.sales.T-1 }}}}",
                f"“{name}” is no name; write as in {{{{ registered_capital }}}} or {{{{ finance.sales.T-1 }}}}",
            )
        )
    found: dict[str, str] = {}
    for show in shows:
        word, _, rest = show.replace(_WIDE_SPACE, " ").partition(" ")
        word = unicodedata.normalize("NFKC", word)
        if word in found or (word in WAYS and any(way in found for way in WAYS)):
            raise PlaceholderError(
                Words(f"“{word}”与前面的写法重复", f"“{word}” repeats what stands before it")
            )
        found[word] = _argument(word, rest.strip())
    way = next((word for word in WAYS if word in found), "")
    otherwise = found.get("else", "") or _WIDE_SPACE * int(found.get("blank", 0))
    return Placeholder(name, way, found.get(way, ""), otherwise, int(found.get("fit", 0)))


def _argument(word: str, rest: str) -> str:
    if word in _WITH_TEXT:
        if not rest:
            raise PlaceholderError(Words(f"“{word}”后面缺少文字", f"there are words missing after “{word}”"))
        return rest
    if word in ("blank", "fit"):
        number = unicodedata.normalize("NFKC", rest)
        if not (number.isascii() and number.isdigit() and 0 < int(number) <= _MOST):
            raise PlaceholderError(
                Words(
                    f"“{word}”后面应为 1 至 {_MOST} 的整数",
                    f"after “{word}” stands a number from 1 to {_MOST}",
                )
            )
        return number
    if word in WAYS and not rest:
        return ""
    known = ", ".join((*WAYS, "blank", "else", "fit"))
    raise PlaceholderError(
        Words(f"不认识“{word} {rest}”；可用：{known}", f"unknown “{word} {rest}”; there are: {known}")
    )
