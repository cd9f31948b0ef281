"""`zhiqiang new`: the beginning of a scheme, small and whole, with comments that teach; or a copy to go on from."""

import re
import shutil
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

from zhiqiang.engine.words import Words

from .check import all_problems
from .finding import from_here, scheme_folder
from .speaking import GOOD, Trouble, argument, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "新建方案文件夹：一个最小而完整的方案，注释说明每个文件怎么写，能直接通过 zhiqiang check。",
    "Begin a scheme: small but whole, with comments that say how each file is written; it passes `zhiqiang check` at once.",
)
MORE = Words(
    "文件夹的名字就是方案的 id：小写字母、数字和连字符，末尾的四位数字作为年度，如 yunxi-2026。\n"
    "用 --from 从已有方案复制，例如做下一年度的版本。已有的文件夹不会被改动。",
    "The folder's name is the scheme's id: lower-case letters, digits and hyphens; four digits at its end are the year,\n"
    "as in yunxi-2026. With --from an existing scheme is copied, say for next year's edition. Nothing is overwritten.",
)
ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
YEAR = re.compile(r"-((?:19|20)\d{2})$")
LONGEST_ID = 60


@command_("new", ABOUT, MORE)
@argument(
    "folder",
    Words("文件夹", "FOLDER"),
    Words("要新建的文件夹，如 yunxi-2026", "the folder to make, such as yunxi-2026"),
)
@option(
    "--from",
    "source",
    metavar="S",
    words=Words("从这个方案复制（文件夹或编号）", "copy this scheme (its folder or id)"),
)
def command(folder: str, source: str | None) -> int:
    target = Path(folder).absolute()
    _may_be_made(target)
    if source is None:
        _skeleton(target)
        made = Words(f"已新建方案 {target.name}", f"made the scheme {target.name}")
    else:
        copied = scheme_folder(source)
        _copy(copied, target)
        made = Words(f"已从 {copied.name} 复制为 {target.name}", f"copied {copied.name} to {target.name}")
    here = from_here(target)
    say(made)
    say(
        Words(
            f"接下来：编辑 {here} 中的文件，然后 zhiqiang check {here}",
            f"next: edit the files in {here}, then zhiqiang check {here}",
        )
    )
    return GOOD


def _may_be_made(target: Path) -> None:
    if not ID.match(target.name) or len(target.name) > LONGEST_ID:
        raise Trouble(
            Words(
                f"文件夹名“{target.name}”不能作方案的 id：只用小写字母、数字和连字符，如 yunxi-2026",
                f"the name “{target.name}” cannot be a scheme's id: use lower-case letters, digits and hyphens, as in yunxi-2026",
            )
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Trouble(
            Words(
                f"{target} 已有内容，没有改动；请换一个名字",
                f"{target} is there already and was left alone; choose another name",
            )
        )


def _skeleton(target: Path) -> None:
    edition = _edition(target.name)
    marks = {"__ID__": target.name, "__EDITION__": str(edition), "__BASE__": str(edition - 1)}
    root = Path(str(files("zhiqiang.jobs"))) / "skeleton" / language()
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            for mark, value in marks.items():
                text = text.replace(mark, value)
            _write(target / path.relative_to(root), text)


def _edition(name: str) -> int:
    """The year at the end of a name, or this year in China."""
    found = YEAR.search(name)
    return int(found.group(1)) if found else datetime.now(UTC).astimezone(timezone(timedelta(hours=8))).year


def _copy(source: Path, target: Path) -> None:
    """A copy under the new id. The year moves along where the new name ends with one."""
    problems = all_problems(source)
    if problems:
        raise Trouble(
            Words(
                f"{source.name} 还有 {len(problems)} 个问题，请先用 zhiqiang check 改好再复制",
                f"{source.name} has {len(problems)} problems; mend them with `zhiqiang check` before copying",
            )
        )
    if target.is_relative_to(source):
        raise Trouble(Words("不能复制到方案自己的文件夹里", "a scheme cannot be copied into itself"))
    shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)
    cover = target / "scheme.yaml"
    text = re.sub(
        r"(?m)^(id:\s*)[^\s#]+", rf"\g<1>{target.name}", cover.read_text(encoding="utf-8-sig"), count=1
    )
    if found := YEAR.search(target.name):
        year = int(found.group(1))
        text = re.sub(r"(?m)^(edition:\s*)\d+", rf"\g<1>{year}", text, count=1)
        text = re.sub(r"(?m)^(base_year:\s*)\d+", rf"\g<1>{year - 1}", text, count=1)
    _write(cover, text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
