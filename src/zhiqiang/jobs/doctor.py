"""`zhiqiang doctor`: what is missing or unsafe before others may reach the site."""

import json
import os
from pathlib import Path

import click

from zhiqiang.engine.words import Words

from .audit import DATA
from .speaking import FOUND, GOOD, language, option, say
from .speaking import command as a_command

MARKS = {"ok": "✓", "hint": "·", "fault": "✗"}


@a_command(
    "doctor",
    Words(
        "上线前检查：缺什么、什么不安全，怎样改",
        "before going public: what is missing or unsafe, and the mend",
    ),
    Words(
        "请在与站点相同的环境变量下运行。退出码：0 可以上线；1 有必须改的。\n例：zhiqiang doctor --data /srv/zhiqiang",
        "Run it with the same environment as the site. Exit codes: 0 ready; 1 something must be mended.\n"
        "Example: zhiqiang doctor --data /srv/zhiqiang",
    ),
)
@option("--json", "as_json", is_flag=True, words=Words("输出 JSON", "as JSON"))
@option("--data", type=click.Path(path_type=Path), metavar="DIR", words=DATA)
def command(as_json: bool, data: Path | None) -> int:
    """Look at everything."""
    from .operating.site import SECRET, data_folder, open_site, with_some_key

    own = bool(os.environ.get(SECRET)) or (data_folder(data) / "secret.key").is_file()
    with_some_key(data)
    open_site(data, must_exist=False)
    from .operating.examining import examine

    seen = list(examine(own_key=own))
    faults = sum(one.weight == "fault" for one in seen)
    if as_json:
        found = [
            {"about": one.about, "weight": one.weight, "zh": one.words.zh, "en": one.words.en} for one in seen
        ]
        click.echo(json.dumps({"ready": not faults, "seen": found}, ensure_ascii=False, indent=1))
        return FOUND if faults else GOOD
    for one in seen:
        say(f"{MARKS[one.weight]} {one.words(language())}")
    say(
        Words(
            f"必须改的有 {faults} 处" if faults else "可以上线",
            f"{faults} to be mended" if faults else "ready to go public",
        )
    )
    return FOUND if faults else GOOD
