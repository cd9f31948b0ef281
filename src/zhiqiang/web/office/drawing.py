"""Cards, their files and the officer's marks as HTML.

Drawn here and not in templates: a page has some thirty, and they are most of what it costs. What depends on the
submission alone comes from `claim_body.html`, drawn once for each reading. Every text from outside passes `escape`.
"""

from html import escape

from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zhiqiang.web.office.cards import Asked, Card, Folder, Proof, words_elsewhere
from zhiqiang.web.office.case import Case
from zhiqiang.web.office.reading import Claim
from zhiqiang.web.templatetags.zq import icon


class Pen:
    """Draws the cards of one page: its words and addresses are looked up once. `shown` is the key of the file in view."""

    def __init__(self, case: Case, shown: str) -> None:
        self.case = case
        self.shown = shown
        self.remarks = escape(case.remarks_address)
        self.ask = escape(case.ask_address)
        self.warn = icon("warn")
        self.check = icon("check")
        self.document = icon("document")

    def card(self, card: Card) -> SafeString:
        """One claim with its files and marks."""
        claim = card.claim
        states = (
            ("is-seen", card.seen is not None),
            ("is-asked", bool(card.asked)),
            ("is-doubtful", card.unproved or card.doubtful),
        )
        css = " ".join(["zq-claim", *(name for name, holds in states if holds)])
        folders = "".join(self.folder(folder, lacking=card.unproved) for folder in card.folders)
        foot = self.foot(card) if self.case.mine else ""
        return mark_safe(  # noqa: S308 - escaped piece by piece
            f'<article class="{css}" id="claim-{claim.id}" data-claim="{claim.id}" tabindex="-1" '
            f'aria-labelledby="title-{claim.id}">{self.body(claim)}{folders}{foot}</article>'
        )

    def body(self, claim: Claim) -> str:
        """What of a claim depends on the submission alone."""
        drawn = self.case.reading.drawn
        if claim.id not in drawn:
            drawn[claim.id] = render_to_string("office/claim_body.html", {"claim": claim})
        return drawn[claim.id]

    # --- files

    def folder(self, folder: Folder, *, lacking: bool) -> SafeString:
        """A material with its files, or the word that there are none."""
        if not folder.material.uploaded:
            inside = ""
        elif folder.proofs:
            inside = f"<ul>{''.join(map(self.proof, folder.proofs))}</ul>"
        elif lacking:
            inside = f'<span class="zq-proofs__none">{self.warn}{_("没有证明材料")}</span>'
        else:
            inside = f'<span class="zq-quiet">{_("没有文件")}</span>'
        required = f' <span class="zq-badge">{_("必交")}</span>' if folder.material.required else ""
        gone = "".join(
            f'<small class="zq-proofs__gone">{escape(_("补正时移除：%(name)s") % {"name": name})}</small>'
            for name in folder.gone
        )
        printed = self.printed(folder)
        css = "zq-proofs is-lacking" if lacking and not folder.proofs else "zq-proofs"
        label = f'<span class="zq-proofs__label">{escape(folder.label)}{required}</span>'
        return mark_safe(f'<div class="{css}">{label}{printed}{inside}{gone}</div>')  # noqa: S308 - as above

    def printed(self, folder: Folder) -> str:
        """The papers that the site makes of this material, to be saved."""
        if folder.material.delivery == "upload":
            return ""
        links = []
        for paper in self.case.scheme.papers.values():
            if paper.material != folder.material.id:
                continue
            for kind, words in (("docx", "Word"), ("pdf", "PDF")):
                address = reverse("office-paper", args=[self.case.application.key, paper.id, kind])
                more = f' hx-get="{address}" hx-swap="outerHTML"' if kind == "pdf" else ""
                name = escape(f"{paper.name(self.case.lang)} {words}")
                links.append(
                    f'<a class="zq-button zq-button--quiet zq-button--small" href="{address}"{more} aria-label="{name}">{words}</a>'
                )
        return f'<span class="zq-proofs__made"><small>{_("本站按提交内容生成")}</small>{"".join(links)}</span>' if links else ""

    def proof(self, proof: Proof) -> str:
        """One file: a link that opens it beside."""
        file = proof.file
        size = _("%(n)s 页") % {"n": file.pages} if file.pages else filesizeformat(file.size)
        query = escape(self.query(file.key))
        link = (
            f'<a class="zq-proof" data-file="{file.key}" href="{query}#viewer" '
            f'hx-get="{reverse("office-file", args=[file.key])}" hx-target="#viewer" hx-swap="innerHTML" '
            f'hx-replace-url="{query}">{self.document}<span>{escape(file.name)}</span><small>{escape(size)}</small></a>'
        )
        fresh = f'<span class="zq-badge zq-badge--accent">{_("新")}</span>' if proof.fresh else ""
        twin = ""
        if proof.elsewhere:
            twin = f'<small class="zq-proof__twin">{self.warn}{escape(words_elsewhere(proof.elsewhere))}</small>'
        strays = "".join(f'<small class="zq-proof__twin">{self.warn}{escape(one)}</small>' for one in proof.type)
        css = ' class="is-open"' if file.key == self.shown else ""
        return f"<li{css}>{link}{fresh}{twin}{strays}</li>"

    def query(self, file: str) -> str:
        """The query that opens a file and keeps what else the address says."""
        return kept_query(self.case, "show", "list", file=file)

    # --- the officer's marks

    def foot(self, card: Card) -> str:
        """The mark, the way to ask for a correction, and what was asked."""
        claim = card.claim
        if card.seen is not None:
            who = escape(f"{card.seen.by.name} {localtime(card.seen.at):%m-%d %H:%M}")
            mark = self.button("unseen", claim.id, "is-on", f'aria-pressed="true" title="{who}"', f"{self.check}{_('已核')}")
        else:
            mark = self.button("seen", claim.id, "zq-button--quiet", 'aria-pressed="false"', _("标为已核"))
        ask = ""
        if claim.places:
            address = f"{self.ask}?claim={claim.id}"
            ask = (
                f'<a class="zq-button zq-button--quiet zq-button--small zq-claim__ask" href="{address}" hx-get="{address}" '
                f'hx-target="next .zq-claim__form" hx-swap="innerHTML">{_("要求补正")}</a>'
            )
        asked = "".join(self.asked(claim, one) for one in card.asked)
        return f'<footer class="zq-claim__foot">{mark}{ask}{asked}</footer><div class="zq-claim__form"></div>'

    def button(self, name: str, value: str, css: str, more: str, words: str) -> str:
        return (
            f'<button class="zq-button zq-button--small zq-claim__mark {css}" form="marks" name="{name}" value="{value}" '
            f'hx-post="{self.remarks}" {more}>{words}</button>'
        )

    def asked(self, claim: Claim, one: Asked) -> str:
        """A note, with the way to take it back."""
        label = escape(_("去掉对“%(label)s”的意见") % {"label": one.label})
        return (
            f'<span class="zq-asked"><b>{escape(one.label)}</b> {escape(one.note)} '
            f'<button class="zq-asked__back" form="marks" name="back" value="{escape(one.place)}" hx-post="{self.remarks}" '
            f"hx-vals='{{\"claim\": \"{claim.id}\"}}' aria-label=\"{label}\">×</button></span>"
        )


def kept_query(case: Case, *names: str, **given: str) -> str:
    """A query with what the address says by these names, and what is given; empty where there is nothing."""
    kept = {name: case.query[name] for name in names if case.query.get(name)}
    kept |= {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
