"""Contents in the store: each under its digest, written once, never changed."""

import hashlib
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage


def store_path(digest: str) -> str:
    """Where a file's content lies in the store: by its digest alone, never by a name from outside."""
    return f"files/{digest[:2]}/{digest}"


def digest_of(content: BinaryIO) -> str:
    """SHA-256 of the whole content, in hexadecimal."""
    content.seek(0)
    whole = hashlib.sha256()
    while piece := content.read(1 << 20):
        whole.update(piece)
    return whole.hexdigest()


def keep(content: BinaryIO, digest: str) -> None:
    """Have this content in the store; what a writer that was stopped half-way left is replaced."""
    path = store_path(digest)
    if default_storage.exists(path):
        if default_storage.size(path) == content.seek(0, 2):
            return
        default_storage.delete(path)  # of a writer that was stopped half-way
    content.seek(0)
    default_storage.save(path, File(content))


def stored(digest: str) -> bytes:
    """The content kept under a digest. Raises OSError where it cannot be read."""
    with default_storage.open(store_path(digest)) as content:
        return content.read()
