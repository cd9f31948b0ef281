"""What pydantic finds wrong with a file, told in Chinese and English with the mend, at its place in the file."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..words import Words

Path = tuple[str | int, ...]
Loc = tuple[str | int, ...]
"""A place as pydantic tells it, branches of unions named."""
Model = type[BaseModel]

PATTERNS = {
    r"^[a-z][a-z0-9_]*$": Words(
        "只能用小写字母、数字和下划线，以字母开头", "lower-case letters, digits and _ only, beginning with a letter"
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": Words(
        "只能用小写字母、数字和中间的横线", "lower-case letters and digits only, with single hyphens between"
    ),
    r"^[a-z0-9][a-z0-9.-]*$": Words(
        "应是 notice.md 的锚点：小写字母、数字、点和横线", "must be an anchor of notice.md: lower-case letters, digits, dots, hyphens"
    ),
    r"^[A-Za-z0-9_-]+$": Words("只能用字母、数字、_ 和 -", "letters, digits, _ and - only"),
    r"^R\d{2,3}$": Words("应写作 R01 这样", "must be written like R01"),
    r"^(all|[A-Z]|\d{2})$": Words(
        "应为两位大类代码、门类字母或 all", "must be a two-digit division, the letter of a section or all"
    ),
    r"^(any|[A-Za-z0-9_-]+)$": Words("应为规模选项的代码或 any", "must be the code of a size or any"),
}  # fmt: skip
"""What each pattern of the models wants, in words."""


def problems_of(error: ValidationError, content: Any, kind: Model) -> list[tuple[Path, Words]]:
    """Every finding of a validation: its path in the document and a sentence in both languages with the mend."""
    details = [one for one in error.errors(include_url=False) if not _beside(one, content)]
    misspelt = _misspelt(details)
    told: dict[tuple[Path, Words], None] = {}
    for detail in details:
        loc, path = detail["loc"], _path(detail["loc"], content)
        if detail["type"] == "missing":
            if loc in misspelt.values():
                continue
            path = path[:-1] if path and path[-1] == loc[-1] else path
        told[path, _words(detail, kind, str(misspelt.get(loc, ("",))[-1]))] = None
    return list(told)


def _misspelt(details: list[ErrorDetails]) -> dict[Loc, Loc]:
    """Unknown keys that stand for a missing one beside them: the place of the one to that of the other."""
    missing: dict[Loc, list[str]] = {}
    for detail in details:
        if detail["type"] == "missing":
            missing.setdefault(detail["loc"][:-1], []).append(str(detail["loc"][-1]))
    found: dict[Loc, Loc] = {}
    for loc in (detail["loc"] for detail in details if detail["type"] == "extra_forbidden"):
        near = get_close_matches(str(loc[-1])[:60], missing.get(loc[:-1], []), 1)
        if near:
            found[loc] = (*loc[:-1], near[0])
    return found


# --- places ---------------------------------------------------------------------------------------


def _path(loc: tuple[str | int, ...], content: Any) -> Path:
    """Pydantic's place without the steps that name a branch of a union and stand in no document."""
    path: list[str | int] = []
    here, entered = content, True
    for step in loc:
        if isinstance(here, dict) and entered and here.get("kind") == step:
            entered = False
            continue
        if _is_branch(step, here):
            continue
        path.append(step)
        here, entered = _below(here, step), True
    return tuple(path)


def _is_branch(step: str | int, here: Any) -> bool:
    """Whether a step names a branch: a tag that is no key here, or a type such as `tuple[Row, ...]`."""
    if isinstance(step, int):
        return False
    return "[" in step or (isinstance(here, dict) and step not in here and step in ("indicator", "group"))


def _below(here: Any, step: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _beside(detail: ErrorDetails, content: Any) -> bool:
    """Whether this belongs to the branch of a plain union that the document evidently does not mean."""
    here = content
    for step in detail["loc"]:
        if isinstance(step, str) and step.startswith("literal["):
            return isinstance(here, list)
        if isinstance(step, str) and step.startswith("tuple["):
            return not isinstance(here, list)
        here = _below(here, step) if not _is_branch(step, here) else here
    return False


# --- sentences ------------------------------------------------------------------------------------


def _words(detail: ErrorDetails, kind: Model, meant: str) -> Words:
    loc = detail["loc"]
    name = next((str(step) for step in reversed(loc) if isinstance(step, str) and "[" not in step), "")
    context: dict[str, Any] = detail.get("ctx", {})
    if detail["type"] == "extra_forbidden":
        return _unknown_key(name, (meant,) if meant else _known_keys(loc, kind))
    if detail["type"] == "missing":
        return Words(f"缺少“{name}”，请补上", f"“{name}” is missing; add it")
    if detail["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return _kind(detail["type"], context)
    if detail["type"] == "value_error":
        return _own(name, context, detail["msg"])
    say = _SAYINGS.get(detail["type"])
    if say is None:
        return Words(f"“{name}”的值不对（{detail['msg']}）", f"“{name}”: {detail['msg']}")
    said = say(context)
    return Words(f"“{name}”{said.zh}", f"“{name}” {said.en}")


def _kind(type_: str, context: dict[str, Any]) -> Words:
    if type_ == "union_tag_not_found":
        return Words("缺少 kind，请写明种类", "`kind` is missing; say which kind this is")
    allowed = str(context.get("expected_tags", "")).replace("'", "")
    return Words(f"kind 只能是：{allowed.replace(', ', '、')}", f"kind must be one of: {allowed}")


def _own(name: str, context: dict[str, Any], message: str) -> Words:
    """What a model of ours said itself."""
    said = context.get("error")
    words = said.args[0] if isinstance(said, ValueError) and said.args else message
    if not isinstance(words, Words):
        return Words(f"“{name}”：{words}", f"“{name}”: {words}")
    return Words(f"“{name}”：{words.zh}", f"“{name}”: {words.en}") if name else words


def _pattern(context: dict[str, Any]) -> Words:
    pattern = str(context.get("pattern", ""))
    return PATTERNS.get(pattern) or Words(f"应符合 {pattern}", f"must match {pattern}")


def _literal(context: dict[str, Any]) -> Words:
    allowed = str(context.get("expected", "")).replace("'", "")
    return Words(
        f"只能是：{allowed.replace(' or ', '、').replace(', ', '、')}",
        f"must be one of: {allowed.replace(' or ', ', ')}",
    )


def _fixed(zh: str, en: str) -> Callable[[dict[str, Any]], Words]:
    def say(context: dict[str, Any]) -> Words:
        return Words(zh.format(**context), en.format(**context))

    return say


_LIST = _fixed("应为列表：每项前加“- ”，或写在方括号里", "must be a list: a “- ” before each item, or in [ ]")
_MAPPING = _fixed("应为若干“键: 值”", "must be a set of “key: value” lines")
_INTEGER = _fixed("应为整数", "must be a whole number")
_DECIMAL = _fixed("应为数字，如 12 或 0.5", "must be a number such as 12 or 0.5")
_DATE = _fixed("应为日期，写作 2020-11-25", "must be a date written like 2020-11-25")
_TRUTH = _fixed("应为 true 或 false（CSV 中写 yes 或 no）", "must be true or false (yes or no in CSV)")
_SAYINGS: dict[str, Callable[[dict[str, Any]], Words]] = {
    "string_type": _fixed("应为文字；true、false 等请加引号", "must be a text; put words like true in quotation marks"),
    "string_too_short": _fixed("不能为空（至少 {min_length} 字）", "cannot be empty (at least {min_length} characters)"),
    "string_too_long": _fixed("过长，最多 {max_length} 字", "is too long: at most {max_length} characters"),
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "int_parsing": _INTEGER, "int_type": _INTEGER, "int_from_float": _INTEGER, "int_parsing_size": _INTEGER,
    "decimal_parsing": _DECIMAL, "decimal_type": _DECIMAL, "finite_number": _DECIMAL,
    "greater_than": _fixed("须大于 {gt}", "must be greater than {gt}"),
    "greater_than_equal": _fixed("不能小于 {ge}", "must be at least {ge}"),
    "less_than": _fixed("须小于 {lt}", "must be less than {lt}"),
    "less_than_equal": _fixed("不能大于 {le}", "must be at most {le}"),
    "list_type": _LIST, "tuple_type": _LIST,
    "dict_type": _MAPPING, "model_type": _MAPPING, "model_attributes_type": _MAPPING,
    "too_short": _fixed("至少要有 {min_length} 项", "needs at least {min_length} items"),
    "too_long": _fixed("最多 {max_length} 项", "holds at most {max_length} items"),
    "bool_type": _TRUTH, "bool_parsing": _TRUTH,
    "date_type": _DATE, "date_parsing": _DATE, "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
}  # fmt: skip


# --- keys that a place knows ----------------------------------------------------------------------


def _unknown_key(name: str, known: tuple[str, ...]) -> Words:
    what = Words(f"不认识“{name}”", f"unknown key “{name}”")
    if near := get_close_matches(name[:60], known, 1):
        return what + Words(f"，是否应为“{near[0]}”？", f"; did you mean “{near[0]}”?")
    if known:
        return what + Words(
            f"，请删去；此处可用：{'、'.join(known)}", f"; remove it; known here: {', '.join(known)}"
        )
    return what + Words("，请删去", "; remove it")


def _known_keys(loc: tuple[str | int, ...], kind: Model) -> tuple[str, ...]:
    """The keys that the part of a document may have to which the last step of a place belongs."""
    models: tuple[Model, ...] = (kind,)
    for step in loc[:-1]:
        models = _step(models, step)
    return tuple(sorted({name for model in models for name in model.model_fields}))


def _step(models: tuple[Model, ...], step: str | int) -> tuple[Model, ...]:
    """The models below a step; a step that names a branch keeps that one, an index changes nothing."""
    if isinstance(step, int):
        return models
    named = tuple(model for model in models if step in _tags(model))
    if named and len(models) > 1:
        return named
    fields = [model.model_fields[step] for model in models if step in model.model_fields]
    return tuple(dict.fromkeys(found for one in fields for found in _models_in(one.annotation))) or models


@lru_cache(maxsize=256)
def _tags(model: Model) -> frozenset[str]:
    """The words by which a union calls this model."""
    field = model.model_fields.get("kind")
    kinds = get_args(field.annotation) if field and get_origin(field.annotation) is Literal else ()
    return frozenset({model.__name__.lower(), *map(str, kinds)})


def _models_in(annotation: Any) -> Iterator[Model]:
    """Every model an annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, UnionType, tuple, dict, list):
        for part in get_args(annotation):
            yield from _models_in(part)
