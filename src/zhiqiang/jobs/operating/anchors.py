"""Anchors of the audit trail: what every book said at an instant, in a file kept where the database's keepers cannot reach."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import Trouble

FORMAT = "zhiqiang-audit-anchor"


def write_anchor(path: Path, books: dict[str, tuple[int, str]], at: dt.datetime) -> None:
    """The anchor as a file that is whole or not there. Never over another one: an old anchor says what a new one cannot."""
    said = {
        "format": FORMAT,
        "version": 1,
        "at": at.isoformat(),
        "books": {name: list(one) for name, one in books.items()},
    }
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    except FileExistsError:
        raise Trouble(
            Words(
                f"{path} 已经存在；请换一个文件名，旧锚点要留着",
                f"{path} is there already; take another name, and keep the old one",
            )
        ) from None
    except OSError as problem:
        raise Trouble(
            Words(f"不能写入 {path}：{problem.strerror}", f"cannot write {path}: {problem.strerror}")
        ) from None


def read_anchor(path: Path) -> dict[str, tuple[int, str]]:
    """Length and head by book. Raises Trouble for anything that is no anchor."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise Trouble(
            Words(f"不能读取 {path}：{problem.strerror}", f"cannot read {path}: {problem.strerror}")
        ) from None
    except (ValueError, RecursionError):
        raise _no_anchor(path) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT or not isinstance(said.get("books"), dict):
        raise _no_anchor(path)
    if not all(_entry(one) for one in said["books"].values()):
        raise _no_anchor(path)
    return {name: (one[0], one[1]) for name, one in said["books"].items()}


def _entry(one: Any) -> bool:
    return isinstance(one, list) and len(one) == 2 and type(one[0]) is int and isinstance(one[1], str)


def _no_anchor(path: Path) -> Trouble:
    return Trouble(
        Words(
            f"{path} 不是锚点文件；锚点用 zhiqiang audit anchor -o 文件 生成",
            f"{path} is no anchor; zhiqiang audit anchor -o FILE writes one",
        )
    )
