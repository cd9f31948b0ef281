"""Does a Word file keep to the type and the chapters that are prescribed? What does not is told with where and what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ...engine.models.edition import Chapter, Prescribed, TypeRule
from ...engine.words import Words
from .type_reading import Paragraph, read_paragraphs

_HEADING = re.compile(r"^\s*[一二三四五六七八九十]{1,3}[、.．]")
_LOWER = re.compile(r"^\s*([（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]+[条节])")
_LONGEST_HEADING = 40
_QUOTED = 18
_SIZES = {
    "42": "初号", "36": "小初", "26": "一号", "24": "小一", "22": "二号", "18": "小二", "16": "三号", "15": "小三",
    "14": "四号", "12": "小四", "10.5": "五号", "9": "小五", "7.5": "六号",
}  # fmt: skip
PARTS = {
    "title": Words("题目", "the title"),
    "heading": Words("一级标题", "first-level headings"),
    "body": Words("正文", "the body"),
}


def check_type(file: bytes, prescribed: Prescribed) -> list[Words]:
    """What of a .docx does not keep to what is prescribed, the gravest first; empty where all does.

    Only Chinese text counts: Latin letters and figures take their own fonts. Tables and lower headings (（一）) are left
    alone, for no rule speaks of them. Raises type_reading.Unreadable.
    """
    parts = _parts(read_paragraphs(file))
    if not any(parts.values()):
        return [Words("文件里没有文字", "there is no text in the file")]
    found = [said for rule in prescribed.type if (said := _against(rule, parts[rule.part])) is not None]
    return [*_missing(prescribed.chapters, parts), *found]


def _parts(paragraphs: Sequence[Paragraph]) -> dict[str, list[Paragraph]]:
    """The paragraphs by part: the title is what stands first, up to the first heading or whole sentence."""
    written = [one for one in paragraphs if one.text.strip()]
    first = next((n for n, one in enumerate(written) if _level(one) or _is_sentence(one)), len(written))
    title, rest = written[:first], written[first:]
    headings = [one for one in rest if _level(one) == 1]
    body = [one for one in rest if not _level(one)]
    return {"title": title, "heading": headings, "body": body}


def _is_sentence(one: Paragraph) -> bool:
    return len(one.text.strip()) > _LONGEST_HEADING or any(mark in one.text for mark in "。；")


def _level(one: Paragraph) -> int:
    """1 and 2 for headings, 0 for everything else."""
    short = len(one.text.strip()) <= _LONGEST_HEADING
    if one.outline == 0 or (short and _HEADING.match(one.text)):
        return 1
    return 2 if one.outline or _LOWER.match(one.text) else 0


@dataclass
class _Strays:
    """Text of one font and size that a rule does not allow."""

    shown: str
    paragraphs: list[Paragraph] = field(default_factory=list)


def _against(rule: TypeRule, paragraphs: Sequence[Paragraph]) -> Words | None:
    if not paragraphs:
        if rule.part == "heading":
            return Words(f"没有找到一级标题（“一、……”）：{rule.label}", f"no first-level heading (一、…) was found: {rule.label_en}")
        return None
    strays: dict[tuple[str, Decimal], _Strays] = {}
    for one in paragraphs:
        for run in one.runs:
            if not _fits(rule, run.font, run.size):
                stray = strays.setdefault((run.font, run.size), _Strays(f"{run.font or '未定字体'} {_size(run.size)}"))
                if one not in stray.paragraphs:
                    stray.paragraphs.append(one)
    if not strays:
        return None
    number = sum(any(one in stray.paragraphs for stray in strays.values()) for one in paragraphs)
    examples = sorted(strays.values(), key=lambda stray: -len(stray.paragraphs))[:3]
    zh = "；".join(f"“{_quoted(one.paragraphs[0])}”为{one.shown}" for one in examples)
    en = "; ".join(f"“{_quoted(one.paragraphs[0])}” is {one.shown}" for one in examples)
    part = PARTS[rule.part]
    return Words(
        f"{rule.label}：{part.zh}有 {number} 段不是，如{zh}",
        f"{rule.label_en}: {number} paragraph{' differs' if number == 1 else 's differ'} in {part.en}, such as {en}",
    )


def _fits(rule: TypeRule, font: str, size: Decimal) -> bool:
    named = font.casefold()
    return size == rule.size and any(one.casefold() in named for one in rule.fonts)


def _size(points: Decimal) -> str:
    shown = f"{points.normalize():f}"
    return _SIZES.get(shown) or f"{shown} 磅"


def _quoted(paragraph: Paragraph) -> str:
    text = " ".join(paragraph.text.split())
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def _missing(chapters: Sequence[Chapter], parts: dict[str, list[Paragraph]]) -> list[Words]:
    """Chapters of which no heading speaks; a file without headings is searched whole."""
    places = parts["heading"] or parts["body"]
    text = "\n".join(one.text for one in places)
    lacking = [one for one in chapters if not any(word in text for word in one.words or (one.label,))]
    if not lacking:
        return []
    zh, en = "、".join(one.label for one in lacking), ", ".join(one.label_en for one in lacking)
    return [Words(f"没有找到这些部分的标题：{zh}", f"no heading was found for: {en}")]
