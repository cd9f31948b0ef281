"""What is missing or unsafe before others may reach a site: one examination a function, each with its mend."""

import datetime as dt
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.utils import timezone

from zhiqiang.engine.words import Words
from zhiqiang.queries.wellbeing import STALE_SECONDS, worker_age
from zhiqiang.records.models import Event, Letter, Person

Weight = Literal["ok", "hint", "fault"]
LEAST_FREE = 2 * 2**30
DEMO_MAIL = ".demo"  # a domain nobody can register


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was looked at: `fault` must be mended before going public, `hint` should be known."""

    about: str
    weight: Weight
    words: Words


def examine(*, own_key: bool) -> Iterator[Seen]:
    """Everything, in the order of danger. `own_key`: the secret key is the site's own, not made up for this look."""
    yield _secret(own_key)
    yield from (look() for look in SETTINGS)
    database = _database()
    yield database
    if database.weight == "fault":
        return
    migrations = _migrations()
    yield migrations
    yield from (look() for look in SURROUNDINGS)
    if migrations.weight == "ok":
        yield from (look() for look in CONTENTS)


def _secret(own: bool) -> Seen:
    if not own:
        return _fault("secret key", "没有密钥：设置 ZHIQIANG_SECRET_KEY，或先用 ./run 启动一次", "there is no secret key: set ZHIQIANG_SECRET_KEY, "
                      "or start once with ./run")  # fmt: skip
    if len(set(settings.SECRET_KEY)) < 12:
        return _fault(
            "secret key",
            "密钥太容易猜：请换成 50 个以上随机字符",
            "the secret key is easy to guess: take 50 random characters or more",
        )
    return _good("secret key", "密钥已设置", "the secret key is set")


def _debug() -> Seen:
    if settings.DEBUG:
        return _fault(
            "debug",
            "调试模式开着，会泄露内部信息：设 ZHIQIANG_DEBUG=0",
            "debug mode is on and tells what is inside: set ZHIQIANG_DEBUG=0",
        )
    return _good("debug", "调试模式关闭", "debug mode is off")


def _demo() -> Seen:
    if settings.DEMO:
        return _fault("demo", "演示模式开着，任何人都能看到登录方式和信件：设 ZHIQIANG_DEMO=0", "demo mode is on: everybody sees log-ins and "
                      "letters; set ZHIQIANG_DEMO=0")  # fmt: skip
    return _good("demo", "演示模式关闭", "demo mode is off")


def _hosts() -> Seen:
    hosts = settings.ALLOWED_HOSTS
    if "*" in hosts:
        return _fault(
            "hosts",
            "ZHIQIANG_ALLOWED_HOSTS 含“*”：请只写本站域名",
            "ZHIQIANG_ALLOWED_HOSTS holds “*”: name this site's hosts alone",
        )
    if set(hosts) <= {"localhost", "127.0.0.1", "[::1]"}:
        return _fault("hosts", "只有本机名能打开：把本站域名写进 ZHIQIANG_ALLOWED_HOSTS", "only this machine's names are answered: put the site's "
                      "host into ZHIQIANG_ALLOWED_HOSTS")  # fmt: skip
    return _good("hosts", f"应答的域名：{'、'.join(hosts)}", f"hosts answered: {', '.join(hosts)}")


def _https() -> Seen:
    if not getattr(settings, "SECURE_SSL_REDIRECT", False):
        return _fault("https", "没有要求 HTTPS，密码会明文传输：设 ZHIQIANG_HTTPS=1", "HTTPS is not demanded, passwords travel in the open: set "
                      "ZHIQIANG_HTTPS=1")  # fmt: skip
    if not settings.TRUSTED_PROXIES:
        return _fault("https", "要求 HTTPS 但没有登记代理，会反复跳转：设 ZHIQIANG_TRUSTED_PROXIES=1", "HTTPS is demanded but no proxy is named, so "
                      "that pages redirect for ever: set ZHIQIANG_TRUSTED_PROXIES=1")  # fmt: skip
    return _good("https", "只用 HTTPS", "HTTPS only")


def _mail() -> Seen:
    backend = settings.EMAIL_BACKEND.split(".")[-2]
    if backend != "smtp":
        return _fault(
            "mail",
            f"信件不会寄出（{backend}）：设 EMAIL_URL=smtp://…",
            f"letters do not go out ({backend}): set EMAIL_URL=smtp://…",
        )
    if "@localhost" in settings.DEFAULT_FROM_EMAIL:
        return _fault(
            "mail",
            "发件人是 localhost：设 ZHIQIANG_MAIL_FROM",
            "letters come from localhost: set ZHIQIANG_MAIL_FROM",
        )
    if not settings.EMAIL_USE_TLS and not settings.EMAIL_USE_SSL:
        return _hint("mail", "到邮件服务器的连接不加密", "the way to the mail server is not encrypted")
    return _good("mail", f"经 {settings.EMAIL_HOST} 发信", f"letters go out by {settings.EMAIL_HOST}")


def _database() -> Seen:
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                return _postgres(cursor)
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
            cursor.execute("PRAGMA synchronous")
            synchronous = cursor.fetchone()[0]
    except DatabaseError as problem:
        return _fault("database", f"数据库没有应答：{problem}", f"the database does not answer: {problem}")
    if journal != "wal" or synchronous < 2:
        return _fault("database", f"SQLite 可能丢失已确认的保存（{journal}, {synchronous}）：数据文件夹应在本机磁盘上", "SQLite may lose "
                      f"acknowledged saves ({journal}, {synchronous}): the data folder should be on a disk of this machine")  # fmt: skip
    return _good("database", "SQLite，WAL，每次保存都落盘", "SQLite, WAL, every save is on the disk")


def _postgres(cursor) -> Seen:
    said = {}
    for name in ("fsync", "synchronous_commit", "server_version_num", "server_encoding"):
        cursor.execute(f"SHOW {name}")
        said[name] = cursor.fetchone()[0]
    if said["fsync"] != "on" or said["synchronous_commit"] == "off":
        return _fault("database", "PostgreSQL 可能丢失已确认的保存：fsync 和 synchronous_commit 应为 on", "PostgreSQL may lose acknowledged saves: "
                      "fsync and synchronous_commit should be on")  # fmt: skip
    if said["server_encoding"] != "UTF8":
        return _fault("database", "数据库编码应为 UTF8", "the database's encoding should be UTF8")
    return _good(
        "database",
        f"PostgreSQL {int(said['server_version_num']) // 10000}",
        f"PostgreSQL {int(said['server_version_num']) // 10000}",
    )


def _migrations() -> Seen:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return _fault(
            "migrations",
            f"待迁移 {waiting} 项：zhiqiang-manage migrate",
            f"{waiting} migrations wait: zhiqiang-manage migrate",
        )
    return _good("migrations", "数据库结构是最新的", "the tables are up to date")


def _store() -> Seen:
    name, token = f"files/.doctor-{timezone.now().timestamp()}", b"zhiqiang doctor"
    try:
        kept = default_storage.save(name, ContentFile(token))
        with default_storage.open(kept) as file:
            same = file.read() == token
        default_storage.delete(kept)
    except Exception as problem:  # whatever a disk or a network says
        kind = type(problem).__name__
        return _fault(
            "store",
            f"上传的文件不能保存（{kind}）：检查数据文件夹或 UPLOADS_URL",
            f"uploads cannot be kept ({kind}): check the data folder or UPLOADS_URL",
        )
    if not same:
        return _fault("store", "存储读回的内容不同", "the store gives back something else")
    where = "disk" if isinstance(default_storage, FileSystemStorage) else "S3"
    return _good("store", f"上传的文件可以保存（{where}）", f"uploads can be kept ({where})")


def _space() -> Seen:
    folder = next(one for one in (settings.DATA_DIR, *settings.DATA_DIR.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    shown = f"{free / 2**30:.1f} GiB"
    if free < LEAST_FREE:
        return _fault(
            "disk space",
            f"数据盘只剩 {shown}：至少留 2 GiB",
            f"only {shown} left on the data disk: keep 2 GiB at least",
        )
    return _good("disk space", f"数据盘剩余 {shown}", f"{shown} left on the data disk")


def _secrets_mode() -> Seen:
    path = Path(settings.DATA_DIR) / "secret.key"
    if path.exists() and path.stat().st_mode & 0o077:
        return _fault("data folder", f"{path} 别人也能读：chmod 600", f"others can read {path}: chmod 600")
    return _good("data folder", f"数据文件夹 {settings.DATA_DIR}", f"the data folder {settings.DATA_DIR}")


def _office() -> Seen:
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        return _fault("LibreOffice", "没有 LibreOffice，Word 材料和申报表不能转成 PDF：sudo apt install libreoffice-writer", "there is no LibreOffice, "
                      "so that Word papers cannot become PDF: sudo apt install libreoffice-writer")  # fmt: skip
    return _good("LibreOffice", "LibreOffice 已安装", "LibreOffice is there")


def _fonts() -> Seen:
    listed = ""
    if shutil.which("fc-list"):
        listed = subprocess.run(
            ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, stdin=subprocess.DEVNULL
        ).stdout
    if not listed.strip():
        return _fault("fonts", "没有中文字体，PDF 中会缺字：sudo apt install fonts-noto-cjk", "there is no Chinese font, PDFs lack signs: sudo apt "
                      "install fonts-noto-cjk")  # fmt: skip
    return _good("fonts", "有中文字体", "there is a Chinese font")


def _worker() -> Seen:
    age = worker_age(timezone.now())
    if age is None:
        return _fault(
            "worker",
            "没有后台进程，信件不会寄出：zhiqiang-manage worker",
            "no worker runs, letters stay: zhiqiang-manage worker",
        )
    if age > STALE_SECONDS:
        return _fault(
            "worker", f"后台进程已 {age:.0f} 秒没有动静", f"the worker has said nothing for {age:.0f} s"
        )
    return _good("worker", f"后台进程 {age:.0f} 秒前还在", f"the worker was there {age:.0f} s ago")


def _letters() -> Seen:
    lost = Letter.objects.exclude(given_up_at=None).filter(sent_at=None).count()
    old = Letter.objects.filter(
        sent_at=None, given_up_at=None, at__lt=timezone.now() - dt.timedelta(hours=1)
    ).count()
    if lost or old:
        return _hint(
            "letters",
            f"{lost} 封信已放弃，{old} 封等了一小时以上",
            f"{lost} letters were given up, {old} wait for over an hour",
        )
    return _good("letters", "没有滞留的信件", "no letter is stuck")


def _people() -> Seen:
    invented = Person.objects.filter(email__endswith=DEMO_MAIL, is_active=True).count()
    if invented:
        return _fault("demo accounts", f"还有 {invented} 个演示账号能登录，密码是公开的：请用新的数据库", f"{invented} demo accounts can log in with a "
                      "published password: take a fresh database")  # fmt: skip
    return _good("demo accounts", "没有演示账号", "no demo accounts")


def _clock() -> Seen:
    """The machine's clock against the last act and against the database's own clock."""
    now = timezone.now()
    last = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if last is not None and last > now + dt.timedelta(minutes=2):
        return _fault(
            "clock",
            f"时钟不对：最后一条记录在未来（{last:%Y-%m-%d %H:%M}）",
            f"the clock is wrong: the last act lies ahead ({last:%Y-%m-%d %H:%M})",
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        if apart > 5:
            return _fault(
                "clock",
                f"本机与数据库的时钟相差 {apart:.0f} 秒：请对时",
                f"this clock and the database's are {apart:.0f} s apart: set them",
            )
    return _good(
        "clock",
        f"时间 {now.astimezone(timezone.get_default_timezone()):%Y-%m-%d %H:%M}（北京时间）",
        f"it is {now:%Y-%m-%d %H:%M} UTC",
    )


SETTINGS: tuple[Callable[[], Seen], ...] = (_debug, _demo, _hosts, _https, _mail)
SURROUNDINGS: tuple[Callable[[], Seen], ...] = (_store, _space, _secrets_mode, _office, _fonts)
CONTENTS: tuple[Callable[[], Seen], ...] = (_worker, _letters, _people, _clock)


def _good(about: str, zh: str, en: str) -> Seen:
    return Seen(about, "ok", Words(zh, en))


def _hint(about: str, zh: str, en: str) -> Seen:
    return Seen(about, "hint", Words(zh, en))


def _fault(about: str, zh: str, en: str) -> Seen:
    return Seen(about, "fault", Words(zh, en))
