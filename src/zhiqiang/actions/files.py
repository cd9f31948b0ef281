"""Uploading proof, using it for a material, taking it off again."""

import datetime as dt
from typing import BinaryIO

from django.db import transaction

from zhiqiang.access.roles import Reader
from zhiqiang.actions.recording import record
from zhiqiang.actions.refusals import Refused
from zhiqiang.actions.sniffing import Sniffed, Unfit, sniff
from zhiqiang.actions.storing import digest_of, keep
from zhiqiang.actions.type_checks import ask_for_type_check
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Words
from zhiqiang.records.models import Application, Attachment, StoredFile

NAME_LENGTH = 200


def upload_file(
    *,
    application: Application,
    scheme: Scheme,
    material: str,
    content: BinaryIO,
    name: str,
    upload_id: str,
    by: Reader,
    at: dt.datetime,
) -> Attachment:
    """Store a file and use it for a material.

    The content is looked at before anything is kept; its name only decides what people see. The content is in the
    store before the row is, so that a row never points at nothing. The same `upload_id` again returns what is there.
    Raises Refused with the mend for what is too large, of another kind, harmful, or not to be changed now.
    """
    if (done := _uploaded(application, upload_id)) is not None:
        return done
    wanted = scheme.materials.get(material)
    if wanted is None:
        raise Refused(Words("方案中没有这种材料", "the scheme knows no such document"))
    if not wanted.uploaded:
        raise Refused(
            Words("这份文件由本站按填报内容生成，不用上传", "the site makes this document from the answers; nothing is uploaded")
        )
    try:
        found = sniff(content, allowed=wanted.formats)
    except Unfit as unfit:
        raise Refused(unfit.words) from unfit
    digest = digest_of(content)
    with transaction.atomic():
        held = _held(application, scheme, material, by)
        if (done := _uploaded(held, upload_id)) is not None:
            return done  # the same upload, twice at once
        _check_number(held, material, wanted.max_files)
        file = StoredFile(
            application=held, name=clean_name(name), kind=found.kind, size=found.size, digest=digest,
            pages=found.pages, by=by.person, at=at, upload_id=upload_id,
        )  # fmt: skip
        keep(content, digest)
        file.save()
        ask_for_type_check(file=file, material=wanted, at=at)
        return _attach(held, file, material, by, at, found)


def _uploaded(application: Application, upload_id: str) -> Attachment | None:
    found = Attachment.objects.filter(application=application, file__upload_id=upload_id)
    return found.select_related("file").first()


def use_file(*, file: StoredFile, scheme: Scheme, material: str, by: Reader, at: dt.datetime) -> Attachment:
    """Use a file that is already there for another material as well."""
    with transaction.atomic():
        held = _held(file.application, scheme, material, by)
        there = Attachment.objects.filter(file=file, material=material, removed_at=None).first()
        if there is not None:
            return there
        wanted = scheme.materials[material]
        if wanted.formats and file.kind not in known_kinds(wanted.formats):
            shown = "、".join(wanted.formats)
            raise Refused(
                Words(f"此处只收：{shown}", f"only these are accepted here: {', '.join(wanted.formats)}")
            )
        _check_number(held, material, wanted.max_files)
        ask_for_type_check(file=file, material=wanted, at=at)
        return _attach(held, file, material, by, at, None)


def take_off(*, attachment: Attachment, scheme: Scheme, by: Reader, at: dt.datetime) -> None:
    """Stop using a file for a material; the file and the row stay for the record."""
    with transaction.atomic():
        held = _held(attachment.application, scheme, attachment.material, by)
        changed = Attachment.objects.filter(pk=attachment.pk, removed_at=None).update(
            removed_at=at, removed_by=by.person
        )
        if changed:
            record(
                "file.taken_off",
                by=by.person,
                at=at,
                about=held,
                details={"material": attachment.material, "file": attachment.file.key},
            )


def takes(application: Application, scheme: Scheme, material: str) -> bool:
    """Whether the files of a material may be changed in the state the application is in.

    After a return those it names, and with any answer that may be changed the sealed papers, which print the answers.
    """
    state = next(state for state in scheme.workflow.states if state.id == application.state)
    if state.open != "named":
        return state.open == "all"
    answers_open = any(not key.startswith("material:") for key in application.open_keys)
    sealed = scheme.materials[material].delivery == "sealed"
    return f"material:{material}" in application.open_keys or (sealed and answers_open)


def known_kinds(formats: tuple[str, ...]) -> frozenset[str]:
    """The kinds of content that a list of file extensions stands for."""
    return frozenset({"jpeg" if one == "jpg" else one for one in formats})


def clean_name(name: str) -> str:
    """A name for people to read: the last part of any path, without control characters, never empty."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip(". ")
    if len(shown) > NAME_LENGTH:
        stem, dot, extension = shown.rpartition(".")
        shown = f"{(stem or shown)[: NAME_LENGTH - 12]}…{dot}{extension[:10]}"
    return shown or "未命名"


def _held(application: Application, scheme: Scheme, material: str, by: Reader) -> Application:
    """The application, locked, after seeing that this person may change this material now."""
    held = Application.objects.select_for_update().select_related("campaign").get(pk=application.pk)
    if by.actor_for(held) != "enterprise":
        raise Refused(
            Words("只有申报企业的人员可以上传材料", "only the enterprise's own people upload documents")
        )
    state = next(state for state in scheme.workflow.states if state.id == held.state)
    if state.open == "none":
        raise Refused(
            Words(
                f"现为“{state.label}”，提交后不能再修改",
                f"it is “{state.label_en}”: what was submitted cannot be changed",
            )
        )
    if not takes(held, scheme, material):
        raise Refused(Words("本次退回没有要求修改这项材料", "the return did not open this document"))
    return held


def _check_number(application: Application, material: str, most: int) -> None:
    there = Attachment.objects.filter(application=application, material=material, removed_at=None).count()
    if there >= most:
        raise Refused(
            Words(f"此处最多 {most} 个文件，请先移除一个", f"at most {most} files here; take one off first")
        )


def _attach(
    held: Application, file: StoredFile, material: str, by: Reader, at: dt.datetime, found: Sniffed | None
) -> Attachment:
    order = Attachment.objects.filter(application=held, material=material).count()
    made = Attachment.objects.create(
        file=file, application=held, material=material, order=order, by=by.person, at=at
    )
    Application.objects.filter(pk=held.pk).update(changed_at=at)
    act = "file.uploaded" if found else "file.used"
    record(
        act,
        by=by.person,
        at=at,
        about=held,
        details={"material": material, "file": file.key, "digest": file.digest, "size": file.size},
    )
    return made
