"""The page of the command line: every command's own help in both languages, and the shape of the machine form."""

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ..commands import root
from ..sheet import ScoreSheet, Unreadable
from .typing_words import models_in

INTRO = """\
# 命令 · Commands

<!-- 本页由程序生成，请勿手改：python -m zhiqiang.jobs.reference -->

装好程序后，在任何文件夹都可以用 `zhiqiang`，不需要数据库。默认输出中文；`--lang en` 或环境变量 `ZHIQIANG_LANG=en` 输出英文。
只有输出到终端时才用颜色（设 `NO_COLOR=1` 则不用）。结果写到标准输出，给人看的提示和错误写到标准错误。

Once installed, `zhiqiang` works from any folder and needs no database. It speaks Chinese; `--lang en` or `ZHIQIANG_LANG=en` makes it
English. Colours are for terminals alone (`NO_COLOR=1` turns them off). Results go to standard output, notes and errors to standard error.

## 退出码 · Exit codes

| 码 Code | 含义 | Meaning |
|---|---|---|
| 0 | 正常 | all is well |
| 1 | 有发现：方案有问题、案例未通过、填报数据有错误或必填项未填、两个方案有差异 | problems, failed cases, wrong or missing answers, differences |
| 2 | 用法不对，或文件、方案无法使用 | the call, a file or a scheme cannot be used |
| 3 | 程序自身出错 | a fault of the program itself |
| 130 | 被中断 | interrupted |
| 141 | 输出的接收方提前关闭（如 `zhiqiang explain … \\| head`） | the reader of the output went away |

## 填报数据文件 · Files of answers

YAML 或 JSON，写明方案和数据；数据可以嵌套，也可以写成一层。网页导出的 JSON 就是这个样子。也可以只写数据，用 `--scheme` 指定方案。

YAML or JSON, with the scheme and the answers, nested or flat; the site's JSON export has this form. The answers alone will do with
`--scheme`.

```yaml
scheme: yunxi-2026          # 自带方案的编号，或相对于本文件的文件夹 · an id, or a folder beside this file
answers:
  inventions: 6
  finance: {sales: {T-2: 1000, T-1: 2000, T: 4000}}
  filings.invention.T: 4    # 与嵌套写法相同 · the same as nested
  points.i10: 8             # 专家评分或自评 · points of a rubric
```"""
SHEET = """\
## `score --json`

一个文件时输出一个 JSON 对象；多个文件时每行一个。数值都是精确的文本，如 `"7/2"`、`"12"`；`shown` 是给人看的，两位小数，四舍五入。
`format` 不变时，已有的键含义不变，可能增加新的键。无法读取的文件，在它的位置输出 [Unreadable](#unreadable)（只在多个文件时）。

One object for one file, one a line for several. Numbers are exact texts such as `"7/2"`; `shown` is for people, two decimals, half up.
While `format` stays the same, a key keeps its meaning; new ones may come. A file that cannot be read gives [Unreadable](#unreadable)
in its place (only among several)."""
TYPES = {str: "text", int: "whole number", bool: "true / false"}


def commands_page() -> str:
    """The whole page."""
    parts = [INTRO, "## zhiqiang", *_help(root, "zhiqiang")]
    for name in root.listed:
        command = root.get_command(click.Context(root), name)
        assert command is not None
        parts += [f"## zhiqiang {name}", *_help(command, f"zhiqiang {name}")]
    parts.append(SHEET)
    told: set[type[BaseModel]] = set()
    for model in (ScoreSheet, Unreadable):
        parts += _model(model, told)
    return "\n\n".join(parts) + "\n"


def _help(command: click.Command, path: str) -> Iterator[str]:
    for lang in ("zh", "en"):
        context = click.Context(command, info_name=path, obj=lang)
        yield f"```text\n{command.get_help(context)}\n```"


def _model(model: type[BaseModel], told: set[type[BaseModel]]) -> Iterator[str]:
    if model in told:
        return
    told.add(model)
    yield f'### {model.__name__} <a id="{model.__name__.lower()}"></a>'
    yield " ".join((model.__doc__ or "").split())
    rows = ["| 键 Key | 类型 Type | 含义 Meaning |", "|---|---|---|"]
    rows += [
        f"| `{name}` | {_type(field)} | {field.description} |" for name, field in model.model_fields.items()
    ]
    yield "\n".join(rows)
    for field in model.model_fields.values():
        for below in models_in(field.annotation):
            yield from _model(below, told)


def _type(field: FieldInfo) -> str:
    return _words(field.annotation)


def _words(annotation: Any) -> str:
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " \\| ".join(f"`{one}`" for one in args)
    if origin is list:
        return f"list of {_words(args[0])}"
    if args:
        return " or ".join("null" if one is type(None) else _words(one) for one in args)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return TYPES[annotation]
