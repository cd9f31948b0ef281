"""`zhiqiang schemes`: the editions that come with the program."""

from zhiqiang.engine.loading import load, shipped
from zhiqiang.engine.words import Words

from .laying import table
from .speaking import GOOD, language, option, say
from .speaking import command as command_

ABOUT = Words(
    "列出随程序提供的方案版本，新的在前。", "The editions that come with the program, the newest first."
)


@command_("schemes", ABOUT)
@option("--folders", is_flag=True, words=Words("同时显示方案所在的文件夹", "show the folder of each as well"))
def command(folders: bool) -> int:
    lang = language()
    heads = Words("编号|年度|名称|主管部门|指标|满分", "id|year|name|authority|indicators|points")(
        lang
    ).split("|")
    rows = []
    for id, path in shipped().items():
        scheme = load(path)
        cover, indicators = scheme.cover, list(scheme.indicators.indicators())
        authority = cover.authority if lang == "zh" else cover.authority_en
        row = [
            id,
            str(cover.edition),
            cover.name(lang),
            authority,
            str(len(indicators)),
            str(scheme.indicators.max),
        ]
        rows.append([*row, str(path)] if folders else row)
    if folders:
        heads.append(Words("文件夹", "folder")(lang))
    for line in table([heads, *rows], right={1, 4, 5}):
        say(line)
    return GOOD
