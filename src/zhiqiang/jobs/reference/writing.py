"""The page of the scheme format: prose by hand, tables from the models, examples that are worked out as it is written."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from zhiqiang.engine.answering import answer
from zhiqiang.engine.formula.checking import FUNCTIONS
from zhiqiang.engine.formula.exact import compile_exact
from zhiqiang.engine.formula.parsing import MAX_DEPTH, MAX_SIZE, parse
from zhiqiang.engine.formula.sentence import to_sentence
from zhiqiang.engine.formula.tokens import MAX_LENGTH
from zhiqiang.engine.formula.tree import lower
from zhiqiang.engine.loading import load
from zhiqiang.engine.loading.reading import Files, read_cases
from zhiqiang.engine.models.edition import Calendar, Cases, Conditions, Cover, Materials, Rulings, SetValueRow
from zhiqiang.engine.models.form import FieldBase, Form
from zhiqiang.engine.models.indicators import Indicators
from zhiqiang.engine.models.papers import Papers
from zhiqiang.engine.models.workflow import Workflow
from zhiqiang.engine.proving import run_cases
from zhiqiang.engine.scheme import Scheme

from .typing_words import models_in, type_words

HERE = Path(str(files("zhiqiang.jobs"))) / "reference"
EXAMPLE = HERE / "example-2026"
FILES: dict[str, tuple[str, type[BaseModel] | None]] = {
    "scheme.yaml": ("封面 · the cover", Cover),
    "notice.md": ("通知摘要 · the notice", None),
    "form.yaml": ("填报表 · the form", Form),
    "indicators.yaml": ("指标 · indicators", Indicators),
    "conditions.yaml": ("申报条件 · conditions", Conditions),
    "rulings.yaml": ("裁定 · rulings", Rulings),
    "materials.yaml": ("材料 · materials", Materials),
    "calendar.yaml": ("时间安排 · calendar", Calendar),
    "workflow.yaml": ("办理流程 · workflow", Workflow),
    "papers.yaml": ("纸件 · papers", Papers),
    "set_values.csv": ("行业设定值 · set values", SetValueRow),
    "cases": ("案例 · worked cases", Cases),
}
FIRST = frozenset({"kind", "id"})
"""Keys one writes first, told first."""
NOTICE = """\
每条是一个标题：`### 中文标题 | English title {#锚点}`，下面用自己的话写摘要；单独一行 `EN:` 之后写英文摘要。
锚点用小写字母、数字、点和连字符，同一方案内不重复。不写姓名、电话、住址等个人信息。

Each clause is a heading, `### 中文 | English {#anchor}`, with a digest in our own words below and the English one after a
line `EN:`. No names, telephone numbers or addresses of people.
"""


def reference() -> str:
    """The whole page. Raises AssertionError where an example does not give what functions.yaml says."""
    parts = [_text("intro.md")]
    told: set[type[BaseModel]] = set()
    for name, (title, model) in FILES.items():
        parts.append(f"## {name}\n\n{title}")
        if model is None:
            parts.append(NOTICE.rstrip())
        else:
            parts += _models(model, told)
        parts.append(_example(name))
    parts += _formulas()
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _yaml(name: str) -> dict[str, Any]:
    found = yaml.safe_load(_text(name))
    assert isinstance(found, dict)
    return found


def _example(name: str) -> str:
    path = EXAMPLE / ("cases/answers.yaml" if name == "cases" else name)
    kind = {".yaml": "yaml", ".md": "markdown", ".csv": "csv"}[path.suffix]
    return f"例 · Example: `{path.relative_to(EXAMPLE).as_posix()}`\n\n```{kind}\n{path.read_text(encoding='utf-8').rstrip()}\n```"


# --- tables from the models -----------------------------------------------------------------------


def _models(model: type[BaseModel], told: set[type[BaseModel]]) -> Iterator[str]:
    """A model and those it is made of, each once."""
    if model in told:
        return
    told.add(model)
    shared = issubclass(model, FieldBase) and model is not FieldBase
    if shared and FieldBase not in told:
        yield from _models(FieldBase, told)
    yield f'### {model.__name__} <a id="{model.__name__.lower()}"></a>'
    zh, en = meaning(model, "", None)
    more = (
        "共有的键见 [FieldBase](#fieldbase)。 Keys of every field: [FieldBase](#fieldbase)." if shared else ""
    )
    yield "  \n".join(part for part in (zh, en, more) if part)
    rows = ["| 键 Key | 写法 Type | 必写 Required | 含义 Meaning |", "|---|---|---|---|"]
    for name, field in sorted(model.model_fields.items(), key=lambda pair: pair[0] not in FIRST):
        if shared and name in FieldBase.model_fields:
            continue
        rows.append(_row(model, name, field))
    if len(rows) > 2:
        yield "\n".join(rows)
    for field in model.model_fields.values():
        for below in models_in(field.annotation):
            yield from _models(below, told)


def _row(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    zh, en = meaning(model, name, field)
    required = "是 yes" if field.is_required() else _default(field)
    cells = [f"`{name}`", type_words(field), required, f"{zh}<br>{en}"]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if value is None or value == "" or value == () or field.default_factory is not None:
        return ""
    shown = (
        ", ".join(value)
        if isinstance(value, tuple)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    return f"不写为 default `{shown}`"


def meaning(model: type[BaseModel], name: str, field: FieldInfo | None) -> tuple[str, str]:
    """What a key means, in Chinese and English; KeyError for one nobody has described."""
    words = _yaml("words.yaml")
    told = words.get(model.__name__, {}).get(name) or words["any"].get(name)
    if told is None:
        for base in model.__mro__[1:]:
            told = told or words.get(base.__name__, {}).get(name)
    if told is None:
        raise KeyError(f"{model.__name__}.{name} has no words in words.yaml")
    if isinstance(told, list):
        zh, en = told
        return str(zh), str(en)
    english = (field.description if field else " ".join((model.__doc__ or "").split())) or ""
    if not english:
        raise KeyError(
            f"{model.__name__}.{name} has no English words: describe it in the model or in words.yaml"
        )
    return str(told), english


# --- the formula language -------------------------------------------------------------------------


def _formulas() -> Iterator[str]:
    limits = f"{MAX_LENGTH} 字 characters，嵌套 nested {MAX_DEPTH} 层 levels，{MAX_SIZE} 步（逐行展开后） steps (written out row by row)"
    yield _text("formulas.md").format(limits=limits)
    described = _yaml("functions.yaml")
    missing = set(FUNCTIONS) ^ set(described["functions"])
    assert not missing, f"functions.yaml and the language differ: {', '.join(sorted(missing))}"
    worker = _Worker()
    groups = (
        ("名字与数 · Names and numbers", described["names"]),
        ("运算 · Operators", described["operators"]),
        ("函数 · Functions", list(described["functions"].values())),
    )
    for title, entries in groups:
        yield f"### {title}"
        rows = [
            "| 写法 Form | 含义 Meaning | 例 Example | 结果 Result | 读作 Reads |",
            "|---|---|---|---|---|",
        ]
        for entry in entries:
            rows += worker.rows(entry)
        yield "\n".join(rows)


class _Worker:
    """Works the examples out on the example scheme."""

    def __init__(self) -> None:
        self.scheme: Scheme = load(EXAMPLE)
        assert all(result.ok for result in run_cases(self.scheme))
        first = next(iter(read_cases(Files(EXAMPLE)).values())).cases[0]
        self.values = answer(self.scheme, first.answers).values

    def rows(self, entry: dict[str, Any]) -> Iterator[str]:
        for number, (formula, expected) in enumerate(entry["examples"].items()):
            node = parse(formula, self.scheme.scope)
            shown = "—"
            if node.type.rows is None:
                value = compile_exact(lower(node))(self.values).value
                shown = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
            assert shown == expected, f"{formula} gives {shown}, not {expected}"
            spoken = to_sentence(node, "zh", self.scheme.spoken)
            form = f"`{entry['form']}`" if number == 0 else ""
            words = f"{entry['zh']}<br>{entry['en']}" if number == 0 else ""
            cells = (form, words, f"`{formula}`", f"`{shown}`", spoken)
            yield f"| {' | '.join(cells)} |"
