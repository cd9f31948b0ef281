"""YAML read with the line of every key kept, numbers exact, and nothing hostile let in.

A scheme's files use the plain part of YAML: mappings, lists and scalars. Anchors, aliases, tags and several documents
in one file are refused. Unquoted `true` and `false` are truth values (是/否 and yes/no stay text), digits are exact numbers.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from .words import Words

MAX_BYTES = 2_000_000
MAX_DEPTH = 30
_INTEGER = re.compile(r"^[-+]?(0|[1-9]\d{0,17})$")
_DECIMAL = re.compile(r"^[-+]?(0|[1-9]\d{0,17})\.\d{1,12}$")


class YamlError(ValueError):
    """A file that cannot be read as YAML: where, and what to do."""

    def __init__(self, line: int, message: Words) -> None:
        super().__init__(message.en)
        self.line = line
        self.message = message


@dataclass(slots=True)
class Lines:
    """The lines (1-based) at which the parts of a document stand: this part's own, and those below it."""

    line: int
    below: dict[str | int, "Lines"] = field(default_factory=dict)

    def find(self, path: tuple[str | int, ...]) -> int:
        """The line of the deepest known part of a path; steps that are not in the document are passed over."""
        here = self
        for step in path:
            here = here.below.get(step, here)
        return here.line


@dataclass(slots=True)
class _Open:
    """A collection being read."""

    content: dict[str, Any] | list[Any]
    lines: Lines
    key: str | None = None


def read_yaml(text: str) -> tuple[Any, Lines]:
    """The document as dicts, lists, str, int, Decimal, bool and None, with its lines; raises YamlError."""
    if len(text) > MAX_BYTES:
        raise YamlError(1, Words(f"文件超过 {MAX_BYTES} 字符，请拆分", f"longer than {MAX_BYTES} characters; split the file"))
    try:
        return _Reader().read(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(line, _syntax(error)) from error
    except yaml.YAMLError as error:
        raise YamlError(1, Words(f"含有 YAML 不允许的字符：{error}", f"characters YAML does not allow: {error}")) from error


def _syntax(error: yaml.MarkedYAMLError) -> Words:
    what = " ".join(part for part in (error.context, error.problem) if part)
    return Words(
        f"YAML 写法有误（{what}）；请检查缩进、冒号后的空格和引号是否成对",
        f"not valid YAML ({what}); check indentation, the space after colons and paired quotes",
    )


class _Reader:
    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.result: Any = None
        self.lines = Lines(1)
        self.documents = 0

    def read(self, text: str) -> tuple[Any, Lines]:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise YamlError(line, Words("不能使用锚点和别名（& 与 *），请写全", "anchors and aliases (& and *) are not read; write it out"))
            if getattr(event, "tag", None):
                raise YamlError(line, Words("不能使用类型标签（!）", "tags (!) are not read; remove them"))
            self.take(event, line)
        return self.result, self.lines

    def take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise YamlError(line, Words("一个文件只能有一份文档（不要用 ---）", "one document a file; remove the second ---"))
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            content: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
            lines = self.place(content, line)
            if len(self.open) >= MAX_DEPTH:
                raise YamlError(line, Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels"))
            self.open.append(_Open(content, lines))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self.open[-1] if self.open else None
        if top and isinstance(top.content, dict) and top.key is None:
            if event.value in top.content:
                raise YamlError(line, Words(f"“{event.value}” 写了两次，请删去一个", f"“{event.value}” stands twice; remove one"))
            top.key = event.value
            top.lines.below[event.value] = Lines(line)
            return
        self.place(_plain(event.value) if event.style in (None, "") else event.value, line)

    def place(self, value: Any, line: int) -> Lines:
        if not self.open:
            self.result, self.lines = value, Lines(line)
            return self.lines
        top = self.open[-1]
        if isinstance(top.content, list):
            lines = top.lines.below[len(top.content)] = Lines(line)
            top.content.append(value)
            return lines
        if top.key is None:
            raise YamlError(line, Words("键必须是一个词", "a key must be a single word"))
        lines = top.lines.below[top.key]
        top.content[top.key] = value
        top.key = None
        return lines


def _plain(text: str) -> Any:
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    return Decimal(text) if _DECIMAL.match(text) else text
