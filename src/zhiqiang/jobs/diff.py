"""`zhiqiang diff`: what changed between two editions, in words."""

from itertools import groupby

import click

from zhiqiang.engine.differing import CHAPTERS, Change, differ
from zhiqiang.engine.words import Words

from .finding import MEANING, open_scheme
from .speaking import FOUND, GOOD, argument, language, say
from .speaking import command as command_

ABOUT = Words(
    "比较两个方案版本，用文字逐条说明从前者到后者改了什么。",
    "Compare two editions: what changed from the first to the second, in words.",
)
MORE = Words(
    "标记：+ 新增，- 删去，~ 有改动。退出码与 diff 相同：没有差异为 0，有差异为 1。\n"
    "按 id 对应；不比较注释、案例和先后次序。",
    "Marks: + new, - gone, ~ changed. Exit codes as with diff: 0 the same, 1 different.\n"
    "Things are matched by id; comments, worked cases and order are not compared.",
)
MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


@command_("diff", ABOUT, MORE)
@argument("before", Words("原方案", "BEFORE"), MEANING)
@argument("after", Words("新方案", "AFTER"), MEANING)
def command(before: str, after: str) -> int:
    changes = differ(open_scheme(before), open_scheme(after))
    if not changes:
        say(Words("两个方案内容相同", "the two schemes say the same"))
        return GOOD
    for chapter, held in groupby(changes, key=lambda change: change.chapter):
        say(click.style(CHAPTERS[chapter](language()), bold=True))
        for change in held:
            _told(change)
        say()
    numbers = [sum(change.kind == kind for change in changes) for kind in MARKS]
    say(
        Words(
            f"共 {len(changes)} 处：新增 {numbers[0]}，删去 {numbers[1]}，改动 {numbers[2]}",
            f"{len(changes)} in all: {numbers[0]} new, {numbers[1]} gone, {numbers[2]} changed",
        )
    )
    return FOUND


def _told(change: Change) -> None:
    mark, colour = MARKS[change.kind]
    say(f"  {click.style(mark, fg=colour)} {change.title(language())}  [{change.id}]")
    for detail in change.details:
        say(f"      {detail(language())}")
