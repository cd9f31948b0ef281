"""Valid credit codes for enterprises that do not exist."""

from zhiqiang.engine.identifying import check_org_code, check_uscc

_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def demo_credit_code(number: int, place: str) -> str:
    """A unified social credit code that passes every check, out of the zone for one's own use (GB 11714: PDY…)."""
    body = f"PDY{number:05d}"
    organisation = next(body + digit for digit in "0123456789X" if check_org_code(f"{body}-{digit}").ok)
    return next(
        code for digit in _DIGITS if check_uscc(code := f"91{place}{organisation}{digit}").ok
    )
