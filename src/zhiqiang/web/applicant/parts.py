"""The pieces of a page that follow the answers, each with a tag: a piece the page already shows is not drawn again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.template import loader
from django.urls import reverse
from django.utils.safestring import SafeString

from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.web.applicant.judging import Judgement, walk
from zhiqiang.web.applicant.sizes import size_words


@dataclass(frozen=True)
class Part:
    """A piece by name. `tag` changes when its content does; `draw` makes its HTML."""

    name: str
    tag: str
    draw: Callable[[], SafeString]


def parts(judgement: Judgement) -> Iterator[Part]:
    """Every piece of the score and of what stands at the fields."""
    words = judgement.words
    links = addresses(judgement.scheme, judgement.lang)
    yield _part(judgement, "brief", words.total, words.maximum, words.illustrative)
    groups = [(group.id, group.points, group.state) for group in words.groups]
    yield _part(
        judgement,
        "summary",
        words.total,
        words.filed,
        words.by_experts,
        words.awaiting,
        groups,
        words.shortfalls,
    )
    yield _part(judgement, "gates", words.gates)
    yield _part(judgement, "problems", judgement.told, judgement.unfilled)
    for name, count in counts(judgement).items():
        yield Part(f"count.{name}", str(count), lambda count=count: SafeString(count or ""))
    size = size_words(judgement)
    yield Part("sizing", tag(size), lambda: _draw("sizing", {"size": size}))
    for colour, one in walk(words.groups):
        shown = (one.points, one.state, one.illustrative)
        context = {"entry": one, "colour": colour} | links
        yield Part(f"head.{one.id}", tag(shown), lambda c=context: _draw("head", c))
        yield Part(
            f"body.{one.id}",
            tag(shown, one.steps, one.figures, one.set_values),
            lambda c=context: _draw("body", c),
        )


def changed(judgement: Judgement, shown: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The pieces whose tag is not the one the page shows, drawn."""
    return {
        part.name: {"tag": part.tag, "html": part.draw()}
        for part in parts(judgement)
        if shown.get(part.name) != part.tag
    }


def counts(judgement: Judgement) -> dict[str, int]:
    """How many problems and how many unmet conditions: the numbers on the panel's tabs."""
    return {
        "problems": len(judgement.told),
        "gates": sum(gate.met == "not_met" for gate in judgement.words.gates),
    }


def addresses(scheme: Scheme, lang: Lang) -> dict[str, object]:
    """Where clauses, rulings and set values are read in full, for the pieces that link to them."""
    return {
        "lang": lang,
        "notice": reverse("notice", args=[scheme.id]),
        "set_values": reverse("set-values", args=[scheme.id]),
    }


def _part(judgement: Judgement, name: str, *content: object) -> Part:
    context = {"judgement": judgement, "words": judgement.words} | addresses(judgement.scheme, judgement.lang)
    return Part(name, tag(content), lambda: _draw(name, context))


def tag(*content: object) -> str:
    """A short mark of some content: another one when it changes."""
    return blake2b(repr(content).encode(errors="backslashreplace"), digest_size=6).hexdigest()


def _draw(name: str, context: dict[str, Any]) -> SafeString:
    return loader.get_template(f"applicant/score/{name}.html").render(context)
