"""`zhiqiang audit`: the audit trail proved from outside, and anchors to keep elsewhere."""

from pathlib import Path

import click

from zhiqiang.engine.words import Words

from .speaking import FOUND, GOOD, Trouble, argument, option, say
from .speaking import command as a_command

DATA = Words("数据文件夹（默认 ZHIQIANG_DATA 或 ./var）", "the data folder (default ZHIQIANG_DATA or ./var)")


@a_command(
    "audit",
    Words("检验操作记录链，或写下锚点", "prove the audit trail, or write an anchor of it"),
    Words(
        "verify：有改动、删除、插入时逐处说明，退出码 1。加 --anchor 还能发现整链重写和截尾。\n"
        "anchor：把每本记录现在的长度与末尾摘要写成文件，请保存在数据库管理者够不到的地方。\n"
        "例：zhiqiang audit anchor -o 2026-11.json；zhiqiang audit verify --anchor 2026-11.json",
        "verify: tells every changed, removed or inserted entry, exit code 1. With --anchor also a chain rewritten or cut.\n"
        "anchor: writes length and last digest of every book; keep the file where the database's keepers cannot reach it.\n"
        "Example: zhiqiang audit anchor -o 2026-11.json; zhiqiang audit verify --anchor 2026-11.json",
    ),
)
@argument("what", Words("verify|anchor", "verify|anchor"), Words("检验，或写锚点", "prove it, or write an anchor"),
          type=click.Choice(["verify", "anchor"]))  # fmt: skip
@option(
    "--anchor",
    type=click.Path(path_type=Path),
    metavar="FILE",
    words=Words("以前的锚点文件", "an anchor written before"),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    words=Words("锚点写到这里", "where the anchor goes"),
)
@option("--data", type=click.Path(path_type=Path), metavar="DIR", words=DATA)
def command(what: str, anchor: Path | None, output: Path | None, data: Path | None) -> int:
    """Prove or anchor."""
    if what == "anchor" and (output is None or anchor is not None):
        raise Trouble(
            Words(
                "写锚点请用：zhiqiang audit anchor -o 文件",
                "to write an anchor: zhiqiang audit anchor -o FILE",
            )
        )
    if what == "verify" and output is not None:
        raise Trouble(Words("-o 只用于 anchor", "-o belongs to anchor"))
    from .operating.anchors import read_anchor, write_anchor
    from .operating.site import need_database, open_site

    known = read_anchor(anchor) if anchor else None
    open_site(data)
    need_database()
    from django.utils import timezone

    from zhiqiang.queries.audit import anchors

    if output is not None:
        books = anchors()
        write_anchor(output, books, timezone.now())
        say(Words(f"已写下 {len(books)} 本记录的锚点：{output}", f"anchored {len(books)} books: {output}"))
        return GOOD
    return _verify(known)


def _verify(known: dict[str, tuple[int, str]] | None) -> int:
    from zhiqiang.queries.audit import verify
    from zhiqiang.records.models import Book, Event

    from .operating.site import one_view

    with one_view():  # an act in hand is no break
        breaks = list(verify(anchors=known))
        books, events = Book.objects.count(), Event.objects.count()
    for one in breaks:
        say(
            Words(
                f"{one.book} 第 {one.number} 条：{one.words.zh}",
                f"{one.book} event {one.number}: {one.words.en}",
            )
        )
    if breaks:
        say(Words(f"共 {len(breaks)} 处不符", f"{len(breaks)} breaks"))
        return FOUND
    say(Words(f"完好：{books} 本，{events} 条", f"whole: {books} books, {events} events"))
    return GOOD
