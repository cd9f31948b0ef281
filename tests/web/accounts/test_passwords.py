import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

GOOD = [
    "松风-水月-2026",
    "correct horse battery",
    "dragon-4821-x",
    "jK9#vQ2!mZ",
    "我家的猫叫小黑，有2只",
    "Tr0ub4dor&3zebra",
]
COMMON = ["password123", "Password1!", "P@ssw0rd2024", "qwertyuiop1", "1qaz2wsx3e", "abcdefghij1", "1234567890a", "aaaaaaaaa1",
          "sunshine2026!", "0987654321q", "admin12345"]  # fmt: skip


def problems(password: str) -> set[str]:
    try:
        validate_password(password)
    except ValidationError as error:
        return {one.code for one in error.error_list}
    return set()


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_passes(password):
    assert problems(password) == set()


@pytest.mark.parametrize("password", COMMON)
def test_a_common_one_is_refused_in_any_dress(password):
    assert "common" in problems(password)


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("a1", {"short", "common"}),
        ("zqwxecrvtbyn", {"one-kind"}),
        ("738291846502", {"one-kind"}),
        ("ab1-" * 40, {"long", "common"}),
    ],
)
def test_everything_wrong_is_told_at_once(password, wrong):
    assert problems(password) == wrong


def test_every_rule_is_told_beforehand():
    assert len(password_validators_help_texts()) == 4


def test_a_very_long_password_is_refused_quickly():
    assert problems("a1" * 50_000) >= {"long"}
