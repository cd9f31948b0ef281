"""The receipt of a submission as a PDF: number, instant, digest, and a QR code that verifies it."""

import datetime as dt
import io
import json
from fractions import Fraction
from functools import lru_cache
from threading import Lock
from typing import Protocol

import segno
import typst

from ..engine.permitting import ZONE
from ..engine.scheme import Scheme
from ..engine.steps import points_words
from ..engine.words import Lang, Words

_ONE_AT_A_TIME = Lock()
_TEMPLATE = """
#set page(paper: "a4", margin: 2.6cm)
#set text(lang: "zh", font: ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Sans CJK SC"), size: 11pt)
#let said = json(bytes(sys.inputs.said))
#align(center, text(19pt, weight: "bold", said.title))
#align(center, text(11pt, fill: luma(90), said.scheme))
#v(8mm)
#table(columns: (auto, 1fr), stroke: 0.4pt + luma(160), inset: 8pt,
  ..said.rows.map(row => (text(fill: luma(90), row.at(0)), row.at(1))).flatten())
#v(8mm)
#grid(columns: (34mm, 1fr), gutter: 8mm,
  image(bytes(said.qr), format: "svg", width: 34mm),
  [#said.note #v(3mm) #text(8pt, font: ("DejaVu Sans Mono", "Noto Sans Mono CJK SC"), said.address)])
"""


class Handed(Protocol):
    """What a receipt speaks of."""

    receipt: str
    at: dt.datetime
    revision: int
    files: list[dict[str, object]]
    score: dict[str, str]
    digest: str


def receipt_pdf(scheme: Scheme, submission: Handed, *, enterprise: str, address: str, lang: Lang) -> bytes:
    """The receipt as PDF; the QR code holds the address that verifies it."""
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
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=1)
    said = {
        "title": Words("提交回执", "Receipt of submission")(lang), "scheme": scheme.cover.name(lang),
        "rows": [[label(lang), _breakable(text)] for label, text in rows], "note": note(lang), "address": address,
        "qr": drawn.getvalue().decode(),
    }  # fmt: skip
    with _ONE_AT_A_TIME:
        return _compiler().compile(
            input=_TEMPLATE.encode(), format="pdf", sys_inputs={"said": json.dumps(said, ensure_ascii=False)}
        )


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """Looks for the fonts once; that is most of the time a receipt takes."""
    return typst.Compiler()


def _points(exact: str) -> str:
    return points_words(Fraction(exact))


def _breakable(text: str) -> str:
    """Long codes may break anywhere."""
    return "\u200b".join(text[n : n + 8] for n in range(0, len(text), 8)) if len(text) == 64 else text
