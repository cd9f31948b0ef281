"""The type of a key in words, read off the model: 文本 · text, 公式 · formula, a list of things, one of these."""

import datetime as dt
import types
import typing
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from zhiqiang.engine.models.base import ClauseId, Formula, Identifier

PLAIN = {
    str: "文本 text",
    int: "整数 whole number",
    Decimal: "数 number",
    bool: "`true` / `false`",
    dt.date: "日期 date",
    Any: "任意 anything",
}
NAMED = {
    "formula": "公式 formula",
    "clause": "锚点 anchor",
    "identifier": "编号 id",
}


def type_words(field: FieldInfo) -> str:
    """The type of a field, with its limits."""
    base = _named(field.metadata) or _words(field.annotation)
    whole = get_origin(field.annotation) in (tuple, dict)
    limits = _limits(field.metadata, "项 items" if whole else "字 characters")
    return f"{base}，{limits}" if limits else base


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """The models a type mentions, in order."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) if not isinstance(part, str) for model in models_in(part)]


def _words(annotation: Any) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _named(list(args[1:])) or _words(args[0])
    if origin is Literal:
        return " / ".join(f"`{one}`" for one in args)
    if origin in (typing.Union, types.UnionType):
        return " / ".join(_words(one) for one in args if one is not type(None))
    if origin is tuple:
        return f"列表 list：{_words(args[0])}"
    if origin is dict:
        return f"对照 mapping：{_words(args[0])} → {_words(args[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return PLAIN[annotation]


def _constraints(alias: Any) -> StringConstraints:
    return next(one for one in get_args(alias)[1:] if isinstance(one, StringConstraints))


_KNOWN = {
    _constraints(Formula): NAMED["formula"],
    _constraints(ClauseId): NAMED["clause"],
    _constraints(Identifier): NAMED["identifier"],
}


def _named(metadata: list[Any]) -> str | None:
    return next(
        (_KNOWN[one] for one in metadata if isinstance(one, StringConstraints) and one in _KNOWN), None
    )


def _limits(metadata: list[Any], counted: str) -> str:
    """Bounds as people write them: ≥ 1，≤ 20，at most 200 characters."""
    parts = []
    for one in metadata:
        for attribute, shown in (("ge", "≥ {}"), ("gt", "> {}"), ("le", "≤ {}")):
            value = getattr(one, attribute, None)
            if value is not None:
                parts.append(shown.format(value))
        longest = getattr(one, "max_length", None)
        if longest is not None and not isinstance(one, StringConstraints):
            parts.append(f"≤ {longest} {counted}")
    return "，".join(parts)
