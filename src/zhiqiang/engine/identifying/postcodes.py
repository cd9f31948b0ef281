"""Postcodes of mainland China, and the two that stand for Hong Kong and Macao."""

from zhiqiang.engine.identifying import places
from zhiqiang.engine.identifying.tidying import checking, squeeze, strangers
from zhiqiang.engine.identifying.verdict import Identified, Problem, accepted, refused

_OUTSIDE = {"999077": "81", "999078": "82"}


@checking("邮政编码", "postcode")
def check_postcode(text: str) -> Identified:
    """A postcode: six digits. Facts: `region`, the province or provinces. An unknown region is a warning."""
    code = squeeze(text)
    odd = strangers(code, "0123456789")
    if odd:
        return refused(code, odd)
    if len(code) != 6:
        return refused(code, _length(code))
    if code == "000000":
        return refused(code, _placeholder())
    region = places.division(_OUTSIDE[code]) if code in _OUTSIDE else places.postal(code)
    facts = {"kind": "邮政编码", "kind_en": "Postcode"}
    if region is None:
        return accepted(code, facts, [_unknown(code)])
    return accepted(code, {**facts, "region": region[0], "region_en": region[1]})


def _length(code: str) -> Problem:
    whole = "0" + code
    if len(code) != 5 or places.postal(whole) is None:
        return Problem(
            "length",
            f"邮政编码为 6 位数字，现为 {len(code)} 位；请核对",
            f"Six digits are wanted, these are {len(code)}; check them",
        )
    return Problem(
        "length",
        f"邮政编码为 6 位数字，现为 5 位；请补全（若是开头的 0 被表格软件删去，应为 {whole}）",
        f"Six digits are wanted, these are 5; complete them (if a spreadsheet dropped a first 0: {whole})",
        suggestions=(whole,),
    )


def _placeholder() -> Problem:
    return Problem(
        "placeholder",
        "000000 不是邮政编码，请填写真实的邮编",
        "000000 is no postcode; give the real one",
    )


def _unknown(code: str) -> Problem:
    return Problem(
        "unknown_region",
        f"没有查到以 {code[:2]} 开头的邮区；请再核对一次",
        f"No postal region is known to begin with {code[:2]}; please check it once more",
        blocking=False,
    )
