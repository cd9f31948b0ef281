"""The slips of the pen that would explain a number whose check characters do not fit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

_LOOKALIKES = ("0ODQ", "1I7LT", "2Z", "5S6", "8B3", "UVY", "6G0", "690", "MN", "XK", "EF", "PR", "CG")
_ALIKE = {
    character: frozenset("".join(group for group in _LOOKALIKES if character in group)) - {character}
    for character in frozenset("".join(_LOOKALIKES))
}
_MOST_IMPOSTORS = 4
_MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip that explains a number: `value` is the number mended, `place` counts from 1.

    A swap changed two neighbours, `place` and the next; otherwise `was` should read `becomes`.
    """

    value: str
    place: int
    was: str
    becomes: str
    swap: bool = False

    @property
    def zh(self) -> str:
        if self.swap:
            return f"第 {self.place}、{self.place + 1} 位“{self.was}”写颠倒，应为“{self.becomes}”"
        return f"第 {self.place} 位“{self.was}”应为“{self.becomes}”"

    @property
    def en(self) -> str:
        if self.swap:
            return (
                f"characters {self.place} and {self.place + 1}, “{self.was}”, are swapped: “{self.becomes}”"
            )
        return f"character {self.place}, “{self.was}”, should be “{self.becomes}”"

    @property
    def likelihood(self) -> int:
        """0 look-alikes, 1 swaps, 2 one digit or one letter for another, 3 a digit for a letter or the reverse."""
        if self.swap:
            return 1
        if self.becomes in _ALIKE.get(self.was, ()):
            return 0
        return 2 if self.was.isdigit() == self.becomes.isdigit() else 3


def slips(number: str, alphabets: Sequence[str], fits: Callable[[str], bool]) -> tuple[Slip, ...]:
    """Every single character changed, and every two neighbours swapped, that make `number` fit.

    `alphabets[i]` holds the characters allowed at place i; `fits` tells whether a whole number is right.
    Likeliest first (see `Slip.likelihood`), equals from the left.
    """
    found = [one for one in (*_changes(number, alphabets), *_swaps(number)) if fits(one.value)]
    return tuple(sorted(found, key=lambda one: (one.likelihood, one.place)))


def impostors_mended(number: str, alphabets: Sequence[str], fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The numbers that fit once characters that may not stand where they are give way to look-alikes.

    For a letter O typed for a nought, and the like; at most four of them are tried together.
    """
    wrong = [place for place, character in enumerate(number) if character not in alphabets[place]]
    if not wrong or len(wrong) > _MOST_IMPOSTORS:
        return ()
    choices = [[one for one in alphabets[place] if one in _ALIKE.get(number[place], ())] for place in wrong]
    tried = (_replaced(number, dict(zip(wrong, chosen, strict=True))) for chosen in product(*choices))
    return tuple(value for value in tried if fits(value))[:_MOST_SUGGESTIONS]


def values(found: Iterable[Slip]) -> tuple[str, ...]:
    """The mended numbers, each once, the first five."""
    return tuple(dict.fromkeys(one.value for one in found))[:_MOST_SUGGESTIONS]


def edited(word: str, alphabet: str) -> frozenset[str]:
    """Every other word one slip away: a letter dropped, changed, added or swapped with its neighbour."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {head + tail[1:] for head, tail in halves if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    changed = {head + letter + tail[1:] for head, tail in halves if tail for letter in alphabet}
    added = {head + letter + tail for head, tail in halves for letter in alphabet}
    return frozenset(dropped | swapped | changed | added) - {word}


def _changes(number: str, alphabets: Sequence[str]) -> Iterator[Slip]:
    for place, was in enumerate(number):
        for becomes in alphabets[place]:
            if becomes != was:
                yield Slip(number[:place] + becomes + number[place + 1 :], place + 1, was, becomes)


def _swaps(number: str) -> Iterator[Slip]:
    for place in range(len(number) - 1):
        one, other = number[place], number[place + 1]
        if one != other:
            value = number[:place] + other + one + number[place + 2 :]
            yield Slip(value, place + 1, one + other, other + one, swap=True)


def _replaced(number: str, characters: dict[int, str]) -> str:
    return "".join(characters.get(place, was) for place, was in enumerate(number))
