"""What the looking through of Word files came to."""

from collections.abc import Iterable

from zhiqiang.engine.scheme import Scheme
from zhiqiang.records.models import Attachment, TypeCheck


def type_checks(scheme: Scheme, used: Iterable[Attachment]) -> dict[int, TypeCheck]:
    """The type checks of files in use, by the attachment's primary key; asks nothing where no type is prescribed."""
    concerned = [one for one in used if (wanted := scheme.materials.get(one.material)) and wanted.prescribed]
    if not concerned:
        return {}
    found = TypeCheck.objects.filter(file__in={one.file_id for one in concerned})
    by_use = {(one.file_id, one.material): one for one in found}
    return {one.pk: by_use[key] for one in concerned if (key := (one.file_id, one.material)) in by_use}
