"""From the files of a folder to models: every file read, every problem gathered."""

import csv
import io
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path as Folder
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ..formula.errors import FormulaError
from ..formula.parsing import Scope, parse
from ..formula.tree import Node
from ..models.edition import Cases, SetValueRow
from ..problems import SchemeProblem
from ..scheme import Clause
from ..words import Words
from .telling import problems_of
from .yaml_lines import Lines, YamlError, read_yaml

SCHEME, FORM, INDICATORS = "scheme.yaml", "form.yaml", "indicators.yaml"
CONDITIONS, RULINGS, MATERIALS = "conditions.yaml", "rulings.yaml", "materials.yaml"
CALENDAR, WORKFLOW, PAPERS = "calendar.yaml", "workflow.yaml", "papers.yaml"
NOTICE, SET_VALUES = "notice.md", "set_values.csv"

MAX_PROBLEMS = 200
"""Problems told of one file; the rest is counted."""
MAX_LINE = 2000
M = TypeVar("M", bound=BaseModel)
Path = tuple[str | int, ...]
"""A place in a YAML file: keys and indexes."""
_ANCHOR = re.compile(r"[a-z0-9][a-z0-9.-]*")


@dataclass
class Files:
    """A folder being read: the lines of each file, the formulas read, the problems found (each once)."""

    folder: Folder
    problems: list[SchemeProblem] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=dict)
    _told: set[SchemeProblem] = field(default_factory=set)
    _formulas: dict[tuple[str, Path, str], Node | None] = field(default_factory=dict)

    def problem(self, file: str, where: Path | int, message: Words) -> None:
        """Note a problem at a path of a YAML file, or at a line."""
        line = where if isinstance(where, int) else self.lines.get(file, Lines(1)).find(where)
        found = SchemeProblem(file, line, message)
        if found not in self._told:
            self._told.add(found)
            self.problems.append(found)

    def formula(self, file: str, path: Path, text: str, scope: Scope, wanted: str | None) -> Node | None:
        """The tree of a formula that stands in a file, or None with its problem noted. It is read once."""
        known = (file, path, text)
        if known not in self._formulas:
            try:
                self._formulas[known] = parse(text, scope, wanted=wanted)
            except FormulaError as error:
                self.problem(file, path, error.told)
                self._formulas[known] = None
        return self._formulas[known]

    def text(self, name: str, *, optional: bool = False) -> str | None:
        """The text of a file; None with a problem noted where it cannot be read."""
        try:
            return (self.folder / name).read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            if not optional:
                self.problem(name, 1, self._absent(name))
        except UnicodeDecodeError:
            zh = "编码不是 UTF-8，请在编辑器或 Excel 中另存为 UTF-8（CSV UTF-8）"
            self.problem(name, 1, Words(zh, "not encoded in UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)"))
        except OSError as error:
            zh, en = (
                f"无法读取（{error.strerror}），请检查文件和权限",
                f"cannot be read ({error.strerror}); check it",
            )
            self.problem(name, 1, Words(zh, en))
        return None

    def _absent(self, name: str) -> Words:
        there = [path.name for path in self.folder.iterdir()] if self.folder.is_dir() else []
        near = get_close_matches(name, there, 1, 0.75)
        if near:
            zh, en = (
                f"缺少此文件；“{near[0]}”是否应改名为“{name}”？",
                f"this file is missing; rename “{near[0]}”?",
            )
            return Words(zh, en)
        return Words("缺少此文件，请补上", "this file is missing; add it")

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
        content = {} if content is None else content
        try:
            return kind.model_validate(content)
        except ValidationError as error:
            self._tell(name, problems_of(error, content, kind))
            return None

    def _tell(self, name: str, told: list[tuple[Path, Words]]) -> None:
        for path, words in told[:MAX_PROBLEMS]:
            self.problem(name, path, words)
        more = len(told) - MAX_PROBLEMS
        if more > 0:
            zh, en = f"另有 {more} 处问题，先改上面的", f"{more} more problems; mend those above first"
            self.problem(name, 1, Words(zh, en))


# --- notice.md ------------------------------------------------------------------------------------


def read_notice(files: Files) -> dict[str, Clause]:
    """The clauses of notice.md: headings `### 中文 | English {#anchor}` with the digest below them."""
    clauses: dict[str, Clause] = {}
    open_: tuple[str, Words] | None = None
    body: list[str] = []
    for number, line in enumerate((files.text(NOTICE) or "").splitlines(), 1):
        if not (line.startswith("#") and "{#" in line):
            body.append(line)
            continue
        _close(clauses, open_, body)
        heading = _heading(line)
        if heading is None:
            zh, en = (
                "标题应写作“### 中文 | English {#锚点}”",
                "write the heading as “### 中文 | English {#anchor}”",
            )
            files.problem(NOTICE, number, Words(zh, en))
        elif message := _wrong_anchor(heading[0], clauses):
            files.problem(NOTICE, number, message)
        open_, body = heading, []
    _close(clauses, open_, body)
    return clauses


def _heading(line: str) -> tuple[str, Words] | None:
    """Anchor and titles of a heading; None where it is not written as it should be."""
    titles, _, rest = line.lstrip("#").partition("{#")
    anchor, brace, behind = rest.partition("}")
    zh, _, en = (part.strip() for part in titles.partition("|"))
    if not zh or not brace or behind.strip() or len(line) > MAX_LINE:
        return None
    return anchor, Words(zh, en or zh)


def _wrong_anchor(anchor: str, clauses: dict[str, Clause]) -> Words | None:
    if not _ANCHOR.fullmatch(anchor):
        return Words(
            f"锚点“{anchor}”只能用小写字母、数字、点和横线",
            f"anchor “{anchor}”: lower-case letters, digits, dots, hyphens",
        )
    if anchor in clauses:
        return Words(f"锚点“{anchor}”用了两次，请改一个", f"the anchor “{anchor}” stands twice; change one")
    return None


def _close(clauses: dict[str, Clause], open_: tuple[str, Words] | None, body: list[str]) -> None:
    if open_ is None:
        return
    lines = [line for line in body if not line.startswith("#")]
    split = next((n for n, line in enumerate(lines) if line.lstrip().startswith("EN:")), len(lines))
    zh, en = "\n".join(lines[:split]).strip(), "\n".join(lines[split:]).strip().removeprefix("EN:").strip()
    clauses.setdefault(open_[0], Clause(open_[0], open_[1], zh, en or zh))


# --- set_values.csv -------------------------------------------------------------------------------

_YES_NO = {"是": "yes", "否": "no"}


def read_set_values(files: Files) -> list[tuple[int, SetValueRow]]:
    """The rows of set_values.csv with their lines; a file that is absent has none."""
    text = files.text(SET_VALUES, optional=True)
    rows: list[tuple[int, SetValueRow]] = []
    if not text:
        return rows
    wanted = list(SetValueRow.model_fields)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(wanted):
            zh, en = f"首行应为：{','.join(wanted)}", f"the first line must be: {','.join(wanted)}"
            files.problem(SET_VALUES, 1, Words(zh, en))
            return rows
        line = reader.line_num + 1
        for record in reader:
            if any(record):
                _set_value_row(files, line, header, record, rows)
            line = reader.line_num + 1
    except csv.Error as error:
        zh, en = "CSV 写法有误，请检查引号和逗号", "not valid CSV; check quotation marks and commas"
        files.problem(SET_VALUES, reader.line_num, Words(f"{zh}（{error}）", f"{en} ({error})"))
    return rows


def _set_value_row(
    files: Files, line: int, header: list[str], record: list[str], rows: list[tuple[int, SetValueRow]]
) -> None:
    if len(record) != len(header):
        zh = f"此行有 {len(record)} 格，应为 {len(header)} 格；文字中的逗号请用引号括起来"
        en = f"this line has {len(record)} cells, not {len(header)}; put texts with commas in quotation marks"
        files.problem(SET_VALUES, line, Words(zh, en))
        return
    content: dict[str, Any] = {name: cell.strip() for name, cell in zip(header, record, strict=True)}
    content["illustrative"] = _YES_NO.get(content["illustrative"], content["illustrative"])
    try:
        rows.append((line, SetValueRow.model_validate(content)))
    except ValidationError as error:
        for _, words in problems_of(error, content, SetValueRow):
            files.problem(SET_VALUES, line, words)


def read_cases(files: Files) -> dict[str, Cases]:
    """The worked cases, by file name."""
    found: dict[str, Cases] = {}
    for path in sorted((files.folder / "cases").glob("*.yaml")):
        name = f"cases/{path.name}"
        cases = files.model(name, Cases)
        if cases is not None:
            found[name] = cases
    return found
