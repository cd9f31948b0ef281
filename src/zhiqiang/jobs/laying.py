"""Laying text out on a terminal, where a Chinese character takes two columns."""

from collections.abc import Sequence
from unicodedata import east_asian_width

import click


def width(text: str) -> int:
    """The columns a text takes, colours not counted."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in click.unstyle(text))


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """The text with blanks up to so many columns; blanks before it where it stands right."""
    blanks = " " * max(0, columns - width(text))
    return blanks + text if right else text + blanks


def table(rows: Sequence[Sequence[str]], *, right: set[int] | frozenset[int] = frozenset()) -> list[str]:
    """Rows as aligned lines; columns named in `right` are flush right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(width, column)) for column in columns]
    return [
        "  ".join(pad(cell, widths[n], right=n in right) for n, cell in enumerate(row)).rstrip()
        for row in rows
    ]


def dotted(left: str, right: str, columns: int) -> str:
    """A name and its figure with dots between, so that the eye finds its way across."""
    gap = columns - width(left) - width(right)
    return f"{left} {'·' * max(2, gap - 2)} {right}"
