"""YAML read with the line of every key kept, numbers exact, and nothing hostile let in.

A scheme's files use the plain part of YAML: mappings, lists and scalars. Anchors, aliases, tags and several documents
in one file are refused. Unquoted `true` and `false` are truth values (是/否 and yes/no stay text), digits are exact numbers.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from ..words import Words

MAX_LENGTH = 2_000_000
MAX_DEPTH = 30
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,12}")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    if len(text) > MAX_LENGTH:
        raise _refused(
            1, f"文件超过 {MAX_LENGTH} 字，请拆分", f"longer than {MAX_LENGTH} characters; split the file"
        )
    if match := _FORBIDDEN.search(text):
        line, shown = text.count("\n", 0, match.start()) + 1, f"U+{ord(match.group()):04X}"
        raise _refused(line, f"含有不可见字符 {shown}，请删去", f"an invisible character {shown}; remove it")
    try:
        return _Reader().read(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(line, _syntax(error)) from error


def _refused(line: int, zh: str, en: str) -> YamlError:
    return YamlError(line, Words(zh, en))


_SYNTAX = {
    "mapping values are not allowed": Words(
        "这里不能再有冒号：文字中有“: ”时请给整段文字加引号，也请检查缩进", "a colon too many: put a text that holds “: ” in quotation marks, and check the indentation"
    ),
    "could not find expected ':'": Words(
        "缺少冒号：键写作“键: 值”，冒号后空一格；也请检查缩进", "a colon is missing: write “key: value” with a space, and check the indentation"
    ),
    "did not find expected key": Words(
        "缩进没有对齐，或引号、括号没有成对", "indentation does not line up, or quotation marks or brackets do not pair up"
    ),
    "did not find expected '-' indicator": Words(
        "列表的“- ”没有对齐", "the “- ” of a list do not line up"
    ),
    "did not find expected ',' or": Words(
        "方括号或花括号里缺少逗号，或括号没有成对", "a comma is missing within the brackets, or they do not pair up"
    ),
    "cannot start any token": Words(
        "缩进请用空格，不要用 Tab；以 % @ ` 开头的文字请加引号", "indent with blanks, not tabs; quote a text beginning with % @ or `"
    ),
    "found unexpected end of stream": Words("引号没有成对", "a quotation mark is not closed"),
    "found unknown escape character": Words(
        "双引号中的反斜杠有特殊含义，请改用单引号", "a backslash is special within double quotation marks; use single ones"
    ),
    "block sequence entries are not allowed": Words(
        "列表的“- ”请另起一行", "begin a new line for the “- ” of a list"
    ),
}  # fmt: skip


def _syntax(error: yaml.MarkedYAMLError) -> Words:
    problem = error.problem or ""
    mend = next((words for said, words in _SYNTAX.items() if said in problem), None)
    what = Words("YAML 写法有误：", "not valid YAML: ")
    return what + (
        mend
        or Words(f"请检查缩进、冒号和引号（{problem}）", f"check indentation, colons and quotes ({problem})")
    )


class _Reader:
    def __init__(self) -> None:
        self.open: list[_Open] = []
        self.result: Any = None
        self.lines = Lines(1)
        self.documents = 0

    def read(self, text: str) -> tuple[Any, Lines]:
        # Events, not composed nodes: libyaml composes recursively and falls over on deep nesting.
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            line = event.start_mark.line + 1 if event.start_mark else 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                zh, en = (
                    "不能使用锚点和别名（& 与 *），请写全",
                    "anchors and aliases (& and *) are not read; write it out",
                )
                raise _refused(
                    line, f"{zh}；以 * 或 & 开头的文字请加引号", f"{en}, or quote a text beginning with them"
                )
            if getattr(event, "tag", None):
                raise _refused(line, "不能使用类型标签（!），请删去", "tags (!) are not read; remove them")
            self.take(event, line)
        return self.result, self.lines

    def take(self, event: yaml.Event, line: int) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise _refused(
                    line, "一个文件只能有一份内容，请删去“---”", "one document a file; remove the second ---"
                )
        elif isinstance(event, yaml.ScalarEvent):
            self.scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self.enter({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self.enter([], line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()

    def enter(self, content: dict[str, Any] | list[Any], line: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _refused(
                line, f"嵌套超过 {MAX_DEPTH} 层，请检查缩进", f"nested deeper than {MAX_DEPTH} levels"
            )
        self.open.append(_Open(content, self.place(content, line)))

    def scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        top = self.open[-1] if self.open else None
        if top is None or isinstance(top.content, list) or top.key is not None:
            # Unquoted scalars have no style, which libyaml tells as an empty one.
            self.place(event.value if event.style else _plain(event.value), line)
            return
        key = event.value
        if key in top.content:
            shown = key if len(key) <= 40 else f"{key[:40]}…"
            raise _refused(line, f"“{shown}”写了两次，请删去一个", f"“{shown}” stands twice; remove one")
        top.key = key
        top.lines.below[key] = Lines(line)

    def place(self, value: Any, line: int) -> Lines:
        """Put a value where it belongs, and tell where its lines are kept."""
        if not self.open:
            self.result, self.lines = value, Lines(line)
            return self.lines
        top = self.open[-1]
        if isinstance(top.content, list):
            lines = top.lines.below[len(top.content)] = Lines(line)
            top.content.append(value)
            return lines
        if top.key is None:
            raise _refused(line, "键应是一个词，不能是列表或“键: 值”", "a key must be a single word")
        lines = top.lines.below[top.key]
        top.content[top.key] = value
        top.key = None
        return lines


def _plain(text: str) -> Any:
    """What an unquoted scalar means: nothing, a truth value, an exact number, or text."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
