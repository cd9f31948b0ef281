"""From the files of a folder to models: every file read, every problem gathered."""

import csv
import io
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .models.edition import Calendar, Cases, Conditions, Cover, Materials, Rulings, SetValueRow
from .models.form import Form
from .models.indicators import Indicators
from .models.papers import Papers
from .problems import SchemeProblem
from .scheme import Clause
from .words import Words
from .yaml_lines import Lines, YamlError, read_yaml

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[str | int, ...]
_HEADING = re.compile(r"^#{1,6}\s+(?P<zh>[^|{]+?)\s*(?:\|\s*(?P<en>[^{]+?)\s*)?\{#(?P<id>[^}]*)\}\s*$")
_ANCHOR = re.compile(r"^[a-z0-9][a-z0-9.-]*$")


@dataclass
class Files:
    """A folder being read: its models so far, the lines of each file, the problems found."""

    folder: Path
    problems: list[SchemeProblem] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=dict)

    def problem(self, file: str, where: Path_ | int, message: Words) -> None:
        """Note a problem at a path of a YAML file, or at a line."""
        known = self.lines.get(file, Lines(1))
        line = where if isinstance(where, int) else known.find(where)
        self.problems.append(SchemeProblem(file, line, message))

    def text(self, name: str, *, optional: bool = False) -> str | None:
        """The text of a file; None with a problem noted where it cannot be read."""
        path = self.folder / name
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            if not optional:
                self.problem(name, 1, Words("缺少此文件，请补上", "this file is missing; add it"))
        except (UnicodeDecodeError, OSError) as error:
            self.problem(name, 1, Words(f"无法读取，请另存为 UTF-8（{error}）", f"cannot be read; save it as UTF-8 ({error})"))
        return None

    def model(self, name: str, kind: type[M], *, optional: bool = False) -> M | None:
        """A YAML file as a model, or None with its problems noted; an optional file that is absent is empty."""
        text = self.text(name, optional=optional)
        if text is None:
            return kind() if optional and not (self.folder / name).exists() else None
        try:
            content, self.lines[name] = read_yaml(text)
        except YamlError as error:
            self.problem(name, error.line, error.message)
            return None
        try:
            return kind.model_validate(content if content is not None else {})
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                self.problem(name, *_told(detail))
            return None


def _told(detail: ErrorDetails) -> tuple[Path_, Words]:
    """A pydantic error as a place and a sentence with its mend."""
    where = tuple(detail["loc"])
    last = str(where[-1]) if where else ""
    context: dict[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return where, _unknown_key(last)
        case "missing":
            return where[:-1], Words(f"缺少“{last}”，请补上", f"“{last}” is missing; add it")
        case "union_tag_invalid":
            allowed = str(context.get("expected_tags", ""))
            return where, Words(f"kind 只能是 {allowed}", f"kind must be one of {allowed}")
        case "union_tag_not_found":
            return where, Words("缺少 kind，请写明种类", "`kind` is missing; say which kind this is")
        case "value_error":
            said = context.get("error")
            words = said.args[0] if isinstance(said, ValueError) and said.args else detail["msg"]
            return where, words if isinstance(words, Words) else Words(f"{last}：{words}", f"{last}: {words}")
        case _:
            return where, Words(f"“{last}”的值不对：{detail['msg']}", f"“{last}”: {detail['msg']}")


def _unknown_key(name: str) -> Words:
    near = get_close_matches(name, _all_keys(), 1)
    return Words(
        f"不认识“{name}”" + (f"，是否应为“{near[0]}”？" if near else "，请删去；可用的键见方案格式说明"),
        f"unknown key “{name}”" + (f"; did you mean “{near[0]}”?" if near else "; remove it (see the scheme format reference)"),
    )


def _all_keys() -> list[str]:
    """Every key some model knows, for guessing what a misspelt one should have been."""
    found: set[str] = set()
    for model in (Cover, Form, Indicators, Conditions, Rulings, Materials, Calendar, Papers, Cases):
        schema = model.model_json_schema()
        for part in (schema, *schema.get("$defs", {}).values()):
            found.update(part.get("properties", {}))
    return sorted(found)


def read_notice(files: Files) -> dict[str, Clause]:
    """The clauses of notice.md: headings `### 中文 | English {#anchor}` with the digest below them."""
    text = files.text("notice.md")
    clauses: dict[str, Clause] = {}
    open_: tuple[str, Words] | None = None
    body: list[str] = []
    for number, line in enumerate((text or "").splitlines(), 1):
        match = _HEADING.match(line)
        if match is None:
            if line.startswith("#") and "{#" in line:
                files.problem("notice.md", number, Words("标题应写作“### 中文 | English {#锚点}”", "write the heading as “### 中文 | English {#anchor}”"))
            body.append(line)
            continue
        _close(clauses, open_, body)
        anchor = match["id"]
        if not _ANCHOR.match(anchor):
            files.problem("notice.md", number, Words(f"锚点“{anchor}”只能用小写字母、数字、点和横线", f"anchor “{anchor}”: lower-case letters, digits, dots and hyphens only"))
        if anchor in clauses:
            files.problem("notice.md", number, Words(f"锚点“{anchor}”用了两次", f"anchor “{anchor}” stands twice"))
        open_, body = (anchor, Words(match["zh"], match["en"] or match["zh"])), []
    _close(clauses, open_, body)
    return clauses


def _close(clauses: dict[str, Clause], open_: tuple[str, Words] | None, body: list[str]) -> None:
    if open_ is None:
        return
    zh, _, en = "\n".join(line for line in body if not line.startswith("#")).partition("EN:")
    clauses.setdefault(open_[0], Clause(open_[0], open_[1], zh.strip(), en.strip() or zh.strip()))


def read_set_values(files: Files) -> list[tuple[int, SetValueRow]]:
    """The rows of set_values.csv with their lines; a file that is absent has none."""
    text = files.text("set_values.csv", optional=True)
    rows: list[tuple[int, SetValueRow]] = []
    if not text:
        return rows
    reader = csv.DictReader(io.StringIO(text), strict=True)
    wanted = list(SetValueRow.model_fields)
    if reader.fieldnames is None or set(reader.fieldnames) != set(wanted):
        files.problem("set_values.csv", 1, Words(f"首行应为：{','.join(wanted)}", f"the first line must be: {','.join(wanted)}"))
        return rows
    try:
        for record in reader:
            _set_value_row(files, reader.line_num, record, rows)
    except csv.Error as error:
        files.problem("set_values.csv", reader.line_num, Words(f"CSV 写法有误：{error}", f"not valid CSV: {error}"))
    return rows


def _set_value_row(files: Files, line: int, record: dict[str, Any], rows: list[tuple[int, SetValueRow]]) -> None:
    try:
        rows.append((line, SetValueRow.model_validate(record)))
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            files.problem("set_values.csv", line, _told(detail)[1])


def read_cases(files: Files) -> dict[str, Cases]:
    """The worked cases, by file name."""
    found: dict[str, Cases] = {}
    for path in sorted((files.folder / "cases").glob("*.yaml")):
        name = f"cases/{path.name}"
        cases = files.model(name, Cases)
        if cases is not None:
            found[name] = cases
    return found
