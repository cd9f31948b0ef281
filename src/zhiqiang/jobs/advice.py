"""What would bring a score to a number of points: for people in lines, for machines as a part of the sheet."""

from collections.abc import Iterator

from zhiqiang.engine.advising import Advice, Step, advise
from zhiqiang.engine.advising.counsel import HORIZONS
from zhiqiang.engine.explaining.steps import points_words
from zhiqiang.engine.scoring import Score
from zhiqiang.engine.words import Lang, Words

from .sheet import AdviceFound, StepFound, exact


def advice_for(score: Score, target: int) -> Advice:
    """The smallest honest changes that bring a score to a target, or as near to it as they can."""
    return advise(score.scheme, score.answers, target)


def advice_lines(score: Score, advice: Advice, lang: Lang) -> Iterator[str]:
    """The way to the target, the easiest steps first, each with its gain and clause."""
    yield _headline(advice)(lang)
    clauses = score.scheme.clauses
    openings = () if advice.reachable else advice.openings
    for number, step in enumerate([*advice.steps, *openings], 1):
        gain = f"+{points_words(step.points)}" if step.points else "  "
        mark = "  示例" if step.illustrative else ""
        yield f"  {number}. {gain}  {step.words(lang)}{mark}"
        yield f"      {HORIZONS[step.horizon](lang)} · {clauses[step.clause].title(lang)}"


def _headline(advice: Advice) -> Words:
    target, now, reached = (points_words(one) for one in (advice.target, advice.now, advice.reached))
    if advice.now >= advice.target:
        return Words(f"目标 {target} 分：已经达到（{now} 分）", f"target {target}: reached already ({now})")
    if advice.reachable:
        return Words(
            f"目标 {target} 分：现为 {now} 分，按下列步骤可达 {reached} 分",
            f"target {target}: {now} now; the steps below bring it to {reached}",
        )
    awaiting = points_words(advice.awaiting)
    return Words(
        f"目标 {target} 分：现为 {now} 分，下列步骤最多到 {reached} 分；待评分的项目另外最多 {awaiting} 分",
        f"target {target}: {now} now; the steps below bring it to {reached} at most; experts could add {awaiting} at most",
    )


def advice_found(advice: Advice) -> AdviceFound:
    """The same for machines."""
    return AdviceFound(
        target=exact(advice.target),
        reached=exact(advice.reached),
        reachable=advice.reachable,
        before_filing=exact(advice.before_filing),
        steps=[_step(step) for step in advice.steps],
        openings=[_step(step) for step in advice.openings],
    )


def _step(step: Step) -> StepFound:
    def text(value: object) -> str | bool | None:
        return value if isinstance(value, bool | None) else str(value)

    return StepFound(
        key=step.key,
        was=text(step.was),
        to=text(step.to) or False,
        points=exact(step.points),
        horizon=step.horizon,
        clause=step.clause,
        words=step.words.zh,
        words_en=step.words.en,
        illustrative=step.illustrative,
    )
