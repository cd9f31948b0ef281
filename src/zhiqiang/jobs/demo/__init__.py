"""`zhiqiang demo`: the demo world, fictional enterprises at every stage of a campaign, made by the actions people use."""

import os
from pathlib import Path

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import GOOD, Trouble, argument, language, option, say
from zhiqiang.jobs.speaking import command as command_

ABOUT = Words(
    "装入演示数据：虚构的企业、各市局和一期进行中的申报。再次执行不会重复。须设 ZHIQIANG_DEMO=1。",
    "Load the demo world: invented enterprises, the bureaus, a campaign under way. Again is harmless. Needs ZHIQIANG_DEMO=1.",
)

@command_("demo", ABOUT)
@argument("edition", Words("方案", "SCHEME"), Words("方案编号", "the scheme's id"), default="", required=False)
@option("--data", words=Words("数据文件夹（默认取 ZHIQIANG_DATA，或 ./var）", "data folder (default: ZHIQIANG_DATA, or ./var)"),
        type=Path, default=None)  # fmt: skip
def command(edition: str, data: Path | None) -> int:
    """Prepares the database, tells the stories, prints a log-in for each role."""
    _ready(data)
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    if not settings.DEMO:
        raise Trouble(
            Words(
                "演示数据只装入演示站点；请先设 ZHIQIANG_DEMO=1",
                "the demo world goes into demo sites only; set ZHIQIANG_DEMO=1 first",
            )
        )
    from zhiqiang.engine.loading import load, shipped
    from zhiqiang.jobs.demo.world import FACTOR, PASSWORD, log_ins, make_world

    editions = {id: path for id, path in shipped().items() if (Path(__file__).parents[2] / "demo" / id).is_dir()}
    wanted = edition or next(iter(editions))
    if wanted not in editions:
        raise Trouble(Words(f"没有 {wanted} 的演示数据；有：{'、'.join(editions)}", f"no demo for {wanted}; there is: {', '.join(editions)}"))
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    scheme = load(editions[wanted])
    campaign = make_world(scheme, at=timezone.now(), say=say)
    say(Words(f"演示数据已就绪。所有账号的密码都是：{PASSWORD}", f"The demo world is ready. Every password: {PASSWORD}"))
    for role, email in log_ins(campaign):
        say(f"  {email:28}{role(language())}")
    say(Words(f"工作人员的动态验证码密钥：{FACTOR}", f"Officers' authenticator key: {FACTOR}"))
    return GOOD


def _ready(data: Path | None) -> None:
    """Sets Django up on a data folder, with the key a local run left there."""
    folder = data or Path(os.environ.get("ZHIQIANG_DATA") or "var")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["ZHIQIANG_DATA"] = str(folder)
    key = folder / "secret.key"
    if not os.environ.get("ZHIQIANG_SECRET_KEY") and key.exists():
        os.environ["ZHIQIANG_SECRET_KEY"] = key.read_text().strip()
    if not os.environ.get("ZHIQIANG_SECRET_KEY"):
        raise Trouble(
            Words(
                f"{folder} 里没有密钥：请先在这个数据文件夹上启动一次 ./run，或设 ZHIQIANG_SECRET_KEY",
                f"no secret key in {folder}: run ./run on this folder once, or set ZHIQIANG_SECRET_KEY",
            )
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiqiang.config.settings")
    import django

    django.setup()
