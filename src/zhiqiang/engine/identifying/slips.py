"""The slips of the pen that would explain a number whose check characters do not fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

_LOOKALIKES = ("0ODQ", "1I7LT", "2Z", "5S6", "8B3", "UVY", "6G0", "690", "38", "MN", "XK", "EF", "PR", "CG")
_ALIKE = {
    character: frozenset("".join(group for group in _LOOKALIKES if character in group)) - {character}
    for character in frozenset("".join(_LOOKALIKES))
}
_MOST_IMPOSTORS = 4


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip that explains the number: `value` is the number mended, `place` counts from 1.

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
            return f"characters {self.place} and {self.place + 1} swapped: “{self.was}” for “{self.becomes}”"
        return f"character {self.place}: “{self.was}” for “{self.becomes}”"


def slips(number: str, alphabets: Sequence[str], fits: Callable[[str], bool]) -> tuple[Slip, ...]:
    """Every single character changed, and every two neighbours swapped, that make `number` fit.

    `alphabets[i]` holds the characters allowed at place i; `fits` tells whether a whole number is right.
    Likeliest first: look-alikes, then swaps, then other changes; within each from the left.
    """
    changes = [slip for slip in _changes(number, alphabets) if fits(slip.value)]
    swaps = [slip for slip in _swaps(number) if fits(slip.value)]
    alike = [slip for slip in changes if slip.becomes in _ALIKE.get(slip.was, ())]
    return (*alike, *swaps, *(slip for slip in changes if slip not in alike))


def impostors_mended(number: str, alphabets: Sequence[str], fits: Callable[[str], bool]) -> tuple[Slip, ...]:
    """Numbers that fit once the characters that may not stand where they are give way to look-alikes.

    For a letter O typed for a nought, and the like; at most four of them are tried together. `place`, `was`
    and `becomes` are those of the first.
    """
    wrong = [place for place, character in enumerate(number) if character not in alphabets[place]]
    if not wrong or len(wrong) > _MOST_IMPOSTORS:
        return ()
    choices = [[one for one in alphabets[place] if one in _ALIKE.get(number[place], ())] for place in wrong]
    mended = []
    for chosen in product(*choices):
        letters = list(number)
        for place, character in zip(wrong, chosen, strict=True):
            letters[place] = character
        value = "".join(letters)
        if fits(value):
            mended.append(Slip(value, wrong[0] + 1, number[wrong[0]], chosen[0]))
    return tuple(mended)


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


def edited(word: str, alphabet: str) -> frozenset[str]:
    """Every other word one slip away: a letter dropped, changed, added or swapped with its neighbour."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    dropped = {head + tail[1:] for head, tail in halves if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in halves if len(tail) > 1}
    changed = {head + letter + tail[1:] for head, tail in halves if tail for letter in alphabet}
    added = {head + letter + tail for head, tail in halves for letter in alphabet}
    return frozenset(dropped | swapped | changed | added) - {word}
