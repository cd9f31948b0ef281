"""`zhiqiang workbook`: a form to fill offline that scores itself."""

import io
from pathlib import Path
from typing import Any

from zhiqiang.engine.words import Words
from zhiqiang.papers.workbook.writing import write_workbook

from .finding import MEANING, open_scheme
from .inputs import MEANING as ANSWERS_MEANING
from .inputs import open_answers
from .speaking import FOUND, GOOD, Trouble, argument, complain, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "生成 Excel 工作簿：离线填写，得分随填随算，在 Excel、WPS、LibreOffice 中结果与系统一致。",
    "Write an Excel workbook: filled in offline, it scores itself as the engine does, in Excel, WPS and LibreOffice.",
)
MORE = Words(
    "填好后用 zhiqiang score 文件.xlsx 计分，或在网页上传。用 --lang en 生成英文工作簿。\n"
    "退出码：0 已生成；1 已生成，但 --answers 中有些数据在表中没有位置。",
    "Filled in, it is scored by `zhiqiang score FILE.xlsx` or uploaded to the site. --lang en writes it in English.\n"
    "Exit codes: 0 written; 1 written, but some answers have no place in the form.",
)


@command_("workbook", ABOUT, MORE)
@argument("name", Words("方案", "SCHEME"), MEANING)
@option(
    "--output",
    "-o",
    required=True,
    metavar="F",
    words=Words("要生成的 .xlsx 文件", "the .xlsx file to write"),
)
@option("--answers", metavar="F", words=ANSWERS_MEANING)
@option("--force", is_flag=True, words=Words("覆盖已有的文件", "replace a file that is there"))
def command(name: str, output: str, answers: str | None, force: bool) -> int:
    scheme, target = open_scheme(name), Path(output)
    _may_be_written(target, force)
    raw: dict[str, Any] = dict(open_answers(answers, name)[0].raw) if answers else {}
    made = io.BytesIO()
    placeless = write_workbook(scheme, made, raw, language())
    try:
        target.write_bytes(made.getvalue())
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(
            Words(f"{output}：无法写入（{reason}）", f"{output}: cannot be written ({reason})")
        ) from problem
    say(Words(f"已生成 {output}", f"wrote {output}"))
    for key in placeless:
        complain(Words(f"表中没有这一项：{key}", f"the form has no such field: {key}"))
    return FOUND if placeless else GOOD


def _may_be_written(target: Path, force: bool) -> None:
    """A file that is there may be one somebody filled in: it is not replaced unasked."""
    if target.suffix.lower() != ".xlsx":
        raise Trouble(Words(f"{target}：文件名应以 .xlsx 结尾", f"{target}: the name must end with .xlsx"))
    if target.exists() and not force:
        raise Trouble(
            Words(
                f"{target} 已经存在，没有改动；请换一个名字，或加 --force 覆盖",
                f"{target} is there already and was left alone; choose another name, or add --force",
            )
        )
