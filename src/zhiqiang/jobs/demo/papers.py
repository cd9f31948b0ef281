"""The files demo enterprises hand in: real PDFs and Word files that open, made on the spot."""

import io
import json
from functools import lru_cache

import typst

from zhiqiang.engine.scheme import Scheme

_PAGE = """
#set page(paper: "a4", margin: 3cm)
#set text(lang: "zh", font: ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC"), size: 12pt)
#let said = json(bytes(sys.inputs.said))
#align(center, text(20pt, weight: "bold", said.title))
#v(1cm)
#for line in said.lines [#line #parbreak()]
#if said.seal != "" {
  v(2cm)
  align(right, rotate(-8deg, box(
    stroke: 2pt + rgb("#c62828"), radius: 50%, inset: 1.1cm,
    text(fill: rgb("#c62828"), weight: "bold", size: 11pt, said.seal),
  )))
}
#v(1fr)
#align(center, text(9pt, fill: gray, "演示材料，内容均为虚构"))
"""


def page(title: str, lines: list[str], *, seal: str = "") -> io.BytesIO:
    """A one-page PDF with a title, some lines and, where wanted, a red seal."""
    said = json.dumps({"title": title, "lines": lines, "seal": seal}, ensure_ascii=False)
    return io.BytesIO(_compiler().compile(input=_PAGE.encode(), format="pdf", sys_inputs={"said": said}))


def licence(name: str, code: str, place: str) -> io.BytesIO:
    """A business licence with the enterprise's seal."""
    lines = [f"统一社会信用代码：{code}", f"名称：{name}", "类型：有限责任公司", f"住所：{place}", "登记机关：（演示）市场监督管理局"]
    return page("营业执照（副本）", lines, seal=name)


def proof(scheme: Scheme, material: str, name: str) -> io.BytesIO:
    """Evidence for one material of the scheme."""
    wanted = scheme.materials[material]
    return page(wanted.label, [f"申报单位：{name}", wanted.help], seal=name)


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    return typst.Compiler()  # it has looked for the fonts once
