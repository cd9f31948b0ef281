"""`zhiqiang`, the command line. It works from any folder; only what runs a site loads Django, and only when called."""

import io
import sys

from zhiqiang import __version__
from zhiqiang.engine.words import Words

from .speaking import Root

ABOUT = Words(
    "知强：政策通知写成数据，一个精确的引擎计分，并说明每一分从哪里来。",
    "Zhiqiang: a policy notice becomes data; one exact engine scores it and says where every point comes from.",
)
MORE = Words(
    "方案可以写文件夹路径，也可以写自带版本的编号（zhiqiang schemes 列出）。\n"
    "退出码：0 正常；1 有发现（问题、未通过的案例、差异）；2 用法或输入文件无法使用；3 程序自身出错。",
    "A scheme is given as a folder, or as the id of one that comes with the program (zhiqiang schemes lists them).\n"
    "Exit codes: 0 all is well; 1 something was found (problems, failed cases, differences);\n"
    "2 the call or an input cannot be used; 3 a fault of the program itself.",
)
COMMANDS = {
    "schemes": Words("列出自带的方案版本", "list the editions that come with the program"),
    "score": Words("给一份或多份填报数据计分", "score one or more sets of answers"),
    "explain": Words("逐项说明得分从哪里来", "say where every point comes from"),
    "workbook": Words(
        "生成可离线填写、自动计分的 Excel 工作簿",
        "write an Excel workbook that can be filled in and scores itself",
    ),
    "new": Words("新建方案文件夹", "begin a new scheme"),
    "check": Words(
        "检查方案，一次列出全部问题及改法", "check a scheme: every problem, with its line and its mend"
    ),
    "cases": Words("运行方案自带的案例", "run a scheme's worked cases"),
    "diff": Words("用文字说明两个版本的差异", "say in words what changed between two editions"),
    "doctor": Words("上线前检查：缺什么、什么不安全", "before going public: what is missing or unsafe"),
    "audit": Words("检验操作记录链，或写下锚点", "prove the audit trail, or write an anchor of it"),
    "backup": Words("把整个站点写成一个文件", "write the whole site into one file"),
    "restore": Words("用备份恢复站点", "make a site out of a copy"),
    "demo": Words("装入演示数据", "load the demo world"),
}
root = Root("zhiqiang", package="zhiqiang.jobs", about=ABOUT, more=MORE, listed=COMMANDS, version=__version__)


def main() -> None:
    """Entry point of the command `zhiqiang`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # an old console gets ? for what it cannot show, not an error
            stream.reconfigure(errors="replace")
    root.main(prog_name="zhiqiang")


if __name__ == "__main__":
    main()
