"""Timing, and figures with what they are compared with."""

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter, process_time


@dataclass(frozen=True)
class Figure:
    """One line of the table. `peer` is something plain that was measured in the same run, in the same unit."""

    what: str
    value: float
    unit: str
    aim: str = ""
    peer_name: str = ""
    peer: float = 0.0

    @property
    def ratio(self) -> str:
        """How many times the peer's figure ours is."""
        return f"{self.value / self.peer:.2g} ×" if self.peer else ""


def best(
    work: Callable[[], object],
    *,
    seconds: float = 1.0,
    least: int = 5,
    clock: Callable[[], float] = process_time,
) -> float:
    """The shortest time of one call, in seconds, out of as many as fit into `seconds`: the one least disturbed.

    Processor time of all cores unless another clock is given, because neighbours on the machine disturb it least.
    What runs in another process is timed by the wall clock (`WALL`).
    """
    work()
    gc.collect()
    shortest, until, done = float("inf"), perf_counter() + seconds, 0
    while done < least or perf_counter() < until:
        began = clock()
        work()
        shortest = min(shortest, clock() - began)
        done += 1
    return shortest


WALL = perf_counter


def shown(number: float) -> str:
    """Three significant digits, thousands marked."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as Markdown."""
    lines = ["| what | figure | aim | beside it, in the same run | ratio |", "|---|---|---|---|---|"]
    for one in figures:
        peer = f"{one.peer_name}: {shown(one.peer)} {one.unit}" if one.peer else one.peer_name
        lines.append(f"| {one.what} | **{shown(one.value)} {one.unit}** | {one.aim} | {peer} | {one.ratio} |")
    return "\n".join(lines)
