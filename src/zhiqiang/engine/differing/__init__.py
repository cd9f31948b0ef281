"""What changed between two editions? Every change in words, in the order of the notice."""

from collections.abc import Iterator

from ..scheme import Scheme
from .change import CHAPTERS, Change, Chapter, Kind
from .form import form_changes
from .indicators import indicator_changes
from .rest import (
    calendar_changes,
    condition_changes,
    cover_changes,
    material_changes,
    notice_changes,
    paper_changes,
    ruling_changes,
    workflow_changes,
)
from .set_values import set_value_changes

__all__ = ["CHAPTERS", "Change", "Chapter", "Kind", "differ"]


def differ(before: Scheme, after: Scheme) -> list[Change]:
    """Every change from one edition to another; empty where they say the same.

    Things are matched by their ids. Within a chapter what is new or changed stands in the order of `after`, then what
    is gone in the order of `before`; the same two folders always give the same list. Comments, worked cases and the
    order of things are not compared, and neither are the edition's id and year when nothing else of the cover moved
    them: they are changes like any other.
    """
    return list(_changes(before, after))


def _changes(before: Scheme, after: Scheme) -> Iterator[Change]:
    yield from cover_changes(before, after)
    yield from notice_changes(before, after)
    yield from condition_changes(before, after)
    yield from form_changes(before, after)
    yield from indicator_changes(before, after)
    yield from set_value_changes(before, after)
    yield from material_changes(before, after)
    yield from calendar_changes(before, after)
    yield from workflow_changes(before, after)
    yield from paper_changes(before, after)
    yield from ruling_changes(before, after)
