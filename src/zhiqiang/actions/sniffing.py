"""What is this file really? Its content decides, never its name or what the browser says."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from zhiqiang.engine.words import Words

# The libraries that open files are imported by the one function that needs them: a web worker that serves pages
# only does not carry them.
if TYPE_CHECKING:
    import pikepdf

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_PAGES = 500
MAX_ENTRIES = 3000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_PART = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file was found to be: its kind, its size in bytes, its pages (0 where it has none)."""

    kind: str
    size: int
    pages: int


class Unfit(Exception):
    """A file that is not taken: why, and the mend."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def sniff(content: BinaryIO, *, allowed: tuple[str, ...] = ()) -> Sniffed:
    """Look into a file: its kind by its content, within all limits, without anything that could run.

    `allowed` are file extensions (empty: every kind known here). Raises Unfit.
    """
    size = content.seek(0, 2)
    if size == 0:
        raise Unfit(Words("文件是空的，请重新选择", "the file is empty; choose it again"))
    if size > MAX_BYTES:
        most = MAX_BYTES // 1024 // 1024
        raise Unfit(
            Words(f"文件超过 {most} MB，请压缩或拆分后上传", f"larger than {most} MB; compress or split it")
        )
    kind, look = _kind(content)
    if kind in ("pdf", "png", "jpeg") and zipfile.is_zipfile(content):
        raise Unfit(_TWO_IN_ONE)
    kinds = {"jpeg" if one == "jpg" else one for one in allowed}
    if kinds and kind not in kinds:
        raise Unfit(_not_taken(kind, allowed))
    content.seek(0)
    pages = look(content)
    content.seek(0)
    return Sniffed(kind, size, pages)


_TWO_IN_ONE = Words(
    "文件后面还夹着一个压缩包，不予接收；请重新扫描或另存后再上传",
    "there is an archive behind it, so it is not taken; scan or save it anew",
)


def _not_taken(kind: str, allowed: tuple[str, ...]) -> Words:
    zh, en = "、".join(allowed), ", ".join(allowed)
    return Words(
        f"文件内容是 {kind}，此处只收：{zh}；请另存为其中一种再上传",
        f"its content is {kind}; only {en} are taken here: save it as one of these",
    )


def _kind(content: BinaryIO) -> tuple[str, Callable[[BinaryIO], int]]:
    content.seek(0)
    head = content.read(16)
    if head.startswith(b"%PDF-"):
        return "pdf", _pdf
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", _picture
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg", _picture
    if head.startswith(_OLE):
        return "doc", _old_word
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(content), _office
    known = next((words for start, place, words in _OTHERS if head[place:].startswith(start)), None)
    if known:
        raise Unfit(known)
    raise Unfit(
        Words(
            "看不出是 PDF、图片或 Word 文件；请用 Word、WPS 或扫描软件另存后再上传",
            "this is not a PDF, a picture or a Word file; save it anew with Word, WPS or the scanner's software",
        )
    )


_PHONE = Words(
    "这是 HEIC 照片，多数电脑打不开；请在手机“设置 - 相机 - 格式”中选“兼容性最佳”后重拍，或转存为 JPG 再上传",
    "this is a HEIC photograph, which most computers cannot open; choose “Most Compatible” in the phone's camera settings, "
    "or save it as JPG",
)
_PACKED = Words("这是压缩包，请解压后逐个上传其中的文件", "this is an archive; unpack it and upload the files in it one by one")
_OTHER_PICTURE = Words("此格式的图片不收，请转存为 JPG 或 PNG", "pictures of this kind are not taken; save it as JPG or PNG")
_OTHERS = (
    *((b"ftyp" + brand, 4, _PHONE) for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"avif")),
    *((start, 0, _PACKED) for start in (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")),
    *((start, 0, _OTHER_PICTURE) for start in (b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")),
)
"""What people do try: what their files begin with, at which place, and the mend."""


def _pdf(content: BinaryIO) -> int:
    import pikepdf

    try:
        with pikepdf.open(content) as pdf:
            if pdf.is_encrypted:
                raise Unfit(
                    Words(
                        "PDF 加了密码或权限限制，请取消后再上传",
                        "the PDF is protected; remove the protection first",
                    )
                )
            _refuse_active(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise Unfit(
            Words("PDF 设有打开密码，请取消后再上传", "the PDF asks for a password; remove it first")
        ) from error
    except pikepdf.PdfError as error:
        raise Unfit(
            Words("PDF 已损坏，请重新扫描或另存后再上传", "the PDF is damaged; scan or save it again")
        ) from error
    if not 0 < pages <= MAX_PAGES:
        raise Unfit(
            Words(
                f"PDF 共 {pages} 页，须为 1 至 {MAX_PAGES} 页；请拆分",
                f"the PDF has {pages} pages; 1 to {MAX_PAGES} are taken: split it",
            )
        )
    return pages


def _refuse_active(pdf: "pikepdf.Pdf") -> None:
    """Refuse scripts, programs to launch and files within the file."""
    for number, thing in enumerate(pdf.objects):
        if number > 200_000:
            raise Unfit(
                Words(
                    "PDF 结构过于复杂，请打印成 PDF 后再上传", "the PDF is too complex; print it to a new PDF"
                )
            )
        if any(_acts(part) for part in _direct_parts(thing)):
            raise Unfit(
                Words(
                    "PDF 内含脚本、可执行动作或附件，请打印成 PDF 后再上传",
                    "the PDF holds scripts, actions or attachments; print it to a new PDF",
                )
            )


_ACTIONS = frozenset({
    "/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/Movie", "/GoToR", "/GoToE",
})  # fmt: skip
_CARRIERS = ("/JS", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent")


def _acts(part: "pikepdf.Object") -> bool:
    """Whether a dictionary is an action that does something by itself, or carries a file or a script."""
    kinds = {str(part.get("/S", "")), str(part.get("/Type", ""))}
    return bool(kinds & (_ACTIONS | {"/EmbeddedFile"})) or any(name in part for name in _CARRIERS)


def _direct_parts(thing: "pikepdf.Object") -> Iterator["pikepdf.Object"]:
    """The dictionaries of an object, those written inside it among them; what it points at is looked at by itself."""
    import pikepdf

    waiting = [thing]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            held = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            held = list(part)
        else:
            continue
        waiting += [one for one in held if isinstance(one, pikepdf.Object) and not one.is_indirect]


def _picture(content: BinaryIO) -> int:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(content, formats=("PNG", "JPEG")) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise Unfit(_TOO_LARGE)
            picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit(_TOO_LARGE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unfit(
            Words("图片已损坏，请重新拍照或扫描", "the picture is damaged; take or scan it again")
        ) from error
    return 1


_TOO_LARGE = Words("图片尺寸过大，请缩小后再上传", "the picture has too many pixels; make it smaller")


def _old_word(content: BinaryIO) -> int:
    import olefile

    try:
        with olefile.OleFileIO(content) as document:
            parts = {part.lower() for entry in document.listdir() for part in entry}
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise Unfit(
            Words(
                "文件已损坏，请用 Word 或 WPS 另存后再上传",
                "the file is damaged; save it again with Word or WPS",
            )
        ) from error
    if "encryptedpackage" in parts:
        raise Unfit(Words("文件设有密码，请取消后再上传", "the file asks for a password; remove it first"))
    if parts & {"macros", "vba", "_vba_project", "_vba_project_cur"}:
        raise Unfit(_MACROS)
    if "worddocument" not in parts:
        raise Unfit(
            Words(
                "这不是 Word 文件，请用 Word 或 WPS 另存为 .doc 或 .docx",
                "this is no Word file; save it as .doc or .docx",
            )
        )
    return 0


_MACROS = Words("文件含有宏，请另存为不含宏的文件后再上传", "the file holds macros; save it without them")


def _office_kind(content: BinaryIO) -> str:
    names = _entries(content)
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "OFD.xml" in names:
        raise Unfit(Words("OFD 文件不收，请打印或导出为 PDF 再上传", "OFD files are not taken; print or export it as PDF"))
    raise Unfit(
        Words(
            "压缩包或未知格式，请直接上传 PDF、图片或 Word 文件",
            "an archive or an unknown format; upload a PDF, a picture or a Word file",
        )
    )


def _entries(content: BinaryIO) -> frozenset[str]:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unfit(_DAMAGED) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
        raise Unfit(Words("文件解压后过大，不予接收", "unpacked it would be far too large; it is not taken"))
    return frozenset(entry.filename for entry in entries)


def _office(content: BinaryIO) -> int:
    names = _entries(content)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unfit(_MACROS)
    embedded = [name.lower() for name in names if "/embeddings/" in name.lower()]
    if any(not name.endswith(".xlsx") for name in embedded):  # the figures behind a chart are no harm
        raise Unfit(
            Words(
                "文件内嵌了其他文件，请删除嵌入对象后再上传",
                "other files are embedded in it; remove the embedded objects",
            )
        )
    types = _part(content, "[Content_Types].xml")
    if types is None:
        raise Unfit(_DAMAGED)
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Unfit(_MACROS)
    for name in names:
        if name.endswith(".rels"):
            _refuse_drawn_in(_part(content, name) or b"<none/>")
    return 0


def _refuse_drawn_in(rels: bytes) -> None:
    """Refuse what a document draws in from elsewhere when it is opened, and foreign documents or controls within it."""
    from lxml import etree

    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        found = etree.fromstring(rels, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unfit(_DAMAGED) from error
    if found.getroottree().docinfo.doctype:  # nothing a word processor writes has one
        raise Unfit(_DAMAGED)
    for one in found:
        kind, outside = one.get("Type", ""), one.get("TargetMode", "").lower() == "external"
        if kind.endswith("/attachedTemplate") and outside:
            raise Unfit(
                Words(
                    "文件链接了外部模板，请在“开发工具—文档模板”中去掉后再上传",
                    "it draws its template from elsewhere; remove the link to the template",
                )
            )
        if outside and not kind.endswith("/hyperlink"):
            raise Unfit(
                Words(
                    "文件链接了外部的图片或对象，打开时会去别处读取；请在“文件—信息—编辑指向文件的链接”中断开链接，或把图片复制进文件后再上传",
                    "it draws pictures or objects from elsewhere when it is opened; break the links (File, Info, Edit Links to "
                    "Files) or paste the pictures into it",
                )
            )
        if kind.endswith(("/aFChunk", "/subDocument", "/control")):
            raise Unfit(
                Words(
                    "文件内嵌了其他文档或控件，请复制为普通文字后另存再上传",
                    "other documents or controls are embedded in it; copy them as plain text and save it anew",
                )
            )


_DAMAGED = Words("文件已损坏，请重新保存后再上传", "the file is damaged; save it again")


def _part(content: BinaryIO, name: str) -> bytes | None:
    """One part of the package, as far as MAX_PART; None where there is none."""
    try:
        with zipfile.ZipFile(content) as archive, archive.open(name) as part:
            return part.read(MAX_PART)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise Unfit(_DAMAGED) from error
