"""Old beside new after a correction: what was asked, what became of it, and everything else that changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from zhiqiang.access import scope
from zhiqiang.actions.places import place_words
from zhiqiang.records.models import MoveMade, Submission
from zhiqiang.web.office.case import Case
from zhiqiang.web.office.figures import Shown
from zhiqiang.web.office.sheets import item_block

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for, and whether anything there changed."""

    place: str
    label: str
    note: str
    done: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer before and after."""

    section: str
    label: str
    before: str
    after: str
    same: bool


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file by name, and where it can be looked at."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """Files put in and taken away for one material."""

    label: str
    added: tuple[FileLink, ...]
    removed: tuple[FileLink, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything between two submissions. `everything` also lists what stayed the same."""

    before: Submission
    after: Submission
    asked: tuple[Answer, ...]
    reason: str
    answers: tuple[Changed, ...]
    files: tuple[FileChange, ...]
    points: tuple[tuple[str, str, str, str], ...]
    everything: bool


def changes(case: Case) -> Changes | None:
    """The last submission against the one before it; None where there is only one."""
    if case.before is None:
        return None
    everything = case.query.get("show") == "all"
    answers = tuple(_answers(case, everything))
    files = tuple(_files(case))
    back = _return(case)
    touched = _touched(case)
    asked = tuple(
        Answer(point["key"], place_words(case.scheme, point["key"])(case.lang), point.get("note", ""), point["key"] in touched)
        for point in (back.points if back else ())
    )
    return Changes(
        case.before, case.now, asked, back.reason if back else "", answers, files, tuple(_points(case)), everything
    )


def _return(case: Case) -> MoveMade | None:
    """The return that led to the correction: the last one with points between the two submissions."""
    assert case.before is not None
    between = [
        move for move in case.moves if case.before.at <= move.at <= case.now.at and move.points and move.undone_by_id is None
    ]
    return between[-1] if between else None


def _touched(case: Case) -> set[str]:
    """Every place in which something changed: fields, tables, sections and materials."""
    found: set[str] = set()
    sheet = case.reading.sheet
    for section in case.scheme.form.sections:
        for item in section.items:
            block = item_block(case.scheme, case.reading, item)
            keys = {cell.key for line in block.lines for cell in line.cells if cell.was is not None}
            if keys:
                found |= {item.id, f"section:{section.id}", *keys}
    for key, leaf in ((key, cell.leaf) for key, cell in case.scheme.rubric_cells.items()):
        if sheet.shown(leaf).was is not None:
            found.add(key)
    found |= {f"material:{id}" for id, _, _ in _changed_files(case)}
    return found


def _answers(case: Case, everything: bool):
    sheet = case.reading.sheet
    for section in case.scheme.form.sections:
        for item in section.items:
            block = item_block(case.scheme, case.reading, item)
            for line in block.lines:
                for place, cell in enumerate(line.cells):
                    if cell.key and (everything or cell.was is not None):
                        head = block.heads[place] if block.heads else ""
                        label = " · ".join(text for text in (block.title, line.label, head) if text)
                        yield _changed(section.name(case.lang), label, cell)
    for cell in case.scheme.rubric_cells.values():
        shown = sheet.shown(cell.leaf)
        if everything or shown.was is not None:
            label = cell.leaf.label if case.lang == "zh" else cell.leaf.label_en
            yield _changed(cell.indicator.name(case.lang), label, shown)


def _changed(section: str, label: str, cell: Shown) -> Changed:
    before = cell.value if cell.was is None else cell.was
    return Changed(section, label, before, cell.value, cell.was is None)


def _changed_files(case: Case) -> list[tuple[str, list[Named], list[Named]]]:
    """By material: what was put in and what was taken off, as (name, digest)."""
    assert case.before is not None
    found = []
    for id in case.scheme.materials:
        old = {(one["name"], one["digest"]) for one in case.before.files if one["material"] == id}
        new = {(one["name"], one["digest"]) for one in case.now.files if one["material"] == id}
        if old != new:
            found.append((id, sorted(new - old), sorted(old - new)))
    return found


def _files(case: Case) -> Iterator[FileChange]:
    changed = _changed_files(case)
    digests = {digest for _, added, removed in changed for _, digest in (*added, *removed)}
    visible = scope.files(case.reader).filter(application=case.application, digest__in=digests) if digests else ()
    address = {one.digest: reverse("office-file", args=[one.key]) for one in visible}

    def links(files: list[Named]) -> tuple[FileLink, ...]:
        return tuple(FileLink(name, address.get(digest, "")) for name, digest in files)

    for id, added, removed in changed:
        yield FileChange(case.scheme.materials[id].name(case.lang), links(added), links(removed))


def _points(case: Case):
    for part in case.reading.parts:
        for claim in part.claims:
            if claim.was is not None:
                yield claim.number, claim.title, claim.was, claim.points
