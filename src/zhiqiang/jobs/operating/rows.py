"""The rows of a site as text that no database owns: a file a table, a line a row, the same on every database."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps.registry import Apps
from django.db import connection, models

from zhiqiang.engine.words import Words
from zhiqiang.jobs.speaking import Trouble

# Who is logged in now and what is counted for minutes: no part of a copy. What the program fills in by itself neither.
FLEETING = frozenset({"django_session", "usersessions_usersession", "zhiqiang_cache"})
MADE_ANEW = frozenset({
    "django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions",
})  # fmt: skip
AT_ONCE = 500


def tables(apps: Apps) -> dict[str, type[models.Model]]:
    """Every table of a copy, by its model's name."""
    known = (one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy)
    return {
        one._meta.label_lower: one for one in known if one._meta.db_table not in FLEETING | MADE_ANEW
    }  # fmt: skip


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table as its lines hold them."""
    return sorted(field.attname for field in model._meta.concrete_fields)


def lines(model: type[models.Model]) -> Iterator[bytes]:
    """Each row as a line, by key: instants with their microseconds, decimals as text, objects by sorted names."""
    rows = model._base_manager.order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=AT_ONCE):
        said = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_text)
        yield said.encode() + b"\n"


def _as_text(value: Any) -> str:
    # date, datetime, Decimal, UUID: each is read back whole by its field
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def digest(model: type[models.Model]) -> str:
    """SHA-256 of the table's lines as they stand in the database now."""
    found = hashlib.sha256()
    for line in lines(model):
        found.update(line)
    return found.hexdigest()


def put_in(model: type[models.Model], named: list[str], source: Iterable[bytes]) -> None:
    """Insert the rows of these lines. Raises Trouble for lines that are no rows of this table."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    if set(named) != set(fields):
        raise _strange(model)
    whole = [(name, _reader(fields[name])) for name in named]
    read = (_row(model, whole, line) for line in source)
    while batch := list(islice(read, AT_ONCE)):
        model._base_manager.bulk_create(batch)


def _reader(field: models.Field) -> Any:
    """How a column's text becomes its value; what JSON says by itself stays."""
    kinds = (models.DateTimeField, models.DateField, models.DecimalField, models.UUIDField)
    return field.to_python if isinstance(field, kinds) else None


def _row(model: type[models.Model], whole: list[tuple[str, Any]], line: bytes) -> models.Model:
    try:
        said = json.loads(line)
        pairs = zip(whole, said, strict=True)
        return model(**{name: read(value) if read and value is not None else value for (name, read), value in pairs})
    except (ValueError, TypeError, RecursionError):
        raise _strange(model) from None


def _strange(model: type[models.Model]) -> Trouble:
    label = model._meta.label
    return Trouble(
        Words(f"备份中 {label} 的内容读不懂；没有恢复", f"the copy's rows of {label} cannot be read; nothing was restored")
    )


def last_given(model: type[models.Model]) -> int:
    """The highest key the database has given out, rows that are gone included: it is never given again."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', column])
        sequence = cursor.fetchone()[0]
        if sequence is None:
            return 0
        cursor.execute(f"SELECT last_value, is_called FROM {sequence}")  # noqa: S608 - its own name for it
        value, called = cursor.fetchone()
        return int(value) if called else 0


def give_on_from(model: type[models.Model], last: int) -> None:
    """The next key given out is the one after `last`."""
    table, column = model._meta.db_table, model._meta.pk.column
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{table}"', column, last])
