"""What would raise the score: the steps to a total, and those of one indicator. Honest ones, as the engine finds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import HttpRequest, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhiqiang.engine.advising import Step, advise, all_raises, raises
from zhiqiang.engine.advising.counsel import HORIZONS
from zhiqiang.engine.answering import answer
from zhiqiang.engine.explaining import clause_words
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.scheme import Scheme
from zhiqiang.engine.words import Lang
from zhiqiang.web.applicant.incoming import BadAnswers, answers_as_json, posted
from zhiqiang.web.applicant.judging import Judgement
from zhiqiang.web.applicant.parts import addresses
from zhiqiang.web.editions import edition, language

MANY = 6


@dataclass(frozen=True)
class StepWords:
    """A step in words. `points` is empty where it earns nothing by itself."""

    key: str
    words: str
    points: str
    horizon: str
    illustrative: bool
    number: str
    clause: str
    clause_title: str


# Without a token for the same reasons as the score: it changes nothing and knows nobody.
@csrf_exempt
@never_cache
@require_POST
@answers_as_json
def advice(request: HttpRequest, id: str) -> JsonResponse:
    """The smallest honest steps to the total asked for, as a piece of the page."""
    scheme = edition(id)
    asked = posted(request)
    lang = language()
    found = advise(scheme, answer(scheme, asked.answers), _target(asked.target, scheme))
    steps = step_words(scheme, found.steps, lang)
    context = {
        "found": found,
        "target": points_words(found.target), "now": points_words(found.now), "reached": points_words(found.reached),
        "before_filing": points_words(found.before_filing), "awaiting": points_words(found.awaiting),
        "horizons": [
            (HORIZONS[horizon](lang), [words for step, words in zip(found.steps, steps, strict=True) if step.horizon == horizon])
            for horizon in HORIZONS
        ],
        "openings": step_words(scheme, found.openings, lang),
    } | addresses(scheme, lang)  # fmt: skip
    return JsonResponse({"html": loader.get_template("applicant/score/advice.html").render(context)})


def raising(judgement: Judgement, ids: Iterable[str]) -> dict[str, list[StepWords]]:
    """What would raise each of these indicators; ids that are no indicators are left out."""
    scheme, answers = judgement.scheme, judgement.answers
    wanted = [id for id in dict.fromkeys(ids) if id in scheme.rules and id in _indicators(scheme)]
    found = (
        all_raises(scheme, answers)
        if len(wanted) > MANY
        else {id: raises(scheme, answers, id) for id in wanted}
    )
    return {id: step_words(scheme, found[id], judgement.lang) for id in wanted}


def step_words(scheme: Scheme, steps: Iterable[Step], lang: Lang) -> list[StepWords]:
    """Steps in the language asked for."""
    return [
        StepWords(
            step.key,
            step.words(lang),
            points_words(step.points) if step.points else "",
            HORIZONS[step.horizon](lang),
            step.illustrative,
            max(step.gains, key=lambda gain: gain.points).indicator.number,
            step.clause,
            clause_words(scheme, step.clause, lang).title,
        )
        for step in steps
    ]


def _indicators(scheme: Scheme) -> set[str]:
    return {one.id for one in scheme.indicators.indicators()}


def _target(text: str, scheme: Scheme) -> Decimal:
    try:
        target = Decimal(text.strip())
    except InvalidOperation:
        target = Decimal("NaN")
    if not target.is_finite() or not 0 <= target <= scheme.indicators.max:
        raise BadAnswers(_("请填写 0 至 %(most)s 之间的分数。") % {"most": f"{scheme.indicators.max:f}"})
    return target
