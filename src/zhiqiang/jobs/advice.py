"""What would bring a score to a number of points, in lines."""

from zhiqiang.engine.scoring import Score
from zhiqiang.engine.words import Lang


def advice_lines(score: Score, target: int, lang: Lang) -> list[str]:
    """The smallest honest changes, each with its gain and clause."""
    return []
