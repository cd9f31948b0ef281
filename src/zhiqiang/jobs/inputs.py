"""Answers out of a file: YAML, JSON or a workbook, with the place of each, every refusal in words."""

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhiqiang.engine.answering import AnswerProblem
from zhiqiang.engine.loading.yaml_lines import Lines, YamlError, read_yaml
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words

from .finding import open_scheme
from .speaking import Trouble

MEANING = Words(
    "填报数据：.yaml、.json 或 .xlsx 文件；- 为标准输入",
    "answers: a .yaml, .json or .xlsx file; - is standard input",
)
SCHEME, ANSWERS, DIGEST = "scheme", "answers", "digest"
MAX_BYTES = 4_000_000
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file holds: its answers as written, the scheme it names, and where each answer stands."""

    name: str
    raw: Mapping[str, Any]
    scheme: str | None = None
    digest: str | None = None
    """The state of the edition the answers were given for, where the file says it."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of an answer by its flat key, where the file has lines."""
    cells: Mapping[str, str] = field(default_factory=dict)
    """Its sheet and cell, `表!C5`, where the file is a workbook."""
    problems: tuple[AnswerProblem, ...] = ()
    """What could not even be read as an answer."""
    notes: tuple[Words, ...] = ()
    beside: Path = field(default_factory=Path)
    """The folder in which a scheme named by its path is looked for."""

    def place(self, key: str) -> str:
        """Where an answer stands, “answers.yaml:12” or “form.xlsx 表!C5”, or the file alone."""
        if key in self.cells:
            return f"{self.name} {self.cells[key]}"
        line = self.lines.get(key)
        return f"{self.name}:{line}" if line else self.name


def open_answers(name: str, asked: str | None) -> tuple[Filled, Scheme]:
    """The answers of a file and the scheme they are for: the one asked for, else the one the file names.

    Raises Trouble where the file cannot be read at all, or its scheme not be found.
    """
    if name.lower().endswith((".xlsx", ".xlsm")):
        from .workbook_inputs import read_filled_workbook  # the readers of Excel load only where one is read

        return read_filled_workbook(name, open_scheme(asked) if asked else None)
    filled = read_answers(name)
    return filled, scheme_of(filled, asked)


def read_answers(name: str) -> Filled:
    """The answers of a YAML or JSON file, numbers exact; raises Trouble for what cannot be read at all.

    A file is either `{scheme: …, digest: …, answers: {…}}` (the digest may be absent) or the answers themselves.
    """
    text = _text(name)
    shown = Words("标准输入", "standard input") if name == STANDARD_INPUT else Words(name, name)
    as_json = name.lower().endswith(".json") or (name == STANDARD_INPUT and text.lstrip().startswith("{"))
    content, lines = _json(shown, text) if as_json else _yaml(shown, text)
    if not isinstance(content, dict):
        raise Trouble(
            shown + Words("：应为“填报项: 数据”一一对应的内容", ": must hold “field: answer” pairs")
        )
    wrapped, named = ANSWERS in content, content.get(SCHEME)
    raw = (content[ANSWERS] or {}) if wrapped else {k: v for k, v in content.items() if k != SCHEME}
    if not isinstance(raw, dict):
        raise Trouble(
            shown
            + Words("：answers 之下应为“填报项: 数据”", ": below `answers` must stand “field: answer” pairs")
        )
    if isinstance(named, dict | list):
        raise Trouble(
            shown + Words("：scheme 应为方案的编号或文件夹", ": `scheme` must be an id or a folder")
        )
    if wrapped and (extra := [key for key in content if key not in (SCHEME, ANSWERS, DIGEST)]):
        raise Trouble(
            shown
            + Words(
                f"：{'、'.join(extra)} 应放在 answers 之下",
                f": {', '.join(extra)} must stand below `answers`",
            )
        )
    found = dict(_lines(raw, lines.below.get(ANSWERS, lines) if wrapped else lines)) if lines else {}
    digest = content.get(DIGEST) if wrapped else None
    return Filled(
        name,
        raw,
        str(named) if named else None,
        str(digest) if digest else None,
        lines=found,
        beside=Path() if name == STANDARD_INPUT else Path(name).parent,
    )


def scheme_of(filled: Filled, asked: str | None) -> Scheme:
    """The scheme asked for on the command line, else the one the file names; raises Trouble where there is none."""
    if asked is not None:
        return open_scheme(asked)
    if filled.scheme is None:
        raise Trouble(
            Words(
                f"{filled.name}：没有写明方案；请在文件中写 scheme: 编号，或加选项 --scheme",
                f"{filled.name}: it names no scheme; write `scheme: id` in the file, or add --scheme",
            )
        )
    return open_scheme(filled.scheme, filled.beside)


def _text(name: str) -> str:
    shown = Words("标准输入", "standard input") if name == STANDARD_INPUT else Words(name, name)
    try:
        if name == STANDARD_INPUT:
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        raise Trouble(shown + _cannot_open(problem)) from problem
    if len(content) > MAX_BYTES:
        raise Trouble(
            shown
            + Words(
                f"：超过 {MAX_BYTES // 10**6} MB，不像填报数据",
                f": larger than {MAX_BYTES // 10**6} MB, which no set of answers is",
            )
        )
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Trouble(
            shown
            + Words(
                "：这是 Office 文件；工作簿请用 .xlsx 扩展名",
                ": this is an Office file; a workbook must be called .xlsx",
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Trouble(
            shown + Words("：不是 UTF-8 文本，请另存为 UTF-8", ": not UTF-8 text; save it as UTF-8")
        ) from problem


def _cannot_open(problem: OSError) -> Words:
    match problem:
        case FileNotFoundError():
            return Words("：没有这个文件", ": there is no such file")
        case IsADirectoryError():
            return Words("：这是文件夹，请指明其中的文件", ": this is a folder; name a file in it")
        case PermissionError():
            return Words("：没有读取权限", ": may not be read")
    return Words(f"：无法读取（{problem.strerror}）", f": cannot be read ({problem.strerror})")


def _yaml(shown: Words, text: str) -> tuple[Any, Lines]:
    try:
        return read_yaml(text)
    except YamlError as problem:
        at = Words(f":{problem.line}: ", f":{problem.line}: ")
        raise Trouble(shown + at + problem.message) from problem


def _json(shown: Words, text: str) -> tuple[Any, Lines]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for key, value in pairs:
            if key in seen:
                raise Trouble(
                    shown + Words(f"：“{key}”写了两次，请删去一个", f": “{key}” stands twice; remove one")
                )
            seen[key] = value
        return seen

    try:
        # Numbers stay the text they were written in: no float ever reaches the engine.
        content = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=once)
    except json.JSONDecodeError as problem:
        at = Words(
            f":{problem.lineno}: JSON 写法有误（{problem.msg}）",
            f":{problem.lineno}: not valid JSON ({problem.msg})",
        )
        raise Trouble(shown + at) from problem
    except RecursionError as problem:
        raise Trouble(shown + Words("：嵌套过深", ": nested too deeply")) from problem
    return content, Lines(0)


def _lines(raw: Any, lines: Lines, prefix: str = "") -> Iterator[tuple[str, int]]:
    """The line of every answer, by its flat key."""
    pairs = raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ()
    for key, value in pairs:
        below = lines.below.get(key, lines)
        if isinstance(value, dict | list):
            yield from _lines(value, below, f"{prefix}{key}.")
        elif below.line:
            yield f"{prefix}{key}", below.line
