"""`zhiqiang backup`: the whole site in one file, while it goes on working."""

from pathlib import Path

import click

from zhiqiang.engine.words import Words

from .audit import DATA
from .speaking import GOOD, option, say
from .speaking import command as a_command


@a_command(
    "backup",
    Words(
        "把整个站点（数据库和上传的文件）写成一个文件，站点不必停",
        "write the whole site, database and uploads, into one file; it may go on working",
    ),
    Words(
        "不含密钥和设置（请另行保管），也不含当前的登录。含个人信息，只有属主可读，请妥善存放。\n例：zhiqiang backup -o 2026-11-21.tar.gz",
        "Without the secret key and the settings (keep them elsewhere) and without open log-ins. It holds personal data: only its\n"
        "owner can read it; keep it well. Example: zhiqiang backup -o 2026-11-21.tar.gz",
    ),
)
@option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    words=Words("写到这里：.tar.gz 或 .tar", "where it goes: .tar.gz or .tar"),
)
@option("--data", type=click.Path(path_type=Path), metavar="DIR", words=DATA)
def command(output: Path, data: Path | None) -> int:
    """Write a copy."""
    from .operating.archive import mode_of
    from .operating.site import need_database, open_site

    mode_of(output)
    open_site(data)
    need_database()
    from django.utils import timezone

    from .operating.copying import back_up

    done = back_up(output, at=timezone.now())
    told = "、".join(f"{name} {count}" for name, count in done.rows.items())
    say(
        Words(
            f"已备份到 {output}（{output.stat().st_size:,} 字节）：{done.files} 个文件；{told}",
            f"backed up to {output} ({output.stat().st_size:,} bytes): {done.files} files; {told}",
        )
    )
    return GOOD
