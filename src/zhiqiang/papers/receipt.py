"""The receipt of a submission as a PDF: number, instant, digest, and a QR code that verifies it."""

import datetime as dt
import io
from fractions import Fraction
from typing import Protocol

from ..engine.explaining.steps import points_words
from ..engine.permitting import ZONE
from ..engine.scheme import Scheme
from ..engine.words import Lang, Words
from .typesetting import typeset


class Handed(Protocol):
    """What a receipt speaks of."""

    receipt: str
    at: dt.datetime
    revision: int
    files: list[dict[str, object]]
    score: dict[str, str]
    digest: str


def receipt_pdf(scheme: Scheme, submission: Handed, *, enterprise: str, address: str, lang: Lang) -> bytes:
    """The receipt as PDF; the QR code holds the address that verifies it. Raises TypesettingFailed."""
    at = submission.at.astimezone(ZONE)
    total = submission.score["total"]
    rows = [
        (Words("回执号", "Receipt"), submission.receipt),
        (Words("申报单位", "Enterprise"), enterprise),
        (Words("提交时间", "Received"), f"{at:%Y-%m-%d %H:%M:%S}（UTC+8）"),
        (Words("填报版本", "Revision"), str(submission.revision)),
        (Words("材料", "Files"), str(len(submission.files))),
        (Words("自评得分", "Self-score"), _points(total)),
        (Words("摘要值 SHA-256", "Digest SHA-256"), submission.digest),
    ]
    note = Words(
        "扫描二维码可核验：回执号、提交时间和提交内容的摘要值。提交内容如有任何改动，摘要值即不相符。",
        "Scan to verify number, instant and the digest of what was handed in. Any change of it would change the digest.",
    )
    said = {
        "lang": lang,
        "title": Words("提交回执", "Receipt of submission")(lang), "scheme": scheme.cover.name(lang),
        "rows": [[label(lang), _breakable(text)] for label, text in rows], "note": note(lang), "address": address,
        "qr": _drawn(address),
    }  # fmt: skip
    return typeset("receipt.typ", said, int(submission.at.timestamp()))


def _drawn(address: str) -> str:
    """The QR code of an address as SVG."""
    import segno  # only who prints a receipt pays for it

    svg = io.BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", scale=4, border=1)
    return svg.getvalue().decode()


def _points(exact: str) -> str:
    return points_words(Fraction(exact))


def _breakable(text: str) -> str:
    """Long codes may break anywhere."""
    return "\u200b".join(text[n : n + 8] for n in range(0, len(text), 8)) if len(text) == 64 else text
