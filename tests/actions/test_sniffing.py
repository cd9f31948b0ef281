"""What comes in as a file is what its content is; what could run, or burst, is refused with the mend."""

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from zhiqiang.actions.sniffing import Unfit, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def pdf(change=None, **saving) -> bytes:
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    if change:
        change(made)
    made.save(out, **(saving or {"deterministic_id": True}))  # the same bytes each time
    return out.getvalue()


def word(parts: dict[str, bytes | str] | None = None, types: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(types))
        archive.writestr("word/document.xml", "<w:document/>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def huge_header() -> bytes:
    """A PNG that says it is 60,000 × 60,000."""
    parts = (b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0), b"IDAT" + zlib.compress(b"\0" * 99), b"IEND")
    chunks = [struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def archive(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, content)
    return out.getvalue()


def script_in_catalog(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def script_by_page(made: pikepdf.Pdf) -> None:
    made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)"))


def launches(made: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")
    made.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=action)])


def carries_a_file(made: pikepdf.Pdf) -> None:
    made.attachments["evil.exe"] = b"MZ"


def follows_a_far_file(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.GoToR, F=r"\\\\far.example\\share\\x.pdf", D=pikepdf.Array([0]))


def script_in_a_tree_of_names(made: pikepdf.Pdf) -> None:
    action = made.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=made.make_stream(b"app.alert(1)")))
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", action])))


def spelt_in_hex(content: bytes) -> bytes:
    """A PDF whose names of danger are written with #-codes, as PDF allows."""
    return content.replace(b"/JavaScript", b"/J#61vaScr#69pt").replace(b"/JS", b"/J#53")


def linking(kind: str, outside: bool = True) -> bytes:
    """A Word file with one relationship of this kind, at its document."""
    mode = ' TargetMode="External"' if outside else ""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="http://far.example/a"{mode}/>'
    return word({"word/_rels/document.xml.rels": f'<Relationships xmlns="{space}">{one}</Relationships>'})


def two_pictures_in_one() -> bytes:
    """As phones take them: a JPEG with a second one, and with what the camera says about itself."""
    out, (first, second) = io.BytesIO(), (Image.new("RGB", (60, 40), colour) for colour in ("white", "black"))
    about = Image.Exif()
    about[0x0112] = 6  # turned
    first.save(out, "MPO", save_all=True, append_images=[second], exif=about)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [(pdf(), "pdf", 1), (picture(), "png", 1), (picture("JPEG"), "jpeg", 1), (word(), "docx", 0),
     (word({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": b"PK"}), "docx", 0),
     (linking("hyperlink"), "docx", 0), (linking("image", outside=False), "docx", 0),
     (two_pictures_in_one(), "jpeg", 1), (picture("JPEG") + b"\0\0\0\x18ftypmp42 a moving part", "jpeg", 1)],
)  # fmt: skip
def test_what_is_whole_and_harmless_is_taken(content, kind, pages):
    found = sniff(io.BytesIO(content))

    assert (found.kind, found.pages, found.size) == (kind, pages, len(content))


HOSTILE = {
    "empty": (b"", "empty"),
    "svg with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a PDF"),
    "html that calls itself a picture": (b"<!doctype html><script>alert(1)</script>", "not a PDF"),
    "program": (b"MZ\x90\x00" + b"\0" * 200, "not a PDF"),
    "html before the pdf": (b"<html>" + pdf(), "not a PDF"),
    "truncated pdf header": (b"%PDF-1.7\n", "damaged"),
    "truncated picture": (picture(size=(300, 300))[:-40], "damaged"),
    "truncated word": (word()[:-30], "damaged"),
    "picture and archive in one": (picture() + archive("a.html", b"<script>"), "archive behind"),
    "pdf and archive in one": (pdf() + archive("a.html", b"<script>"), "archive behind"),
    "pdf with a script in its catalog": (pdf(script_in_catalog), "scripts"),
    "pdf with a script at a page": (pdf(script_by_page), "scripts"),
    "pdf that starts a program": (pdf(launches), "scripts"),
    "pdf that carries a file": (pdf(carries_a_file), "scripts"),
    "pdf with a script, compressed": (
        pdf(script_in_catalog, object_stream_mode=pikepdf.ObjectStreamMode.generate), "scripts"),
    "pdf that asks for a password": (pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "password"),
    "pdf with restrictions": (pdf(encryption=pikepdf.Encryption(owner="a", user="")), "protected"),
    "huge picture": (huge_header(), "too many pixels"),
    "plain archive": (archive("a.exe", b"MZ"), "archive"),
    "bomb": (word({"word/media/a.bmp": b"\0" * 60_000_000}), "too large"),
    "macros by part": (word({"word/vbaProject.bin": b"x"}), "macros"),
    "macros by type": (
        word(types='<Default ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'), "macros"),
    "macros under another name": (
        word({"word/harmless.bin": b"x"}, '<Override ContentType="application/vnd.ms-office.vbaProject"/>'), "macros"),
    "object embedded": (word({"word/embeddings/oleObject1.bin": OLE}), "embedded"),
    "template from elsewhere": (linking("attachedTemplate"), "template"),
    "picture from elsewhere": (linking("image"), "from elsewhere"),
    "object from elsewhere": (linking("oleObject"), "from elsewhere"),
    "frame from elsewhere": (linking("frame"), "from elsewhere"),
    "web page within": (linking("aFChunk", outside=False), "other documents"),
    "control within": (linking("control", outside=False), "other documents"),
    "relationships that are none": (word({"word/_rels/document.xml.rels": "<Relationships"}), "damaged"),
    "entities in relationships": (
        word({"word/_rels/document.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><Relationships>&b;</Relationships>'}), "damaged"),
    "pdf with a script spelt in hex": (spelt_in_hex(pdf(script_in_catalog)), "scripts"),
    "pdf with a script among its names": (
        pdf(script_in_a_tree_of_names, object_stream_mode=pikepdf.ObjectStreamMode.generate), "scripts"),
    "pdf that opens a far file": (pdf(follows_a_far_file), "scripts"),
    "photograph of a phone that few can open": (b"\0\0\0\x24ftypheic\0\0\0\0mif1" + b"\0" * 99, "Most Compatible"),
    "archive of another kind": (b"Rar!\x1a\x07\x01\0" + b"\0" * 99, "unpack it"),
    "picture of another kind": (picture("GIF"), "JPG or PNG"),
    "ofd": (archive("OFD.xml", b"<ofd/>"), "export it as PDF"),
    "old word, broken": (OLE + b"\0" * 600, "damaged"),
}  # fmt: skip


@pytest.mark.requirement("S36")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_run_or_burst_is_refused_with_the_mend(name):
    content, told = HOSTILE[name]

    with pytest.raises(Unfit) as refused:
        sniff(io.BytesIO(content))

    assert told in refused.value.words.en
    assert refused.value.words.zh


def test_a_kind_that_is_not_asked_for_is_named():
    with pytest.raises(Unfit) as refused:
        sniff(io.BytesIO(picture()), allowed=("pdf", "docx"))

    assert "png" in refused.value.words.en
    assert "pdf, docx" in refused.value.words.en


def test_a_photograph_may_be_called_jpg():
    assert sniff(io.BytesIO(picture("JPEG")), allowed=("jpg",)).kind == "jpeg"


def test_too_large_is_told_with_the_limit(monkeypatch):
    monkeypatch.setattr("zhiqiang.actions.sniffing.MAX_BYTES", 100)

    with pytest.raises(Unfit, match="larger than"):
        sniff(io.BytesIO(picture("PNG", (400, 400))))
