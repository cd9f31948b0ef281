"""What a browser sends: answers as JSON, read exactly and within bounds. Nothing of it is stored."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

from zhiqiang.engine.answering import flatten

MAX_BYTES = 1024 * 1024
MAX_ANSWERS = 60_000


class BadAnswers(Exception):
    """The request cannot be understood; the message says the mend. `status` is the code to answer with."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A request for a score: flat answers as text, the parts the page already shows, a total to reach."""

    answers: Mapping[str, Any]
    shown: Mapping[str, str] = field(default_factory=dict)
    target: str = ""
    opened: tuple[str, ...] = ()
    """Indicators whose reasons the reader has open."""


@dataclass(frozen=True)
class Wrapped:
    """Answers out of a file, with the edition and its state where the file names them."""

    answers: Mapping[str, Any]
    scheme: str = ""
    digest: str = ""


def posted(request: HttpRequest) -> Asked:
    """The JSON body of a request. Raises BadAnswers."""
    if request.content_type != "application/json":
        raise BadAnswers(_("请求应为 JSON（Content-Type: application/json）。"), 415)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BYTES:
        raise BadAnswers(_("数据过多，没有计算。请删去不需要的行后再试。"), 413)
    content = _object(request.body)
    language = content.get("language")
    if language in ("zh-hans", "en"):
        translation.activate(language)
    shown, opened = content.get("shown"), content.get("opened")
    return Asked(
        _answers(content.get("answers")),
        {str(k): str(v) for k, v in shown.items()} if isinstance(shown, dict) else {},
        str(content.get("target") or "")[:20],
        tuple(str(id) for id in opened[:200]) if isinstance(opened, list) else (),
    )


def read_answers(text: str | bytes) -> Mapping[str, Any]:
    """Answers out of a JSON text, flat. Raises BadAnswers."""
    return read_wrapped(text).answers


def read_wrapped(text: str | bytes) -> Wrapped:
    """A JSON text: `{"scheme": …, "digest": …, "answers": {…}}`, or the answers themselves. Raises BadAnswers."""
    if len(text) > MAX_BYTES:
        raise BadAnswers(_("数据过多，没有接收。"), 413)
    content = _object(text)
    if not isinstance(content.get("answers"), dict):
        return Wrapped(_answers(content))
    scheme, digest = (_clean(str(content.get(name) or "")) for name in ("scheme", "digest"))
    return Wrapped(_answers(content["answers"]), scheme, digest)


def answers_as_json(view):
    """A view whose refusals are JSON: `{"error": sentence}` with the status."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except BadAnswers as bad:
            return JsonResponse({"error": bad.message}, status=bad.status)

    return answered


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        # Numbers stay the text they were written in: no float ever reaches the engine.
        content = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise BadAnswers(_("内容不是完整的 JSON，没有读取。请重新导出后再试。")) from None
    if not isinstance(content, dict):
        raise BadAnswers(_("内容应为“填报项: 数据”的 JSON 对象。"))
    return content


def _answers(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise BadAnswers(_("请求里没有填报数据（answers）。"))
    flat: dict[str, Any] = {}
    for key, value in flatten(content):
        if len(flat) >= MAX_ANSWERS:
            raise BadAnswers(_("数据过多，没有计算。请删去不需要的行后再试。"), 413)
        flat[_clean(key)[:200]] = _clean(value) if isinstance(value, str) else value
    return flat


def _clean(text: str) -> str:
    """Without halves of characters, which no page could be written with."""
    return text.encode("utf-8", "replace").decode("utf-8")
