"""`zhiqiang restore`: a site out of a copy."""

from pathlib import Path

import click

from zhiqiang.engine.words import Words

from .audit import DATA
from .speaking import GOOD, argument, option, say
from .speaking import command as a_command


@a_command(
    "restore",
    Words(
        "用备份恢复站点；先验证备份，再写入",
        "make a site out of a copy; the copy is proved before anything is written",
    ),
    Words(
        "已有数据时拒绝，除非 --force（请先停止站点）。恢复后自动迁移到当前版本，并检验操作记录链。\n"
        "例：zhiqiang restore 2026-11-21.tar.gz --data ./var",
        "Refuses where there is data, unless --force (stop the site first). Afterwards the database is migrated and the audit trail\n"
        "proved. Example: zhiqiang restore 2026-11-21.tar.gz --data ./var",
    ),
)
@argument("file", Words("备份文件", "FILE"), Words("zhiqiang backup 写的文件", "what zhiqiang backup wrote"),
          type=click.Path(path_type=Path))  # fmt: skip
@option("--data", type=click.Path(path_type=Path), metavar="DIR", words=DATA)
@option(
    "--database",
    default="",
    metavar="URL",
    words=Words(
        "恢复到这个数据库（默认 DATABASE_URL 或数据文件夹）",
        "into this database (default DATABASE_URL or the data folder)",
    ),
)
@option("--force", is_flag=True, words=Words("代替已有的数据", "put it in the place of what is there"))
def command(file: Path, data: Path | None, database: str, force: bool) -> int:
    """Restore."""
    from .operating.site import open_site, with_some_key

    with_some_key(data)
    folder = open_site(data, database=database, must_exist=False)
    folder.mkdir(parents=True, exist_ok=True)
    from .operating.copying import restore

    done = restore(file, force=force)
    told = "、".join(f"{name} {count}" for name, count in done.rows.items())
    say(
        Words(
            f"已恢复，操作记录链完好：{done.files} 个文件；{told}",
            f"restored, the audit trail is whole: {done.files} files; {told}",
        )
    )
    return GOOD
