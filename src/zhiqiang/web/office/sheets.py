"""The whole form as it was filled, section by section, with what was changed marked."""

from dataclasses import dataclass

from zhiqiang.engine.models.form import ListField, TableField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.web.office.cards import Asked
from zhiqiang.web.office.case import Case
from zhiqiang.web.office.figures import Block, Sheet
from zhiqiang.web.office.reading import Reading, Warned


@dataclass(frozen=True, slots=True)
class Piece:
    """One field, table or list: its place, its answers, the note on it where there is one."""

    place: str
    label: str
    block: Block
    asked: Asked | None
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A section of the form."""

    place: str
    title: str
    clause: str
    pieces: tuple[Piece, ...]
    asked: Asked | None


def sections(case: Case) -> list[SheetSection]:
    """Every section; with `show=changed` only what the correction changed."""
    only_changed = case.query.get("show") == "changed"
    found = []
    for model in case.scheme.form.sections:
        place = f"section:{model.id}"
        pieces = tuple(
            piece for piece in (_piece(case, item) for item in model.items) if not only_changed or piece.block.changed
        )
        if not pieces:
            continue
        clause = case.scheme.clauses[model.clause].title(case.lang) if model.clause else ""
        asked = case.asked_by_place.get(place)
        found.append(SheetSection(place, model.name(case.lang), clause, pieces, asked))
    return found


def item_block(scheme: Scheme, reading: Reading, item) -> Block:
    """All answers of a field, a table or a list; worked out once for each reading."""
    if item.id not in reading.items:
        reading.items[item.id] = _item_block(scheme, reading.sheet, item)
    return reading.items[item.id]


def _item_block(scheme: Scheme, sheet: Sheet, item) -> Block:
    if isinstance(item, ListField):
        return sheet.list_block(item)
    if isinstance(item, TableField):
        leaves = [scheme.cells[leaf.key].leaf for leaf in leaves_of(scheme)[item.id]]
    else:
        leaves = [scheme.cells[item.id].leaf]
    return sheet.blocks(leaves)[0]


def leaves_of(scheme: Scheme) -> dict[str, list]:
    """The leaves of every table, by its id."""
    if scheme not in _leaves:
        found: dict[str, list] = {}
        for cell in scheme.cells.values():
            if isinstance(cell.item, TableField):
                found.setdefault(cell.item.id, []).append(cell.leaf)
        _leaves[scheme] = found
    return _leaves[scheme]


_leaves: dict[Scheme, dict[str, list]] = {}


def _piece(case: Case, item) -> Piece:
    block = item_block(case.scheme, case.reading, item)
    keys = {cell.key for line in block.lines for cell in line.cells}
    warnings = tuple(one for one in case.reading.warnings if keys.intersection(one.keys))
    return Piece(item.id, item.name(case.lang), block, case.asked_by_place.get(item.id), warnings)
