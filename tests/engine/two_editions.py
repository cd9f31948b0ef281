"""A small edition with one thing of every kind, as it was, and a copy to change."""

import textwrap
from pathlib import Path

from zhiqiang.engine.differing import Change, differ
from zhiqiang.engine.loading import load

FILES = {
    "scheme.yaml": """
        id: town
        label: 镇级评价
        label_en: Town evaluation
        programme: 试
        programme_en: Try
        authority: 某局
        authority_en: Some office
        document: 试〔2020〕1号
        edition: 2020
        base_year: 2019
        summary: 试
        summary_en: try
        profile: {industry: industry, size: size}
    """,
    "notice.md": """
        ### 第一条 | Article 1 {#a1}
        申报企业应在本镇注册，经营状况良好，有专人负责知识产权工作，近三年没有重大违法记录，并且按时报送统计数据、年度工作总结和知识产权管理情况。
        EN:
        Enterprises of the town.
        ### 第二条 | Article 2 {#a2}
        评分。
    """,
    "form.yaml": """
        sections:
          - id: basics
            label: 基本情况
            label_en: Basics
            items:
              - {id: industry, kind: choice, label: 行业, label_en: Industry, options_from: gbt4754-2017}
              - id: size
                kind: choice
                label: 规模
                label_en: Size
                options: [{code: A, label: 大, label_en: Large}, {code: B, label: 小, label_en: Small}]
              - {id: capital, kind: number, label: 注册资本, label_en: Capital, unit: 万元, min: 0}
              - {id: exports, kind: yesno, label: 出口, label_en: Exports}
              - {id: abroad, kind: count, label: 境外申请, label_en: Filings abroad, when: exports}
          - id: patents_part
            label: 专利
            label_en: Patents
            items:
              - id: filings
                kind: table
                label: 申请量
                label_en: Filings
                rows: years
                columns:
                  - {id: invention, kind: count, label: 发明, label_en: Inventions, unit: 件}
                  - {id: all, kind: count, label: 合计, label_en: All, unit: 件}
              - id: patents
                kind: list
                label: 专利清单
                label_en: List of patents
                columns: [{id: title, kind: text, label: 名称, label_en: Title}]
        checks:
          - {id: parts, require: filings.invention <= filings.all, severity: error, message: 发明不应多于合计, message_en: inventions at most all}
    """,
    "indicators.yaml": """
        max: 20
        curves: [{id: linear, label: 线性, label_en: linear, share: "min(1, x)"}]
        set_values: [{id: share, label: 发明占比, label_en: Share of inventions}]
        lines: [{id: pass, label: 合格, label_en: Passed, points: 12, clause: a2}]
        groups:
          - id: g
            label: 创造
            label_en: Creation
            max: 20
            clause: a2
            members:
              - id: i1
                number: "1"
                label: 发明占比
                label_en: Share of inventions
                max: 10
                clause: a2
                rule:
                  kind: against_set_value
                  of: ratio(sum(filings.invention), sum(filings.all), if_zero=0)
                  set_value: share
                  curve: linear
              - id: i2
                number: "2"
                label: 管理
                label_en: Management
                max: 10
                clause: a2
                rule:
                  kind: points_per_item
                  items:
                    - {label: 出口, label_en: exports, when: exports, points: 5}
                    - {label: 资本, label_en: capital, when: capital >= 1000, points: 5}
    """,
    "conditions.yaml": """
        conditions:
          - id: exporter
            label: 出口企业
            label_en: An exporter
            clause: a1
            all: [exports = yes, capital > 0]
            reason: 须为出口企业
            reason_en: It must export
    """,
    "rulings.yaml": """
        rulings:
          - {id: R01, says: 没有说, says_en: nothing, holds: 从宽, holds_en: leniently}
    """,
    "materials.yaml": """
        materials:
          - {id: licence, label: 营业执照, label_en: Licence, clause: a1, role: document}
    """,
    "calendar.yaml": """
        deadlines:
          - {id: filing, label: 申报截止, label_en: Filing closes, clause: a1, closes: "2020-11-20", actor: enterprise}
    """,
    "set_values.csv": "set_value,scope,size,value,illustrative,source\nshare,all,any,0.3,yes,x\nshare,39,A,0.5,yes,x\n",
}


class Two:
    """An edition as it was, and a copy in which texts can be replaced."""

    def __init__(self, folder: Path) -> None:
        self.before, self.after = folder / "before" / "town", folder / "after" / "town"
        for home in (self.before, self.after):
            home.mkdir(parents=True)
            for name, text in FILES.items():
                (home / name).write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")

    def change(self, file: str, old: str, new: str) -> None:
        path = self.after / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        path = self.after / file
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def changes(self) -> list[Change]:
        return differ(load(self.before), load(self.after))

    def reverse(self) -> list[Change]:
        return differ(load(self.after), load(self.before))

    def only(self) -> Change:
        (change,) = self.changes()
        return change
