"""The places of an application that can be named for correction."""

from zhiqiang.engine.models.form import ListField, TableField
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words


def known_place(scheme: Scheme, place: str) -> bool:
    """Whether a return can name it: a field, a table or list, `section:<id>`, `material:<id>`, or a rubric's points."""
    kind, _, id = place.partition(":")
    if kind == "material":
        return id in scheme.materials
    if kind == "section":
        return any(section.id == id for section in scheme.form.sections)
    return place in scheme.typed or any(item.id == place for item in scheme.form.items())


def place_words(scheme: Scheme, place: str) -> Words:
    """What a place is called; its own key where the scheme does not know it."""
    kind, _, id = place.partition(":")
    if kind == "material" and id in scheme.materials:
        found = scheme.materials[id]
        return Words(found.label, found.label_en)
    for section in scheme.form.sections:
        if kind == "section" and section.id == id:
            return Words(f"“{section.label}”整节", f"the whole of “{section.label_en}”")
        for item in section.items:
            if item.id == place:
                return Words(item.label, item.label_en)
    leaf = scheme.typed.get(place)
    return Words(leaf.label, leaf.label_en) if leaf else Words(place, place)


def place_of(scheme: Scheme, key: str) -> str:
    """Where an answer is corrected: its table as a whole, or itself.

    What is worked out cannot be typed, so a calculated field of its own stands for nothing: the empty string.
    """
    cell = scheme.cells.get(key)
    if cell is not None:
        if isinstance(cell.item, TableField):
            return cell.item.id
        return "" if key in scheme.calculations else key
    if key in scheme.rubric_cells:
        return key
    list_id = key.partition(".")[0].partition("#")[0]
    item = next((one for one in scheme.form.items() if one.id == list_id), None)
    return list_id if isinstance(item, ListField) else ""
