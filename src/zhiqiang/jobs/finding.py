"""Which scheme is meant: a folder, or the id of an edition that comes with the program."""

import os
from difflib import get_close_matches
from pathlib import Path

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.problems import SchemeError, SchemeProblem
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words

from .speaking import Trouble

MEANING = Words(
    "方案：文件夹路径，或自带方案的编号", "a scheme: its folder, or the id of one that comes with the program"
)

MARKS = ("scheme.yaml", "form.yaml", "indicators.yaml", "notice.md")
"""Files of which a scheme's folder has at least one: any other folder is not searched through."""


def scheme_folder(name: str, beside: Path | None = None) -> Path:
    """The folder of a scheme; a folder that is there goes before an id. Raises Trouble with the nearest ids.

    `beside` is the folder from which a path is read, the working folder unless stated.
    """
    path = Path(os.path.abspath(Path(beside or ".") / name))  # noqa: PTH100 (no links followed: the name is the id)
    if path.name == "scheme.yaml" and path.is_file():
        return path.parent
    if any((path / file).is_file() for file in MARKS):
        return path
    known = shipped()
    if name in known:
        return known[name]
    if path.is_dir():
        raise Trouble(
            Words(
                f"“{name}”不是方案文件夹：里面没有 scheme.yaml；新建方案用 zhiqiang new",
                f"“{name}” is not a scheme's folder: it holds no scheme.yaml; `zhiqiang new` begins one",
            )
        )
    near = get_close_matches(name, known, 2) or list(known)
    raise Trouble(
        Words(
            f"找不到方案“{name}”：既没有这个文件夹，也不是自带方案的编号（{'、'.join(near)}）",
            f"there is no scheme “{name}”: neither a folder nor the id of one that comes along ({', '.join(near)})",
        )
    )


def open_scheme(name: str, beside: Path | None = None) -> Scheme:
    """The scheme itself; raises Trouble with everything that is wrong with it."""
    folder = scheme_folder(name, beside)
    try:
        return load(folder)
    except SchemeError as error:
        head = Words(
            f"方案“{name}”有 {len(error.problems)} 个问题，改好后才能使用：",
            f"the scheme “{name}” has {len(error.problems)} problems and cannot be used before they are mended:",
        )
        raise Trouble(head, *(problem_line(folder, problem) for problem in error.problems)) from error


def problem_line(folder: Path, problem: SchemeProblem) -> Words:
    """“schemes/demo/form.yaml:12: …”, with the path as one would open it from here."""
    file = from_here(folder / problem.file)
    return Words(
        f"{file}:{problem.line}: {problem.message.zh}", f"{file}:{problem.line}: {problem.message.en}"
    )


def from_here(path: Path) -> str:
    """The shorter of the path from the working folder and the whole path."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except ValueError:  # another drive
        return str(path)
