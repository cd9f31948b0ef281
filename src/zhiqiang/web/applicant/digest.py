"""The little Markdown of a notice's digest: paragraphs and lists. Everything else is plain text."""

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*(?:[-*]|\d+[.、])\s+")
_ASCII_JOINT = re.compile(r"(?<=[\x21-\x7e,;:.])\n(?=[\x21-\x7e])")


@dataclass(frozen=True)
class Block:
    """A paragraph, or a list with its items."""

    text: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str) -> list[Block]:
    """Paragraphs are parted by empty lines; lines that begin with `- ` or `1.` make a list; broken lines are joined."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        before: list[str] = []
        items: list[str] = []
        for line in chunk.splitlines():
            if _BULLET.match(line):
                items.append(_BULLET.sub("", line))
            elif items:
                items[-1] += "\n" + line.strip()
            else:
                before.append(line.strip())
        if before:
            found.append(Block(joined("\n".join(before))))
        if items:
            found.append(Block(items=tuple(joined(item) for item in items)))
    return found


def joined(text: str) -> str:
    """Lines made one: with a blank between Latin words, without one between Chinese characters."""
    return _ASCII_JOINT.sub(" ", text.strip()).replace("\n", "")
