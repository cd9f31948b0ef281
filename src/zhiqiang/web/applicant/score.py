"""The live score: answers in, what changed on the page out. It stores nothing and logs no answer."""

from django.http import HttpRequest, JsonResponse
from django.template import loader
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from zhiqiang.web.applicant.advice import raising
from zhiqiang.web.applicant.fields import told_at_fields
from zhiqiang.web.applicant.incoming import Asked, answers_as_json, posted
from zhiqiang.web.applicant.judging import Judgement, judge
from zhiqiang.web.applicant.parts import changed, tag
from zhiqiang.web.editions import edition, language


# Without a token: it changes nothing and knows nobody, and a page left open for days goes on scoring. Other sites
# cannot use it in a reader's name: a JSON body needs a permission (CORS) that is never given.
@csrf_exempt
@never_cache
@require_POST
@answers_as_json
def score(request: HttpRequest, id: str) -> JsonResponse:
    """The score of the answers sent: totals, judgements by field, and the pieces of the page that changed."""
    scheme = edition(id)
    asked = posted(request)
    judgement = judge(scheme, asked.answers, language())
    return JsonResponse(
        {
            "digest": scheme.digest[:16],
            "total": judgement.words.total,
            "maximum": judgement.words.maximum,
            "illustrative": judgement.words.illustrative,
            "points": {found.id: str(found.points) for found in judgement.score.findings()},
            "problems": told_at_fields(judgement, asked.answers),
            "computed": judgement.computed,
            "not_applicable": sorted(judgement.answers.not_applicable),
            "parts": changed(judgement, asked.shown) | raised(judgement, asked),
        }
    )


def raised(judgement: Judgement, asked: Asked) -> dict[str, dict[str, str]]:
    """What would raise the indicators whose reasons are open."""
    names = {f"raise.{id}": steps for id, steps in raising(judgement, asked.opened).items()}
    template = loader.get_template("applicant/score/raise.html")
    return {
        name: {"tag": tag(steps), "html": template.render({"steps": steps})}
        for name, steps in names.items()
        if asked.shown.get(name) != tag(steps)
    }
